"""`serve`: a folder in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.", metavar="N")] = 8000,
    host: Annotated[str, typer.Option(help="0.0.0.0 shows the folder to others on your network.")] = "127.0.0.1",
) -> None:
    """Show a site in the browser until Ctrl-C ends it, films with seeking."""
    from studio.terminal.console import human
    from studio.web_server import serve

    def ready(address: str) -> None:
        print(address, flush=True)
        human().print("Ctrl-C ends it.")

    serve(folder, host, port, ready)
