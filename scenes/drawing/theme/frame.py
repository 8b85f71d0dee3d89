"""The size of a frame for an aspect ratio."""

from __future__ import annotations

from mathkit.errors import NablaError


def frame_size(aspect: str) -> tuple[float, float]:
    """Return the frame's width and height in manim units; its shorter side is always 8.

    Raises `NablaError` for an aspect that is not W:H.
    """
    try:
        width, height = (int(part) for part in aspect.split(":"))
        scale = 8 / min(width, height)
    except (ValueError, ZeroDivisionError):
        raise NablaError(f"The aspect {aspect!r} is not one of 16:9, 9:16, 1:1.") from None
    return width * scale, height * scale
