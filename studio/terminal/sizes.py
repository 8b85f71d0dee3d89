"""Sizes in bytes as people type and read them: 500MB, 5 GB, in powers of ten (GiB in powers of two)."""

from __future__ import annotations

import re

from studio.errors import RequestError

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12, "ki": 2**10, "mi": 2**20, "gi": 2**30, "ti": 2**40}
_SIZE = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*([kmgt]i?)?b?", re.IGNORECASE)


def read_size(option: str, text: str) -> int:
    """Return the bytes in "5GB", typed for `option`.

    Raises:
        RequestError: it is no size.
    """
    parts = _SIZE.fullmatch(text.strip())
    if parts is None:
        raise RequestError(f"{option} {text[:40]!r} is no size. Type, for example, {option} 2GB.")
    return round(float(parts[1]) * _UNITS[(parts[2] or "").lower()])


def show_size(size: float) -> str:
    """Return 1_234_567 as "1.2 MB"."""
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 99.95 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
