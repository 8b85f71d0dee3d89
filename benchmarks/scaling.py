"""How a series of 12 lessons scales over workers, by the real planner and measured costs.

    python -m benchmarks.scaling --store out/.store --preset youtube [--svg docs/scaling.svg] [--json FILE]

Costs are read from the store of an earlier run of the default series; its lessons are taken in turn until there are
12. The plan for each number of workers is the planner's own, and its time is when the last worker is done. Left out is
what is not drawn: starting workers, and joining films, which takes a second for each.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from scenes import LESSONS
from studio.plan.draw_costs import LEAST_COST, Costs
from studio.plan.jobs import Part, makespan, plan_jobs
from studio.profile import Profile, preset
from studio.sources.lesson_lookup import find_lesson
from studio.sources.script_cache import resolve_script

COUNT = 12
WORKERS = (1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512)


def parts_of(costs: Costs) -> tuple[list[Part], Costs]:
    """Return the parts of 12 lessons, and the costs of each."""
    names, parts = list(LESSONS), []
    beats, setups = dict(costs.beats), dict(costs.setups)
    for number in range(COUNT):
        lesson = names[number % len(names)]
        own = f"{lesson}-{number}"
        outline = resolve_script(find_lesson(lesson), {}, {}, None).outline
        clips = tuple((n, beat, f"{own}-{n}") for n, beat in enumerate(outline.beats))
        parts.append(Part(own, own, lesson, {}, clips))
        beats |= {(own, name): cost for (of, name), cost in costs.beats.items() if of == lesson}
        setups |= {(own, start): cost for (of, start), cost in costs.setups.items() if of == lesson}
    for part in parts:
        known = {
            beat.name: beats[part.lesson, beat.name] for _, beat, _ in part.clips if (part.lesson, beat.name) in beats
        }
        if not known:
            sys.exit(f"No run has measured {part.lesson}: make the default series first.")
        spoken = {beat.name: max(LEAST_COST, beat.spoken_seconds) for _, beat, _ in part.clips}
        rate = sum(known.values()) / sum(spoken[name] for name in known)
        # A beat that is newer than the measurement costs what the others of its lesson cost for their length.
        beats |= {(part.lesson, name): rate * length for name, length in spoken.items() if name not in known}
    return parts, Costs(beats, setups)


def curve(costs: Costs, profile: Profile) -> list[dict[str, float]]:
    parts, known = parts_of(costs)
    rows = []
    for workers in WORKERS:
        jobs = plan_jobs(parts, set(), workers, profile, Path("store"), known)
        seconds = makespan([job.cost for job in jobs], workers)
        rows.append({"workers": workers, "jobs": len(jobs), "seconds": round(seconds, 1)})
    for row in rows:
        row["speed"] = round(rows[0]["seconds"] / row["seconds"], 2)
    return rows


def svg(rows: list[dict[str, float]]) -> str:
    """Draw speed against workers, both doubling from line to line; a straight line is the ideal."""
    from math import log2

    width, height, left, bottom, step = 640, 420, 60, 50, 58
    x = lambda workers: left + step * log2(workers)  # noqa: E731
    y = lambda speed: height - bottom - 36 * log2(speed)  # noqa: E731
    points = " ".join(f"{x(row['workers']):.1f},{y(row['speed']):.1f}" for row in rows)
    marks = [2**k for k in range(10)]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *(f'<path d="M{x(m)} {y(1)}V{y(512)}M{x(1)} {y(m)}H{x(512)}" stroke="#e4e4e4"/>' for m in marks),
        *(f'<text x="{x(m)}" y="{y(1) + 20}" text-anchor="middle">{m}</text>' for m in marks),
        *(f'<text x="{left - 10}" y="{y(m) + 4}" text-anchor="end">{m}×</text>' for m in marks),
        f'<path d="M{x(1)} {y(1)}L{x(512)} {y(512)}" stroke="#999" stroke-dasharray="5 5"/>',
        f'<polyline points="{points}" fill="none" stroke="#0b62a4" stroke-width="2.5"/>',
        *(f'<circle cx="{x(r["workers"]):.1f}" cy="{y(r["speed"]):.1f}" r="3.5" fill="#0b62a4"/>' for r in rows),
        f'<text x="{x(22)}" y="{height - 8}" text-anchor="middle">workers</text>',
        f'<text x="{x(1) + 8}" y="{y(380)}">times as fast as one worker: {COUNT} lessons</text>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--store", type=Path, default=Path("out/.store"))
    parser.add_argument("--preset", default="youtube")
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    profile = preset(options.preset)
    rows = curve(Costs.read(options.store, list(LESSONS), profile), profile)
    for row in rows:
        print(f"{row['workers']:4} workers: {row['jobs']:4} jobs, {row['seconds']:8.1f} s, {row['speed']:6.2f} times")
    if options.json:
        options.json.write_text(json.dumps({"lessons": COUNT, "preset": profile.name, "rows": rows}, indent=1) + "\n")
    if options.svg:
        options.svg.write_text(svg(rows))


if __name__ == "__main__":
    main()
