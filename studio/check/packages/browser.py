"""A real browser for what only a browser can tell; where there is none, it is said how to get one."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from studio.web_server import application

if TYPE_CHECKING:
    from playwright.sync_api import Page

_NAMES = ("chromium", "chromium-browser", "google-chrome")
#: How long something on a page may take, in ms.
PATIENCE = 15_000


def lacking() -> str:
    """Return what is missing for pages to be opened, and what to type; empty if nothing is."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is not installed (pip install playwright)"
    return "" if executable() else "Chromium is not installed (apt-get install chromium)"


@contextmanager
def opened_page() -> Iterator[Page]:
    """Yield an empty page of a headless Chromium; `lacking` has been asked before."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=executable(), args=["--autoplay-policy=no-user-gesture-required"]
        )
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_default_timeout(PATIENCE)
            yield page
        finally:
            browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone while the body runs; yield the address, with a slash at its end."""
    started: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        sockets, stop = bind_sockets(0, "127.0.0.1"), asyncio.Event()
        server = HTTPServer(application(folder))
        server.add_sockets(sockets)
        started.set_result((f"http://127.0.0.1:{sockets[0].getsockname()[1]}/", asyncio.get_running_loop(), stop))
        await stop.wait()
        server.stop()
        await server.close_all_connections()

    thread = Thread(target=lambda: asyncio.run(run()))
    thread.start()
    address, loop, stop = started.result()
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()


def executable() -> str | None:
    """Return the path of a Chromium, None where there is none."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)
