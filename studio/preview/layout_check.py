"""The layout check: lessons are looked through by rules (`scenes.drawing.layout_check`), and what is wrong is marked.

A finding is told once of two things, for the beat in which it is worst; its picture shows that instant. A beat that
cannot be drawn is named, and those behind it are looked through.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from PIL import Image, ImageDraw

from studio.farm import local_farm
from studio.profile import PICTURE, Profile
from studio.requests.closing_card import CLOSING_CARD, closing_part
from studio.sources.lesson_lookup import LessonRef
from studio.store.atomic_write import check_folder, published
from studio.terminal.theme_request import theme_findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenes.drawing.catalogue.states import State
    from scenes.drawing.layout_check.layout_rules import Finding
    from scenes.drawing.layout_check.scene_snapshot import Snapshot
    from scenes.drawing.theme.colour_findings import ColourFinding
    from studio.errors import Failure
    from studio.render.renderer import Pixels
    from studio.requests.film_request import Order

#: How findings are marked, and how far from what they are about (pixels of the picture).
MARK, AROUND = "#ff00aa", 4


@dataclass(frozen=True, slots=True)
class Check:
    """What to check: a lesson for what a person typed, as `profile` says; `moving` includes its motions."""

    lesson: LessonRef
    settings: Mapping[str, Any]
    profile: Profile
    moving: bool = True


@dataclass(frozen=True, slots=True)
class Flaw:
    """A finding of the rules, where it was found, and the PNG of that instant with it marked (or None).

    `others`: the further beats in which the same things have it.
    """

    lesson: str
    beat: str
    moment: str
    kind: str
    text: str
    detail: str
    box: tuple[float, float, float, float]
    amount: float
    picture: bytes | None
    others: tuple[str, ...] = ()

    @classmethod
    def of(cls, failure: Failure) -> Self:
        """Return that a beat could not be drawn as a flaw of it."""
        told = failure.place, failure.message
        return cls(failure.lesson, failure.beat, "not drawn", "error", *told, (0.0,) * 4, 0.0, None)

    def __str__(self) -> str:
        text = self.text if len(self.text) <= 60 else self.text[:59] + "…"
        others = f" (also in {', '.join(self.others)})" if self.others else ""
        return f"{self.lesson}/{self.beat} ({self.moment}) {self.kind}: “{text}” {self.detail}{others}"


def flaws_of(check: Check, *, pictures: bool = True) -> list[Flaw]:
    """Check a lesson and return what is wrong with its layout, and which beats cannot be drawn, beat by beat.

    Raises:
        NablaError: the lesson cannot be told for these settings.
        DrawingError: the lesson raised, in no beat.
    """
    from studio.render.drawing import observe_lesson

    cls = check.lesson.load()
    params = cls.read_params(check.settings)
    names = [beat.name for beat in cls.outline(params).beats]
    collector = _FlawCollector(check.lesson.name, names, pictures)
    window = range(len(names))
    observe_lesson(cls, params, check.profile, window, collector, moving=check.moving, failed=collector.fail)
    return collector.flaws


def flaws_of_states(states: Sequence[State], profile: Profile, *, pictures: bool = True) -> list[Flaw]:
    """Return what is wrong with the layout of states of the catalogue of props, one after the other."""
    from studio.render.drawing import build_states

    collector = _FlawCollector("props", [state.slug for state in states], pictures)
    for index, still in enumerate(build_states(states, profile.for_pictures())):
        collector.observe(still, index, True)
    return collector.flaws


def check_all(checks: Sequence[Check], workers: int, *, pictures: bool = True) -> Iterator[list[Flaw]]:
    """Yield the flaws of each check, in order, worked out by so many processes."""
    if workers == 1 or len(checks) == 1:
        yield from (flaws_of(check, pictures=pictures) for check in checks)
        return
    with ProcessPoolExecutor(min(workers, len(checks)), get_context("spawn")) as pool:
        futures = [pool.submit(flaws_of, check, pictures=pictures) for check in checks]
        for future in futures:
            yield future.result()


def judge_props(profile: Profile, folder: Path) -> tuple[list[Flaw], list[Path | None]]:
    """Judge every state of every prop; return what is wrong with them, and the pictures of it in `folder`."""
    from scenes.drawing.catalogue.states import catalogue

    flaws = [*map(_colour_flaw, theme_findings(profile)), *flaws_of_states(catalogue(), profile)]
    return flaws, write_pictures(flaws, check_folder(folder))


def judge(orders: Sequence[Order], profile: Profile, folder: Path) -> tuple[list[Flaw], list[Path | None]]:
    """Check lessons on every core; return what is wrong with them, and the pictures of it in `folder`."""
    checks = [Check(order.lesson, order.settings, profile.for_pictures()) for order in orders]
    if closing_part("", profile) is not None:
        checks.append(Check(CLOSING_CARD, {}, profile.for_pictures()))
    found = check_all(checks, local_farm.cores())
    flaws = [*map(_colour_flaw, theme_findings(profile)), *(flaw for flaws in found for flaw in flaws)]
    return flaws, write_pictures(flaws, check_folder(folder))


def _colour_flaw(finding: ColourFinding) -> Flaw:
    """Return what is wrong with a theme's colours as a flaw; its picture shows them side by side."""
    picture = Image.new("RGB", (PICTURE, PICTURE // 3))
    pen, width = ImageDraw.Draw(picture), PICTURE / len(finding.colours)
    for place, colour in enumerate(finding.colours.values()):
        pen.rectangle((place * width, 0, (place + 1) * width, PICTURE), fill=colour)
    file = BytesIO()
    picture.save(file, "PNG")
    names, colours = "-".join(finding.colours).replace(" ", "-"), " and ".join(finding.colours.values())
    detail = finding.detail + finding.remedy
    return Flaw("theme", names, "everywhere", finding.kind, colours, detail, (0.0,) * 4, 1.0, file.getvalue())


def write_pictures(flaws: Sequence[Flaw], folder: Path) -> list[Path | None]:
    """Publish the picture of each flaw in `folder`, in place of those of an earlier check; return their paths.

    Of what could not be drawn there is none.
    """
    for old in folder.glob("*.png"):
        old.unlink()
    paths: list[Path | None] = []
    for number, flaw in enumerate(flaws, 1):
        path = folder / f"{number:02d}-{flaw.lesson}-{flaw.beat.replace('_', '-')}-{flaw.kind}.png"
        if flaw.picture is not None:
            with published(path) as draft:
                draft.write_bytes(flaw.picture)
        paths.append(path if flaw.picture is not None else None)
    return paths


def as_data(flaws: Sequence[Flaw], pictures: Sequence[Path | None]) -> list[dict[str, object]]:
    """Return flaws as plain data, with the files that show them."""
    return [
        {
            "lesson": flaw.lesson,
            "beat": flaw.beat,
            "others": list(flaw.others),
            "moment": flaw.moment,
            "kind": flaw.kind,
            "text": flaw.text,
            "detail": flaw.detail,
            "box": [round(side, 3) for side in flaw.box],
            "picture": picture and str(picture),
        }
        for flaw, picture in zip(flaws, pictures, strict=True)
    ]


@dataclass(slots=True)
class _FlawCollector:
    """Takes the findings of every instant, and keeps each where it was worst.

    `seen`: the things of each finding, whose ids stay theirs as long as they are there, and the beats that have it.
    """

    lesson: str
    beats: Sequence[str]
    pictures: bool
    found: dict[Hashable, Flaw] = field(default_factory=dict)
    seen: dict[Hashable, tuple[object, object, list[str]]] = field(default_factory=dict)
    beat: int = -1
    samples: int = 0

    @property
    def flaws(self) -> list[Flaw]:
        """Return what was found, beat by beat."""
        told = []
        for pair, flaw in self.found.items():
            beats = self.seen[pair][2] if pair in self.seen else []
            told.append(replace(flaw, others=tuple(beat for beat in beats if beat != flaw.beat)))
        return sorted(told, key=lambda flaw: self.beats.index(flaw.beat))

    def fail(self, index: int, failure: Failure) -> None:
        """Take that a beat cannot be drawn."""
        self.found["not drawn", index] = Flaw.of(failure)

    def observe(self, scene: Any, index: int, settled: bool) -> None:
        """Take the findings of the scene as it is now."""
        from scenes.drawing.layout_check.layout_rules import findings
        from scenes.drawing.layout_check.scene_snapshot import take_snapshot
        from studio.render.drawing import frame_of

        if index != self.beat:
            self.beat, self.samples = index, 0
        self.samples += 1
        snapshot = take_snapshot(scene)
        frame: Pixels | None = None
        # Pixels are slow to read: in motion only those of every third sample are.
        pixels = _by_pixels(scene, snapshot, settled) if settled or self.samples % 3 == 2 else []
        geometry = findings(snapshot)
        covered = {finding.text.source for finding in geometry if finding.kind == "covered"}
        # Of what something lies on, it goes without saying that it cannot be read.
        for finding in [*geometry, *(each for each in pixels if each.text.source not in covered)]:
            key = finding.pair
            _, _, beats = self.seen.setdefault(key, (finding.text.thing, finding.other, []))
            if self.beats[index] not in beats:
                beats.append(self.beats[index])
            known = self.found.get(key)
            # What is as bad in the settled frame is told of that one.
            if known is not None and known.amount >= finding.amount + (1e-6 if settled else 0.0):
                continue
            picture = None
            if self.pictures:
                frame = frame_of(scene).copy() if frame is None else frame
                picture = _marked(frame, finding, snapshot)
            moment = "settled" if settled else "in motion"
            found = finding.kind, finding.text.words, finding.detail, finding.box, finding.amount
            self.found[key] = Flaw(self.lesson, self.beats[index], moment, *found, picture)


def _by_pixels(scene: Any, snapshot: Snapshot, settled: bool) -> list[Finding]:
    """Return the texts that do not stand out from the frame as it is without its texts, or are hidden in it."""
    from scenes.drawing.layout_check.scene_snapshot import drawn_parts, is_glyph
    from scenes.drawing.layout_check.text_contrast import faint_texts, hidden_texts
    from studio.render.drawing import frame_of

    behind = frame_of(scene, [part for part in drawn_parts(scene) if not is_glyph(part)])
    faint = list(faint_texts(snapshot, behind, settled=settled))
    if not snapshot.paintings:
        return faint
    behind = behind.copy()
    return [*faint, *hidden_texts(snapshot, frame_of(scene), behind)]


def _marked(frame: Pixels, finding: Finding, snapshot: Snapshot) -> bytes:
    """Return a frame as a PNG with the finding's box around, and its kind above."""
    picture = Image.fromarray(frame[..., :3])
    pen, stage = ImageDraw.Draw(picture), snapshot.stage.frame
    scale = picture.width / stage.width
    left, bottom, right, top = finding.box
    box = [
        (left - stage.left) * scale,
        (stage.top - top) * scale,
        (right - stage.left) * scale,
        (stage.top - bottom) * scale,
    ]
    pen.rectangle((box[0] - AROUND, box[1] - AROUND, box[2] + AROUND, box[3] + AROUND), outline=MARK, width=2)
    pen.text((max(2, box[0] - AROUND), max(2, box[1] - AROUND - 12)), finding.kind, fill=MARK)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
