"""What a surface hides is hidden in the picture, from every side: pixels against a plain depth buffer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import manim as mn
import numpy as np
import pytest

from mathkit import Function, SurfaceWindow
from scenes.drawing.canvas.camera import StageCamera
from scenes.drawing.canvas.primitives import stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.space.height_field import HeightField
from scenes.drawing.space.planes import Patch
from scenes.drawing.space.primitives3d import line, pointer, see_through, spot
from scenes.drawing.space.projection import HALF_HEIGHT, Space
from scenes.drawing.space.visibility import board, panes, ribbon
from scenes.drawing.theme.theme_file import load_theme
from tests.scenes.drawing.space.depth_buffer import nearest, nearness

REGION = Region(-7.0, 7.0, -4.0, 4.0)
WIDTH, HEIGHT = 800, 450
#: Azimuth and elevation: from every side, low, high, and from under the ground.
ANGLES = [(az, el) for el in (9.0, 30.0) for az in (-170.0, -118.0, -60.0, 14.0, 75.0, 130.0)]
ANGLES += [(62.0, 65.0), (-118.0, -20.0)]
#: The same, for what draws many pictures: every other side with every run, all of them by `make test-films`.
EVERY_OTHER = [pytest.param(angle, marks=pytest.mark.films if turn % 2 else ()) for turn, angle in enumerate(ANGLES)]
WAVES, HILL = "sin(2x)*cos(2y)", "2*exp(-2*x**2-2*y**2)"


def space_over(formula: str, angle: tuple[float, float] = (-118.0, 30.0)) -> Space:
    f = Function.parse(formula, ("x", "y"))
    space = Space(f, SurfaceWindow.of(f, (0.0, 0.0)), REGION, load_theme("dark"))
    space.azimuth.set_value(angle[0])
    space.elevation.set_value(angle[1])
    return space


Draw = Callable[..., np.ndarray]


@pytest.fixture
def draw() -> Iterator[Draw]:
    settings = {"pixel_width": WIDTH, "pixel_height": HEIGHT, "frame_width": 128 / 9, "frame_height": 8.0}
    with mn.tempconfig(settings):
        camera = StageCamera()

        def picture(*mobjects: mn.Mobject) -> np.ndarray:
            camera.reset()
            camera.capture_mobjects(list(mobjects))
            return camera.pixel_array[..., :3].astype(int)

        yield picture


def pixel(stage: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row and column of places on the stage, shape (n, 2)."""
    return (HEIGHT / 2 - stage[:, 1] * HEIGHT / 8).astype(int), (WIDTH / 2 + stage[:, 0] * HEIGHT / 8).astype(int)


def clear_of_the_border(
    space: Space, stage: np.ndarray, near: np.ndarray | float, hidden: np.ndarray, pixels: float
) -> np.ndarray:
    """Which places of a mark are well apart from all of its places, and of the drawn surface, that say the contrary."""
    distance = np.linalg.norm(stage[:, None] - stage[None], axis=-1) * HEIGHT / 8
    clear = ~np.any((distance < pixels) & (hidden[:, None] != hidden[None]), axis=1)
    for step in ([2, 0], [-2, 0], [0, 2], [0, -2]):
        clear &= (nearest(space, stage + np.array(step) * 8 / HEIGHT) > near) == hidden
    return clear


def agrees(picture: np.ndarray, without: np.ndarray, stage: np.ndarray, hidden: np.ndarray, clear: np.ndarray) -> None:
    """The mark changes the picture where it is in sight, and leaves it as it is where it is hidden."""
    rows, columns = pixel(stage)
    changed = np.abs(picture - without)[rows, columns].max(axis=1)
    assert not np.any(changed[hidden & clear] > 2)
    assert np.all(changed[~hidden & clear] > 25)


@pytest.mark.parametrize("angle", EVERY_OTHER)
def test_a_curve_on_the_surface_is_hidden_where_the_surface_is_in_front(angle, draw):
    space = space_over(WAVES, angle)
    turn = np.linspace(0, 2 * np.pi, 400)
    reach = 0.8 * space.half[0]
    data = space.on_surface(reach * np.cos(turn), reach * np.sin(turn))
    field = HeightField(space)
    curve = line(space, "output", lambda: data, 4)
    cube = space.cube(data)
    stage = space.place(cube)[:, :2]
    # The curve lies on the surface: only what is clearly nearer can hide it.
    near = nearness(space, cube) * (1 + 2e-3)
    hidden = nearest(space, stage) > near
    clear = clear_of_the_border(space, stage, near, hidden, 9)
    assert clear.mean() > 0.25
    agrees(draw(field, curve), draw(field), stage, hidden, clear)


def test_the_circle_is_hidden_in_part_from_below_the_crests():
    """The test above would mean little if nothing were ever hidden."""
    space = space_over(WAVES, (-118.0, 9.0))
    turn = np.linspace(0, 2 * np.pi, 400)
    data = space.on_surface(0.8 * space.half[0] * np.cos(turn), 0.8 * space.half[0] * np.sin(turn))
    assert 0.1 < space.visible(data).mean() < 0.9


@pytest.mark.parametrize("azimuth", range(-180, 180, 30))
def test_a_curve_on_the_far_side_of_a_hump_is_hidden(azimuth, draw):
    space = space_over(HILL, (azimuth, 14.0))
    away = -space.eye[:2] / np.linalg.norm(space.eye[:2])
    across = np.array([-away[1], away[0]])
    places = (0.35 * away + np.linspace(-0.12, 0.12, 60)[:, None] * across) * space.half[:2]
    field, far = HeightField(space), space.on_surface(*places.T)
    curve = line(space, "output", lambda: far, 4)
    assert np.array_equal(draw(field, curve), draw(field))
    near = space.on_surface(*-places.T)
    assert not np.array_equal(draw(field, line(space, "output", lambda: near, 4)), draw(field))


@pytest.mark.parametrize("angle", ANGLES)
def test_points_above_and_below_the_surface(angle):
    space = space_over(WAVES, angle)
    rng = np.random.default_rng(5)
    ground = rng.uniform(-0.95, 0.95, (80, 2)) * space.half[:2] + space.middle[:2]
    for above in (0.02, -0.02, 0.2, -0.2):
        data = space.on_surface(*ground.T)
        data[:, 2] += above * space.half[2] / HALF_HEIGHT
        cube = space.cube(data)
        stage, near = space.place(cube)[:, :2], nearness(space, cube)
        gap = nearest(space, stage) / near - 1
        clear = (np.abs(gap) > 1e-3) & clear_of_the_border(space, stage, near, gap > 0, 0)
        assert clear.mean() > 0.6
        assert np.array_equal(space.visible(data)[clear], (gap < 0)[clear])


@pytest.mark.parametrize("angle", EVERY_OTHER)
def test_spots_are_drawn_above_the_surface_and_not_below_it(angle, draw):
    space = space_over(HILL, angle)
    field = HeightField(space)
    without = draw(field)
    for x, y in ((0.0, 0.0), (0.9, 0.4), (-1.0, -1.0)):
        for above in (0.15, -0.15):
            data = space.on_surface(x, y) + np.array([0, 0, above * space.half[2] / HALF_HEIGHT])
            cube = space.cube(data)[None]
            stage = space.place(cube)[:, :2]
            gap = float((nearest(space, stage) / nearness(space, cube))[0] - 1)
            mark = spot(space, "ink", 0.06, lambda data=data: data)
            row, column = (int(each[0]) for each in pixel(stage))
            changed = np.abs(draw(field, mark) - without)[row, column].max()
            assert (changed > 25) == (gap < 0), (x, y, above, gap)


@pytest.mark.parametrize("azimuth", range(-180, 180, 30))
def test_an_arrow_that_starts_on_the_surface_is_whole_where_the_surface_faces_the_camera(azimuth, draw):
    space = space_over(HILL, (azimuth, 25.0))
    toward = space.eye[:2] / np.linalg.norm(space.eye[:2])
    start = space.on_surface(*(0.45 * toward * space.half[:2]))
    ends = np.array([start, start + np.array([0, 0, 0.5 * space.half[2]])])
    field, arrow = HeightField(space), pointer(space, "gradient", lambda: ends, 5)
    stage = space.project(start + np.linspace(0.03, 0.97, 30)[:, None] * (ends[1] - start))[:, :2]
    seen = np.zeros(len(stage), bool)
    agrees(draw(field, arrow), draw(field), stage, seen, ~seen)
    behind = space.on_surface(*(-0.45 * toward * space.half[:2]))
    low = np.array([behind, behind + np.array([0, 0, 0.05 * space.half[2]])])
    assert np.array_equal(draw(field, pointer(space, "gradient", lambda: low, 3, 0.1)), draw(field))


@pytest.mark.parametrize("angle", EVERY_OTHER)
def test_a_plane_is_in_sight_over_the_surface_and_hidden_under_it(angle, draw):
    space = space_over(WAVES, angle)
    shown = mn.ValueTracker(1.0)
    patch = Patch(space, space.middle[:2], 0.1, np.array([0.2, 0.3]), 0.7, "gradient", shown)
    patch.hint.set_fill(opacity=0).set_stroke(opacity=0)
    patch.clear_updaters()
    field = HeightField(space)
    s, t = (each.ravel() for each in np.meshgrid(*[np.linspace(-0.65, 0.65, 27)] * 2))
    ground = np.column_stack([s, t]) * space.half[:2] + space.middle[:2]
    cube = space.cube(np.column_stack([ground, 0.1 + (ground - space.middle[:2]) @ [0.2, 0.3]]))
    stage = space.place(cube)[:, :2]
    gap = nearest(space, stage) / nearness(space, cube) - 1
    hidden = gap > 0
    clear = (np.abs(gap) > 8e-3) & clear_of_the_border(space, stage, nearness(space, cube), hidden, 4)
    # Nearly edge on, the line around the plane runs by its inner points.
    rim = np.concatenate([patch.face.point_from_proportion(share)[None, :2] for share in np.linspace(0, 1, 200)])
    clear &= np.linalg.norm(stage[:, None] - rim[None], axis=-1).min(axis=1) > 3 * 8 / HEIGHT
    assert clear.mean() > 0.25
    rows, columns = pixel(stage)
    changed = np.abs(draw(field, patch) - draw(field))[rows, columns].max(axis=1)
    assert not np.any(changed[hidden & clear] > 2)
    assert np.all(changed[~hidden & clear] > 20)


@pytest.mark.parametrize("azimuth", range(-180, 180, 30))
def test_a_label_is_cut_by_the_hump_before_it(azimuth, draw):
    space = space_over(HILL, (azimuth, 10.0))
    away = -space.eye[:2] / np.linalg.norm(space.eye[:2])
    anchor = np.array([*(0.75 * away), -0.2])
    label = mn.Rectangle(width=3.6, height=0.8, fill_color="#ffffff", fill_opacity=1, stroke_width=0)
    label.move_to(space.place(anchor))
    low, high = label.get_corner(mn.DL)[:2], label.get_corner(mn.UR)[:2]
    see_through(label, panes(space, [board(space, anchor, low, high)]))
    x, y = (
        each.ravel()
        for each in np.meshgrid(*(np.linspace(a + 0.05, b - 0.05, 40) for a, b in zip(low, high, strict=True)))
    )
    stage = np.column_stack([x, y])
    near = float(nearness(space, anchor))
    hidden = nearest(space, stage) > near
    assert hidden.any()
    assert not hidden.all()
    field = HeightField(space)
    agrees(draw(field, label), draw(field), stage, hidden, clear_of_the_border(space, stage, near, hidden, 4))


def spans(on: np.ndarray) -> list[tuple[int, int]]:
    """The stretches that are on, from and to."""
    ends = np.flatnonzero(np.diff(np.concatenate([[0], on.astype(int), [0]]))).tolist()
    return list(zip(ends[::2], ends[1::2], strict=True))


def runs_of(seen: np.ndarray, least: int = 5) -> int:
    """How many runs are in sight; gaps, then runs, of fewer points than can be told apart do not count."""
    closed = seen.copy()
    for start, end in spans(~seen):
        if end - start < least and start > 0 and end < len(seen):
            closed[start:end] = True
    return sum(end - start >= least for start, end in spans(closed))


def test_a_line_on_the_surface_does_not_flicker_while_the_camera_circles():
    """A run in sight does not go and come back, nor come and go, from one frame to the next."""
    space = space_over(WAVES, (0.0, 24.0))
    along = np.linspace(-0.9, 0.9, 240)
    data = space.on_surface(*(along * np.array([[0.8], [0.5]]) * space.half[:2, None]))
    counts = []
    for azimuth in np.arange(0.0, 360.0, 0.75):
        space.azimuth.set_value(azimuth)
        lattice = ribbon(space, space.cube(data), 0.03)
        counts.append(runs_of(space.sees(lattice.spots[1], lattice.side[1])))
    assert 1 < len(set(counts)) < 6
    assert [k for k in range(1, len(counts) - 1) if counts[k - 1] == counts[k + 1] != counts[k]] == []


@pytest.mark.parametrize("elevation", [6.0, 15.0, 40.0])
def test_a_line_that_faces_the_camera_is_in_one_piece(elevation):
    """A bowl's far wall faces the camera from every side: nothing of it may be lost to the surface that it lies on."""
    space = space_over("-2*exp(-x**2-y**2)", (0.0, elevation))
    for azimuth in np.arange(0.0, 360.0, 5.0):
        space.azimuth.set_value(azimuth)
        away = -space.eye[:2] / np.linalg.norm(space.eye[:2])
        across = np.array([-away[1], away[0]])
        places = (0.95 * away + np.linspace(-0.2, 0.2, 90)[:, None] * across) * space.half[:2]
        inside = np.all(np.abs(places - space.middle[:2]) <= space.half[:2], axis=1)
        assert space.visible(space.on_surface(*places[inside].T)).all()


def test_what_the_cut_opens_is_in_sight():
    space = space_over(HILL, (-90.0, 12.0))
    data = space.on_surface(np.linspace(-0.3, 0.3, 30), np.full(30, 0.35))
    curve = line(space, "output", lambda: data, 4)
    assert curve[0].panes == ()

    class Opening:
        axis, place, share = 1, 0.2, 1.0

    space.opening = Opening()
    curve.update()
    assert [pane.shape for pane in curve[0].panes] == [None]


def test_a_stroke_without_panes_is_drawn_as_manim_draws_it(draw):
    plain, shown = (stroke(load_theme("dark"), "ink", 6).set_points_as_corners([mn.LEFT, mn.RIGHT]) for _ in range(2))
    see_through(shown, panes(space_over(HILL, (0.0, 89.0)), []))
    assert np.array_equal(draw(plain), draw(plain))
    assert shown.panes == () or shown.panes[0].shape is None
