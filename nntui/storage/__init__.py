"""What is kept on this machine, and opening anything, for the command line and the screen alike."""
