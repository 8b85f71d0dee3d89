"""docs/write-a-lesson.md does what it says: its edits are made and its commands run, in order."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "write-a-lesson.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
PROMPT = ".venv/bin/python render.py "


def edit(text, difference):
    """Apply a diff block, whose context must be found once."""
    lines = difference.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
    new = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
    assert text.count(old) == 1, f"not found once:\n{old}"
    return text.replace(old, new)


def run(folder, words):
    command = [sys.executable, str(ROOT / "render.py"), *words]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        if words[0] == "watch":
            process.stdout.readline()
            process.send_signal(signal.SIGINT)
        printed, complaints = process.communicate()
        assert process.returncode == (130 if words[0] == "watch" else 0), complaints
    return printed


def follow(folder, command):
    """Do what the page says; `command` runs what is to be typed. Return the lesson's text at the end."""
    lesson = folder / "my_lesson.py"
    for kind, block in BLOCKS:
        if kind == "diff":
            lesson.write_text(edit(lesson.read_text(), block))
        else:
            assert kind == "sh"
            for line in block.splitlines():
                assert line.startswith(PROMPT)
                command(shlex.split(line.removeprefix(PROMPT)))
    return lesson.read_text()


def test_the_edits_leave_a_lesson_in_form_and_typed(tmp_path):
    def only_new(words):
        if words[0] == "new":
            run(tmp_path, words)

    text = follow(tmp_path, only_new)
    for words in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *words, "--no-cache", "--stdin-filename", "scenes/my_lesson.py", "-"]
        done = subprocess.run(ruff, cwd=ROOT, input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    mypy = [sys.executable, "-m", "mypy", str(tmp_path / "my_lesson.py")]
    done = subprocess.run(mypy, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.films
@pytest.mark.slow
def test_the_page_is_true_from_new_to_film(tmp_path):
    follow(tmp_path, lambda words: run(tmp_path, [*words, "--preset", "draft"] if words[0] == "film" else words))
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"my-lesson-storyboard.png", "tall.png", "my-lesson-walk.mp4", "my-lesson.mp4", "my-lesson.srt"} <= made


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#]+)\)", PAGE.read_text(encoding="utf-8")))))
def test_linked_file_is_there(target):
    assert (PAGE.parent / target).is_file()
