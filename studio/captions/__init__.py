"""Captions, chapters and times as people read them."""
