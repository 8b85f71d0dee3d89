"""Requests: what was typed, the orders of films that follow from it, and the same once they are known to be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mathkit.errors import NablaError
from studio.captions.cues import parse_captions
from studio.errors import RequestError
from studio.plan.jobs import Part
from studio.profile import Profile
from studio.requests.closing_card import ClosingPart, closing_part
from studio.requests.series import Episode, Series
from studio.sources.clip_keys import clip_keys
from studio.sources.lesson_lookup import LessonRef, find_lesson, read_settings
from studio.sources.script_cache import Script, remember_script, resolve_script
from studio.store.atomic_write import check_folder
from studio.store.clip_store import Store
from studio.voice.speech_engines import Voice
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
class FilmRequest:
    """Films that were asked for: what of, how they are drawn, who speaks in them, and where they go.

    `series`: a lesson by itself is a series of one episode, without a file (`path`). `only`: the ids of the episodes
    that are wanted, of all if it is empty. `out` has the store in it; `burn`: captions are set into the picture too.
    """

    series: Series
    path: Path | None
    only: tuple[str, ...]
    profile: Profile
    out: Path
    voice: Voice | None = None
    burn: bool = False

    @property
    def store(self) -> Store:
        """Return the store of clips."""
        return Store(self.out / ".store")

    @property
    def scripts(self) -> Path:
        """Return the folder where scripts are remembered."""
        return self.store.root / "scripts"

    @property
    def folder(self) -> Path:
        """Return the folder that the series' paths begin in."""
        return self.path.parent if self.path else Path()

    def orders(self, folder: Path | None = None) -> tuple[Order, ...]:
        """Return an order for each wanted episode, for files <series>/<nn>-<lesson>.mp4 in `folder`, or else in `out`.

        Raises:
            RequestError: there is no such episode.
        """
        ids = [episode.id for episode in self.series.episode]
        for wanted in self.only:
            if wanted not in ids:
                name = self.path.name if self.path else self.series.id
                raise RequestError.unknown(f"episode of {name} called", wanted, ids)
        return tuple(
            Order(
                id=episode.id,
                lesson=(lesson := find_lesson(episode.lesson, self.folder)),
                output=(folder or self.out) / self.series.id / f"{number:02}-{lesson.name}.mp4",
                settings=episode.settings,
                say=episode.say,
                title=episode.title,
                description=episode.description.strip(),
                where=f"{self.path}, episode {episode.id!r}" if self.path else "",
                folder=self.path and self.folder,
                burn=self.burn,
            )
            for number, episode in enumerate(self.series.episode, 1)
            if not self.only or episode.id in self.only
        )


def read_request(
    what: str | Path,
    profile: Profile,
    *,
    settings: Sequence[str] | None = None,
    only: Sequence[str] | None = None,
    out: Path = Path("out"),
    voice: str | None = None,
    takes: Path | None = None,
    captions: str = "beside",
) -> FilmRequest:
    """Return the request for what a person typed: a lesson, or (by its path, or its ending) a series file.

    Raises:
        RequestError: there is no such lesson, file, episode, voice or folder, or a series was given settings. Nothing
            has been written then.
    """
    typed = read_settings(settings or ())
    path = Path(what) if isinstance(what, Path) or what.endswith(".toml") else None
    if path is None:
        ref = find_lesson(str(what))
        # Not validated: a lesson of somebody's own may have a name that no series file would give an episode.
        episode = Episode.model_construct(id=ref.name, lesson=str(what), params=typed)
        series = Series(id=ref.name, title="", episode=(episode,))
    elif typed:
        raise RequestError("--set is for one lesson; a series has its params in the file.")
    else:
        series = Series.read(path)
    store = check_folder(out) / ".store"
    request = FilmRequest(
        series, path, tuple(only or ()), profile, out, Voice.read(voice, takes, store), parse_captions(captions)
    )
    request.orders()
    return request


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
    title = order.title or script.outline.title
    keys = clip_keys(order.lesson, script.params, beats, profile, title)
    clips = tuple((index, beat, keys[index]) for index, beat in enumerate(beats) if not wanted or beat.name in wanted)
    part = Part(order.id, order.lesson.name, order.lesson.target, dict(order.settings), clips, title)
    return Resolved(order, script, part, None if wanted else closing_part(order.id, profile))
