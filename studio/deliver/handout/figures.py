"""Settled frames for paper: each beat of a lesson as a vector picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.render.drawing import observe_lesson

if TYPE_CHECKING:
    from scenes.lesson import Lesson
    from studio.profile import Profile


def settled_pictures(cls: type[Lesson], settings: Mapping[str, Any], profile: Profile) -> dict[str, bytes]:
    """Return the settled frame of each beat as SVG, by the beat's name; nothing that moves is drawn.

    Raises:
        DrawingError: the lesson raised, or shows what has no outline (an image).
    """
    params = cls.read_params(settings)
    names = [beat.name for beat in cls.outline(params).beats]
    observer = _Pictures()
    observe_lesson(cls, params, profile, range(len(names)), observer, moving=False)
    return {names[index]: picture for index, picture in observer.drawn.items()}


@dataclass(slots=True)
class _Pictures:
    drawn: dict[int, bytes] = field(default_factory=dict)

    def observe(self, scene: Any, index: int, settled: bool) -> None:
        from scenes.drawing.canvas.svg_camera import svg_of

        if settled:
            self.drawn[index] = svg_of(scene)
