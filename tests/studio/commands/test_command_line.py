"""The command line: bad input is refused in one message, and nothing is written.

Most of it is tried within this process, where nothing has to be imported anew for each case.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from render import COMMANDS, main
from studio.commands import deliver

ROOT = Path(__file__).resolve().parents[3]


def render(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "render.py"), *arguments],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["film", "tangent-lime"], "Did you mean 'tangent-line'"),
        (["film", "[red]tangent"], "'[red]tangent'"),
        (["film", "tangent-line", "--preset", "drft"], "Did you mean 'draft'"),
        (["film", "tangent-line", "--aspect", "4:3"], "16:9"),
        (["film", "tangent-line", "--theme", "drak"], "Did you mean 'dark'"),
        (["film", "tangent-line", "--set", "at"], "KEY=VALUE"),
        (["film", "tangent-line", "--jobs", "0"], "--jobs"),
        (["film", "tangent-line", "-o", "film.avi"], "film.mp4"),
        (["film", "tangent-line", "-o", "taken/film.mp4"], "is a file"),
        (["batch", "none.toml"], "no series file none.toml"),
        (["batch", "wrong.toml"], "titel"),
        (["--only", "tangent"], "tangent-line"),
        (["storyboard", "tangent-line", "-o", "sheet.jpg"], "sheet.png"),
        (["explain", "x +* 2"], "^"),
        (["explain", "9**9**9**9"], "error"),
        (["explain", "x" * 100_000], "error"),
        (["explain", "log(x)", "--at", "-1"], "log(x)"),
        (["explain", "__import__('os').mkdir('owned')"], "error"),
        (["deliver", "youtube", "tangent-lime"], "Did you mean 'tangent-line'"),
        (["deliver", "youtube", "tangent-line", "--only", "tangent"], "Did you mean 'tangent-line'"),
        (["deliver", "youtube", "--set", "at=1"], "--set is for one lesson"),
        (["deliver", "embed", "tangent-line/back-and-fort"], "Did you mean 'back_and_forth'"),
        (["deliver", "youtube", "tangent-line", "--cluster", "none.json"], "none.json"),
        (["deliver", "slides", "tangent-line", "--cluster", "none.json"], "none.json"),
        (["deliver", "embed", "tangent-line/limit", "--cluster", "none.json"], "none.json"),
        (["deliver", "site", "tangent-line", "--cluster", "none.json"], "none.json"),
        (["deliver", "handout", "tangent-line", "--cluster", "none.json"], "none.json"),
        (["check", "none.mp4"], "no file or folder none.mp4"),
        (["check", "wrong.toml"], ".mp4"),
        (["check", "taken", "--for", "radio"], "youtube"),
        (["explode"], "explode"),
    ],
)
def test_bad_input(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    (tmp_path / "taken").write_text("a file")
    (tmp_path / "wrong.toml").write_text('titel = "x"\n')
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    printed, complaints = capfd.readouterr()
    assert ended.value.code == 2, complaints
    assert message in complaints
    assert printed == ""
    assert "Traceback" not in complaints
    assert len(complaints) < 1500
    assert sorted(tmp_path.rglob("*")) == before


def test_the_status_of_bad_input_is_that_of_the_process(tmp_path: Path) -> None:
    done = render(tmp_path, "film", "tangent-lime")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean 'tangent-line'" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_explain_as_data(tmp_path: Path) -> None:
    told = json.loads(render(tmp_path, "explain", "x^2*y", "--at", "y=2,x=1", "--json").stdout)
    assert told["variables"] == ["x", "y"]
    assert told["at"] == {"x": 1.0, "y": 2.0}
    assert (told["value"], told["gradient_at"]) == (2.0, {"x": 4.0, "y": 1.0})
    assert told["tangent_plane"] == {"slopes": [4.0, 1.0], "intercept": -4.0}


def test_help_names_the_commands(tmp_path: Path) -> None:
    done = render(tmp_path, "--help")
    assert done.returncode == 0
    assert all(command.__name__ in done.stdout for command in COMMANDS)
    assert "deliver" in done.stdout
    targets = render(tmp_path, "deliver", "--help").stdout
    assert all(command.__name__ in targets for command in deliver.COMMANDS)


def test_planning_needs_no_manim_and_no_cluster() -> None:
    code = "import studio.requests.series, studio.terminal.console\n"
    code += "import sys; print({'manim', 'distributed', 'av'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
