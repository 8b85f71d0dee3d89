"""The manifest as a file: what is written is what is read, and what is none says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from studio.errors import RequestError
from studio.manifest import VERSION, Manifest
from tests.studio.manifests import manifest

SPEECH = {"speaker": "take", "file": "a.wav", "sha256": "0", "words": 2, "start": 0.0, "seconds": 1.2}
WHOLE = manifest(
    {"name": "one", "say": "A “dot”.", "marks": {"dot": 0.1 + 0.2}, "heard": ((0, 0.0), (2, 1.41)), "frames": 33},
    {
        "name": "two",
        "voice": [{"speaker": "take", "file": "a.wav", "sha256": "0", "words": 2, "start": 0, "seconds": 1}],
    },
    params={"f": "x", "steps": [1, 2.5], "flag": True},
    texts=[{"beat": "one", "box": (0, 0, 0.5, 1), "words": "f(x)"}],
    chapters=[{"title": "One", "start": 0, "stop": 113}],
)


@pytest.mark.parametrize("made", [WHOLE, manifest()])
def test_what_is_written_is_what_is_read(tmp_path: Path, made: Manifest) -> None:
    made.write(tmp_path / "film.json")
    assert Manifest.read(tmp_path / "film.json") == made


def test_the_names_that_other_programs_read(tmp_path: Path) -> None:
    WHOLE.write(tmp_path / "film.json")
    read = json.loads((tmp_path / "film.json").read_text(encoding="utf-8"))
    assert (read["version"], read["frames"], read["seconds"]) == (VERSION, 113, 11.3)
    assert {"name", "say", "start", "frames", "motion", "hold", "moves", "clip"} <= set(read["beats"][0])
    assert read["beats"][0]["moves"] == [{"mark": "", "motion": 33, "hold": 0}]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": 2}, r"film\.json is a manifest of version 2, where 1 is read\. Make its film again\."),
        ({"width": 0}, r"film\.json is no manifest of a film: width: .* greater than 0"),
        ({"beats": [{"name": "one"}]}, r"no manifest of a film: beats\.0\.say: Field required"),
    ],
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    path = tmp_path / "film.json"
    path.write_text(json.dumps({**WHOLE.model_dump(mode="json"), **changes}))
    with pytest.raises(RequestError, match=message):
        Manifest.read(path)


def test_a_manifest_without_a_version_is_one_of_the_first(tmp_path: Path) -> None:
    values = WHOLE.model_dump(mode="json")
    del values["version"]
    (tmp_path / "film.json").write_text(json.dumps(values))
    assert Manifest.read(tmp_path / "film.json") == WHOLE
