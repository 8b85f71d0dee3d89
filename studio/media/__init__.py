"""Encoding, joining and reading video and sound, by libav."""
