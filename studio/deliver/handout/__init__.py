"""The handout: a PDF out of the same lesson."""
