"""Drawing a lesson's frames: the one place that touches manim's configuration.

A `Sink` takes the frames of each beat and its settled frames; what it does with them (encode, digest, keep a picture)
is its own affair, so that clips, storyboards and the tests' digests are drawn by the same path.
"""

from __future__ import annotations

import contextlib
import inspect
import logging
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import manim

from scenes.drawing.canvas.camera import StageCamera
from scenes.drawing.theme.frame import frame_size
from scenes.errors import AuthorError, authors_place
from studio.errors import DrawingError, Failure, error_message
from studio.render.renderer import Observer, Pixels, Renderer, SamplingRenderer, Sink, instants

#: What is told of a beat that could not be drawn: its index, and why.
OnFailure = Callable[[int, Failure], None]

if TYPE_CHECKING:
    from scenes.drawing.canvas.stage import Stage
    from scenes.drawing.catalogue.states import State
    from scenes.drawing.theme.theme import Theme
    from scenes.lesson import Lesson
    from scenes.script.params import LessonParams
    from studio.profile import Profile


def draw(
    cls: type[Lesson],
    params: LessonParams,
    profile: Profile,
    beats: range,
    sink: Sink,
    *,
    moving: bool = True,
    background: bool = True,
    title: str = "",
    failed: OnFailure | None = None,
) -> None:
    """Draw `beats` of a lesson into `sink`; with `moving` off only the settled frames, in next to no time.

    `title` is the film's, if it is not the lesson's. With `background` off nothing is behind what is drawn, and colours
    come multiplied by their alpha. `failed` is called with the index of a beat that raised, and the next one drawn.

    Raises:
        DrawingError: the lesson raised, and there is no `failed`, or in no beat.
    """
    with _stage_set(cls, params, profile, beats, title) as (progress, options):
        renderer = Renderer(sink, skip_animations=not moving)
        scene = cls(renderer, **options)

        def settled(index: int) -> None:
            sink.settled(index, renderer.settled_frame(scene))
            progress.beat = index + 1

        scene.settled = settled
        scene.failed = progress.reports(cls, failed)
        if not background:
            scene.camera.leave_background_out()
        if moving:
            scene.marked = lambda mark: sink.waits(mark, renderer.settled_frame(scene))
        scene.render()


def observe_lesson(
    cls: type[Lesson],
    params: LessonParams,
    profile: Profile,
    beats: range,
    observer: Observer,
    *,
    moving: bool = True,
    failed: OnFailure | None = None,
) -> None:
    """Show `observer` the settled end of each of `beats`, and with `moving` where it waits and instants of its plays.

    `failed`: as in `draw`.

    Raises:
        DrawingError: the lesson raised, and there is no `failed`, or in no beat.
    """
    with _stage_set(cls, params, profile, beats) as (progress, options):
        renderer = SamplingRenderer(observer, lambda: progress.beat)
        scene = cls(renderer, **options)
        if moving:
            scene.get_time_progression = instants
            scene.marked = lambda mark: observer.observe(scene, progress.beat, True)

        def settled(index: int) -> None:
            scene.update_mobjects(0)
            observer.observe(scene, index, True)
            progress.beat = index + 1

        scene.settled = settled
        scene.failed = progress.reports(cls, failed)
        scene.render()


def frame_of(scene: Any, parts: Sequence[Any] | None = None) -> Pixels:
    """Return a scene drawn as it stands now, or only these of its parts; the array is good until the next drawing."""
    scene.camera.reset()
    scene.camera.capture_mobjects(scene.mobjects if parts is None else parts, include_submobjects=parts is None)
    pixels: Pixels = scene.camera.pixel_array
    return pixels


@dataclass(slots=True)
class Still:
    """A state of the catalogue of props on a board of its own: to its camera and to the layout check it is a scene."""

    mobjects: list[Any]
    camera: StageCamera
    stage: Stage
    theme: Theme
    foreground_mobjects: list[Any] = field(default_factory=list)


def build_states(states: Iterable[State], profile: Profile) -> Iterator[Still]:
    """Yield each state of the catalogue of props, built as `profile` says; it is good until the next one."""
    # Not above: the sheet is none of what a film depends on.
    from scenes.drawing.catalogue.states import Board

    board = Board.of(profile.aspect, profile.theme)
    # Nothing is kept for captions on a board, and the name of an axis may reach into its margin.
    margin = (board.stage.safe.left - board.stage.frame.left) / 2
    stage = replace(board.stage, safe=board.stage.frame.inset(*[margin] * 4), body=board.stage.frame)
    with tempfile.TemporaryDirectory(prefix="nabla-") as scratch, _configured(profile, Path(scratch)):
        manim.config.frame_width, manim.config.frame_height = stage.frame.width, stage.frame.height
        camera = StageCamera()
        camera.background_color = profile.theme.background
        for state in states:
            parts = list(state.build(board))
            for part in parts:
                part.update(0)
            yield Still(parts, camera, stage, profile.theme)


def draw_states(states: Iterable[State], profile: Profile) -> Iterator[Pixels]:
    """Yield each state of the catalogue of props, drawn as `profile` says; an array is good until the next one."""
    return map(frame_of, build_states(states, profile))


@contextlib.contextmanager
def _stage_set(
    cls: type[Lesson], params: LessonParams, profile: Profile, beats: range, title: str = ""
) -> Iterator[tuple[_Progress, dict[str, Any]]]:
    """Set manim up for a lesson, give its options, and turn what it raises into a `DrawingError`."""
    with tempfile.TemporaryDirectory(prefix="nabla-") as scratch, _configured(profile, Path(scratch)):
        progress = _Progress(beats.start)
        try:
            progress.names = [beat.name for beat in cls.outline(params).beats]
            options = {"params": params, "theme": profile.theme, "beats": beats, "short": profile.short}
            yield progress, options | {"title": title}
        except Exception as error:
            raise DrawingError(_failure(cls, progress.names, progress.beat, error)) from error


@contextlib.contextmanager
def _configured(profile: Profile, scratch: Path) -> Iterator[None]:
    """Set manim up for `profile`: it writes no files but what it needs for itself, in `scratch`."""
    width, height = frame_size(profile.aspect)
    settings = {
        "dry_run": True,
        "disable_caching": True,
        "pixel_width": profile.width,
        "pixel_height": profile.height,
        "frame_width": width,
        "frame_height": height,
        "frame_rate": profile.fps,
        "background_color": profile.theme.background,
        "media_dir": str(scratch),
        "log_to_file": False,
        "verbosity": "WARNING",
        "progress_bar": "none",
    }
    # manim logs to stdout, where only results belong.
    with contextlib.redirect_stdout(sys.stderr), manim.tempconfig(settings):
        logging.getLogger("manim").setLevel(logging.WARNING)
        yield


@dataclass(slots=True)
class _Progress:
    """Which beat is played now, of which."""

    beat: int
    names: list[str] = field(default_factory=list)

    def reports(self, cls: type[Lesson], failed: OnFailure | None) -> Callable[[int, Exception], None] | None:
        """Return what goes on to the next beat after one that raised, and tells `failed` why; None without it."""
        if failed is None:
            return None

        def report(index: int, error: Exception) -> None:
            failed(index, _failure(cls, self.names, index, error))
            self.beat = index + 1

        return report


def _failure(cls: type[Lesson], beats: Sequence[str], index: int, error: Exception) -> Failure:
    """Say which beat raised and where: the innermost line of the lesson's own code, or else where the beat begins."""
    details = "".join(traceback.format_exception(error))
    if isinstance(error, AuthorError):
        return Failure(cls.name, error.beat or "none", error.place, error.reason, details)
    frames = traceback.extract_tb(error.__traceback__)
    playing = [frame.name for frame in frames if frame.name in beats]
    beat = playing[0] if playing else beats[index] if index < len(beats) else "none"
    file, line = authors_place(error, inspect.getfile(cls)) or cls.line_of(beat)
    return Failure(cls.name, beat, f"{Path(file).name}:{line}", error_message(error), details)
