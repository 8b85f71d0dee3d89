"""The server of sites: parts of files, conditional requests, and what it does not give."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from studio.errors import RequestError
from studio.places import ROOT
from studio.web_server import application, serve

FILM = bytes(range(256)) * 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "film").mkdir(parents=True)
    (site / "index.html").write_text("<title>Home</title>")
    (site / "film" / "index.html").write_text("<title>Film</title>")
    (site / "film" / "film.mp4").write_bytes(FILM)
    (site / "film" / "film.vtt").write_text("WEBVTT\n")
    (tmp_path / "secret").write_text("no")
    return site


def fetch(folder: Path, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> HTTPResponse:
    async def one() -> HTTPResponse:
        server, sockets = HTTPServer(application(folder)), bind_sockets(0, "127.0.0.1")
        server.add_sockets(sockets)
        address = f"http://127.0.0.1:{sockets[0].getsockname()[1]}{path}"
        try:
            return await AsyncHTTPClient(force_instance=True).fetch(
                address, method=method, headers=dict(headers or {}), raise_error=False, follow_redirects=False
            )
        finally:
            server.stop()
            await server.close_all_connections()

    return asyncio.run(one())


@pytest.mark.parametrize(
    ("asked", "status", "body", "told"),
    [
        ("bytes=100-199", 206, FILM[100:200], f"bytes 100-199/{len(FILM)}"),
        ("bytes=2000-", 206, FILM[2000:], f"bytes 2000-{len(FILM) - 1}/{len(FILM)}"),
        ("bytes=-10", 206, FILM[-10:], f"bytes {len(FILM) - 10}-{len(FILM) - 1}/{len(FILM)}"),
        ("bytes=99999-", 416, b"", f"bytes */{len(FILM)}"),
    ],
)
def test_parts_of_a_film(folder: Path, asked: str, status: int, body: bytes, told: str) -> None:
    answer = fetch(folder, "/film/film.mp4", {"Range": asked})
    assert (answer.code, answer.body, answer.headers["Content-Range"]) == (status, body, told)


def test_a_whole_film_says_that_parts_can_be_had(folder: Path) -> None:
    answer = fetch(folder, "/film/film.mp4")
    assert (answer.code, answer.body) == (200, FILM)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert fetch(folder, "/film/film.mp4", method="HEAD").headers["Content-Length"] == str(len(FILM))


def test_what_a_browser_has_is_not_sent_again_until_it_changes(folder: Path) -> None:
    mark = fetch(folder, "/film/film.vtt").headers["Etag"]
    assert fetch(folder, "/film/film.vtt", {"If-None-Match": mark}).code == 304
    (folder / "film" / "film.vtt").write_text("WEBVTT\n\n")
    os.utime(folder / "film" / "film.vtt", ns=(1, 1))
    assert fetch(folder, "/film/film.vtt", {"If-None-Match": mark}).code == 200


@pytest.mark.parametrize(
    ("path", "kind"), [("/", "text/html"), ("/film/film.mp4", "video/mp4"), ("/film/film.vtt", "text/vtt")]
)
def test_kinds_of_files(folder: Path, path: str, kind: str) -> None:
    answer = fetch(folder, path)
    assert answer.headers["Content-Type"].split(";")[0] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_folder_is_answered_by_its_index(folder: Path) -> None:
    assert b"Film" in fetch(folder, "/film/").body
    assert fetch(folder, "/film").headers["Location"] == "/film/"


@pytest.mark.parametrize("path", ["/../secret", "/film/../../secret", "/%2e%2e/secret", "/nothing"])
def test_nothing_outside_the_folder_is_given(folder: Path, path: str) -> None:
    answer = fetch(folder, path)
    assert answer.code in (403, 404)
    assert answer.body != b"no"


@pytest.mark.parametrize(("name", "said"), [("none", "is not there"), ("secret", "is a file")])
def test_a_folder_that_is_none_is_told_of(folder: Path, name: str, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        serve(folder.parent / name, "127.0.0.1", 0, print)


def test_a_port_in_use_is_told_of(folder: Path) -> None:
    (taken,) = bind_sockets(0, "127.0.0.1")
    with taken, pytest.raises(RequestError, match=r"in use. Type another --port"):
        serve(folder, "127.0.0.1", taken.getsockname()[1], print)


def test_ctrl_c_ends_it_without_a_word(folder: Path) -> None:
    command = [sys.executable, str(ROOT / "render.py"), "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        with urllib.request.urlopen(address + "film/film.vtt") as answer:
            assert answer.read() == b"WEBVTT\n"
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=60)
    assert server.returncode == 130
    assert "Traceback" not in said
