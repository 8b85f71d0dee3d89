"""Thumbnails: each lesson's, for functions of any kind, held to what YouTube asks for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import scenes
from studio.check.films.thumbnail import thumbnail_findings
from studio.deliver.youtube.thumbnail import write_thumbnail
from studio.profile import Profile
from studio.sources.lesson_lookup import LessonRef, find_lesson, find_theme

TITLES = {
    "tangent-line": "The tangent line: what a derivative is",
    "partial-slices": "Partial derivatives: one slice at a time",
    "gradient-arrows": "The gradient: which way is up",
    "neuron-chain-rule": "The chain rule: how a neuron learns",
    "layer-chain-rule": "The chain rule for a layer: Jacobians that fit",
}
OTHERS = [
    ("tangent-line", {"f": "abs(x)", "at": "0"}, "light"),
    ("tangent-line", {"f": "exp(-x)*sin(3*x)/(1+x**2)", "at": "0.3"}, "dark"),
    ("partial-slices", {"f": "x - 2*y", "at": "0,0"}, "light"),
    ("gradient-arrows", {"f": "x**2 + 3*y**2"}, "light"),
    ("neuron-chain-rule", {"activation": "tanh", "w": "2"}, "light"),
    ("layer-chain-rule", {"W": "1 2 3; 4 5 6", "x": "1,0,-1", "b": "0,0", "target": "1,0"}, "light"),
]


def check(path: Path) -> None:
    findings = list(thumbnail_findings(path))
    assert {finding.name for finding in findings} >= {"thumbnail-size", "thumbnail-badge", "thumbnail-readable"}
    assert [finding for finding in findings if not finding.held] == []


@pytest.mark.long
@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("name", scenes.LESSONS)
def test_each_lesson_in_both_themes(tmp_path: Path, tiny: Profile, name: str, theme: str) -> None:
    write_thumbnail(find_lesson(name), {}, TITLES[name], tiny.for_theme(find_theme(theme)), tmp_path / "thumbnail.png")
    check(tmp_path / "thumbnail.png")


@pytest.mark.long
@pytest.mark.parametrize(("name", "settings", "theme"), OTHERS)
def test_for_other_functions(tmp_path: Path, tiny: Profile, name: str, settings: dict[str, str], theme: str) -> None:
    write_thumbnail(
        find_lesson(name), settings, "Mine " * 12, tiny.for_theme(find_theme(theme)), tmp_path / "thumbnail.png"
    )
    check(tmp_path / "thumbnail.png")


@pytest.mark.slow
def test_one_thumbnail(tmp_path: Path, tiny: Profile) -> None:
    write_thumbnail(find_lesson("tangent-line"), {}, TITLES["tangent-line"], tiny, tmp_path / "thumbnail.png")
    check(tmp_path / "thumbnail.png")
    pixels = np.asarray(Image.open(tmp_path / "thumbnail.png").convert("L"), int)
    rows, columns = np.nonzero(abs(pixels - pixels[-1, -1]) > 60)
    # The title in the upper left, the formula in the lower left, the figure on the right.
    for row, column in (
        (slice(0, 360), slice(0, 640)),
        (slice(500, 720), slice(0, 640)),
        (slice(0, 500), slice(640, 1280)),
    ):
        inside = (rows >= row.start) & (rows < row.stop) & (columns >= column.start) & (columns < column.stop)
        assert inside.sum() > 2000


@pytest.mark.slow
def test_a_lesson_of_ones_own_has_a_title_and_a_formula(tmp_path: Path, tiny: Profile, walking_dot: LessonRef) -> None:
    write_thumbnail(walking_dot, {}, "A dot goes for a walk", tiny, tmp_path / "thumbnail.png")
    check(tmp_path / "thumbnail.png")
