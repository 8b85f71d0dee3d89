"""Dask's dashboard, while a run works: it is there, drawn, and on this machine alone."""

from __future__ import annotations

import urllib.request

import pytest

from studio.farm import local_farm
from studio.render.limits import Limits


@pytest.mark.films
@pytest.mark.slow
def test_the_dashboard_is_shown_where_it_says() -> None:
    links: list[str] = []
    with local_farm._cluster(1, Limits.of(None, None, 1), dashboard=links.append):
        (link,) = links
        assert link.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(link) as page:
            assert b"bokeh" in page.read().lower()
