"""The lessons as films: by Nabla, by `manim -qh` one after the other, by one `manim` for each scene, and the floor.

    python -m benchmarks.films [--only LESSON]… [--beats 0-2] [--size 1920x1080] [--fps 60] [--workers 2] [--json FILE]

All take turns within one run, lesson by lesson, so that a busy machine slows all alike. Compared is the CPU time of
all processes, which another program's share hardly changes; the time on the clock is told too, and means something
only where nothing else runs. The floor is the same frames, decoded, encoded by x264 `veryfast`, crf 20, one thread.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from scenes import LESSONS

ROOT = Path(__file__).resolve().parent.parent
#: Lessons in which a surface is seen.
SURFACES = ("partial-slices", "gradient-arrows")


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds on the clock, CPU seconds of it and its children, memory of the largest (MB)."""

    clock: float
    cpu: float
    megabytes: float


def run(commands: list[list[str]], at_once: int, folder: Path) -> Cost:
    """Run commands, `at_once` at a time.

    Raises:
        SystemExit: one of them failed; what it printed is told.
    """
    waiting, running = list(enumerate(commands)), {}
    start, cpu, memory = time.perf_counter(), 0.0, 0.0
    while waiting or running:
        while waiting and len(running) < at_once:
            number, command = waiting.pop(0)
            log = (folder / f"{number}.log").open("w")
            child = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
            running[child.pid] = child, log
        pid, status, usage = os.wait3(0)
        child, log = running.pop(pid)
        child.returncode = os.waitstatus_to_exitcode(status)
        log.close()
        if child.returncode:
            sys.exit(f"{' '.join(map(str, child.args))} failed:\n{Path(log.name).read_text()[-3000:]}")
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss / 1024)
    return Cost(time.perf_counter() - start, cpu, memory)


@dataclass(frozen=True)
class Options:
    """What is compared: which beats of which lessons, and how they are drawn."""

    lessons: tuple[str, ...]
    beats: tuple[int, int]
    width: int
    height: int
    fps: int
    workers: int

    def window(self, lesson: str) -> range:
        """Return the beats of a lesson that are drawn."""
        from studio.sources.lesson_lookup import find_lesson

        cls = find_lesson(lesson).load()
        count = len(cls.outline(cls.Params()).beats)
        return range(min(self.beats[0], count - 1), min(self.beats[1] + 1, count))


def ours(options: Options, lesson: str, workers: int, folder: Path) -> list[str]:
    beats = options.window(lesson)
    words = [lesson, beats.start, beats.stop, options.width, options.height, options.fps, workers, folder]
    return [sys.executable, "-m", "benchmarks.one_film", *map(str, words)]


def theirs(options: Options, lesson: str, folder: Path) -> list[str]:
    from benchmarks.as_manim import write_scene

    path, name = write_scene(lesson, options.window(lesson), folder)
    size = ["-qh", "-r", f"{options.width},{options.height}", "--fps", str(options.fps)]
    quiet = ["--progress_bar", "none", "-v", "WARNING", "--media_dir", str(folder / "media")]
    return [sys.executable, "-m", "manim", "render", *size, *quiet, str(path), name]


def compare(options: Options) -> dict[str, object]:
    """Measure all, and print and return costs and ratios."""
    costs: dict[str, dict[str, Cost]] = {}
    commands = []
    with tempfile.TemporaryDirectory(prefix="nabla-films-") as scratch:
        for lesson in options.lessons:
            folder = Path(scratch) / lesson
            folder.mkdir()
            many, one = (ours(options, lesson, workers, folder / f"by-{workers}") for workers in (options.workers, 1))
            film = folder / f"by-{options.workers}" / "film.mp4"
            costs[lesson] = {"nabla": run([many], 1, folder), "one worker": run([one], 1, folder)}
            floor = [sys.executable, "-m", "benchmarks.encode_floor", str(film), str(folder / "floor.json")]
            run([floor], 1, folder)
            seconds = json.loads((folder / "floor.json").read_text())["seconds"]
            costs[lesson]["floor"] = Cost(seconds, seconds, 0.0)
            costs[lesson]["manim"] = run([theirs(options, lesson, folder)], 1, folder)
            commands.append(theirs(options, lesson, folder / "again") if (folder / "again").mkdir() is None else [])
            print_row(lesson, costs[lesson])
        together = run(commands, options.workers, Path(scratch))
    return summary(options, costs, together)


def ratios(costs: dict[str, Cost]) -> dict[str, float]:
    nabla, one, floor, manim = (costs[name] for name in ("nabla", "one worker", "floor", "manim"))
    return {
        "times faster than manim, CPU": round(manim.cpu / nabla.cpu, 2),
        "times faster than manim, clock": round(manim.clock / nabla.clock, 2),
        "CPU over the floor": round(one.cpu / floor.cpu, 2),
        "workers over one, clock": round(one.clock / nabla.clock, 2),
        "MB of the largest process": round(nabla.megabytes),
    }


def print_row(name: str, costs: dict[str, Cost]) -> None:
    print(f"{name}: " + ", ".join(f"{who} {cost.cpu:.1f} s CPU ({cost.clock:.1f} s)" for who, cost in costs.items()))
    print("  " + ", ".join(f"{what} {ratio}" for what, ratio in ratios(costs).items()), flush=True)


def summary(options: Options, costs: dict[str, dict[str, Cost]], together: Cost) -> dict[str, object]:
    whole = {
        who: Cost(sum(c[who].clock for c in costs.values()), sum(c[who].cpu for c in costs.values()),
                  max(c[who].megabytes for c in costs.values()))
        for who in ("nabla", "one worker", "floor", "manim")
    }  # fmt: skip
    print_row("all", whole)
    print(f"  one manim for each scene, {options.workers} at once: {together.cpu:.1f} s CPU ({together.clock:.1f} s)")
    return {
        "options": asdict(options),
        "lessons": {
            lesson: {
                "surface": lesson in SURFACES,
                "costs": {who: asdict(cost) for who, cost in taken.items()},
                "ratios": ratios(taken),
            }
            for lesson, taken in costs.items()
        },
        "all": {"costs": {who: asdict(cost) for who, cost in whole.items()}, "ratios": ratios(whole)},
        "one manim for each scene": asdict(together),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", action="append", choices=list(LESSONS), metavar="LESSON")
    parser.add_argument("--beats", default="0-99", help="from the first to the last, counted from 0")
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--fps", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    typed = parser.parse_args()
    first, last = (int(each) for each in typed.beats.split("-"))
    width, height = (int(each) for each in typed.size.split("x"))
    options = Options(tuple(typed.only or LESSONS), (first, last), width, height, typed.fps, typed.workers)
    measured = compare(options)
    if typed.json is not None:
        typed.json.write_text(json.dumps(measured, indent=1) + "\n")


if __name__ == "__main__":
    main()
