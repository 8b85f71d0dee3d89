"""Manifests of films that nobody has made: what a test does not say is as of a silent film of 160×90 pixels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.manifest import FilmedBeat, Manifest
from studio.profile import Profile

PROFILE = Profile("preview", 160, 90, 10, crf=18, x264_preset="veryfast")


def filmed(**fields: Any) -> FilmedBeat:
    """Return a beat; it moves, in one go, until its `hold` begins."""
    frames, hold = fields.get("frames", 80), fields.get("hold", 0)
    lengths = {"start": 0, "frames": frames, "motion": frames - hold, "hold": hold, "spoken": 0}
    moves = [{"mark": "", "motion": frames - hold, "hold": hold}]
    return FilmedBeat.model_validate({"name": "beat", "say": "", "clip": "", "moves": moves, **lengths, **fields})


def manifest(*beats: Mapping[str, Any], profile: Profile = PROFILE, **fields: Any) -> Manifest:
    """Return the manifest of a film of beats with these fields, each after the one before it."""
    made: list[FilmedBeat] = []
    for beat in beats:
        start = made[-1].start + made[-1].frames if made else 0
        made.append(filmed(**{"start": start, **beat}))
    lesson = {"lesson": "walking-dot", "title": "A walk", "description": "", "params": {}}
    frame = {"preset": profile.name, "width": profile.width, "height": profile.height, "fps": profile.fps}
    look = {"aspect": profile.aspect, "theme": "dark", "captions": "beside", "voice": (), "versions": {}}
    frames = sum(beat.frames for beat in made)
    return Manifest.model_validate({**lesson, **frame, **look, "frames": frames, "beats": made, **fields})
