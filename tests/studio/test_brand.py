"""Films of a brand: its logo in every frame, its card at the end, each drawn again only when it has changed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.farm import local_farm
from studio.films.film_build import Outcome
from studio.films.production import produce
from studio.places import ROOT
from studio.plan.jobs import Job
from studio.preview.layout_check import Check, flaws_of
from studio.preview.storyboard import draw_cells
from studio.profile import ASPECTS, Profile, preset
from studio.render.worker import digests
from studio.requests.closing_card import CLOSING_CARD, closing_part
from studio.requests.film_request import Order, resolve
from studio.sources.lesson_lookup import LessonRef, find_theme
from studio.store.clip_store import Store
from studio.terminal.theme_request import colour_warning, read_profile
from studio.watch.redraw import _files
from tests.studio.films.test_production import Notes, decoded

BRAND = 'extends = "dark"\nlogo = "logo.png"\n{}\n[outro]\nlines = ["{}", "Winter"]\nlink = "https://example.org"\n'


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    Image.new("RGB", (40, 20), "#ff0000").save(tmp_path / "logo.png")
    path = tmp_path / "uni.toml"
    path.write_text(BRAND.format("", "University"))
    return path


def make(order: Order, profile: Profile, folder: Path) -> tuple[Outcome, list[str]]:
    """Make a film in this process; return what came of it, and the lessons that were drawn for it."""
    drawn: list[str] = []

    def work(tasks: Iterable[local_farm.Task], workers: int, coordinator: local_farm.Coordinator) -> None:
        waiting = list(tasks)
        drawn.extend(task.lesson for task in waiting if isinstance(task, Job))
        local_farm.work_here(waiting, workers, coordinator)

    store = Store(folder / ".store")
    (outcome,) = produce(resolve([order], profile, folder / "scripts"), profile, store, 1, Notes(), work=work)
    return outcome, drawn


@pytest.mark.slow
def test_a_card_closes_the_film_and_only_what_changed_is_drawn_again(
    tmp_path: Path, walking_dot: LessonRef, tiny: Profile, brand: Path
) -> None:
    order = Order("dot", walking_dot, tmp_path / "dot.mp4")

    def made() -> tuple[Outcome, list[str]]:
        return make(order, tiny.for_theme(find_theme(str(brand))), tmp_path)

    first, drawn = made()
    assert first.film is not None
    assert set(drawn) == {"walking-dot", "closing-card"}
    told = json.loads(order.output.with_suffix(".json").read_text())
    assert [beat["name"] for beat in told["beats"]] == ["enter", "walk", "stand", "leave", "outro"]
    card = told["beats"][-1]
    assert (card["say"], card["hold"]) == ("", 5 * tiny.fps)
    assert len(decoded(order.output)) == first.film.frames == told["frames"] == card["start"] + card["frames"]
    assert "University" not in order.output.with_suffix(".srt").read_text()

    again, drawn = made()
    assert (again.rendered, again.reused, drawn) == (0, 5, [])

    brand.write_text("# a remark\n" + BRAND.format("", "School"))
    outro, drawn = made()
    assert (outro.rendered, outro.reused, drawn) == (1, 4, ["closing-card"])

    Image.new("RGB", (40, 20), "#00ff00").save(brand.with_name("logo.png"))
    logo, drawn = made()
    assert (logo.rendered, logo.reused) == (5, 0)


def test_one_beat_and_a_theme_without_outro_have_no_card(
    tmp_path: Path, walking_dot: LessonRef, tiny: Profile, brand: Path
) -> None:
    order = Order("dot", walking_dot, tmp_path / "dot.mp4", beats=("walk",))
    (one,) = resolve([order], tiny.for_theme(find_theme(str(brand))), tmp_path / "scripts")
    assert len(one.parts) == 1
    assert closing_part("dot", tiny) is None


@pytest.mark.slow
@pytest.mark.parametrize("aspect", ASPECTS)
def test_the_logo_stands_at_the_end_of_the_title_line_of_every_beat(
    tmp_path: Path, walking_dot: LessonRef, brand: Path, aspect: str
) -> None:
    profile = Profile("tiny", 160, 90, 10, crf=18, x264_preset="veryfast", theme=find_theme(str(brand))).for_aspect(
        aspect
    )
    (one,) = resolve([Order("dot", walking_dot, tmp_path / "dot.mp4")], profile, tmp_path / "scripts")
    *cells, card = draw_cells(one, profile)
    assert len(cells) == 4
    scale, width = 90 / 8, profile.width
    for cell in cells:
        red = np.argwhere((np.asarray(cell.picture, int) - [255, 0, 0] == 0).all(axis=-1))
        top, left = red.min(axis=0)
        bottom, right = red.max(axis=0)
        assert abs(top - 0.4 * scale) <= 1.5
        assert abs(width - 1 - right - 0.4 * scale) <= 1.5
        assert abs((bottom - top + 1) - 0.56 * scale) <= 1.5
        assert abs((right - left + 1) - 1.12 * scale) <= 1.5
    assert (np.asarray(card.picture) == [255, 0, 0]).all(axis=-1).mean() > 0.02


@pytest.mark.slow
@pytest.mark.parametrize("aspect", ASPECTS)
def test_the_longest_card_has_no_flaw_in_its_layout(tmp_path: Path, brand: Path, aspect: str) -> None:
    lines = ", ".join(f'"{word * 16}"' for word in ("Long ", "wide ", "more ", "full ", "last ", "end, "))
    text = BRAND.format("", "University").replace('lines = ["University", "Winter"]', f"lines = [{lines}]")
    brand.write_text(text.replace("example.org", "example.org/" + "w" * 60))
    profile = preset("preview").for_aspect(aspect).for_theme(find_theme(str(brand))).for_pictures()
    assert [str(flaw) for flaw in flaws_of(Check(CLOSING_CARD, {}, profile), pictures=False)] == []


def test_colours_that_do_not_do_are_told_once_on_stderr(brand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read_profile("draft", str(brand), "16:9")
    assert capsys.readouterr() == ("", "")
    brand.write_text('extends = "dark"\n[roles]\nslope = "#86cbff"\nmuted = "#444444"\n')
    profile = read_profile("draft", str(brand), "16:9")
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("warning") == 1
    assert "muted #444444 stands out" in colour_warning(profile)


def test_a_watched_lesson_is_drawn_again_when_its_logo_changes(brand: Path, walking_dot: LessonRef) -> None:
    assert {brand, brand.with_name("logo.png")} <= _files(walking_dot, find_theme(str(brand)))


@pytest.mark.slow
def test_whole_equals_parts_with_a_logo(walking_dot: LessonRef, tiny: Profile, brand: Path) -> None:
    cls, profile = walking_dot.load(), tiny.for_theme(find_theme(str(brand)))
    params = cls.read_params({})
    whole = digests(cls, params, profile, range(4))
    assert whole == {i: digests(cls, params, profile, range(i, i + 1))[i] for i in range(4)}
    plain = digests(cls, params, tiny, range(4))
    assert not set(whole.values()) & set(plain.values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "status", "told"),
    [
        pytest.param('[roles]\nslope = "#86cbff"', 1, "theme/input-slope (everywhere) alike", marks=pytest.mark.films),
        ('[roles]\nslop = "#86cbff"', 2, ""),
        ('logo = "none.svg"', 2, ""),
    ],
)
def test_check_finds_colours_and_a_wrong_theme_writes_nothing(
    tmp_path: Path, text: str, status: int, told: str
) -> None:
    (tmp_path / "uni.toml").write_text(f'extends = "dark"\n{text}\n')
    work = tmp_path / "work"
    work.mkdir()
    command = [
        sys.executable,
        str(ROOT / "render.py"),
        "storyboard",
        "tangent-line",
        "--set",
        "f=abs(x)",
        "--set",
        "at=0",
    ]
    done = subprocess.run(
        [*command, "--theme", "../uni.toml", "--check"], cwd=work, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)
    assert told in done.stdout
    pictures = sorted(path.name for path in work.rglob("*.png"))
    assert any(name.endswith("theme-input-slope-alike.png") for name in pictures) if told else not any(work.iterdir())
