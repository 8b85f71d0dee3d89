"""Moments and lengths as people read them."""

from __future__ import annotations


def clock(seconds: float) -> str:
    """Return 1:05 for 65 seconds, and 1:01:05 past the hour."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
