"""What lessons are drawn with: `from scenes.drawing import CurvePoint, Formula, appear`.

The names of the face stand in `__init__.pyi`, where editors and type checkers read them too. A module is imported when
one of its names is first used.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
