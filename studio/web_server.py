"""A small web server for a folder: for looking at a site before it is uploaded.

It answers byte ranges, without which a browser cannot move inside a film, and conditional requests.
"""

from __future__ import annotations

import asyncio
import errno
import mimetypes
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, StaticFileHandler

from studio.errors import RequestError

#: What a system's own list of types may lack.
_TYPES = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".woff2": "font/woff2",
    ".mp4": "video/mp4",
    ".js": "text/javascript",
}


def serve(folder: Path, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve a folder until Ctrl-C; `ready` hears the address. Port 0: any that is free.

    Raises:
        RequestError: there is no such folder, or nothing can be served at that host and port.
    """
    if not folder.is_dir():
        kind = "is a file" if folder.exists() else "is not there"
        raise RequestError(f"{folder} {kind}: type the folder of a site, such as out/site/calculus-for-ml.")
    asyncio.run(_serve(folder, host, port, ready))


async def _serve(folder: Path, host: str, port: int, ready: Callable[[str], None]) -> None:
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        hint = "it is in use. Type another --port, or --port 0 for any that is free" if taken else error.strerror
        raise RequestError(f"{host}, port {port}, cannot be served at: {hint}.") from None
    server = HTTPServer(application(folder))
    listening.setblocking(False)
    server.add_sockets([listening])
    shown = f"[{host}]" if ":" in host else host
    ready(f"http://{shown}:{listening.getsockname()[1]}/")
    try:
        await asyncio.Event().wait()
    finally:
        server.stop()
        await server.close_all_connections()


def application(folder: Path) -> Application:
    """Return what answers requests for the files of a folder, and for its index.html."""
    for ending, kind in _TYPES.items():
        mimetypes.add_type(kind, ending)
    settings: dict[str, Any] = {"path": str(folder.resolve()), "default_filename": "index.html"}
    # Requests are not logged: a film is read in hundreds of them.
    return Application([(r"/(.*)", _Files, settings)], log_function=lambda handler: None)


class _Files(StaticFileHandler):
    """tornado's handler of files, for files that are made anew while it runs."""

    def set_extra_headers(self, path: str) -> None:
        """Let a browser keep what it has, and ask each time whether it is still the same."""
        self.set_header("Cache-Control", "no-cache")
        self.set_header("X-Content-Type-Options", "nosniff")

    def compute_etag(self) -> str | None:
        """Return a mark of this version of the file: tornado's own would read all of it, and once only."""
        assert self.absolute_path is not None
        stat = Path(self.absolute_path).stat()
        return f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
