"""What did not change is not made again."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from scenes.script.outline import Beat
from studio.farm import local_farm
from studio.profile import Profile
from studio.sources import digests
from studio.sources.clip_keys import clip_keys
from studio.sources.lesson_lookup import LessonRef, find_lesson
from studio.store.clip_store import Store
from tests.studio.films.test_production import Order, produce, resolve

ROOT = Path(__file__).resolve().parents[3]
LESSON = """
import manim as mn

from scenes.lesson import Lesson, beat


class {name}(Lesson):
    name = "{id}"
    title = "A dot"

    @beat("Here it is.")
    def enter(self):
        self.dot = mn.Dot(radius=0.5)
        self.play(mn.FadeIn(self.dot), run_time=0.4)

    @beat("It moves.")
    def move(self):
        self.play(self.dot.animate.shift(mn.RIGHT), run_time=0.4)
"""


def lesson_file(folder: Path, name: str) -> Path:
    path = folder / f"{name.lower()}.py"
    path.write_text(LESSON.format(name=name, id=name.lower()))
    return path


def film(folder: Path, lesson: Path, *options: str) -> subprocess.CompletedProcess[str]:
    words = ["film", str(lesson), "--preset", "draft", "--json", "-o", str(folder / "film.mp4")]
    return subprocess.run(
        [sys.executable, *options, str(ROOT / "render.py"), *words],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip


@pytest.mark.slow
def test_a_second_run_draws_nothing_and_imports_neither_manim_nor_the_cluster(tmp_path: Path) -> None:
    lesson = lesson_file(tmp_path, "Dot")
    (first,) = json.loads(film(tmp_path, lesson).stdout)["films"]
    made = (tmp_path / "film.mp4").stat().st_mtime_ns
    again = film(tmp_path, lesson, "-X", "importtime")
    (second,) = json.loads(again.stdout)["films"]
    assert (first["rendered"], second["rendered"], second["reused"]) == (2, 0, 2)
    assert (tmp_path / "film.mp4").stat().st_mtime_ns == made
    imported = set(re.findall(r"^import time:.*\| +(\w+)", again.stderr, flags=re.MULTILINE))
    assert "studio" in imported
    assert not {"manim", "distributed"} & imported


def keys(path: Path, profile: Profile) -> tuple[str, ...]:
    digests.forget()
    return clip_keys(find_lesson(str(path)), {}, [Beat(name=name, say="") for name in ("enter", "move")], profile)


def test_a_films_title_is_in_the_keys_of_the_beats_that_show_it(tiny: Profile) -> None:
    beats = [Beat(name="one", say=""), Beat(name="recap", say="", names_film=True)]
    mine, other = (clip_keys(find_lesson("tangent-line"), {}, beats, tiny, title) for title in ("Mine", "Another"))
    assert mine[0] == other[0]
    assert mine[1] != other[1]


@pytest.mark.parametrize(
    ("old", "new", "redraws"),
    [
        ("mn.RIGHT", "mn.LEFT", True),
        ('"It moves."', '"It moves to the right."', False),
        ('title = "A dot"', 'title = "Two dots"', False),
        ("    @beat", "    # A note.\n    @beat", False),
    ],
)
def test_a_change_in_one_lesson_concerns_at_most_its_own_clips(
    tmp_path: Path, tiny: Profile, old: str, new: str, redraws: bool
) -> None:
    dot, other = lesson_file(tmp_path, "Dot"), lesson_file(tmp_path, "Other")
    before = keys(dot, tiny), keys(other, tiny)
    dot.write_text(dot.read_text().replace(old, new))
    after = keys(dot, tiny), keys(other, tiny)
    assert set(before[0]).isdisjoint(after[0]) is redraws
    assert (before[0] == after[0]) is not redraws
    assert before[1] == after[1]


@pytest.mark.slow
def test_another_title_and_description_render_nothing(
    tmp_path: Path, walking_dot: LessonRef, tiny: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / ".store")
    monkeypatch.setattr(local_farm, "cores", lambda: 1)
    tasks: list[local_farm.Task] = []

    def work(given: Iterable[local_farm.Task], workers: int, coordinator: local_farm.Coordinator) -> None:
        tasks[:] = given
        local_farm.work_here(tasks, workers, coordinator)

    class Silent:
        def __getattr__(self, name: str) -> object:
            return lambda *args: None

    for title in ("A walk", "A stroll"):
        order = Order("dot", walking_dot, tmp_path / "dot.mp4", title=title, description=f"It is {title.lower()}.")
        resolved = resolve([order], tiny, store.root / "scripts")
        (outcome,) = produce(resolved, tiny, store, 1, Silent(), work=work)
        assert json.loads(order.output.with_suffix(".json").read_text())["title"] == title
    assert tasks == []
    assert (outcome.rendered, outcome.reused) == (0, 4)
