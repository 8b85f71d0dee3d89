"""How well colours stand out from one another, by the rules of WCAG 2.2."""

from __future__ import annotations

import numpy as np


def luminance(rgb: np.ndarray) -> np.ndarray:
    """Return the relative luminance of colours, shape (…, 3) in 0…1 (WCAG 2.2, "relative luminance")."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the contrast ratio of colours, 1 to 21, shape (…) (WCAG 2.2, "contrast ratio")."""
    first, second = luminance(one), luminance(other)
    return (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)


def over(rgba: np.ndarray, behind: np.ndarray) -> np.ndarray:
    """Return a colour with opacity, shape (4,), laid over opaque colours, shape (…, 3)."""
    return rgba[:3] * rgba[3] + behind * (1 - rgba[3])
