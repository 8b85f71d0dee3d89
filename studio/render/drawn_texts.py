"""Where a film's texts are drawn: what a player lays over the picture must leave them free."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from studio.manifest import DrawnText
from studio.sources.lesson_lookup import LessonRef
from studio.store.atomic_write import publish_text
from studio.store.file_digest import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenes.drawing.layout_check.scene_snapshot import Snapshot, Text
    from studio.profile import Profile

#: Motions are sampled at so many frames a second.
SAMPLES_PER_SECOND = 10

_KEPT = TypeAdapter(tuple[DrawnText, ...])


def drawn_texts(
    lesson: LessonRef, settings: Mapping[str, str], profile: Profile, keys: Mapping[str, str], folder: Path
) -> tuple[DrawnText, ...]:
    """Return the texts in these beats of a lesson (name → clip key); what was found out is kept in `folder`.

    A box is around all places where the text is seen in that beat.
    """
    path = folder / f"{digest(dict(keys))}.json"
    if not path.is_file():
        publish_text(path, _KEPT.dump_json(_find_texts(lesson, settings, profile, keys)).decode())
    return _KEPT.validate_json(path.read_bytes())


def _find_texts(
    lesson: LessonRef, settings: Mapping[str, str], profile: Profile, wanted: Collection[str]
) -> tuple[DrawnText, ...]:
    from studio.render.drawing import observe_lesson

    cls = lesson.load()
    params = cls.read_params(settings)
    names = [beat.name for beat in cls.outline(params).beats]
    indices = [index for index, name in enumerate(names) if name in wanted]
    boxes = _TextBoxes(names, wanted)
    observe_lesson(cls, params, replace(profile, fps=SAMPLES_PER_SECOND), range(indices[0], indices[-1] + 1), boxes)
    return tuple(boxes.texts.values())


@dataclass(slots=True)
class _TextBoxes:
    """Remembers of each text in each beat the box around all places where it has been seen, and what it said last."""

    names: Sequence[str]
    wanted: Collection[str]
    texts: dict[tuple[str, int], DrawnText] = field(default_factory=dict)

    def observe(self, scene: Any, index: int, settled: bool) -> None:
        """Take the texts of the scene as it is now."""
        from scenes.drawing.layout_check.scene_snapshot import take_snapshot

        if self.names[index] not in self.wanted:
            return
        snapshot = take_snapshot(scene)
        for text in snapshot.texts:
            key, box = (self.names[index], text.source), _box(text, snapshot)
            known = self.texts[key].box if key in self.texts else box
            around = (*map(min, known[:2], box[:2]), *map(max, known[2:], box[2:]))
            self.texts[key] = DrawnText(beat=self.names[index], box=around, words=text.words)  # type: ignore[arg-type]


def _box(text: Text, snapshot: Snapshot) -> tuple[float, float, float, float]:
    from scenes.drawing.layout_check.hulls import box_of

    left, bottom, right, top = box_of(text.hull)
    frame = snapshot.stage.frame
    return (
        round((left - frame.left) / frame.width, 5),
        round((frame.top - top) / frame.height, 5),
        round((right - frame.left) / frame.width, 5),
        round((frame.top - bottom) / frame.height, 5),
    )
