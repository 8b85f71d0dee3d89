"""Clip keys: the digest of everything that can change a pixel of a beat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenes.script.outline import Beat
from studio.profile import Profile
from studio.sources import digests
from studio.sources.lesson_lookup import LessonRef
from studio.store.file_digest import digest

#: Raised when the encoder or the way in which clips are cut changes.
FORMAT = 3


def clip_keys(
    lesson: LessonRef, params: Mapping[str, Any], beats: Sequence[Beat], profile: Profile, title: str = ""
) -> tuple[str, ...]:
    """Return a key for each of `beats` (all of the lesson's script, in order); `title` is the film's."""
    shared = {
        "format": FORMAT,
        "lesson": lesson.target,
        "params": params,
        "script": [beat.name for beat in beats],
        "picture": [profile.width, profile.height, profile.fps, profile.aspect, profile.short],
        "encoder": [profile.crf, profile.x264_preset],
        "theme": profile.theme.digest,
        "assets": digests.assets_digest(),
        "code": digests.code_digest(lesson.module, sentences=False),
        "versions": digests.versions(),
    }
    return tuple(
        digest({**shared, "beat": [index, beat.name], **({"title": title} if beat.names_film else {})})
        for index, beat in enumerate(beats)
    )
