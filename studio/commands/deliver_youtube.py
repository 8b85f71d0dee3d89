"""`deliver youtube`: per episode a folder to upload."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.commands.options import (
    DEFAULT_SERIES,
    Cluster,
    Fresh,
    Jobs,
    Json,
    NoRender,
    Only,
    Preset,
    Settings,
    Takes,
    ThemeName,
    Voice,
)


def youtube(
    what: Annotated[str, typer.Argument(metavar="[SERIES.toml | LESSON]", show_default=False)] = str(DEFAULT_SERIES),
    settings: Settings = None,
    only: Only = None,
    preset: Preset = "youtube",
    theme: ThemeName = "dark",
    out: Annotated[Path, typer.Option(help="The folder for packages.", metavar="DIR")] = Path("out"),
    shorts: Annotated[bool, typer.Option("--shorts/--no-shorts", help="With a Short of each, or without.")] = True,
    cards: Annotated[bool, typer.Option("--cards/--no-cards", help="With cards before and after, or without.")] = True,
    voice: Voice = None,
    takes: Takes = None,
    no_render: NoRender = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Make a folder for each episode that holds all that an upload to YouTube needs."""
    from studio.commands.deliver_shared import asked, producer, tell
    from studio.deliver.episode_films import films_of
    from studio.deliver.youtube.intro_outro import NOTHING, around, check_own_films
    from studio.deliver.youtube.package import make_package
    from studio.deliver.youtube.short import complaint, fits, short_beats
    from studio.requests.spoken_request import asked_voice
    from studio.terminal.console import human, visible

    request, profile, store = asked(what, settings, only, out, (preset, theme, "16:9"))
    check_own_films(request)
    speaker = asked_voice(voice, takes, store.root)
    produce, upright = producer(jobs, fresh=fresh, cluster=cluster, speaker=speaker), profile.for_short()
    silent = producer(jobs, fresh=fresh, cluster=cluster)
    made = films_of(request, profile, store, produce, render=not no_render)
    folder = out / "youtube" / request.series.id
    cut = films_of(
        request, upright, store, produce, render=not no_render, beats=short_beats(made.films) if shorts else {}
    )
    by_episode = {film.episode.id: film for film in cut.films}
    for film in cut.films:
        if not fits(film):
            human().print(visible(complaint(film)))
    sides = around(request, made.films, profile, store, silent) if cards else NOTHING
    packages = [
        make_package(
            film,
            sides.pieces(film),
            by_episode.get(film.episode.id),
            request.series,
            profile,
            store,
            folder / film.name,
        )
        for film in made.films
    ]
    failures = (
        made.failures
        | dict(sides.failures)
        | {f"{episode} (Short)": failure for episode, failure in cut.failures.items()}
    )
    tell("youtube", packages, failures, as_json=as_json)
