"""From resolved requests to films on disk."""
