"""Checks: does a file meet what the place that it goes to demands.

Its face stands in `__init__.pyi`: every command would else wait for what reads decks and PDFs.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
