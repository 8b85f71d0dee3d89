"""A film in the making: which of its clips and holds are in, and what came of it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from studio.errors import Failure, error_message
from studio.farm import local_farm
from studio.films import film
from studio.manifest import Manifest
from studio.plan.jobs import HoldJob, Job, hold_frames
from studio.profile import Profile
from studio.requests.film_request import Order, Resolved
from studio.store.clip_store import Clip, Store


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order: a film or a failure, how many clips were drawn and reused, and the seconds it took."""

    order: Order
    film: film.Film | None
    failure: Failure | None
    rendered: int
    reused: int
    seconds: float


class FilmBuild:
    """A film in the making: which of its clips are in, and what came of it."""

    def __init__(self, resolved: Resolved, profile: Profile, store: Store) -> None:
        self.order, self.part, self.parts = resolved.order, resolved.part, resolved.parts
        self.keys = [key for part in resolved.parts for _, _, key in part.clips]
        self._closing = resolved.closing
        self._utterances = resolved.heard
        self.clips: dict[str, Clip] = {}
        self.missing = 0
        self.outcome: Outcome | None = None
        self.held: set[tuple[str, int, int]] = set()
        self._script, self._profile, self._store = resolved.script, profile, store
        self._began = time.perf_counter()

    def find_existing(self, *, fresh: bool) -> None:
        """Find the film, or else those of its clips that are in store."""
        if not fresh:
            self._find(read=False)
            made = film.current(self.order.output, self._made_from()) if self.complete else None
            if made is not None:
                self.close(made, None)
                return
            self._find(read=True)
        self.missing = len(self.keys) - len(self.clips)

    @property
    def complete(self) -> bool:
        """Return whether what moves is there of every beat."""
        return len(self.clips) == len(set(self.keys))

    def missing_holds(self) -> list[HoldJob]:
        """Return the holds of clips that are in, and that have not been encoded yet."""
        if self.outcome is not None:
            return []
        wanted = {
            (shot.clip.key, move, frames) for shot in self._shots() for move, frames in enumerate(shot.holds) if frames
        } - self.held
        self.held |= {hold for hold in wanted if self._store.hold(*hold) is not None}
        return [HoldJob(*hold, self._profile, self._store.root) for hold in sorted(wanted - self.held)]

    def begun(self, task: local_farm.Task) -> str:
        """Return the name of the beat that a task which was lost was at: its first that is not in the store."""
        lost = set(task.keys) if isinstance(task, Job) else {task.key}
        beats = [(beat.name, key) for part in self.parts for _, beat, key in part.clips if key in lost]
        return next((name for name, key in beats if self._store.clip(key, read=False) is None), beats[-1][0])

    def join(self) -> None:
        """Make the film of the clips and holds that are in."""
        try:
            made = film.make(self.order.output, self._made_from(), self._shots(), self._store, self._profile)
        except (OSError, ValueError) as error:
            place = self.order.output.name
            self.close(
                None,
                Failure(
                    self.part.lesson, "none", place, f"the film cannot be written: {error_message(error)}", repr(error)
                ),
            )
        else:
            self.close(made, None)

    def close(self, made: film.Film | None, failure: Failure | None) -> None:
        """Note what came of this film."""
        seconds = time.perf_counter() - self._began
        reused = len(self.keys) - self.missing
        rendered = self.missing if made else max(0, len(self.clips) - reused)
        self.outcome = Outcome(self.order, made, failure, rendered, reused, seconds)

    def _find(self, *, read: bool) -> None:
        found = (self._store.clip(key, read=read) for key in self.keys)
        self.clips = {clip.key: clip for clip in found if clip is not None}

    def _shots(self) -> list[film.Shot]:
        last = self.part.clips[-1][0] if self.order.lingers else -1
        shots = [
            film.Shot(
                beat,
                clip,
                hold_frames(beat, clip.moves, self._profile.fps, last=index == last),
                self._utterances.get(beat.name, ()),
            )
            for index, beat, key in self.part.clips
            if (clip := self.clips.get(key)) is not None
        ]
        if self._closing and (card := self.clips.get(self._closing.key)) is not None:
            shots.append(film.Shot(self._closing.beat, card, (self._closing.hold,)))
        return shots

    def _made_from(self) -> Manifest:
        outline = self._script.outline
        title = self.order.title or outline.title
        return film.manifest(
            outline.lesson,
            title,
            self.order.description,
            self._script.params,
            self._profile,
            self._shots(),
            burn=self.order.burn,
        )
