"""What the names of files end with, apart from what reads them: that is loaded when there is a file to read."""

SESSION = ".nntui"
POINTS = (".csv", ".tsv", ".txt", ".dat", ".data", ".tab", ".npy", ".npz", ".csv.gz", ".tsv.gz", ".txt.gz")
