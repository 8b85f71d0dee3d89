"""What the commands of `deliver` share: films with bars on stderr, and how a run is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studio.deliver.films import Produce
    from studio.errors import Failure
    from studio.production import Outcome, Resolved
    from studio.profile import Profile
    from studio.sound.voice import Voice
    from studio.store import Store

#: Targets whose packages are checked when they have been made; the others' checks need a browser.
CHECKED = ("youtube",)


def producer(jobs: int | None, *, fresh: bool, speaker: Voice | None = None) -> Produce:
    """Return what makes films on so many workers (None: one per core), with a voice if any, with bars on stderr."""
    from studio import farm
    from studio.console import Bars, human, visible
    from studio.production import produce
    from studio.sound.voice import voiced

    def make(resolved: Sequence[Resolved], profile: Profile, store: Store) -> tuple[Outcome, ...]:
        console = human()
        spoken = voiced(resolved, speaker, lambda told: console.print(visible(told)))
        with Bars(console) as bars:
            return produce(spoken, profile, store, jobs or farm.cores(), bars, fresh=fresh)

    return make


def tell(target: str, packages: Sequence[Path], failures: Mapping[str, Failure], *, as_json: bool) -> None:
    """Print the packages for people, or for programs; end with status 1 if an episode failed.

    Of packages that are checked at once it is said what their target misses, such as the size in a draft.
    """
    from studio.console import human, visible

    for episode, failure in failures.items():
        human().print(f"{episode}: failed: {visible(str(failure))}")
    if target in CHECKED and packages:
        from studio.check import check
        from studio.check.report import complaints

        for line in complaints(check(packages)):
            human().print(f"not as {target} wants it: {visible(line)}")
    if as_json:
        failed = {episode: str(failure) for episode, failure in failures.items()}
        told = {"target": target, "packages": [str(package) for package in packages], "failed": failed}
        print(json.dumps(told, ensure_ascii=False))
    else:
        for package in packages:
            print(package)
    if failures:
        raise typer.Exit(1)
