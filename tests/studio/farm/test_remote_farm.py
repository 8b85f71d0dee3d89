"""What travels to a cluster is all that a lesson needs, and what comes back is believed only when it is whole."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.errors import RequestError
from studio.farm import remote_functions
from studio.farm.bundle import bundle, travelling
from studio.farm.remote_farm import by_value, connected, count_frames, store_fetched
from studio.farm.remote_job import order, read_order
from studio.media.encode import ClipEncoder
from studio.places import ASSETS
from studio.plan.jobs import Job
from studio.profile import Profile
from studio.render.limits import Limits
from studio.sources.lesson_lookup import find_theme
from studio.store.clip_store import Move, Store
from tests.studio.farm.dask_cluster import cluster

KEY = "ab" * 32
LESSON = """from scenes.lesson import Lesson, beat
from near import NAME

class Mine(Lesson):
    name = "mine"
    title = NAME
"""


@pytest.fixture
def job(tmp_path: Path, tiny: Profile) -> Job:
    """A job of a lesson in a file of its own, with a module beside it, in a theme of its own."""
    (tmp_path / "mine.py").write_text(LESSON)
    (tmp_path / "near.py").write_text("NAME = 'mine'\n")
    (tmp_path / "secret.txt").write_text("not drawn with")
    return Job("mine", "mine", f"{tmp_path / 'mine.py'}:Mine", {"at": "1"}, 0, 1, (KEY,), tiny, tmp_path, 2.0)


@pytest.fixture
def came(tmp_path: Path, tiny: Profile) -> dict[str, bytes]:
    """The files of a clip of five frames, as a worker sends them."""
    store = Store(tmp_path / "abroad")
    encoder = ClipEncoder(store.motion_path(KEY, 0), tiny)
    encoder.write(np.full((tiny.height, tiny.width, 4), 99, np.uint8), 5)
    encoder.close()
    store.still_path(KEY, 0).write_bytes(b"a picture")
    store.add_clip(KEY, (Move("", 5),), 1.5, "mine")
    return remote_functions.fetch(str(store.root), KEY)


def test_all_that_is_drawn_with_travels_and_nothing_else(job: Job) -> None:
    packed, again = bundle([job]), bundle([job, replace(job, start=1, stop=2)])
    assert packed.digest == again.digest
    there = zipfile.ZipFile(io.BytesIO(packed.data)).namelist()
    module = travelling(job).target.rpartition(":")[0]
    assert {"scenes/lesson.py", "studio/render/worker.py", "mathkit/__init__.py", "studio/farm/remote_job.py"} <= set(
        there
    )
    assert any(name.startswith("assets/fonts/") for name in there)
    assert {module, module.replace("mine.py", "near.py")} <= set(there)
    assert not [name for name in there if "secret" in name or "__pycache__" in name]


def test_a_job_survives_the_way_as_json_and_its_theme_needs_no_files(job: Job, tmp_path: Path) -> None:
    font, logo = tmp_path / "font.ttf", tmp_path / "logo.svg"
    font.write_bytes((ASSETS / "fonts" / "Lato-Regular.ttf").read_bytes())
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>')
    (tmp_path / "uni.toml").write_text('extends = "light"\nfont = "font.ttf"\nlogo = "logo.svg"\n')
    job = replace(job, profile=job.profile.for_theme(find_theme(str(tmp_path / "uni.toml"))))
    digest = job.profile.theme.digest
    font.unlink()
    logo.unlink()
    told = json.loads(json.dumps(order(job, Limits(9.0))))
    read, limits = read_order(told)
    assert (read, limits, read.profile.theme.digest) == (job, Limits(9.0), digest)


def test_functions_travel_by_value() -> None:
    from distributed.protocol.pickle import dumps, loads

    sent = dumps(by_value(remote_functions.versions))
    assert b"studio.farm.remote_functions" not in sent
    assert loads(sent)(("numpy", "no-such-library"))["no-such-library"] == "missing"


def test_a_clip_that_is_whole_is_stored(tmp_path: Path, came: dict[str, bytes]) -> None:
    store = Store(tmp_path / "home")
    clip = store_fetched(came, KEY, store, "mine")
    assert clip == store.clip(KEY)
    assert count_frames(store.motion_path(KEY, 0)) == clip.frames == 5
    assert store.motion_path(KEY, 0).read_bytes() == came[f"{KEY}-0.mp4"]


@pytest.mark.parametrize("damage", ["a flipped byte", "a byte less", "another frame count", "a missing file"])
def test_a_clip_that_is_not_whole_is_not_stored(tmp_path: Path, came: dict[str, bytes], damage: str) -> None:
    name, record = f"{KEY}-0.mp4", f"{KEY}.json"
    data = came[name]
    if damage == "a flipped byte":
        came[name] = data[:900] + bytes([data[900] ^ 1]) + data[901:]
    elif damage == "a byte less":
        came[name] = data[:-1]
    elif damage == "another frame count":
        came[record] = came[record].replace(b'"frames": 5', b'"frames": 6')
    else:
        del came[name]
    with pytest.raises((ValueError, KeyError)):
        store_fetched(came, KEY, Store(tmp_path / "home"), "mine")
    assert Store(tmp_path / "home").clip(KEY) is None


def test_a_scheduler_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(RequestError, match=r"no scheduler file nowhere\.json"), connected("nowhere.json"):
        pass


@pytest.mark.slow
def test_workers_with_other_versions_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other" / "typst-0.1.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: typst\nVersion: 0.1\n")
    with (
        cluster(tmp_path, workers=1, PYTHONPATH=str(other.parent)) as (file, _),
        pytest.raises(RequestError, match=r"would draw other pictures: it has typst 0\.1 \(here 0\.15"),
        connected(str(file)),
    ):
        pass
