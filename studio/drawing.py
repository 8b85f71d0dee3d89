"""Drawing a lesson's frames: the one place that touches manim's configuration.

A `Sink` takes the frames of each beat and its settled frames; what it does with them (encode, digest, keep a picture)
is its own affair, so that clips, storyboards and the tests' digests are drawn by the same path.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import manim
import numpy as np
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter

from scenes.camera import StageCamera
from scenes.damage import Box
from scenes.theme import Theme, frame_size
from studio.errors import DrawingError, Failure, said

if TYPE_CHECKING:
    from scenes.lesson import Lesson
    from scenes.params import LessonParams
    from scenes.prop_sheet import State
    from studio.profile import Profile

Pixels = np.ndarray[Any, np.dtype[np.uint8]]


class Sink(Protocol):
    """Takes frames as they are drawn. The arrays are only good during the call."""

    def frame(self, pixels: Pixels, repeat: int, changed: Sequence[Box] | None) -> None:
        """Take a frame of the current beat, shown `repeat` times.

        It differs from the frame before at most in the boxes `changed`; None: it may be another one everywhere.
        """

    def waits(self, mark: str, pixels: Pixels) -> None:
        """Take the settled frame in which the motion waits for `mark`; what follows moves when it is said."""

    def settled(self, index: int, pixels: Pixels) -> None:
        """Take the settled frame of beat `index`, which ends here."""


class Onlooker(Protocol):
    """Looks at a lesson as it goes, without frames: it draws those that it wants."""

    def look(self, scene: Any, index: int, settled: bool) -> None:
        """See the scene at an instant of beat `index`: inside one of its plays, or settled at a mark or its end."""


def draw(
    cls: type[Lesson],
    params: LessonParams,
    profile: Profile,
    beats: range,
    sink: Sink,
    *,
    moving: bool = True,
    background: bool = True,
) -> None:
    """Draw `beats` of a lesson into `sink`; with `moving` off only the settled frames, in next to no time.

    With `background` off nothing is behind what is drawn, and colours come multiplied by their alpha.

    Raises:
        DrawingError: the lesson raised.
    """
    with _stage_set(cls, params, profile, beats) as (progress, options):
        renderer = _Renderer(sink, skip_animations=not moving)
        scene = cls(renderer, **options)

        def settled(index: int) -> None:
            sink.settled(index, renderer.settled_frame(scene))
            progress.beat = index + 1

        scene.settled = settled
        if not background:
            scene.camera.leave_background_out()
        if moving:
            scene.marked = lambda mark: sink.waits(mark, renderer.settled_frame(scene))
        scene.render()


def look_through(
    cls: type[Lesson], params: LessonParams, profile: Profile, beats: range, onlooker: Onlooker, *, moving: bool = True
) -> None:
    """Show `onlooker` the settled end of each of `beats`, and with `moving` where it waits and instants of its plays.

    Raises:
        DrawingError: the lesson raised.
    """
    with _stage_set(cls, params, profile, beats) as (progress, options):
        renderer = _Glancing(onlooker, progress)
        scene = cls(renderer, **options)
        if moving:
            scene.get_time_progression = _instants
            scene.marked = lambda mark: onlooker.look(scene, progress.beat, True)

        def settled(index: int) -> None:
            scene.update_mobjects(0)
            onlooker.look(scene, index, True)
            progress.beat = index + 1

        scene.settled = settled
        scene.render()


def frame_of(scene: Any, parts: Sequence[Any] | None = None) -> Pixels:
    """Return a scene drawn as it stands now, or only these of its parts; the array is good until the next drawing."""
    scene.camera.reset()
    scene.camera.capture_mobjects(scene.mobjects if parts is None else parts, include_submobjects=parts is None)
    pixels: Pixels = scene.camera.pixel_array
    return pixels


def draw_states(states: Iterable[State], profile: Profile) -> Iterator[Pixels]:
    """Yield each state of the catalogue of props, drawn on a board of its own; an array is good until the next one."""
    # Not above: the sheet is none of what a film depends on.
    from scenes.prop_sheet import Board

    theme = Theme.load(profile.theme)
    board = Board.of(profile.aspect, theme)
    with tempfile.TemporaryDirectory(prefix="nabla-") as scratch, _configured(profile, Path(scratch)):
        manim.config.frame_width, manim.config.frame_height = board.stage.frame.width, board.stage.frame.height
        camera = StageCamera()
        camera.background_color = theme.background
        for state in states:
            parts = list(state.build(board))
            for part in parts:
                part.update(0)
            camera.reset()
            camera.capture_mobjects(parts)
            yield camera.pixel_array


@contextlib.contextmanager
def _stage_set(
    cls: type[Lesson], params: LessonParams, profile: Profile, beats: range
) -> Iterator[tuple[_Progress, dict[str, Any]]]:
    """Set manim up for a lesson, give its options, and turn what it raises into a `DrawingError`."""
    with tempfile.TemporaryDirectory(prefix="nabla-") as scratch, _configured(profile, Path(scratch)):
        progress, names = _Progress(beats.start), list[str]()
        try:
            names += (beat.name for beat in cls.outline(params).beats)
            theme = Theme.load(profile.theme)
            yield progress, {"params": params, "theme": theme, "beats": beats, "short": profile.short}
        except Exception as error:
            raise DrawingError(_failure(cls.name, names, progress.beat, error)) from error


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
        "background_color": Theme.load(profile.theme).background,
        "media_dir": str(scratch),
        "log_to_file": False,
        "verbosity": "WARNING",
        "progress_bar": "none",
    }
    # manim logs to stdout, where only results belong.
    with contextlib.redirect_stdout(sys.stderr), manim.tempconfig(settings):
        logging.getLogger("manim").setLevel(logging.WARNING)
        yield


class _Recorder(SceneFileWriter):
    """manim's place for writing files, which writes none: the frames go to the sink."""

    sink: Sink

    def write_frame(self, pixels: Pixels, *, repeat: int = 1, changed: Sequence[Box] | None = None) -> None:
        if repeat > 0:
            self.sink.frame(pixels, repeat, changed)


class _Renderer(CairoRenderer):
    """manim's Cairo renderer without what a film does not need: copies of frames, drawing what is skipped or still."""

    def __init__(self, sink: Sink, *, skip_animations: bool) -> None:
        recorder = type("Recorder", (_Recorder,), {"sink": sink})
        super().__init__(recorder, StageCamera, skip_animations)

    def play(self, scene: Any, *animations: Any, **options: Any) -> None:
        self.skip_animations = self._original_skipping_status
        self.update_skipping_status()
        if self.skip_animations:
            self._skip(scene, *animations, **options)
            # manim leaves this out when it skips; without it a live mobject would enter the next beat out of date.
            scene.update_mobjects(0)
        else:
            super().play(scene, *animations, **options)

    def _skip(self, scene: Any, *animations: Any, **options: Any) -> None:
        """Bring the scene to the end of a play, without what manim does on the way to pictures."""
        scene.compile_animation_data(*animations, **options)
        for animation in scene.animations:
            animation._setup_scene(scene)
            animation.begin()
        for animation in scene.animations:
            animation.finish()
            animation.clean_up_from_scene(scene)
        self.time += scene.duration
        self.num_plays += 1

    def update_frame(
        self,
        scene: Any,
        mobjects: Iterable[Any] | None = None,
        include_submobjects: bool = True,
        ignore_skipping: bool = True,
        **options: Any,
    ) -> None:
        if not self.skip_animations:
            super().update_frame(scene, mobjects, include_submobjects, ignore_skipping, **options)

    def render(self, scene: Any, time: float, moving_mobjects: Iterable[Any] | None = None) -> None:
        if self.skip_animations:
            return
        still: Any = self.static_image
        ground = self.camera.background if still is None else still
        changed = self.camera.redraw(moving_mobjects or [*scene.mobjects, *scene.foreground_mobjects], ground)
        self.time += 1 / self.camera.frame_rate
        self.file_writer.write_frame(self.camera.pixel_array, changed=changed)

    def freeze_current_frame(self, duration: float) -> None:
        # manim rounds down, and 0.3 s at 10 frames/s would become two frames.
        self.add_frame(self.camera.pixel_array, num_frames=round(duration * self.camera.frame_rate))

    def settled_frame(self, scene: Any) -> Pixels:
        """Return the scene as it stands now, drawn afresh."""
        self.static_image = None
        scene.update_mobjects(0)
        super().update_frame(scene)
        pixels: Pixels = self.camera.pixel_array
        return pixels


class _NoSink:
    """Takes no frames."""

    def frame(self, pixels: Pixels, repeat: int, changed: Sequence[Box] | None) -> None:
        """Frames are not wanted."""

    def waits(self, mark: str, pixels: Pixels) -> None:
        """Nor are those at a mark."""

    def settled(self, index: int, pixels: Pixels) -> None:
        """Nor are settled ones."""


class _Glancing(_Renderer):
    """A renderer that draws nothing, and lets somebody look at the instants at which a frame would be drawn."""

    def __init__(self, onlooker: Onlooker, progress: _Progress) -> None:
        super().__init__(_NoSink(), skip_animations=True)
        self._onlooker, self._progress = onlooker, progress

    def _skip(self, scene: Any, *animations: Any, **options: Any) -> None:
        CairoRenderer.play(self, scene, *animations, **options)

    def render(self, scene: Any, time: float, moving_mobjects: Iterable[Any] | None = None) -> None:
        unwanted = self.file_writer.sections[-1].skip_animations
        if not unwanted and time < scene.duration:
            self._onlooker.look(scene, self._progress.beat, False)


#: A play is looked at this often: at fractions of it that no motion favours, the more the longer it is.
_LEAST_LOOKS, _MOST_LOOKS, _PACE = 2, 8, 0.75


class _Instants(list[float]):
    """Times of a play, as manim asks for them."""

    def close(self) -> None:
        """Nothing is to be closed."""


def _instants(run_time: float, *_: Any, **__: Any) -> _Instants:
    """Return instants inside a play and its end, in seconds."""
    count = min(_MOST_LOOKS, max(_LEAST_LOOKS, round(run_time / _PACE)))
    return _Instants([*((k + 0.5) / count * run_time for k in range(count)), run_time])


@dataclass(slots=True)
class _Progress:
    beat: int


def _failure(lesson: str, beats: Sequence[str], index: int, error: Exception) -> Failure:
    """Say which beat raised and where: the innermost line of our own code, rather than of a library."""
    frames = traceback.extract_tb(error.__traceback__)
    playing = [frame.name for frame in frames if frame.name in beats]
    beat = playing[0] if playing else beats[index] if index < len(beats) else "none"
    own = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    place = f"{Path(own[-1].filename).name}:{own[-1].lineno}"
    return Failure(lesson, beat, place, said(error), "".join(traceback.format_exception(error)))
