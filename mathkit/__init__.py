"""The mathematics of Nabla: numpy and sympy only, usable from a notebook with no video library installed.

The names of the face stand in `__init__.pyi`, where editors and type checkers read them too. A module is imported when
one of its names is first used: sympy alone takes longer to import than a short question about a function.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
