"""Reports where people look: plots for the window, the PDF and a picture."""
