"""The rules of layout: each catches a scene that is broken in its way, and passes the one beside it that is not."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import manim as mn
import numpy as np
import pytest

from scenes.drawing.canvas.camera import StageCamera
from scenes.drawing.canvas.painted_mobject import Context, Painting, rgb
from scenes.drawing.canvas.primitives import Pointer, Spot, plated, set_dashes, set_runs, stroke
from scenes.drawing.canvas.stage import Region, Stage
from scenes.drawing.layout_check.hulls import SIDES, box_of, chords, depth, hulls_of, segments_of
from scenes.drawing.layout_check.layout_rules import findings
from scenes.drawing.layout_check.scene_snapshot import drawn_parts, is_glyph, take_snapshot
from scenes.drawing.layout_check.text_contrast import faint_texts, hidden_texts
from scenes.drawing.plots.plot import Plot
from scenes.drawing.text.live_number import LiveNumber, tick_label, tick_labels
from scenes.drawing.text.panel import Readout
from scenes.drawing.text.table import Table
from scenes.drawing.text.typesetting import Formula, Words
from scenes.drawing.theme.theme import LABEL, TITLE
from scenes.drawing.theme.theme_file import load_theme
from studio.render.drawing import frame_of

DARK = load_theme("dark")
STAGE = Stage.of(8 * 16 / 9, 8)
Build = Callable[[], list[Any]]


@pytest.fixture
def kinds(small_frame: Callable[[str], None]) -> Callable[[Build], set[str]]:
    """Return a function that builds a scene and returns the kinds of what is wrong with it."""

    def judge(build: Build) -> set[str]:
        small_frame("16:9")
        scene = SimpleNamespace(mobjects=build(), foreground_mobjects=[], camera=StageCamera(), theme=DARK, stage=STAGE)
        scene.camera.background_color = DARK.background
        snapshot = take_snapshot(scene)
        whole = frame_of(scene).copy()
        behind = frame_of(scene, [part for part in drawn_parts(scene) if not is_glyph(part)])
        found = [
            *findings(snapshot),
            *faint_texts(snapshot, behind, settled=True),
            *hidden_texts(snapshot, whole, behind),
        ]
        return {finding.kind for finding in found}

    return judge


class Curtain(Painting):
    """A painting from x = 0 to the right, in the colour of the frame."""

    def paint(self, context: Context, pixels_per_unit: float) -> None:
        context.rectangle(0, -1, 9, 2)
        context.set_source_rgb(*rgb(DARK.background))
        context.fill()


def curtain() -> Curtain:
    painting = Curtain()
    painting.points = mn.Square(2).points
    return painting


def words(text: str = "the slope of it", x: float = 0.0, y: float = 0.0, **options: Any) -> Words:
    return Words(text, DARK, **options).move_to([x, y, 0])


def line(*points: tuple[float, float], role: str = "slope", opacity: float = 1, width: float = 4) -> mn.VMobject:
    return set_runs(stroke(DARK, role, width, opacity), np.array([[x, y, 0] for x, y in points], float))


def seen_at(mobject: Any, opacity: float) -> Any:
    return mobject.set_opacity(opacity)


LEVEL = ((-3, 0), (3, 0))
FAR = ((-3, 0.8), (3, 0.8))

GOOD: dict[str, Build] = {
    "words alone": lambda: [words()],
    "a fraction with its bar": lambda: [Formula("{{ (partial f) / (partial x) : slope }} = sqrt(a / b)", DARK)],
    "a line beside a label": lambda: [line(*FAR), words()],
    "a line under a label's plate": lambda: [line(*LEVEL), plated(words(), DARK)],
    "a grid under a label": lambda: [line(*LEVEL, role="grid"), words()],
    "a ghost under a label": lambda: [line(*LEVEL, opacity=0.08), words()],
    "an invisible line over a label": lambda: [words(), line(*LEVEL, opacity=0)],
    "a symbol in a node": lambda: [
        mn.Circle(0.54, stroke_color=DARK.color("loss"), fill_color=DARK.color("plate"), fill_opacity=1),
        Formula("L", DARK),
    ],
    "an arc around a label": lambda: [mn.Arc(1.2, 0, np.pi, stroke_color=DARK.color("slope")), words("θ")],
    "two lines of words": lambda: [words(), words(y=-0.6)],
    "one text goes before the next one comes": lambda: [seen_at(words(), 0.2), words("another")],
    "a painting under words": lambda: [curtain(), words()],
    "a painting beside words": lambda: [words(x=-2), curtain()],
    "a table": lambda: [
        Table(["h", "m"], [["1", "2"], ["3", "4"]], DARK, right=(False, True), room=Region(-2, 2, -2, 2))
    ],
    "a readout": lambda: [Readout('upright("slope") =', DARK, span=100.0).show(-12.5)],
    "axes": lambda: [Plot(Region(-4, 4, -3, 3), DARK, (-1, 1), (-1, 1), [-1, 0, 1], [-1, 0, 1])],
    "ticks far from nought": lambda: [Plot(Region(-4, 4, -3, 3), DARK, (1, 1.0009), (5, 6), [1, 1.0004, 1.0008], [5])],
    "slanted glyphs side by side": lambda: [Formula("f", DARK), Formula("f", DARK).shift([0.28, 0, 0])],
    "a title and two sizes": lambda: [
        words("Title", size=TITLE).move_to(STAGE.title.center),
        words(),
        words(y=-1, size=LABEL),
        words(y=-2, size=LABEL + 3),
    ],
}

BAD: dict[str, tuple[str, Build]] = {
    "words half out of the frame": ("outside", lambda: [words(x=6.6)]),
    "words in the margin": ("outside", lambda: [words(y=3.75)]),
    "a number where captions go": ("captions", lambda: [tick_label(2, DARK).move_to([0, -3.3, 0])]),
    "ticks that cannot be told apart": ("ticks", lambda: [mn.VGroup(*tick_labels([1, 1, 3], DARK)).arrange(mn.RIGHT)]),
    "words over words": ("overlap", lambda: [words(), words("another", x=0.4, y=0.1)]),
    "a crossfade": ("overlap", lambda: [seen_at(words(), 0.5), seen_at(words("another"), 0.5)]),
    "a copy over its original": ("overlap", lambda: [words(), words().copy()]),
    "glyphs of a formula without it": (
        "overlap",
        lambda: [mn.VGroup(*Formula("a b", DARK).family_members_with_points()), words("on it")],
    ),
    "a number on a word": ("overlap", lambda: [LiveNumber(DARK, slots=3).show("1.5"), words("here", x=0.3, y=0.1)]),
    "a curve through a label": ("crossed", lambda: [line(*LEVEL), words()]),
    "a line in the gap of a word": ("crossed", lambda: [line((-0.02, -1), (-0.02, 1), width=1), words("in out")]),
    "dashes through a label": (
        "crossed contrast",
        lambda: [set_dashes(stroke(DARK, "input"), np.array([-2, 0.03, 0]), np.array([2, 0.03, 0])), words()],
    ),
    "an arrow's tip under a label": (
        "crossed",
        lambda: [Pointer(DARK, "gradient").span(np.array([-3.0, 0, 0]), np.array([-0.9, 0, 0])), words()],
    ),
    "a point under a label": ("crossed contrast", lambda: [Spot(DARK, "input").at(np.zeros(3)), words()]),
    "a curve over a plated label": ("covered", lambda: [plated(words(), DARK), line(*LEVEL)]),
    "a plate over a label": ("covered overlap", lambda: [words(), plated(words("x"), DARK)]),
    "a plate too small": ("crossed overlap", lambda: [line(*LEVEL), plated(words("o"), DARK), words()]),
    "a number wider than its node": (
        "crossed",
        lambda: [mn.Circle(0.4, stroke_color=DARK.color("loss"), fill_opacity=0), words("−1234.5", size=LABEL)],
    ),
    "a painting over words": ("hidden", lambda: [words(), curtain()]),
    "small print": ("small", lambda: [words(size=16)]),
    "a formula shrunk to fit": ("small", lambda: [Formula("x^2", DARK).scale(0.5)]),
    "a number shrunk to fit": ("small", lambda: [LiveNumber(DARK, slots=3).show("1.5").scale(0.5)]),
    "three sizes": ("sizes", lambda: [words(), words(y=-1, size=LABEL), words(y=1, size=TITLE)]),
    "words on their own colour": (
        "contrast",
        lambda: [mn.Square(3, fill_color=DARK.color("muted"), fill_opacity=1, stroke_width=0), words()],
    ),
    "dimmed words": ("contrast", lambda: [seen_at(words(role="muted"), 0.5)]),
}


@pytest.mark.parametrize("case", GOOD)
def test_good_layouts_pass(case: str, kinds: Callable[[Build], set[str]]) -> None:
    assert kinds(GOOD[case]) == set()


@pytest.mark.parametrize("case", BAD)
def test_broken_layouts_are_caught_for_what_they_are(case: str, kinds: Callable[[Build], set[str]]) -> None:
    kind, build = BAD[case]
    assert kinds(build) == set(kind.split())


def test_a_text_is_read_as_it_was_typed(small_frame: Callable[[str], None]) -> None:
    small_frame("16:9")
    mobjects = [
        Formula("{{ f({{ x : input }}) : output_2 }} = 2", DARK),
        words("so #slope[steep]", y=1),
        LiveNumber(DARK, slots=3).show("−1.5").shift([0, -1, 0]),
    ]
    scene = SimpleNamespace(mobjects=mobjects, foreground_mobjects=[], camera=StageCamera(), theme=DARK, stage=STAGE)
    assert [text.words for text in take_snapshot(scene).texts] == ["f(x) = 2", "so steep", "−1.5"]


@pytest.mark.parametrize("factor", [0.5, 0.8, 1.0])
def test_type_is_measured_as_it_is_drawn(factor: float, small_frame: Callable[[str], None]) -> None:
    small_frame("16:9")
    mobjects = [Formula("a/b + 2", DARK, size=24), words(size=24), LiveNumber(DARK, slots=3, size=24).show("0.5")]
    for mobject in mobjects:
        mobject.scale(factor)
    scene = SimpleNamespace(mobjects=mobjects, foreground_mobjects=[], camera=StageCamera(), theme=DARK, stage=STAGE)
    assert [text.size for text in take_snapshot(scene).texts] == pytest.approx([0.25 * factor] * 3)


def test_the_depth_of_two_discs_is_their_overlap() -> None:
    circle = np.stack([np.cos(np.linspace(0, 2 * np.pi, 97)), np.sin(np.linspace(0, 2 * np.pi, 97))], axis=-1)
    for angle in np.linspace(0, np.pi, 9):
        apart = np.array([np.cos(angle), np.sin(angle)])
        assert depth(*hulls_of([circle, circle + 1.7 * apart])) == pytest.approx(0.3, abs=0.04)
        assert depth(*hulls_of([circle, circle + 2.2 * apart])) < 0


def test_chords_are_what_a_square_cuts_out_of_lines() -> None:
    (square,) = hulls_of([np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], float)])
    segments = np.array(
        [
            [[-3, 0], [3, 0]],  # through
            [[0, 0], [0.5, 0]],  # inside
            [[0, 0], [0, 5]],  # out of it
            [[-3, 1.2], [3, 1.2]],  # past it
            [[-2, -2], [2, 2]],  # along its diagonal
        ],
        float,
    )
    assert chords(segments, square, 0.0) == pytest.approx([2, 0.5, 1, 0, 2 * np.sqrt(2)])
    assert chords(segments, square, 0.3)[3] > 0
    assert square.shape == (SIDES,)
    assert box_of(square) == pytest.approx((-1, -1, 1, 1))


def test_segments_follow_a_circle_and_keep_straight_lines_whole() -> None:
    circle = segments_of(mn.Circle(1).points)
    assert np.linalg.norm(circle[:, 1] - circle[:, 0], axis=1).sum() == pytest.approx(2 * np.pi, rel=1e-3)
    assert len(segments_of(mn.Line([0, 0, 0], [1, 2, 0]).points)) == 1
