"""One widget a file: it shows what it is given and posts a message when the person changes something."""
