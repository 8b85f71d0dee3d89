"""manim's Cairo renderer as films, storyboards and layout checks need it, and who takes or observes what it draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter

from scenes.drawing.canvas.camera import StageCamera
from scenes.drawing.canvas.dirty_regions import Box

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


class Observer(Protocol):
    """Observes a lesson as it goes, without frames: it draws those that it wants."""

    def observe(self, scene: Any, index: int, settled: bool) -> None:
        """See the scene at an instant of beat `index`: inside one of its plays, or settled at a mark or its end."""


class _Recorder(SceneFileWriter):
    """manim's place for writing files, which writes none: the frames go to the sink."""

    sink: Sink

    def write_frame(self, pixels: Pixels, *, repeat: int = 1, changed: Sequence[Box] | None = None) -> None:
        """Pass a frame on."""
        if repeat > 0:
            self.sink.frame(pixels, repeat, changed)


class Renderer(CairoRenderer):
    """manim's Cairo renderer without what a film does not need: copies of frames, drawing what is skipped or still."""

    def __init__(self, sink: Sink, *, skip_animations: bool) -> None:
        recorder = type("Recorder", (_Recorder,), {"sink": sink})
        super().__init__(recorder, StageCamera, skip_animations)

    def play(self, scene: Any, *animations: Any, **options: Any) -> None:
        """Draw the frames of a play, or skip it."""
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
        """Draw the scene, unless it is skipped."""
        if not self.skip_animations:
            super().update_frame(scene, mobjects, include_submobjects, ignore_skipping, **options)

    def render(self, scene: Any, time: float, moving_mobjects: Iterable[Any] | None = None) -> None:
        """Draw a frame: over what stands still, only what has changed."""
        if self.skip_animations:
            return
        still: Any = self.static_image
        ground = self.camera.background if still is None else still
        changed = self.camera.redraw(moving_mobjects or [*scene.mobjects, *scene.foreground_mobjects], ground)
        self.time += 1 / self.camera.frame_rate
        self.file_writer.write_frame(self.camera.pixel_array, changed=changed)

    def freeze_current_frame(self, duration: float) -> None:
        """Show the last frame for so many seconds."""
        # manim rounds down, and 0.3 s at 10 frames/s would become two frames.
        self.add_frame(self.camera.pixel_array, num_frames=round(duration * self.camera.frame_rate))

    def settled_frame(self, scene: Any) -> Pixels:
        """Return the scene as it stands now, drawn afresh."""
        self.static_image = None
        scene.update_mobjects(0)
        super().update_frame(scene)
        pixels: Pixels = self.camera.pixel_array
        return pixels


class NoSink:
    """Takes no frames."""

    def frame(self, pixels: Pixels, repeat: int, changed: Sequence[Box] | None) -> None:
        """Frames are not wanted."""

    def waits(self, mark: str, pixels: Pixels) -> None:
        """Nor are those at a mark."""

    def settled(self, index: int, pixels: Pixels) -> None:
        """Nor are settled ones."""


class SamplingRenderer(Renderer):
    """A renderer that draws nothing, and lets an observer see the instants at which a frame would be drawn.

    `beat` returns the index of the beat that plays.
    """

    def __init__(self, observer: Observer, beat: Callable[[], int]) -> None:
        super().__init__(NoSink(), skip_animations=True)
        self._observer, self._beat = observer, beat

    def _skip(self, scene: Any, *animations: Any, **options: Any) -> None:
        CairoRenderer.play(self, scene, *animations, **options)

    def render(self, scene: Any, time: float, moving_mobjects: Iterable[Any] | None = None) -> None:
        """Call the observer where a frame would be drawn."""
        unwanted = self.file_writer.sections[-1].skip_animations
        if not unwanted and time < scene.duration:
            self._observer.observe(scene, self._beat(), False)


#: A play is sampled this often: at fractions of it that no motion favours, the more the longer it is.
_LEAST_SAMPLES, _MOST_SAMPLES, _PACE = 2, 8, 0.75


class _Instants(list[float]):
    """Times of a play, as manim asks for them."""

    def close(self) -> None:
        """Nothing is to be closed."""


def instants(run_time: float, *_: Any, **__: Any) -> _Instants:
    """Return instants inside a play and its end, in seconds."""
    count = min(_MOST_SAMPLES, max(_LEAST_SAMPLES, round(run_time / _PACE)))
    return _Instants([*((k + 0.5) / count * run_time for k in range(count)), run_time])
