"""Every state of every prop against a small picture of it in tests/golden.

The comparison is tolerant: what is drawn a little differently (another Cairo, a shift far below a pixel) passes, a
label that has moved or a line that is missing does not. After a change that is meant: pytest --update-golden
tests/scenes/drawing/catalogue/test_golden_props.py, and look at what it has changed. What failed stands in out/golden.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import manim as mn
import numpy as np
import pytest
from PIL import Image, ImageFilter

import scenes.drawing
from scenes.drawing.catalogue.states import Board, State, catalogue
from studio.profile import Profile
from studio.render.drawing import draw_states
from tests.scenes.states import layers, maps, networks, surfaces

HERE = Path(__file__).resolve().parents[3] / "golden"
FAILED = HERE.parents[1] / "out" / "golden"
PROFILE = Profile("golden", 240, 136, 10, 23, "veryfast")
#: What only one lesson draws is looked at like the props of the catalogue, and is not part of it.
OWN = [each for page in (layers, maps, networks, surfaces) for each in vars(page).values() if isinstance(each, State)]
STATES = {state.slug: state for state in (*catalogue(), *OWN)}
#: Levels (of 255) by which a blurred pixel may be off; the share of all pixels that may be off by more; their mean.
LEVELS, SHARE, MEAN = 16, 0.0004, 0.6

#: Modules that hold no props: what props are made with, what lessons are made with, and what looks at them.
NO_PROPS = {
    "animations", "arrange", "camera", "cell_painter", "glyph_reader", "graph_layout", "layer_layout", "mesh_tiles",
    "painted_mobject", "layout", "stage", "surface_mesh", "visibility",
}  # fmt: skip
#: Public names beside the props: pens, which draw nothing by themselves, and what lays other things out.
NOT_PROPS = {
    "tick_labels",
    "beside",
    "kept_in",
    "rounded_box",
    "set_runs",
    "set_dashes",
    "fit",
    "see_through",
    "map_region",
    "Opening",
}


def picture_of(state: State) -> Image.Image:
    (pixels,) = (frame[..., :3].copy() for frame in draw_states([state], PROFILE))
    return Image.fromarray(pixels)


def deviation(one: Image.Image, other: Image.Image) -> np.ndarray:
    """Return by how many levels blurred pixels differ, in the channel where they do most, shape (height, width)."""
    blurred = [np.asarray(picture.filter(ImageFilter.BoxBlur(1)), int) for picture in (one, other)]
    return np.abs(blurred[0] - blurred[1]).max(axis=-1)


def alike(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    off = deviation(one, other)
    return bool((off > LEVELS).mean() <= SHARE and off.mean() <= MEAN)


@pytest.mark.slow
@pytest.mark.parametrize("slug", STATES)
def test_a_prop_looks_as_it_did(slug: str, request: pytest.FixtureRequest) -> None:
    drawn, golden = picture_of(STATES[slug]), HERE / f"{slug}.png"
    if request.config.getoption("--update-golden"):
        if not golden.is_file() or not alike(drawn, Image.open(golden).convert("RGB")):
            drawn.save(golden, optimize=True)
        return
    assert golden.is_file(), f"{slug} has no golden picture yet: pytest --update-golden {Path(__file__).name}"
    known = Image.open(golden).convert("RGB")
    if not alike(drawn, known):
        FAILED.mkdir(parents=True, exist_ok=True)
        drawn.save(FAILED / f"{slug}.png")
        off = deviation(drawn, known)
        Image.fromarray(np.clip(off * 4, 0, 255).astype(np.uint8)).save(FAILED / f"{slug}-difference.png")
        share = (off > LEVELS).mean()
        pytest.fail(f"{slug}: {share:.2%} of the pixels are off by more than {LEVELS} levels: see {FAILED}")


def test_golden_pictures_are_those_of_the_catalogue_and_small() -> None:
    assert len(STATES) == len(catalogue()) + len(OWN), "two states have one name"
    assert sorted(path.stem for path in HERE.glob("*.png")) == sorted(STATES)
    assert sum(path.stat().st_size for path in HERE.glob("*.png")) < 1_200_000


def changed(slug: str, change: Callable[[list[mn.Mobject]], None]) -> State:
    """Return a state whose mobjects are changed after they are built."""
    state = STATES[slug]

    def build(board: Board) -> list[mn.Mobject]:
        parts = list(state.build(board))
        change(parts)
        return parts

    return State(state.props, state.name, build)


@pytest.mark.slow
def test_a_shift_far_below_a_pixel_passes() -> None:
    pixel = 6 / 136
    moved = changed("number_line_plain", lambda parts: [part.shift(0.12 * pixel * mn.UR) for part in parts])
    assert alike(picture_of(STATES["number_line_plain"]), picture_of(moved))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("slug", "change"),
    [
        pytest.param("number_line_plain", lambda parts: parts[0].name.shift(0.3 * mn.UP), id="a moved label"),
        pytest.param("number_line_plain", lambda parts: parts[0].numbers[1].set_opacity(0), id="a missing number"),
        pytest.param("curve_point_with_its_formulas", lambda parts: parts.pop(3), id="a missing dashed line"),
        pytest.param("neuron_graph_bare", lambda parts: parts.pop(0), id="a missing arrow"),
        pytest.param("legend_in_a_column", lambda parts: parts[0].rows[0][0].set_color("#ff0000"), id="another colour"),
        pytest.param("height_field_plain", lambda parts: parts.pop(0), id="a missing surface"),
    ],
)
def test_what_is_broken_is_seen(slug: str, change: Callable[[list[mn.Mobject]], None]) -> None:
    assert not alike(picture_of(STATES[slug]), picture_of(changed(slug, change)))


def public_props() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield "module.name" and the object of every public class and function that puts something on a stage."""
    for module in pkgutil.walk_packages(scenes.drawing.__path__, "scenes.drawing."):
        room, _, file = module.name.removeprefix("scenes.drawing.").partition(".")
        if not file or file in NO_PROPS or room in ("catalogue", "layout_check", "theme"):
            continue
        found = importlib.import_module(module.name)
        for name, each in vars(found).items():
            own = getattr(each, "__module__", "") == found.__name__ and not name.startswith("_")
            if own and name not in NOT_PROPS and (inspect.isclass(each) or inspect.isfunction(each)) and draws(each):
                yield f"{file}.{name}", each


def draws(each: Callable[..., Any]) -> bool:
    """Tell whether something is a mobject, makes one, or is made of a theme, a region or a space."""
    if inspect.isclass(each) and issubclass(each, mn.Animation):
        return False
    made = each.__init__ if inspect.isclass(each) else each  # type: ignore[misc]
    notes = dict(getattr(made, "__annotations__", {}))
    returned = str(notes.pop("return", ""))
    if "lesson" in notes:
        return False
    about = {"Theme", "Region", "Space", "Plot", "LossPlot", "NeuronGraph"} & {str(note) for note in notes.values()}
    mobject = inspect.isclass(each) and issubclass(each, mn.Mobject)
    return bool(mobject or (about and (inspect.isclass(each) or "float" not in returned))) or "mn." in returned


def test_every_prop_is_in_the_catalogue() -> None:
    shown = {prop for state in catalogue() for prop in state.props}
    missing = [name for name, each in public_props() if each not in shown]
    assert not missing, f"not in the catalogue: {', '.join(missing)}. Give each a state in scenes/drawing/catalogue/"


def test_the_catalogue_is_looked_for_among_props() -> None:
    names = [name for name, _ in public_props()]
    assert {"plot.Plot", "arrow_field.ArrowField", "legend.Legend", "contour_map.contour_map"} <= set(names)
    assert len(names) > 50
