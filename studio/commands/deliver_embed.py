"""`deliver embed`: beats for other people's pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.commands.options import Aspect, Cluster, Fresh, Jobs, Json, NoRender, Preset, Settings, ThemeName


def embed(
    what: Annotated[list[str], typer.Argument(metavar="LESSON[/BEAT]…")],
    settings: Settings = None,
    preset: Preset = "preview",
    theme: ThemeName = "light",
    aspect: Aspect = "16:9",
    out: Annotated[Path, typer.Option(help="The folder for packages.", metavar="DIR")] = Path("out"),
    no_render: NoRender = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Make a folder for each beat, with clips and pictures for pages and what to paste.

    Without BEAT: of each beat that loops; of all if none does.
    """
    from studio.commands.deliver_shared import producer, tell
    from studio.deliver.episode_films import Request, films_of
    from studio.sources.lesson_lookup import dashes, read_settings
    from studio.store.atomic_write import check_folder
    from studio.store.clip_store import Store
    from studio.terminal.theme_request import asked_profile

    typed = read_settings(settings or ())
    profile = asked_profile(preset, theme, aspect)
    store = Store(check_folder(out) / ".store")
    # Not above: it takes a second, and a wrong option is told at once.
    from studio.deliver.embed.package import asked_beats, make_embed

    wanted = asked_beats(what, typed, store.root / "scripts")
    produce = producer(jobs, fresh=fresh, cluster=cluster)
    packages, failures = [], {}
    for one in wanted:
        request = Request.read(one.typed, typed)
        made = films_of(request, profile, store, produce, render=not no_render, beats={one.lesson.name: one.beats})
        failures.update(made.failures)
        for film in made.films:
            beats = [beat for beat in film.manifest.beats if beat.name in one.beats]
            folders = [out / "embed" / f"{one.lesson.name}-{dashes(beat.name)}" for beat in beats]
            packages += [
                make_embed(film, beat, profile, store, folder) for beat, folder in zip(beats, folders, strict=True)
            ]
    tell("embed", packages, failures, as_json=as_json)
