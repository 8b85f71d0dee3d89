"""Films out of lessons: plan, render, cache, join, caption.

Nothing here but what `studio.render` runs in a worker imports manim, so that a run that finds every clip in the store
starts at once. The order of a run: `requests` resolves what was typed; `films.production` looks into the `store`, lets
`plan` make jobs of what is missing, hands them to the `farm`, and `films.film` joins what came back.
"""

from __future__ import annotations

from studio.errors import RequestError
from studio.films.film_build import Outcome
from studio.films.production import produce
from studio.profile import PRESETS, Profile
from studio.requests.film_request import Order, resolve
from studio.requests.series import Series

__all__ = ["PRESETS", "Order", "Outcome", "Profile", "RequestError", "Series", "produce", "resolve"]
