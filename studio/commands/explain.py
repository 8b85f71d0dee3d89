"""`lessons` and `explain`: what there is, and the mathematics of a function."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from studio.commands.options import Json


def lessons(as_json: Json = False) -> None:
    """List the lessons with their params, types and defaults."""
    from studio.sources.params_table import catalogue

    listed = catalogue()
    if as_json:
        print(json.dumps({"lessons": listed}, ensure_ascii=False))
        return
    from rich.console import Console

    from studio.terminal.console import described

    Console(markup=False, highlight=False).print(described(listed))


def explain(
    expression: Annotated[str, typer.Argument(metavar="EXPR")],
    at: Annotated[str | None, typer.Option(help="1,2 or x=1,y=2.", metavar="POINT")] = None,
    as_json: Json = False,
) -> None:
    """Explain the mathematics of a function, without a video."""
    from studio.explain import explanation

    found = explanation(expression, at)
    if as_json:
        print(json.dumps(found.data, ensure_ascii=False))
    else:
        from rich.console import Console

        from studio.terminal.console import explained

        Console(markup=False, highlight=False).print(explained(found))
    if found.wrong:
        typer.echo(f"Error: {'; '.join(found.wrong)}. This is a fault of Nabla: please report the formula.", err=True)
        raise typer.Exit(1)
