"""A lesson stays a plain manim scene: `manim -ql scenes/tangent_line/scene.py TangentLine` renders it too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import av

ROOT = Path(__file__).resolve().parents[2]


def test_manim_renders_a_lesson_by_itself(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "manim", "render", "-ql", "-n", "0,2", "--media_dir", str(tmp_path)]
    lesson = [str(ROOT / "scenes" / "tangent_line" / "scene.py"), "TangentLine"]
    done = subprocess.run([*command, *lesson], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (film,) = (path for path in tmp_path.rglob("TangentLine.mp4"))
    with av.open(film) as container:
        frames = sum(1 for _ in container.decode(video=0))
    assert frames > 15
