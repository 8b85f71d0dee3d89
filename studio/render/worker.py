"""What a worker of the farm does: draw a job's beats into the clip store, and encode holds.

The beats are finished one by one: a worker that dies loses the beat at hand, not the ones before it.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from studio.errors import DrawingError, Failure
from studio.media.encode import ClipEncoder
from studio.profile import MIN_FRAMES
from studio.render.limits import Limits, guarded
from studio.sources.lesson_lookup import LessonRef
from studio.store.atomic_write import published
from studio.store.clip_store import Clip, Move, Store

if TYPE_CHECKING:
    from scenes.drawing.canvas.dirty_regions import Box
    from scenes.lesson import Lesson
    from scenes.script.params import LessonParams
    from studio.plan.jobs import HoldJob, Job
    from studio.profile import Profile
    from studio.render.drawing import OnFailure
    from studio.render.renderer import Pixels

#: Told how a job goes: ("beat", the index of a finished one) or ("frames", how many more there are).
Report = Callable[[str, int], None]
#: Frames are reported no more often than this, in seconds.
_PACE = 0.5


def render_job(
    job: Job, report: Report = lambda kind, number: None, limits: Limits | None = None
) -> tuple[Clip, ...] | Failure:
    """Draw the job's beats and put their clips into its store; return them, or why a beat could not be drawn.

    Beats at its beginning that are in the store by now were drawn by a worker that died, or by another run: they are
    not drawn again, unless the job is to be drawn afresh.
    """
    from studio.render.drawing import draw

    found = () if job.fresh else map(Store(job.store).clip, job.keys)
    there = tuple(clip for clip in itertools.takewhile(bool, found) if clip)
    for index in job.beats[: len(there)]:
        report("beat", index)
    if len(there) == len(job.keys):
        return there
    rest = replace(job, start=job.start + len(there), keys=job.keys[len(there) :])
    with guarded(limits) as guard:
        clips = _Clips(rest, report, guard.moved)
        try:
            cls = LessonRef(job.lesson, job.target).load()
            draw(cls, cls.read_params(job.settings), job.profile, rest.beats, clips, title=job.title)
        except DrawingError as error:
            return error.failure
        finally:
            clips.abort()
    return (*there, *clips.made)


def render_hold(job: HoldJob) -> str:
    """Encode a hold from the settled frame in the store; return the clip's key."""
    store = Store(job.store)
    with Image.open(store.still_path(job.key, job.move)) as still:
        pixels = np.asarray(still.convert("RGBA"))
    encoder = ClipEncoder(store.hold_path(job.key, job.move, job.frames), job.profile)
    try:
        encoder.hold(pixels, job.frames)
    except BaseException:
        encoder.abort()
        raise
    store.add_hold(job.key, job.move, job.frames)
    return job.key


def digests(cls: type[Lesson], params: LessonParams, profile: Profile, beats: range) -> dict[int, str]:
    """Return the SHA-256 of each beat's raw frames, the settled one included, by the beat's index."""
    from studio.render.drawing import draw

    sink = _Digests()
    draw(cls, params, profile, beats, sink)
    return sink.made


def settled_frames(
    cls: type[Lesson],
    params: LessonParams,
    profile: Profile,
    beats: range,
    title: str = "",
    failed: OnFailure | None = None,
) -> dict[int, Pixels]:
    """Return the settled frame of each beat, without drawing what moves.

    With `failed` those of the others, where a beat raises.

    Raises:
        DrawingError: as `draw`.
    """
    from studio.render.drawing import draw

    sink = _Stills()
    draw(cls, params, profile, beats, sink, moving=False, title=title, failed=failed)
    return sink.made


class _Clips:
    """A sink that encodes each beat and puts it into the store."""

    def __init__(self, job: Job, report: Report, moved: Callable[[], None]) -> None:
        self.made: list[Clip] = []
        self._job = job
        self._report, self._moved = report, moved
        self._unreported, self._reported = 0, time.perf_counter()
        self._store = Store(job.store)
        self._encoder: ClipEncoder | None = None
        self._moves: list[Move] = []
        self._mark = ""
        self._began, self._way = time.thread_time(), 0.0

    def frame(self, pixels: Pixels, repeat: int, changed: Sequence[Box] | None) -> None:
        self._arrive()
        self._current().write(pixels, repeat, changed)
        self._moved()
        self._unreported += repeat
        if time.perf_counter() - self._reported > _PACE:
            self._report_frames()

    def waits(self, mark: str, pixels: Pixels) -> None:
        self._end_move(pixels)
        self._mark = mark

    def settled(self, index: int, pixels: Pixels) -> None:
        self._arrive()
        self._end_move(pixels)
        key, now = self._key, time.thread_time()
        clip = self._store.add_clip(key, self._moves, now - self._began, self._job.lesson)
        self.made.append(replace(clip, way=self._way))
        self._moves, self._mark, self._began = [], "", now
        self._report_frames()
        self._report("beat", index)

    def _arrive(self) -> None:
        """Note, when the job's first frame comes, what it has cost to get there."""
        if not self._way:
            now = time.thread_time()
            self._way, self._began = now - self._began, now

    def _report_frames(self) -> None:
        """Report the frames since the last report."""
        self._report("frames", self._unreported)
        self._unreported, self._reported = 0, time.perf_counter()

    def _end_move(self, pixels: Pixels) -> None:
        """Finish the move at hand in its settled frame."""
        encoder = self._current()
        if encoder.frames < MIN_FRAMES:
            encoder.write(pixels, MIN_FRAMES - encoder.frames)
        with published(self._store.still_path(self._key, len(self._moves))) as draft:
            Image.fromarray(pixels[..., :3]).save(draft, compress_level=1)
        self._moves.append(Move(self._mark, encoder.close()))
        self._encoder = None

    def abort(self) -> None:
        """Drop the beat that was not finished, if there is one."""
        if self._encoder is not None:
            self._encoder.abort()

    @property
    def _key(self) -> str:
        return self._job.keys[len(self.made)]

    def _current(self) -> ClipEncoder:
        if self._encoder is None:
            path = self._store.motion_path(self._key, len(self._moves))
            self._encoder = ClipEncoder(path, self._job.profile)
        return self._encoder


class _Digests:
    """A sink that keeps a digest of each beat's frames."""

    def __init__(self) -> None:
        self.made: dict[int, str] = {}
        self._digest: Any = hashlib.sha256()

    def frame(self, pixels: Pixels, repeat: int, changed: Sequence[Box] | None) -> None:
        raw = pixels.tobytes()
        for _ in range(repeat):
            self._digest.update(raw)

    def waits(self, mark: str, pixels: Pixels) -> None:
        self._digest.update(mark.encode())
        self.frame(pixels, 1, None)

    def settled(self, index: int, pixels: Pixels) -> None:
        self.frame(pixels, 1, None)
        self.made[index] = self._digest.hexdigest()
        self._digest = hashlib.sha256()


class _Stills:
    """A sink that keeps the settled frames."""

    def __init__(self) -> None:
        self.made: dict[int, Pixels] = {}

    def frame(self, pixels: Pixels, repeat: int, changed: Sequence[Box] | None) -> None:
        """Moving frames are not wanted."""

    def waits(self, mark: str, pixels: Pixels) -> None:
        """Nor are those on the way."""

    def settled(self, index: int, pixels: Pixels) -> None:
        self.made[index] = pixels.copy()
