"""The set-up: what pip is given is pinned with hashes, what it says is told in a few lines, a failure is not kept."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements-build.lock", "requirements.lock", "requirements-reveal.lock")

#: Stands for the environment's Python: its pip writes its arguments down, says PIP_SAYS, and fails at PIP_FAILS_AT.
PYTHON = """#!/bin/sh
case "$*" in
    "-m pip install "*) echo "$*" >>pip.txt ;;
    *) exit 0 ;;
esac
printf "$PIP_SAYS"
case "$*" in *"${PIP_FAILS_AT:-nothing}"*) echo "ERROR: no" >&2; exit 1 ;; esac
"""
PIP_SAYS = r"""Ignoring pyobjc-core: markers 'sys_platform == "darwin"' don't match your environment
Collecting numpy==2.4.6 (from -r requirements.lock (line 3))
  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl (16.9 MB)
Requirement already satisfied: sympy==1.14.0 in ./.venv/lib
Building wheels for collected packages: manimpango, srt
  Building wheel for srt (pyproject.toml): started
Installing collected packages: srt, numpy, manimpango
Successfully installed manimpango-0.7.1 numpy-2.4.6 srt-3.5.3
"""


def requirements(lock: str) -> dict[str, str]:
    """Return what a lock says of each package, its hashes included."""
    parts = re.split(r"^(?=\S)", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {part.partition("==")[0]: part for part in parts if part}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_one_version_and_hashes(lock: str) -> None:
    loose = [
        name
        for name, text in requirements(lock).items()
        if not re.fullmatch(r"\S+==\S+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n", text)
    ]
    assert not loose


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_fetch_from(lock: str) -> None:
    assert not re.search(r"://|^--", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_what_builds_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["build-system"]["requires"] + project["dependency-groups"]["build"]
    assert {re.match(r"[\w-]+", name).group() for name in wanted} <= set(requirements(LOCKS[0]))  # type: ignore[union-attr]


def test_a_package_of_two_locks_has_one_version() -> None:
    build, rest = requirements(LOCKS[0]), requirements(LOCKS[1])
    # On macOS there is another Cython, which builds nothing.
    assert {name for name in build.keys() & rest.keys() if build[name] != rest[name]} <= {"cython"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("setup.sh", "pyproject.toml", *LOCKS):
        shutil.copy(ROOT / name, tmp_path)
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON)
    python.chmod(0o755)
    return tmp_path


def set_up(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up where nothing is missing but packages."""
    tools = {"CC": "true", "PKG_CONFIG": "true", "PYTHON": sys.executable, "PIP_SAYS": PIP_SAYS}
    return subprocess.run(
        ["sh", "setup.sh", *words],
        cwd=folder,
        env={**os.environ, **tools, **more},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_pip_installs_by_hash_with_the_builders_that_are_there(folder: Path) -> None:
    done = set_up(folder)
    assert done.returncode == 0, done.stderr
    lines = (folder / "pip.txt").read_text().splitlines()
    assert [line.rpartition(" --requirement ")[2].split()[0] for line in lines[:-1]] == list(LOCKS)
    assert all("--require-hashes" in line for line in lines[:-1])
    assert all("--no-build-isolation" in line for line in lines)
    assert "--no-deps" in lines[2]
    assert set_up(folder).stderr == ""
    assert len((folder / "pip.txt").read_text().splitlines()) == len(lines)


def test_what_pip_does_is_told_in_a_few_lines(folder: Path) -> None:
    told = set_up(folder).stderr
    assert "packages of requirements.lock:" in told
    assert "building from sources: manimpango, srt" in told
    assert f"unpacking all {len(requirements(LOCKS[1])) - 1}" in told
    assert "Downloading" not in told


def test_without_a_terminal_every_25th_package_is_told(folder: Path) -> None:
    many = "".join(f"Collecting package{number}==1.0\\n" for number in range(1, 61))
    told = set_up(folder, PIP_SAYS=many, PIP_FAILS_AT=LOCKS[0]).stderr
    assert re.findall(r"(\d+) of \d+: package(\d+)==1.0", told) == [("25", "25"), ("50", "50")]


@pytest.mark.parametrize("lock", LOCKS)
def test_what_pip_could_not_install_is_not_taken_for_ready(folder: Path, lock: str) -> None:
    done = set_up(folder, PIP_FAILS_AT=lock)
    assert done.returncode == 1
    assert "ERROR: no" in done.stderr
    assert "pip could not install" in done.stderr
    assert not (folder / ".venv/.ready").exists()


@pytest.mark.parametrize("changed", [*LOCKS, "pyproject.toml"])
def test_a_changed_input_is_installed_anew(folder: Path, changed: str) -> None:
    set_up(folder)
    with (folder / changed).open("a") as file:
        file.write("# changed\n")
    assert "is to be made" in set_up(folder, "--plan").stderr
    assert set_up(folder).returncode == 0
    assert "is ready" in set_up(folder, "--plan").stderr
