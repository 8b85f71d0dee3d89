"""Captions in the picture: where the cues say, in the zone that lessons keep free, and nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from scenes.drawing.canvas.stage import CAPTIONS
from scenes.drawing.theme.theme_file import load_theme
from studio.captions.cues import Cue, parse_captions
from studio.errors import RequestError
from studio.farm import local_farm
from studio.films.burn_in import ZONE, burn
from studio.films.caption_plate import caption_plate
from studio.films.production import produce
from studio.media.encode import ClipEncoder
from studio.profile import Profile
from studio.requests.film_request import Order, resolve
from studio.sources.lesson_lookup import LessonRef
from studio.store.clip_store import Store
from tests.studio.voice.test_films_with_a_voice import Deaf

LONGEST = ("The longest line of a caption is here, see", "and so is the second of its two, at length")


def frames_of(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in film.decode(video=0)]


def profile(aspect: str, theme: str) -> Profile:
    return Profile("small", 640, 360, 10, crf=12, x264_preset="veryfast", theme=load_theme(theme)).for_aspect(aspect)


def test_the_zone_is_the_one_that_the_stage_keeps_free() -> None:
    assert ZONE == CAPTIONS


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("aspect", ["16:9", "9:16", "1:1"])
def test_a_plate_fits_the_zone_and_shows_at_its_time(tmp_path: Path, aspect: str, theme: str) -> None:
    small = profile(aspect, theme)
    background = np.full((small.height, small.width, 4), 255, np.uint8)
    background[..., :3] = [int(load_theme(theme).background[at : at + 2], 16) for at in (1, 3, 5)]
    encoder = ClipEncoder(tmp_path / "plain.mp4", small)
    encoder.write(background, 30)
    encoder.close()

    assert burn(tmp_path / "plain.mp4", tmp_path / "burned.mp4", [Cue(500, 2000, LONGEST)], small) == 30
    before, after = frames_of(tmp_path / "plain.mp4"), frames_of(tmp_path / "burned.mp4")
    assert len(after) == 30
    changed = [number for number in range(30) if np.abs(after[number] - before[number]).max() > 12]
    assert changed == list(range(5, 20))

    rows, columns = np.nonzero(np.abs(after[10] - before[10]).max(axis=2) > 12)
    assert rows.min() >= (1 - ZONE) * small.height
    assert rows.max() < 0.995 * small.height
    assert columns.min() >= 0.025 * small.width
    assert columns.max() <= 0.975 * small.width
    assert columns.min() + columns.max() == pytest.approx(small.width, abs=12)
    # the brightest and the darkest of it are words and plate, far enough apart to be read
    seen = after[10][rows.min() : rows.max(), columns.min() : columns.max()].mean(axis=2)
    assert seen.max() - seen.min() > 120


def test_type_is_as_large_as_any_on_screen() -> None:
    theme = load_theme("dark")
    one = caption_plate(("A line.",), theme, 1920, 1080)
    two = caption_plate(LONGEST, theme, 1920, 1080)
    assert two.shape[0] - one.shape[0] >= 0.029 * 1080  # a line more: type and leading
    assert two.shape[1] < 0.6 * 1920
    assert caption_plate(("W" * 42,), theme, 608, 1080).shape[1] <= 608
    assert one[..., 3].max() >= 230


def test_markup_is_not_read() -> None:
    theme = load_theme("light")
    assert caption_plate(('#panic() "$x$" \\ *a*',), theme, 640, 360).shape[1] > 60


@pytest.mark.slow
def test_a_film_with_captions_in_it(tmp_path: Path, walking_dot: LessonRef, tiny: Profile) -> None:
    store = Store(tmp_path / ".store")

    def make(order: Order, work: Callable[..., None] = local_farm.work_here) -> dict[str, object]:
        resolved = resolve([order], tiny, store.root / "scripts")
        (outcome,) = produce(resolved, tiny, store, 1, Deaf(), work=work)
        assert outcome.film is not None
        manifest: dict[str, object] = json.loads(order.output.with_suffix(".json").read_text())
        return manifest

    plain = make(Order("dot", walking_dot, tmp_path / "plain.mp4", beats=("stand",)))
    clips = {path: path.stat().st_mtime_ns for path in store.root.rglob("clips/*/*.mp4")}
    burned = make(Order("dot", walking_dot, tmp_path / "burned.mp4", beats=("stand",), burn=True))
    assert (plain["captions"], burned["captions"]) == ("beside", "burn")
    assert plain["frames"] == burned["frames"] == len(frames_of(tmp_path / "burned.mp4"))
    assert clips == {path: path.stat().st_mtime_ns for path in store.root.rglob("clips/*/*.mp4")}
    difference = np.abs(frames_of(tmp_path / "burned.mp4")[2] - frames_of(tmp_path / "plain.mp4")[2]).max(axis=2)
    assert difference[80:].max() > 60
    assert difference[:70].mean() < 2
    assert (tmp_path / "burned.srt").read_text() == (tmp_path / "plain.srt").read_text()
    assert not [path for path in store.root.iterdir() if path.name.startswith("burn-")]


def test_where_captions_may_be() -> None:
    assert [parse_captions("burn"), parse_captions("beside")] == [True, False]
    with pytest.raises(RequestError, match="There is no place for captions called 'burned'"):
        parse_captions("burned")
