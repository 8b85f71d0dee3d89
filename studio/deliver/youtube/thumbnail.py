"""The thumbnail of a film, drawn from its lesson's facts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from studio.profile import Profile
from studio.sources.lesson_lookup import LessonRef

#: What YouTube asks for, in pixels: 1280 × 720.
HEIGHT = 720


def write_thumbnail(lesson: LessonRef, settings: Mapping[str, str], title: str, profile: Profile, target: Path) -> None:
    """Draw the thumbnail of a lesson with these settings and write it as the PNG `target`."""
    from PIL import Image

    from scenes.cards.thumbnail import thumbnail_of
    from studio.render.worker import settled_frames

    cls = thumbnail_of(lesson.load(), title)
    size = profile.for_aspect("16:9").for_pictures(HEIGHT)
    (pixels,) = settled_frames(cls, cls.read_params(settings), size, range(1)).values()
    Image.fromarray(pixels[..., :3]).save(target, optimize=True)
