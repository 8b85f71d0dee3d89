"""`batch` and `film`: films made."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.commands.options import (
    Aspect,
    Captions,
    Cluster,
    Dashboard,
    Films,
    Fresh,
    Jobs,
    Json,
    Memory,
    Minutes,
    Only,
    Preset,
    Settings,
    Takes,
    ThemeName,
    Voice,
    voice_or_default,
)
from studio.places import DEFAULT_SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.deliver.episode_films import Produce
    from studio.requests.film_request import FilmRequest, Order


def batch(
    series: Annotated[Path, typer.Argument(metavar="[SERIES.toml]", show_default=False)] = DEFAULT_SERIES,
    only: Only = None,
    preset: Preset = "preview",
    theme: ThemeName = "dark",
    aspect: Aspect = "16:9",
    out: Films = Path("out"),
    voice: Voice = None,
    takes: Takes = None,
    captions: Captions = "beside",
    jobs: Jobs = None,
    fresh: Fresh = False,
    minutes: Minutes = None,
    memory: Memory = None,
    cluster: Cluster = None,
    dashboard: Dashboard = False,
    as_json: Json = False,
) -> None:
    """Make the films of a series (the default one if none is given)."""
    from studio.commands.film_run import producer
    from studio.requests.film_request import read_request
    from studio.terminal.theme_request import read_profile

    profile = read_profile(preset, theme, aspect)
    request = read_request(
        series, profile, only=only, out=out, voice=voice_or_default(voice), takes=takes, captions=captions
    )
    make = producer(
        jobs, fresh=fresh, speaker=request.voice, minutes=minutes, memory=memory, cluster=cluster, dashboard=dashboard
    )
    _make({"series": request.series.id}, request, request.orders(), make, as_json=as_json)


def film(
    lesson: Annotated[str, typer.Argument(metavar="LESSON[/BEAT]")],
    settings: Settings = None,
    preset: Preset = "preview",
    theme: ThemeName = "dark",
    aspect: Aspect = "16:9",
    output: Annotated[Path | None, typer.Option("-o", help="out/LESSON.mp4 if not given.", metavar="FILE")] = None,
    voice: Voice = None,
    takes: Takes = None,
    captions: Captions = "beside",
    jobs: Jobs = None,
    fresh: Fresh = False,
    minutes: Minutes = None,
    memory: Memory = None,
    cluster: Cluster = None,
    dashboard: Dashboard = False,
    as_json: Json = False,
) -> None:
    """Make the film of one lesson, or of one of its beats."""
    from studio.commands.film_run import producer
    from studio.requests.film_request import read_request
    from studio.sources.lesson_lookup import find_lesson, split_beat
    from studio.store.atomic_write import check_target
    from studio.terminal.theme_request import read_profile

    name, slash, beat = split_beat(lesson)
    # Not a series: its films are made by `batch`.
    stem = find_lesson(name).name + (f"-{beat.replace('_', '-')}" if beat else "")
    profile = read_profile(preset, theme, aspect)
    request = read_request(
        name, profile, settings=settings, voice=voice_or_default(voice), takes=takes, captions=captions
    )
    target = check_target(output or request.out / f"{stem}.mp4", ".mp4")
    orders = [replace(order, output=target, beats=(beat or slash,) if slash else ()) for order in request.orders()]
    make = producer(
        jobs, fresh=fresh, speaker=request.voice, minutes=minutes, memory=memory, cluster=cluster, dashboard=dashboard
    )
    _make({}, request, orders, make, as_json=as_json)


def _make(
    about: dict[str, str], request: FilmRequest, orders: Sequence[Order], make: Produce, *, as_json: bool
) -> None:
    """Make films; print the summary for people and the results for programs. End with status 1 if a film failed."""
    from studio.requests.film_request import resolve
    from studio.terminal.console import as_data, human, link, say_back, summary

    resolved = resolve(orders, request.profile, request.scripts)
    say_back(resolved)
    outcomes = make(resolved, request.profile, request.store)
    human().print(summary(outcomes))
    for log in {outcome.failure.log for outcome in outcomes if outcome.failure is not None and outcome.failure.log}:
        human().print("what failed is told in full in", link(log))
    if as_json:
        print(json.dumps({**about, "films": as_data(outcomes)}, ensure_ascii=False))
    else:
        for outcome in outcomes:
            if outcome.film is not None:
                print(outcome.film.path)
    if any(outcome.failure is not None for outcome in outcomes):
        raise typer.Exit(1)
