"""A site of two episodes, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.deliver.site import make_site
from studio.requests.film_request import read_request
from studio.sources.lesson_lookup import find_theme
from studio.store.clip_store import Store
from tests.studio.deliver.narrated_films import PROFILE, flat_poster, narrated_films

SERIES = """
title = "Slopes & <signs>"
description = "Two films."
[[episode]]
id = "tangent"
lesson = "tangent-line"
title = 'A "tangent" & more'
description = "What a slope is."
params = { f = "x*exp(-x)", at = 0.8 }
[[episode]]
id = "gradient"
lesson = "gradient-arrows"
title = "The gradient"
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "two.toml").write_text(SERIES, encoding="utf-8")
    request = read_request(str(folder / "two.toml"), PROFILE)
    films = narrated_films(folder, request)
    return make_site(
        request.series, films, find_theme("dark"), Store(folder / "store"), folder / "site", draw=flat_poster
    )
