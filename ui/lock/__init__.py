"""What locks a kiosk: guards inside the program, and sessions of the system that hold where a program cannot."""
