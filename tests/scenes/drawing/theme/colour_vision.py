"""How far apart two colours look: contrast, CIEDE2000, and the same through colour-blind eyes.

A colour is "#rrggbb"; inside, it is linear RGB in 0–1 (IEC 61966-2-1), or CIELAB under D65.
"""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import numpy as np

#: Linear sRGB → XYZ (D65).
XYZ = np.array(
    ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
)
WHITE = XYZ @ np.ones(3)

#: Linear RGB as it is seen, severity 1.0: Machado, Oliveira & Fernandes, "A Physiologically-based Model for Simulation
#: of Color Vision Deficiency", IEEE TVCG 15 (2009), table 1.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
    ),
    "deuteranopia": np.array(
        ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
    ),
    "tritanopia": np.array(
        ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900))
    ),
}


def linear(colour: str) -> np.ndarray:
    return straightened(np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]))


def straightened(value: np.ndarray) -> np.ndarray:
    """sRGB in 0–1 to linear RGB."""
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, "contrast ratio": 1 to 21."""
    dark, light = sorted(float(XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, vision: str = "normal") -> tuple[float, float, float]:
    """CIELAB (CIE 15:2004, 8.2.1) of a colour as it is seen with that vision."""
    return _lab(np.clip(VISION[vision] @ linear(colour), 0, 1))


def lab_of(rgb: np.ndarray) -> tuple[float, float, float]:
    """CIELAB of an sRGB colour in 0–1, between those that can be written as #rrggbb too."""
    return _lab(straightened(rgb))


def _lab(linear_rgb: np.ndarray) -> tuple[float, float, float]:
    ratio = XYZ @ linear_rgb / WHITE
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    return float(116 * y - 16), float(500 * (x - y)), float(200 * (y - z))


def ciede2000(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """CIEDE2000 with k_L = k_C = k_H = 1: Sharma, Wu & Dalal, Color Research & Application 30 (2005), eqs. 2–22."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_chroma = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    grey = c1 * c2 == 0

    turn = 0.0 if grey else (h2 - h1 + 180) % 360 - 180
    d_light, d_chroma, d_hue = l2 - l1, c2 - c1, 2 * sqrt(c1 * c2) * sin(radians(turn / 2))

    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = h1 + h2 if grey else (h1 + h2) / 2 + (0 if abs(h1 - h2) <= 180 else 180)
    t = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    s_light = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    s_chroma = 1 + 0.045 * chroma
    s_hue = 1 + 0.015 * chroma * t
    bend = 60 * exp(-((((hue % 360) - 275) / 25) ** 2))
    r = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(bend))
    x, y, z = d_light / s_light, d_chroma / s_chroma, d_hue / s_hue
    return sqrt(x * x + y * y + z * z + r * y * z)
