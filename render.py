"""The command line, put together from studio.commands. `python render.py --help` says the rest."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Any

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


def formulas_told(arguments: list[str]) -> list[str]:
    """Return the arguments with a true minus before a formula that begins with one: -log(x) is no option -l.

    What follows an option that takes a value is left: --at -1.
    """
    if not any(argument.startswith("-") and not argument.startswith("--") for argument in arguments):
        return arguments
    options = [option for command in _commands(typer.main.get_command(app)) for option in command.params]
    known = {name for option in options for name in (*option.opts, *option.secondary_opts)}
    takes_value = {name for option in options if not getattr(option, "is_flag", True) for name in option.opts}
    told = []
    for before, argument in zip(["", *arguments], arguments, strict=False):
        is_option = argument.startswith("--") or argument[:2] in known or before in takes_value
        is_formula = argument.startswith("-") and len(argument) > 1 and not is_option
        told.append(f"−{argument[1:]}" if is_formula else argument)
    return told


def _commands(command: Any) -> Iterator[Any]:
    yield command
    for inner in getattr(command, "commands", {}).values():
        yield from _commands(inner)


def main(arguments: list[str]) -> None:
    """Run a command; what is wrong is said in one message, and the exit status tells what kind of wrong it was."""
    debug = "--debug" in arguments
    rest = [argument for argument in arguments if argument != "--debug"]
    if not rest or (rest[0].startswith("-") and rest[0] != "--help"):
        rest.insert(0, "batch")
    try:
        app(formulas_told(rest), prog_name="render.py")
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
