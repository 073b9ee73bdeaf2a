"""What the names of files end with, apart from what reads them: that is loaded when there is a file to read."""

SESSION = ".nntui"
MEDIA_TYPES = {
    ".cast": "application/x-asciicast",
    ".csv": "text/csv",
    ".gif": "image/gif",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".png": "image/png",
    ".py": "text/x-python",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
"""From the end of a name to what a browser calls such a file."""
ANY_TYPE = "application/octet-stream"
"""Of all other files. Of saved work, too: some browsers add .json to the name of what they know as JSON."""
POINTS = (".csv", ".tsv", ".txt", ".dat", ".data", ".tab", ".npy", ".npz", ".csv.gz", ".tsv.gz", ".txt.gz")
