"""Thumbnails, intro, end and closing cards."""
