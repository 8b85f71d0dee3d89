"""What `new` writes is a lesson that runs, in form and typed; a lesson is found by its file's path."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from studio.errors import RequestError
from studio.sources.digests import code_digest, code_files
from studio.sources.lesson_lookup import find_lesson, split_beat

ROOT = Path(__file__).resolve().parents[3]
TWO = "class One(Lesson):\n    name = 'first'\n\nclass Two(Base):\n    @beat('Hi.')\n    def hi(self): ...\n"


def run(folder: Path, *words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=False)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The file of a new lesson."""
    from studio.sources.new_lesson import write_lesson

    return write_lesson("steep-hill", tmp_path)


def test_a_new_lesson_is_in_form_and_typed(new: Path) -> None:
    text = new.read_text()
    assert len(text.splitlines()) <= 100
    for words in (["check"], ["format", "--check"]):
        done = run(ROOT, "-m", "ruff", *words, "--no-cache", "--stdin-filename", "scenes/steep_hill.py", "-", text=text)
        assert done.returncode == 0, done.stdout + done.stderr
    typed = run(ROOT, "-m", "mypy", str(new))
    assert typed.returncode == 0, typed.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "aspect", ["16:9", *(pytest.param(aspect, marks=pytest.mark.films) for aspect in ("9:16", "1:1"))]
)
def test_a_new_lesson_has_a_storyboard(new: Path, aspect: str) -> None:
    from PIL import Image

    words = ["storyboard", new.name, "--set", "f=sin(x)", "--set", "at=1", "--aspect", aspect, "-o", "sheet.png"]
    done = run(new.parent, str(ROOT / "render.py"), *words)
    assert done.returncode == 0, done.stderr
    with Image.open(new.with_name("sheet.png")) as sheet:
        assert sheet.width > 1000


@pytest.mark.films
@pytest.mark.slow
def test_a_new_lesson_can_be_filmed_beat_by_beat(new: Path) -> None:
    words = ["film", f"{new.name}/answer", "--preset", "draft", "--jobs", "1", "--json"]
    done = run(new.parent, str(ROOT / "render.py"), *words)
    assert done.returncode == 0, done.stderr
    (film,) = json.loads(done.stdout)["films"]
    assert film["file"] == "out/steep-hill-answer.mp4"
    assert film["frames"] > 45


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("2nd", "cannot be the name"),
        ("my lesson", "cannot be the name"),
        ("../up", "cannot be the name"),
        ("über", "cannot be the name"),
        ("x" * 41, "cannot be the name"),
        ("", "cannot be the name"),
        ("class", "my-class"),
        ("match", "my-match"),
        ("numpy", "my-numpy"),
        ("tangent-line", "already"),
        ("TangentLine", "already"),
        ("taken", "is there already"),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str, message: str
) -> None:
    from render import main

    (tmp_path / "taken.py").write_text("mine")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["new", name])
    assert ended.value.code == 2
    assert message in capfd.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["taken.py"]
    assert (tmp_path / "taken.py").read_text() == "mine"


@pytest.mark.parametrize("name", ["tangent", "lesson", "formula", "curve-point"])
def test_a_class_is_not_called_like_what_it_uses(tmp_path: Path, name: str) -> None:
    from studio.sources.new_lesson import write_lesson

    found = find_lesson(str(write_lesson(name, tmp_path)))
    assert found.name == name
    assert found.target.endswith("Lesson")
    assert found.load().title == name.replace("-", " ").capitalize()


def test_a_lesson_is_found_in_a_file_that_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "two.py"
    path.write_text(TWO + "raise SystemExit\n")
    assert find_lesson(f"{path}:One").name == "first"
    assert find_lesson("two.py:Two", tmp_path).target == f"{path}:Two"
    assert find_lesson(str(ROOT / "scenes" / "tangent_line" / "scene.py")) == find_lesson("tangent-line")


@pytest.mark.parametrize(
    ("text", "asked", "message"),
    [
        (TWO, "file.py", "One, Two: type file.py:One"),
        (TWO, "file.py:Ones", "Did you mean 'One'"),
        ("x = 1\n", "file.py", "It holds none"),
        ("x = 1\nif x\n", "file.py", "file.py:2: this is not Python"),
        ("", "fill.py", "render.py new fill"),
    ],
)
def test_a_file_without_the_lesson_is_refused(tmp_path: Path, text: str, asked: str, message: str) -> None:
    (tmp_path / "file.py").write_text(text)
    with pytest.raises(RequestError) as refused:
        find_lesson(asked, tmp_path)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("tangent-line", ("tangent-line", "", "")),
        ("tangent-line/limit", ("tangent-line", "/", "limit")),
        ("my.py", ("my.py", "", "")),
        ("talks/my.py", ("talks/my.py", "", "")),
        ("talks/my.py/limit", ("talks/my.py", "/", "limit")),
        ("talks/my.py:Mine/limit", ("talks/my.py:Mine", "/", "limit")),
    ],
)
def test_a_beat_is_told_from_a_path(text: str, parts: tuple[str, str, str]) -> None:
    assert split_beat(text) == parts


def test_modules_beside_a_lesson_belong_to_its_code(tmp_path: Path) -> None:
    lesson, props = tmp_path / "mine.py", tmp_path / "my_props.py"
    props.write_text("from scenes.drawing.plots.plot import Plot\n")
    lesson.write_text("import my_props\n")
    files = code_files(str(lesson))
    assert {props, ROOT / "scenes" / "drawing" / "plots" / "plot.py"} < set(files.values())
    assert code_digest(str(lesson), sentences=True)
