"""One redraw of a watched lesson, whose file is read anew: first the storyboard, then a clip of each beat that changed.

What goes wrong is an event like the others.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.errors import DrawingError
from studio.watch.events import Event, Failed, Filmed, Read, Sheet

if TYPE_CHECKING:
    from scenes.drawing.theme.theme import Theme
    from studio.errors import Failure
    from studio.films.film_build import Outcome
    from studio.profile import Profile
    from studio.sources.lesson_lookup import LessonRef

Send = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class View:
    """What is watched: a lesson and a theme as they were typed, the settings, and how clips are drawn."""

    lesson: str
    settings: Mapping[str, str]
    theme: str
    clips: Profile
    out: Path

    @property
    def cells(self) -> Profile:
        """Return how the storyboard's cells are drawn."""
        return self.clips.for_pictures()

    def with_saved_theme(self) -> View:
        """Return the view with its theme read anew from its file."""
        from studio.sources.lesson_lookup import find_theme

        return replace(self, clips=self.clips.for_theme(find_theme(self.theme)))


def redraw(view: View, shown: Mapping[str, str] | None, send: Send) -> None:
    """Draw the storyboard, then clips of the beats whose print is not the one in `shown` (None: of no beat)."""
    sheet = draw_sheet(view, shown, send)
    if sheet is not None:
        draw_clips(view, sheet, send)


def draw_sheet(view: View, shown: Mapping[str, str] | None, send: Send) -> Sheet | None:
    """Draw the storyboard, and name the beats whose print is not the one in `shown`. None: something was wrong."""
    from studio.sources import digests
    from studio.sources.lesson_lookup import find_lesson

    file = Path(view.lesson)
    try:
        ref = find_lesson(view.lesson)
        file = ref.file
        ref.forget()
        digests.forget()
        view = view.with_saved_theme()
        try:
            sheet = _storyboard(ref, view, shown)
            send(sheet)
        finally:
            # To follow all imports takes a moment, which the picture need not wait for.
            send(Read(ref.name, file.resolve(), _files(ref, view.cells.theme)))
        return sheet
    except Exception as error:  # noqa: BLE001 -- whatever the code at hand does wrong is told, and watching goes on
        send(_failure_event(error, str(file)))
        return None


def draw_clips(view: View, sheet: Sheet, send: Send) -> None:
    """Draw a draft clip of each beat that changed."""
    from studio.sources.lesson_lookup import find_lesson

    ref = find_lesson(view.lesson)
    try:
        for beat in sheet.changed:
            send(_clip(ref, beat, view.with_saved_theme(), sheet.prints[beat]))
    except Exception as error:  # noqa: BLE001 -- as above
        send(_failure_event(error, str(ref.file)))


def _files(ref: LessonRef, theme: Theme) -> frozenset[Path]:
    from studio.sources import digests

    files = {*digests.code_files(ref.module).values(), *theme.files}
    return frozenset(file.resolve() for file in files)


def _storyboard(ref: LessonRef, view: View, shown: Mapping[str, str] | None) -> Sheet:
    from studio.plan.jobs import Part
    from studio.preview.storyboard import CaptionedSheet, draw_cells, publish
    from studio.requests.film_request import Order, Resolved
    from studio.sources.script_cache import resolve_script
    from studio.watch.beat_digests import beat_prints

    # Keys of clips are made from every file of the code: a second that a picture which is kept nowhere need not take.
    script = resolve_script(ref, view.settings, {}, None)
    outline = script.outline
    clips = tuple((index, beat, "") for index, beat in enumerate(outline.beats))
    order = Order(ref.name, ref, view.out, view.settings)
    resolved = Resolved(order, script, Part(ref.name, ref.name, ref.target, view.settings, clips))
    captions = [(index + 1, beat) for index, beat, _ in clips]
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as beside:
        # The words of the sheet are known before its pictures are: somebody else writes them meanwhile.
        paper = beside.submit(CaptionedSheet.of, outline.title, captions, (view.cells.width, view.cells.height))
        cells = draw_cells(resolved, view.cells)
        target = publish([paper.result().filled(cells)], view.out / f"{ref.name}-storyboard.png")
    stills = {cell.beat.name: cell.picture.tobytes() for cell in cells}
    prints = beat_prints(ref.file, ref.target.rpartition(":")[2], outline.beats, stills)
    changed = () if shown is None else tuple(name for name in prints if shown.get(name) != prints[name])
    return Sheet(target, prints, changed)


def _clip(ref: LessonRef, beat: str, view: View, print_: str) -> Event:
    from studio.farm import local_farm
    from studio.films.production import produce
    from studio.requests.film_request import Order, resolve
    from studio.store.clip_store import Store

    output, store = view.out / f"{ref.name}-{beat.replace('_', '-')}.mp4", view.out / ".store"
    resolved = resolve([Order(ref.name, ref, output, view.settings, beats=(beat,))], view.clips, store / "scripts")
    (outcome,) = produce(resolved, view.clips, Store(store), 1, _Quiet(), work=local_farm.work_here)
    if outcome.failure is not None:
        return _failed(replace(outcome.failure, beat=beat), str(ref.file))
    return Filmed(outcome.order.output, beat, print_)


class _Quiet:
    """A watcher that prints nothing."""

    def planned(self, clips: Mapping[str, int]) -> None: ...

    def drawn(self, episode: str, index: int) -> None: ...

    def moved(self, episode: str, frames: int) -> None: ...

    def finished(self, outcome: Outcome) -> None: ...


def _failure_event(error: Exception, file: str) -> Failed:
    """Say where in `file` something was raised; elsewhere in our code, or nowhere, if it was not in there."""
    from scenes.errors import AuthorError, authors_place
    from studio.errors import error_message

    for cause in _causes(error):
        if isinstance(cause, SyntaxError) and cause.filename:
            return Failed(Path(cause.filename).name, cause.lineno or 0, "", f"this is not Python: {cause.msg}")
    if isinstance(error, DrawingError):
        return _failed(error.failure, file)
    if isinstance(error, AuthorError):
        return Failed(Path(error.file).name, error.line, error.beat, error.reason)
    place = authors_place(error, file)
    return Failed(Path(place[0] if place else file).name, place[1] if place else 0, "", error_message(error))


def _failed(failure: Failure, file: str) -> Failed:
    place, _, line = failure.place.rpartition(":")
    return Failed(place or Path(file).name, int(line) if line.isdecimal() else 0, failure.beat, failure.message)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those that it was raised from, the last first."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
