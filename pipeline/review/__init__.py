"""What a person decided, read back from the files they edited and carried into the next run."""
