"""`batch` and `film`: films made."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studio.commands.options import (
    DEFAULT_SERIES,
    Aspect,
    Captions,
    Cluster,
    Dashboard,
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
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.deliver.episode_films import Produce
    from studio.films.film_build import Outcome
    from studio.profile import Profile
    from studio.requests.film_request import Order


def batch(
    series: Annotated[Path, typer.Argument(metavar="[SERIES.toml]", show_default=False)] = DEFAULT_SERIES,
    only: Only = None,
    preset: Preset = "preview",
    theme: ThemeName = "dark",
    aspect: Aspect = "16:9",
    out: Annotated[Path, typer.Option(help="The folder for films.", metavar="DIR")] = Path("out"),
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
    from studio.captions.cues import asked_burn
    from studio.commands.deliver_shared import producer
    from studio.requests.series import Series
    from studio.requests.spoken_request import asked_voice
    from studio.store.atomic_write import check_folder
    from studio.terminal.theme_request import asked_profile

    profile = asked_profile(preset, theme, aspect)
    read = Series.read(series)
    speaker = asked_voice(voice, takes, out / ".store")
    burn = asked_burn(captions)
    orders = [replace(order, burn=burn) for order in read.orders(check_folder(out), series, only or ())]
    make = producer(
        jobs, fresh=fresh, speaker=speaker, minutes=minutes, memory=memory, cluster=cluster, dashboard=dashboard
    )
    outcomes = _make(orders, profile, out, make)
    _tell({"series": read.id}, outcomes, as_json=as_json)


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
    from studio.captions.cues import asked_burn
    from studio.commands.deliver_shared import producer
    from studio.requests.film_request import Order
    from studio.requests.spoken_request import asked_voice
    from studio.sources.lesson_lookup import find_lesson, read_settings, split_beat
    from studio.store.atomic_write import check_target
    from studio.terminal.theme_request import asked_profile

    name, slash, beat = split_beat(lesson)
    ref = find_lesson(name)
    target = output or Path("out") / (f"{ref.name}-{beat.replace('_', '-')}.mp4" if beat else f"{ref.name}.mp4")
    typed = read_settings(settings or ())
    profile = asked_profile(preset, theme, aspect)
    order = Order(ref.name, ref, check_target(target, ".mp4"), typed, beats=(beat or slash,) if slash else ())
    order = replace(order, burn=asked_burn(captions))
    speaker = asked_voice(voice, takes, Path("out") / ".store")
    make = producer(
        jobs, fresh=fresh, speaker=speaker, minutes=minutes, memory=memory, cluster=cluster, dashboard=dashboard
    )
    outcomes = _make([order], profile, Path("out"), make)
    _tell({}, outcomes, as_json=as_json)


def _make(orders: Sequence[Order], profile: Profile, out: Path, make: Produce) -> tuple[Outcome, ...]:
    from studio.requests.film_request import resolve
    from studio.store.atomic_write import check_folder
    from studio.store.clip_store import Store

    root = check_folder(out / ".store")
    return make(resolve(orders, profile, root / "scripts"), profile, Store(root))


def _tell(about: dict[str, Any], outcomes: Sequence[Outcome], *, as_json: bool) -> None:
    """Print the summary for people and the results for programs; end with status 1 if a film failed."""
    from studio.terminal.console import as_data, human, link, summary

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
