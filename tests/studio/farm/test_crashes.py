"""Nothing that was made is lost, nothing broken is believed: processes killed, files damaged, disks filled."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import av
import psutil
import pytest

from tests.studio.farm.dask_cluster import cluster

ROOT = Path(__file__).resolve().parents[3]
#: Moments at which a process is killed, and the seconds that they lie in.
MOMENTS, LONGEST = range(20), 14.0
SERIES = """title = "Walks"
[[episode]]
id = "short"
lesson = "standin.py:WalkingDot"
[[episode]]
id = "long"
lesson = "standin.py:WalkingDot"
params = { steps = 5 }
"""
FALLS = '[[episode]]\nid = "falls"\nlesson = "standin.py:WalkingDot"\nparams = { broken = true }\n'


class Workspace:
    """A folder with the stand-in lesson, and the command line."""

    def __init__(self, folder: Path, series: str = SERIES) -> None:
        self.folder, self.out = folder, folder / "out"
        folder.mkdir(exist_ok=True)
        shutil.copy(Path(__file__).resolve().parents[1] / "standin.py", folder)
        (folder / "walks.toml").write_text(series)

    def start(self, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(ROOT / "render.py"), "batch", str(self.folder / "walks.toml"), "--json"]
        command += ["--preset", "draft", "--out", str(self.out), *more]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, cwd=self.folder, text=True, start_new_session=True, **pipes)  # type: ignore[call-overload,no-any-return]

    def run(self, *more: str, status: int = 0) -> list[dict[str, object]]:
        process = self.start(*more)
        stdout, stderr = process.communicate(timeout=600)
        assert process.returncode == status, stderr
        assert stdout, stderr
        films: list[dict[str, object]] = json.loads(stdout)["films"]
        return films

    def frames(self) -> dict[str, list[bytes]]:
        return {path.name: decoded(path) for path in sorted(self.out.glob("walks/*.mp4"))}

    def clips(self) -> dict[str, int]:
        """The sound clips in the store, with the time at which their motion was written."""
        records = sorted(self.out.glob(".store/clips/*/*.json"))
        return {path.stem: _written(path) for path in records if "hold" not in path.name}


def _written(record: Path) -> int:
    return record.with_name(f"{record.stem}-0.mp4").stat().st_mtime_ns


def decoded(path: Path) -> list[bytes]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="yuv420p").tobytes() for frame in film.decode(video=0)]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[bytes]]:
    workspace = Workspace(tmp_path_factory.mktemp("undisturbed"))
    workspace.run()
    return workspace.frames()


def kill_after(process: subprocess.Popen[str], victims: psutil.Process | None, seconds: float) -> None:
    """Kill `victims`, or if None one of the run's workers, when so much time has passed, or never if it is over."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
        return
    if victims is None:
        own = psutil.Process(process.pid).children(recursive=True)
        workers = [child for child in own if "spawn_main" in " ".join(child.cmdline())]
        victims = workers[0] if workers else None
    with contextlib.suppress(psutil.NoSuchProcess):
        if victims is not None:
            victims.kill()


@pytest.mark.long
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("victim", ["worker", "run"])
def test_after_a_kill_the_next_run_finishes(
    tmp_path: Path, undisturbed: dict[str, list[bytes]], victim: str, moment: int
) -> None:
    workspace = Workspace(tmp_path / "desk")
    process = workspace.start()
    own = psutil.Process(process.pid) if victim == "run" else None
    kill_after(process, own, random.Random(f"{victim} {moment}").uniform(0, LONGEST))
    process.communicate(timeout=600)
    there = workspace.clips()
    workspace.run()
    assert workspace.frames() == undisturbed
    after = workspace.clips()
    assert {key: after[key] for key in there} == there


@pytest.mark.films
@pytest.mark.slow
def test_a_cluster_that_shares_nothing_draws_the_same(tmp_path: Path, undisturbed: dict[str, list[bytes]]) -> None:
    workspace = Workspace(tmp_path / "desk")
    with cluster(tmp_path) as (file, _):
        films = workspace.run("--cluster", str(file))
    assert [film["rendered"] for film in films] == [4, 4]
    assert workspace.frames() == undisturbed


@pytest.mark.long
@pytest.mark.parametrize("moment", MOMENTS)
def test_after_the_scheduler_was_killed_the_next_run_finishes(
    tmp_path: Path, undisturbed: dict[str, list[bytes]], moment: int
) -> None:
    workspace = Workspace(tmp_path / "desk")
    with cluster(tmp_path) as (file, scheduler):
        process = workspace.start("--cluster", str(file))
        kill_after(process, psutil.Process(scheduler.pid), random.Random(f"scheduler {moment}").uniform(0, LONGEST))
        stdout, stderr = process.communicate(timeout=600)
    assert "Traceback" not in stderr
    assert process.returncode in (0, 1, 2), stdout
    there = workspace.clips()
    workspace.run()
    assert workspace.frames() == undisturbed
    assert {key: written for key, written in workspace.clips().items() if key in there} == there


@pytest.mark.long
def test_two_runs_at_once_do_not_disturb_each_other(tmp_path: Path, undisturbed: dict[str, list[bytes]]) -> None:
    workspace = Workspace(tmp_path / "desk")
    runs = [workspace.start(), workspace.start()]
    assert [(run.communicate(timeout=600), run.returncode)[1] for run in runs] == [0, 0]
    assert workspace.frames() == undisturbed


@pytest.mark.long
@pytest.mark.parametrize("damage", ["a byte less", "a flipped byte"])
def test_damage_is_noticed_and_drawn_again(tmp_path: Path, undisturbed: dict[str, list[bytes]], damage: str) -> None:
    workspace = Workspace(tmp_path / "desk")
    workspace.run()
    clip = min(workspace.out.glob(".store/clips/*/*-0.mp4"))
    data = clip.read_bytes()
    clip.write_bytes(data[:-1] if damage == "a byte less" else data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    shutil.rmtree(workspace.out / "walks")
    assert sum(int(str(film["rendered"])) for film in workspace.run()) in (1, 2)  # two films may share the clip
    assert clip.read_bytes() == data
    assert workspace.frames() == undisturbed


@pytest.mark.long
def test_a_full_disk_is_told_and_leaves_nothing_half_done(tmp_path: Path, undisturbed: dict[str, list[bytes]]) -> None:
    workspace = Workspace(tmp_path / "desk")
    workspace.out.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(workspace.out)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk can be mounted by root alone: run this as root to test a full disk")
    try:
        films = workspace.run(status=1)
        assert {film["file"] for film in films if film["error"]} == {None}
        assert "No space left" in json.dumps(films)
        assert "render.py store trim" in json.dumps(films)
        assert not list(workspace.out.rglob("*.part*"))
        subprocess.run(["mount", "-o", "remount,size=64m", str(workspace.out)], check=True)
        workspace.run()
        assert workspace.frames() == undisturbed
    finally:
        subprocess.run(["umount", str(workspace.out)], check=True)


@pytest.mark.long
def test_ctrl_c_leaves_no_process_behind(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "desk", SERIES.replace("steps = 5", "steps = 9"))
    process = workspace.start()
    assert process.stderr is not None
    while "beats drawn" not in process.stderr.readline():
        assert process.poll() is None
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert psutil.wait_procs(children, timeout=60)[1] == []


@pytest.mark.films
@pytest.mark.slow
def test_what_fails_is_told_as_data_with_its_log_and_the_others_are_made(tmp_path: Path) -> None:
    workspace = Workspace(
        tmp_path / "desk", 'title = "Walks"\n' + FALLS + FALLS.replace("falls", "walks").replace("true", "false")
    )
    falls, walks = workspace.run("--jobs", "1", status=1)
    error = falls["error"]
    assert isinstance(error, dict)
    assert (falls["file"], error["beat"], error["message"]) == (None, "stand", "RuntimeError: the dot fell over")
    assert error["place"].startswith("standin.py:")
    assert "the dot fell over" in Path(error["log"]).read_text()
    assert walks["error"] is None
    assert Path(str(walks["file"])).is_file()
