"""Where a file goes: what it is held to follows from that."""

from __future__ import annotations

from enum import StrEnum


class Target(StrEnum):
    """Somebody to whom files are delivered."""

    YOUTUBE = "youtube"
    SLIDES = "slides"
    WEB = "web"
