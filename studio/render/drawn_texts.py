"""Where a film's texts are drawn: what a player lays over the picture must leave them free."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.sources.lesson_lookup import LessonRef
from studio.store.atomic_write import publish_text
from studio.store.file_digest import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenes.drawing.layout_check.scene_snapshot import Sight, Text
    from studio.profile import Profile

#: Instants of a motion are looked at in so many frames a second.
LOOKS = 10


def drawn_texts(
    lesson: LessonRef, settings: Mapping[str, str], profile: Profile, keys: Mapping[str, str], folder: Path
) -> list[dict[str, Any]]:
    """Return {"beat", "box", "words"} of each text in these beats of a lesson (name → clip key), as JSON values.

    A box is left, top, right, bottom in fractions of the frame from its upper left corner, around all places where the
    text is seen in that beat. What was found out is kept in `folder`.
    """
    path = folder / f"{digest(dict(keys))}.json"
    if not path.is_file():
        publish_text(path, json.dumps(_look(lesson, settings, profile, keys)))
    kept: list[dict[str, Any]] = json.loads(path.read_bytes())
    return kept


def _look(
    lesson: LessonRef, settings: Mapping[str, str], profile: Profile, wanted: Collection[str]
) -> list[dict[str, Any]]:
    from studio.render.drawing import look_through

    cls = lesson.load()
    params = cls.read_params(settings)
    names = [beat.name for beat in cls.outline(params).beats]
    indices = [index for index, name in enumerate(names) if name in wanted]
    reader = _Reader(names, wanted)
    look_through(cls, params, replace(profile, fps=LOOKS), range(indices[0], indices[-1] + 1), reader)
    return [
        {"beat": beat, "box": [round(side, 5) for side in box], "words": reader.words[beat, source]}
        for (beat, source), box in reader.boxes.items()
    ]


@dataclass(slots=True)
class _Reader:
    """Remembers of each text in each beat the box around all places where it has been seen, and what it said last."""

    names: Sequence[str]
    wanted: Collection[str]
    boxes: dict[tuple[str, int], tuple[float, float, float, float]] = field(default_factory=dict)
    words: dict[tuple[str, int], str] = field(default_factory=dict)

    def look(self, scene: Any, index: int, settled: bool) -> None:
        """Look at the scene now."""
        from scenes.drawing.layout_check.scene_snapshot import behold

        if self.names[index] not in self.wanted:
            return
        sight = behold(scene)
        for text in sight.texts:
            key, box = (self.names[index], text.source), tuple(_fractions(text, sight))
            known = self.boxes.get(key, box)
            self.boxes[key] = (*map(min, known[:2], box[:2]), *map(max, known[2:], box[2:]))  # type: ignore[assignment]
            self.words[key] = text.words


def _fractions(text: Text, sight: Sight) -> Iterator[float]:
    from scenes.drawing.layout_check.hulls import box_of

    left, bottom, right, top = box_of(text.hull)
    frame = sight.stage.frame
    yield from ((left - frame.left) / frame.width, (frame.top - top) / frame.height)
    yield from ((right - frame.left) / frame.width, (frame.top - bottom) / frame.height)
