"""What a person asked for, read and resolved: series, films, recordings."""
