"""`deliver`: packages made of films, a command for each target.

Each target's command is a function in a file of its own, `studio/commands/deliver_<target>.py`, and is listed here.
"""

from __future__ import annotations

import typer

from studio.commands import deliver_embed, deliver_handout, deliver_site, deliver_slides, deliver_youtube

app = typer.Typer(
    name="deliver",
    help="Make packages of films: for YouTube, as slides, as clips to embed, as a site, as a handout.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

COMMANDS = (
    deliver_youtube.youtube,
    deliver_slides.slides,
    deliver_embed.embed,
    deliver_site.site,
    deliver_handout.handout,
)
for command in COMMANDS:
    app.command()(command)
