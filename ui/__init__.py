"""The face of One-Stop Kiosk: shows, asks, delegates. Everything that is decided, is decided in `kiosk`."""
