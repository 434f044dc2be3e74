"""The pages over HTTP, through Flask's own test client with a clock set by hand."""
