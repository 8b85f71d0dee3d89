"""Themes as they are asked for: found, read before anything is written, and their colours judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.drawing.theme.theme import ASSETS
from studio.profile import Profile, preset
from studio.sources.lesson_lookup import find_theme

if TYPE_CHECKING:
    from scenes.drawing.theme.colour_findings import ColourFinding

#: So many colours are told of in a warning; `storyboard --check` tells of all.
MOST_LISTED = 6


def read_profile(name: str, theme: str, aspect: str) -> Profile:
    """Return the preset `name` for an aspect and a theme (a name, or a file) as a person typed them.

    What is wrong with the colours of a theme of one's own is told on stderr.

    Raises:
        NablaError: there is no such preset, aspect or theme, or something in the theme's file is wrong.
    """
    profile = preset(name).for_aspect(aspect).for_theme(find_theme(theme))
    warning = colour_warning(profile)
    if warning:
        from studio.terminal.console import human, visible

        human().print(visible(warning))
    return profile


def theme_findings(profile: Profile) -> list[ColourFinding]:
    """Return what is wrong with the colours of a profile's theme; those that come with Nabla are tested instead."""
    if profile.theme.files[0].parent == ASSETS / "themes":
        return []
    from scenes.drawing.theme.colour_findings import colour_findings

    return colour_findings(profile.theme)


def colour_warning(profile: Profile) -> str:
    """Return one warning about the colours of a profile's theme, or nothing."""
    found = theme_findings(profile)
    if not found:
        return ""
    lines = [f"  {finding}" for finding in found[:MOST_LISTED]]
    if len(found) > MOST_LISTED:
        lines.append(f"  … and {len(found) - MOST_LISTED} more: render.py storyboard --theme … --check tells them all")
    return "\n".join(
        [f"warning: {profile.theme.files[0].name}: colours that are hard to read or to tell apart:", *lines]
    )
