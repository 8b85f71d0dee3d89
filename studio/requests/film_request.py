"""Orders: what was asked, and the same once its lesson, params, sentences and beats are known to be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mathkit.errors import NablaError
from studio.errors import RequestError
from studio.plan.jobs import Part
from studio.profile import Profile
from studio.requests.closing_card import ClosingPart, closing_part
from studio.sources.clip_keys import clip_keys
from studio.sources.lesson_lookup import LessonRef
from studio.sources.script_cache import Script, remember_script, resolve_script
from studio.voice.timing import Utterance


@dataclass(frozen=True, slots=True)
class Order:
    """One film that was asked for. `beats`: only those; `lingers`: it ends in a rest; `where` says in errors who asked.

    `folder`: where its series file lies; `burn`: captions are set into the picture too.
    """

    id: str
    lesson: LessonRef
    output: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    say: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    description: str = ""
    beats: tuple[str, ...] = ()
    lingers: bool = True
    where: str = ""
    folder: Path | None = None
    burn: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """An order whose lesson, params, sentences and beats are known to be right, and the card that closes its film.

    `heard`: the voice of each beat, by name, where one was asked for.
    """

    order: Order
    script: Script
    part: Part
    closing: ClosingPart | None = None
    heard: Mapping[str, tuple[Utterance, ...]] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return what the film is drawn from, in order."""
        return (self.part, self.closing.part) if self.closing else (self.part,)


def resolve(orders: Iterable[Order], profile: Profile, scripts: Path) -> tuple[Resolved, ...]:
    """Check every order and return them resolved; `scripts` is the folder where scripts are remembered.

    Raises:
        NablaError: one of the orders is wrong. Nothing has been written then.
    """
    resolved = tuple(_resolved(order, profile, scripts) for order in orders)
    for one in resolved:
        remember_script(one.order.lesson, one.order.settings, one.order.say, one.script, scripts)
    return resolved


def _resolved(order: Order, profile: Profile, scripts: Path) -> Resolved:
    try:
        script = resolve_script(order.lesson, order.settings, order.say, scripts)
    except NablaError as error:
        if not order.where:
            raise
        raise RequestError(f"{order.where}: {error}") from error
    beats = script.outline.beats
    names = [beat.name for beat in beats]
    for name in order.say:
        if name not in names:
            raise RequestError(f"{order.where or order.id}: say.{name}: {RequestError.unknown('beat', name, names)}")
    wanted = [name.replace("-", "_") for name in order.beats]
    for name in wanted:
        if name not in names:
            raise RequestError.unknown(f"beat of {order.lesson.name} called", name, names)
    keys = clip_keys(order.lesson, script.params, names, profile)
    clips = tuple((index, beat, keys[index]) for index, beat in enumerate(beats) if not wanted or beat.name in wanted)
    part = Part(order.id, order.lesson.name, order.lesson.target, dict(order.settings), clips)
    return Resolved(order, script, part, None if wanted else closing_part(order.id, profile))
