"""The playground in a browser: a page, a server, and a process for each visitor."""
