"""`deliver`: packages made of films, a command for each target."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.commands.options import (
    Aspect,
    Cluster,
    Fresh,
    Jobs,
    Json,
    NoRender,
    Only,
    Packages,
    Preset,
    SeriesOrLesson,
    Settings,
    Takes,
    ThemeName,
    Voice,
    voice_or_default,
)
from studio.places import DEFAULT_SERIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studio.errors import Failure

app = typer.Typer(
    name="deliver",
    help="Make packages of films: for YouTube, as slides, as clips to embed, as a site, as a handout.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

#: Targets whose packages are checked when they have been made; the others' checks need a browser.
CHECKED = ("youtube",)


def youtube(
    what: SeriesOrLesson = str(DEFAULT_SERIES),
    settings: Settings = None,
    only: Only = None,
    preset: Preset = "youtube",
    theme: ThemeName = "dark",
    out: Packages = Path("out"),
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
    from studio.commands.film_run import producer
    from studio.deliver.episode_films import films_of
    from studio.deliver.youtube.intro_outro import NOTHING, around, check_own_films
    from studio.deliver.youtube.package import make_package
    from studio.deliver.youtube.short import fits, short_beats, too_long_message
    from studio.requests.film_request import read_request
    from studio.terminal.console import human, visible
    from studio.terminal.theme_request import read_profile

    profile = read_profile(preset, theme, "16:9")
    request = read_request(
        what, profile, settings=settings, only=only, out=out, voice=voice_or_default(voice), takes=takes
    )
    check_own_films(request)
    made_by = functools.partial(producer, jobs, fresh=fresh, cluster=cluster)
    spoken, silent = made_by(speaker=request.voice), made_by()
    made = films_of(request, spoken, render=not no_render)
    upright = replace(request, profile=profile.for_short())
    cut = films_of(upright, spoken, render=not no_render, beats=short_beats(made.films) if shorts else {})
    shorts_by_episode = {film.episode.id: film for film in cut.films}
    for film in cut.films:
        if not fits(film):
            human().print(visible(too_long_message(film)))
    sides = around(request, made.films, silent) if cards else NOTHING
    folder = out / "youtube" / request.series.id
    packages = [
        make_package(
            film, sides.pieces(film), shorts_by_episode.get(film.episode.id), request.series, profile, request.store,
            folder / film.name,
        )
        for film in made.films
    ]  # fmt: skip
    failed_shorts = {f"{episode} (Short)": failure for episode, failure in cut.failures.items()}
    _report("youtube", packages, {**made.failures, **sides.failures, **failed_shorts}, as_json=as_json)


def slides(
    what: SeriesOrLesson = str(DEFAULT_SERIES),
    settings: Settings = None,
    only: Only = None,
    preset: Preset = "preview",
    theme: ThemeName = "light",
    aspect: Aspect = "16:9",
    out: Packages = Path("out"),
    no_render: NoRender = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Make a deck of each episode, a slide for each beat: for browsers, for PowerPoint, and as a PDF."""
    from studio.commands.film_run import producer
    from studio.deliver.episode_films import films_of
    from studio.requests.film_request import read_request
    from studio.terminal.theme_request import read_profile

    profile = read_profile(preset, theme, aspect)
    request = read_request(what, profile, settings=settings, only=only, out=out)
    made = films_of(request, producer(jobs, fresh=fresh, cluster=cluster), render=not no_render)
    # Not above: it takes a second, and a wrong request is reported at once.
    from studio.deliver.slides.package import make_slides

    series, folder = request.series, out / "slides" / request.series.id
    packages = [make_slides(film, series.language, profile, request.store, folder / film.name) for film in made.films]
    _report("slides", packages, made.failures, as_json=as_json)


def embed(
    what: Annotated[list[str], typer.Argument(metavar="LESSON[/BEAT]…")],
    settings: Settings = None,
    preset: Preset = "preview",
    theme: ThemeName = "light",
    aspect: Aspect = "16:9",
    out: Packages = Path("out"),
    no_render: NoRender = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Make a folder for each beat, with clips and pictures for pages and what to paste.

    Without BEAT: of each beat that loops; of all if none does.
    """
    from studio.commands.film_run import producer
    from studio.deliver.episode_films import films_of
    from studio.requests.film_request import read_request
    from studio.sources.lesson_lookup import dashes, read_settings, split_beat
    from studio.terminal.theme_request import read_profile

    profile = read_profile(preset, theme, aspect)
    names = dict.fromkeys(split_beat(text)[0] for text in what)
    requests = {name: read_request(name, profile, settings=settings, out=out) for name in names}
    # Not above: it takes a second, and a wrong option is reported at once.
    from studio.deliver.embed.package import make_embed, parse_beats

    wanted = parse_beats(what, read_settings(settings or ()), out / ".store" / "scripts")
    produce = producer(jobs, fresh=fresh, cluster=cluster)
    packages, failures = [], {}
    for one in wanted:
        request = requests[one.typed]
        made = films_of(request, produce, render=not no_render, beats={one.lesson.name: one.beats})
        failures.update(made.failures)
        for film in made.films:
            beats = [beat for beat in film.manifest.beats if beat.name in one.beats]
            folders = [out / "embed" / f"{one.lesson.name}-{dashes(beat.name)}" for beat in beats]
            packages += [
                make_embed(film, beat, profile, request.store, folder)
                for beat, folder in zip(beats, folders, strict=True)
            ]
    _report("embed", packages, failures, as_json=as_json)


def site(
    what: SeriesOrLesson = str(DEFAULT_SERIES),
    settings: Settings = None,
    only: Only = None,
    preset: Preset = "preview",
    theme: ThemeName = "dark",
    url: Annotated[str, typer.Option(help="Where the site will be, for codes that embed its films.")] = "",
    out: Packages = Path("out"),
    voice: Voice = None,
    takes: Takes = None,
    no_render: NoRender = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Make a static site of a series: a page per film, with what is said in it and its mathematics.

    `render.py serve` shows it.
    """
    from studio.commands.film_run import producer
    from studio.deliver.episode_films import films_of
    from studio.deliver.site import checked_url, make_site
    from studio.requests.film_request import read_request
    from studio.terminal.theme_request import read_profile

    profile = read_profile(preset, theme, "16:9")
    request = read_request(
        what, profile, settings=settings, only=only, out=out, voice=voice_or_default(voice), takes=takes
    )
    place = checked_url(url)
    produce = producer(jobs, fresh=fresh, cluster=cluster, speaker=request.voice)
    made = films_of(request, produce, render=not no_render)
    series, target = request.series, out / "site" / request.series.id
    sites = [make_site(series, made.films, profile.theme, request.store, target, place)] if made.films else []
    _report("site", sites, made.failures, as_json=as_json)


def handout(
    what: SeriesOrLesson = str(DEFAULT_SERIES),
    settings: Settings = None,
    only: Only = None,
    preset: Preset = "preview",
    theme: ThemeName = "light",
    seed: Annotated[int, typer.Option(help="Other numbers in the exercises.", metavar="N")] = 1,
    out: Packages = Path("out"),
    voice: Voice = None,
    takes: Takes = None,
    no_render: NoRender = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Set a PDF for each episode and one for the series: pictures, derivations, facts, exercises and solutions.

    The figures are drawn for paper in --theme; the films that the PDFs point into are those of the dark theme.
    """
    from studio.commands.film_run import producer
    from studio.deliver.episode_films import films_of
    from studio.deliver.handout.package import make_handouts
    from studio.requests.film_request import read_request
    from studio.terminal.theme_request import read_profile

    profile, pictures = read_profile(preset, "dark", "16:9"), read_profile(preset, theme, "16:9")
    request = read_request(
        what, profile, settings=settings, only=only, out=out, voice=voice_or_default(voice), takes=takes
    )
    produce = producer(jobs, fresh=fresh, cluster=cluster, speaker=request.voice)
    made = films_of(request, produce, render=not no_render)
    folder = out / "handout" / request.series.id
    packages = make_handouts(request.series, made.films, pictures, seed, folder) if made.films else ()
    _report("handout", packages, made.failures, as_json=as_json)


COMMANDS = (youtube, slides, embed, site, handout)
for command in COMMANDS:
    app.command()(command)


def _report(target: str, packages: Sequence[Path], failures: Mapping[str, Failure], *, as_json: bool) -> None:
    """Print the packages for people, or for programs; end with status 1 if an episode failed.

    Of packages that are checked at once it is said what their target misses, such as the size in a draft.
    """
    from studio.terminal.console import human, link, visible

    for log in {failure.log for failure in failures.values() if failure.log}:
        human().print("what failed is told in full in", link(log))
    for episode, failure in failures.items():
        human().print(f"{episode}: failed: {visible(str(failure))}")
    if target in CHECKED and packages:
        from studio.check import check
        from studio.check.report.table import failure_lines

        for line in failure_lines(check(packages)):
            human().print(f"not as {target} wants it: {visible(line)}")
    if as_json:
        failed = {episode: str(failure) for episode, failure in failures.items()}
        made = {"target": target, "packages": [str(package) for package in packages], "failed": failed}
        print(json.dumps(made, ensure_ascii=False))
    else:
        for package in packages:
            print(package)
    if failures:
        raise typer.Exit(1)
