"""The command line, put together from studio.commands. `python render.py --help` says the rest."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from studio.commands import authoring as writing
from studio.commands import check as checking
from studio.commands import deliver, films, script, serve, storyboards
from studio.commands import explain as telling
from studio.commands import store as storing

app = typer.Typer(
    help="Calculus for machine learning, in motion. Without a command: batch.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
)

COMMANDS = (
    films.batch,
    films.film,
    storyboards.storyboard,
    telling.lessons,
    telling.explain,
    writing.watch,
    writing.new,
    script.script,
    checking.check,
    serve.serve,
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(deliver.app)
app.add_typer(storing.app)


@app.callback()
def options(debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False) -> None:
    """Calculus for machine learning, in motion. Without a command: batch."""


def main(arguments: list[str]) -> None:
    """Run a command; what is wrong is said in one message, and the exit status tells what kind of wrong it was."""
    debug = "--debug" in arguments
    rest = [argument for argument in arguments if argument != "--debug"]
    if not rest or (rest[0].startswith("-") and rest[0] != "--help"):
        rest.insert(0, "batch")
    try:
        app(rest, prog_name="render.py")
    except Exception as error:
        if debug:
            raise
        from studio.errors import message_and_status
        from studio.terminal.console import human, visible

        message, status = message_and_status(error)
        human().print(f"error: {visible(message)}" + ("\n(--debug shows where)" if status == 1 else ""))
        sys.exit(status)


if __name__ == "__main__":
    main(sys.argv[1:])
