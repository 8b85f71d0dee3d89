"""Formulas that were published, each with its source, as a lecturer would type it, and a second time for mpmath.

The second form was written from the source and not from the first; both are compared at the points. Of some the
stationary points are published, too; those of the others are searched for by mpmath.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import mpmath as mp
from mpmath import acos, asin, asinh, atan, cos, cosh, e, erf, exp, fabs, log, mpf, pi, sin, sinh, sqrt, tan, tanh


class Published(NamedTuple):
    """A function of one or two variables; `box` is where its stationary points are looked for, if they are."""

    source: str
    name: str
    typed: str
    oracle: Callable[..., Any]
    points: tuple[Any, ...]
    box: tuple[float, ...] | None = None

    @property
    def id(self) -> str:
        """Return the name for a test."""
        return f"{self.name} ({self.source})"


def _sigmoid(z: Any) -> Any:
    return 1 / (1 + exp(-z))


def _normal(z: Any) -> Any:
    return (1 + erf(z / sqrt(mpf(2)))) / 2


# Surjanovic & Bingham, Virtual Library of Simulation Experiments: test functions for optimization, with d = 2.
_SFU = "Surjanovic & Bingham"
SURJANOVIC_BINGHAM = (
    Published(
        _SFU,
        "Ackley",
        "-20exp(-0.2sqrt(0.5(x^2+y^2)))-exp(0.5(cos(2pi*x)+cos(2pi*y)))+e+20",
        lambda x, y: (
            -20 * exp(-mpf("0.2") * sqrt((x**2 + y**2) / 2)) - exp((cos(2 * pi * x) + cos(2 * pi * y)) / 2) + e + 20
        ),
        ((1, 0.5), (-2.25, 3.125), (10, -20)),
    ),
    Published(
        _SFU,
        "Bukin 6",
        "100sqrt(|y-0.01x^2|)+0.01|x+10|",
        lambda x, y: 100 * sqrt(fabs(y - x * x / 100)) + fabs(x + 10) / 100,
        ((-12, 1), (-5.5, 2), (3, -1.5)),
    ),
    Published(
        _SFU,
        "Cross-in-tray",
        "-0.0001(|sin(x)sin(y)exp(|100-sqrt(x^2+y^2)/pi|)|+1)^0.1",
        lambda x, y: (
            -mpf("1e-4") * (fabs(sin(x) * sin(y) * exp(fabs(100 - sqrt(x * x + y * y) / pi))) + 1) ** mpf("0.1")
        ),
        ((1.25, 1.5), (-2, 0.5), (1.3491, -1.3491)),
    ),
    Published(
        _SFU,
        "Drop-wave",
        "-(1+cos(12sqrt(x^2+y^2)))/(0.5(x^2+y^2)+2)",
        lambda x, y: -(1 + cos(12 * mp.hypot(x, y))) / (mp.hypot(x, y) ** 2 / 2 + 2),
        ((0.5, 0.25), (-1, 2)),
    ),
    Published(
        _SFU,
        "Eggholder",
        "-(y+47)sin(sqrt(|y+x/2+47|))-x sin(sqrt(|x-(y+47)|))",
        lambda x, y: -(y + 47) * sin(sqrt(fabs(y + x / 2 + 47))) - x * sin(sqrt(fabs(x - y - 47))),
        ((512, 404.25), (-100, 30), (7, 1)),
    ),
    Published(
        _SFU,
        "Griewank",
        "(x^2+y^2)/4000-cos(x)cos(y/sqrt(2))+1",
        lambda x, y: x * x / 4000 + y * y / 4000 - cos(x) * cos(y / sqrt(mpf(2))) + 1,
        ((1, 1), (-30.5, 12), (100, 250)),
        (-4, 4, -5, 5),
    ),
    Published(
        _SFU,
        "Holder table",
        "-|sin(x)cos(y)exp(|1-sqrt(x^2+y^2)/pi|)|",
        lambda x, y: -fabs(sin(x) * cos(y) * exp(fabs(1 - mp.hypot(x, y) / pi))),
        ((8.05, 9.66), (1, 1), (-3, 0.25)),
    ),
    Published(
        _SFU,
        "Levy",
        "sin(pi(1+(x-1)/4))^2+((x-1)/4)^2(1+10sin(pi(1+(x-1)/4)+1)^2)+((y-1)/4)^2(1+sin(2pi(1+(y-1)/4))^2)",
        lambda x, y: (
            lambda u, v: (
                sin(pi * u) ** 2
                + (u - 1) ** 2 * (1 + 10 * sin(pi * u + 1) ** 2)
                + (v - 1) ** 2 * (1 + sin(2 * pi * v) ** 2)
            )
        )(1 + (x - 1) / 4, 1 + (y - 1) / 4),
        ((2, -3), (0.5, 7)),
    ),
    Published(
        _SFU,
        "Levy 13",
        "sin(3pi*x)^2+(x-1)^2(1+sin(3pi*y)^2)+(y-1)^2(1+sin(2pi*y)^2)",
        lambda x, y: (
            sin(3 * pi * x) ** 2 + (x - 1) ** 2 * (1 + sin(3 * pi * y) ** 2) + (y - 1) ** 2 * (1 + sin(2 * pi * y) ** 2)
        ),
        ((2.5, 0.25), (1, 1), (-3.3, 4.4)),
    ),
    Published(
        _SFU,
        "Rastrigin",
        "20+x^2+y^2-10cos(2pi*x)-10cos(2pi*y)",
        lambda x, y: 20 + (x * x - 10 * cos(2 * pi * x)) + (y * y - 10 * cos(2 * pi * y)),
        ((0, 0), (1, 0.5), (-4.523, 3)),
        (-1.2, 1.2, -0.7, 0.7),
    ),
    Published(
        _SFU,
        "Schaffer 2",
        "0.5+(sin(x^2-y^2)^2-0.5)/(1+0.001(x^2+y^2))^2",
        lambda x, y: mpf("0.5") + (sin(x * x - y * y) ** 2 - mpf("0.5")) / (1 + (x * x + y * y) / 1000) ** 2,
        ((0, 0), (1, 1), (-3, 2.5)),
    ),
    Published(
        _SFU,
        "Schaffer 4",
        "0.5+(cos(sin(|x^2-y^2|))^2-0.5)/(1+0.001(x^2+y^2))^2",
        lambda x, y: mpf("0.5") + (cos(sin(fabs(x * x - y * y))) ** 2 - mpf("0.5")) / (1 + (x * x + y * y) / 1000) ** 2,
        ((1, 1), (0, 1.25313), (2, -2), (3, 0.5)),
    ),
    Published(
        _SFU,
        "Schwefel",
        "418.9829*2-x sin(sqrt(|x|))-y sin(sqrt(|y|))",
        lambda x, y: mpf("837.9658") - x * sin(sqrt(fabs(x))) - y * sin(sqrt(fabs(y))),
        ((420.9687, 420.9687), (-100, 1), (2, 300)),
    ),
    Published(
        _SFU,
        "Bohachevsky 1",
        "x^2+2y^2-0.3cos(3pi*x)-0.4cos(4pi*y)+0.7",
        lambda x, y: x**2 + 2 * y**2 - 3 * cos(3 * pi * x) / 10 - 4 * cos(4 * pi * y) / 10 + mpf("0.7"),
        ((0, 0), (0.3, -0.2), (50, 70)),
        (-0.5, 0.5, -0.4, 0.4),
    ),
    Published(
        _SFU,
        "Bohachevsky 2",
        "x^2+2y^2-0.3cos(3pi*x)cos(4pi*y)+0.3",
        lambda x, y: x**2 + 2 * y**2 - 3 * cos(3 * pi * x) * cos(4 * pi * y) / 10 + mpf("0.3"),
        ((0, 0), (0.3, -0.2)),
    ),
    Published(
        _SFU,
        "Bohachevsky 3",
        "x^2+2y^2-0.3cos(3pi*x+4pi*y)+0.3",
        lambda x, y: x**2 + 2 * y**2 - 3 * cos(3 * pi * x + 4 * pi * y) / 10 + mpf("0.3"),
        ((0, 0), (-0.7, 0.25)),
    ),
    Published(
        _SFU,
        "Perm 0, 2, 10",
        "((x-1)+12(y-1/2))^2+((x^2-1)+12(y^2-1/4))^2",
        lambda x, y: (x - 1 + 12 * (y - mpf(1) / 2)) ** 2 + (x**2 - 1 + 12 * (y**2 - mpf(1) / 4)) ** 2,
        ((1, 0.5), (0.3, -1)),
    ),
    Published(_SFU, "sphere", "x^2+y^2", lambda x, y: x * x + y * y, ((0, 0), (3, -4), (1e-12, 1e8)), (-2, 2, -2, 2)),
    Published(
        _SFU,
        "sum of different powers",
        "|x|^2+|y|^3",
        lambda x, y: fabs(x) ** 2 + fabs(y) ** 3,
        ((0.5, -0.5), (0, 0), (-1, 2), (3, 0)),
    ),
    Published(_SFU, "sum of squares", "x^2+2y^2", lambda x, y: x**2 + 2 * y**2, ((1, 2), (0, 0)), (-2, 2, -2, 2)),
    Published(
        _SFU,
        "trid",
        "(x-1)^2+(y-1)^2-x*y",
        lambda x, y: (x - 1) ** 2 + (y - 1) ** 2 - x * y,
        ((2, 2), (0, 1)),
        (-4, 4, -4, 4),
    ),
    Published(
        _SFU,
        "Booth",
        "(x+2y-7)^2+(2x+y-5)^2",
        lambda x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
        ((1, 3), (-2.5, 0.1)),
        (-10, 10, -10, 10),
    ),
    Published(
        _SFU,
        "Matyas",
        "0.26(x^2+y^2)-0.48x*y",
        lambda x, y: mpf("0.26") * (x * x + y * y) - mpf("0.48") * x * y,
        ((0, 0), (3, -1)),
        (-10, 10, -10, 10),
    ),
    Published(
        _SFU,
        "McCormick",
        "sin(x+y)+(x-y)^2-1.5x+2.5y+1",
        lambda x, y: sin(x + y) + (x - y) ** 2 - 3 * x / 2 + 5 * y / 2 + 1,
        ((-0.54719, -1.54719), (1, 1)),
        (-1.5, 4, -3, 4),
    ),
    Published(
        _SFU,
        "Zakharov",
        "x^2+y^2+(0.5x+y)^2+(0.5x+y)^4",
        lambda x, y: x**2 + y**2 + (x / 2 + y) ** 2 + (x / 2 + y) ** 4,
        ((0, 0), (1, -2)),
        (-5, 5, -5, 5),
    ),
    Published(
        _SFU,
        "three-hump camel",
        "2x^2-1.05x^4+x^6/6+x*y+y^2",
        lambda x, y: 2 * x**2 - mpf("1.05") * x**4 + x**6 / 6 + x * y + y**2,
        ((0, 0), (1.07, -0.535), (-2, 1)),
        (-3, 3, -3, 3),
    ),
    Published(
        _SFU,
        "six-hump camel",
        "(4-2.1x^2+x^4/3)x^2+x*y+(-4+4y^2)y^2",
        lambda x, y: 4 * x**2 - mpf("2.1") * x**4 + x**6 / 3 + x * y - 4 * y**2 + 4 * y**4,
        ((0.0898, -0.7126), (1, 1), (-1.7, 0.8)),
        (-2, 2, -1, 1),
    ),
    Published(
        _SFU,
        "Dixon-Price",
        "(x-1)^2+2(2y^2-x)^2",
        lambda x, y: (x - 1) ** 2 + 2 * (2 * y * y - x) ** 2,
        ((1, 0.7071), (3, -2)),
        (-2, 2, -2, 2),
    ),
    Published(
        _SFU,
        "Rosenbrock",
        "(1-x)^2+100(y-x^2)^2",
        lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
        ((1, 1), (-1.2, 1), (0, 0)),
        (-2, 2, -1, 3),
    ),
    Published(
        _SFU,
        "Easom",
        "-cos(x)cos(y)exp(-(x-pi)^2-(y-pi)^2)",
        lambda x, y: -cos(x) * cos(y) * exp(-((x - pi) ** 2) - (y - pi) ** 2),
        ((3, 3.5), (1, 2)),
    ),
    Published(
        _SFU,
        "Michalewicz",
        "-sin(x)sin(x^2/pi)^20-sin(y)sin(2y^2/pi)^20",
        lambda x, y: -sin(x) * sin(x**2 / pi) ** 20 - sin(y) * sin(2 * y**2 / pi) ** 20,
        ((2.2, 1.57), (1, 2.5)),
    ),
    Published(
        _SFU,
        "Beale",
        "(1.5-x+x*y)^2+(2.25-x+x*y^2)^2+(2.625-x+x*y^3)^2",
        lambda x, y: (
            (mpf(3) / 2 - x * (1 - y)) ** 2 + (mpf(9) / 4 - x * (1 - y**2)) ** 2 + (mpf(21) / 8 - x * (1 - y**3)) ** 2
        ),
        ((3, 0.5), (1, 1), (-2, 1.5)),
        (-1, 4, -1, 2),
    ),
    Published(
        _SFU,
        "Branin",
        "(y-5.1/(4pi^2)*x^2+5/pi*x-6)^2+10(1-1/(8pi))cos(x)+10",
        lambda x, y: (
            (y - mpf("5.1") * x * x / (4 * pi * pi) + 5 * x / pi - 6) ** 2 + 10 * (1 - 1 / (8 * pi)) * cos(x) + 10
        ),
        ((3.125, 2.25), (-3, 12), (9.42478, 2.475)),
        (-5, 10, 0, 15),
    ),
    Published(
        _SFU,
        "Goldstein-Price",
        "(1+(x+y+1)^2(19-14x+3x^2-14y+6x*y+3y^2))(30+(2x-3y)^2(18-32x+12x^2+48y-36x*y+27y^2))",
        lambda x, y: (
            (1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2))
            * (30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2))
        ),
        ((0, -1), (1, 0.5), (-0.6, -0.4)),
        (-1.5, 1.5, -1.5, 1),
    ),
    Published(
        _SFU,
        "Styblinski-Tang",
        "(x^4-16x^2+5x+y^4-16y^2+5y)/2",
        lambda x, y: sum(v**4 - 16 * v**2 + 5 * v for v in (x, y)) / 2,
        ((-2.9035, -2.9035), (1, 2)),
        (-5, 5, -5, 5),
    ),
    Published(
        _SFU,
        "Franke",
        "0.75exp(-(9x-2)^2/4-(9y-2)^2/4)+0.75exp(-(9x+1)^2/49-(9y+1)/10)"
        "+0.5exp(-(9x-7)^2/4-(9y-3)^2/4)-0.2exp(-(9x-4)^2-(9y-7)^2)",
        lambda x, y: (
            mpf(3) / 4 * exp(-((9 * x - 2) ** 2 + (9 * y - 2) ** 2) / 4)
            + mpf(3) / 4 * exp(-((9 * x + 1) ** 2) / 49 - (9 * y + 1) / 10)
            + exp(-((9 * x - 7) ** 2 + (9 * y - 3) ** 2) / 4) / 2
            - exp(-((9 * x - 4) ** 2) - (9 * y - 7) ** 2) / 5
        ),
        ((0.2, 0.2), (0.5, 0.75), (0.9, 0.1)),
    ),
    Published(
        _SFU,
        "Currin",
        "(1-exp(-1/(2y)))(2300x^3+1900x^2+2092x+60)/(100x^3+500x^2+4x+20)",
        lambda x, y: (
            (1 - exp(-1 / (2 * y)))
            * (2300 * x**3 + 1900 * x**2 + 2092 * x + 60)
            / (100 * x**3 + 500 * x**2 + 4 * x + 20)
        ),
        ((0.5, 0.5), (0.2, 0.9)),
    ),
    Published(
        _SFU,
        "Lim",
        "((30+5x sin(5x))(4+exp(-5y))-100)/6",
        lambda x, y: ((30 + 5 * x * sin(5 * x)) * (4 + exp(-5 * y)) - 100) / 6,
        ((0.3, 0.6), (0.9, 0.1)),
    ),
    Published(
        _SFU,
        "Gramacy & Lee",
        "sin(10pi*x)/(2x)+(x-1)^4",
        lambda x: sin(10 * pi * x) / (2 * x) + (x - 1) ** 4,
        (0.55, 1, 2.25, -0.3),
        (0.5, 2.5),
    ),
    Published(
        _SFU, "Forrester", "(6x-2)^2sin(12x-4)", lambda x: (6 * x - 2) ** 2 * sin(12 * x - 4), (0.1, 0.75725, 1), (0, 1)
    ),
    Published(
        _SFU,
        "Higdon",
        "sin(2pi*x/10)+0.2sin(2pi*x/2.5)",
        lambda x: sin(pi * x / 5) + sin(4 * pi * x / 5) / 5,
        (1, 5, 9.9),
        (0, 10),
    ),
    Published(_SFU, "Holsclaw", "x*sin(x)/10", lambda x: x * sin(x) / 10, (0, 1, 5.5), (0.5, 10)),
)

# Jamil & Yang 2013, A literature survey of benchmark functions for global optimization problems, with d = 2.
_JY = "Jamil & Yang"
JAMIL_YANG = (
    Published(
        _JY,
        "Adjiman",
        "cos(x)sin(y)-x/(y^2+1)",
        lambda x, y: cos(x) * sin(y) - x / (1 + y**2),
        ((2, 0.10578), (-0.5, 1)),
        (-1, 2, -1, 1),
    ),
    Published(
        _JY,
        "Bartels Conn",
        "|x^2+y^2+x*y|+|sin(x)|+|cos(y)|",
        lambda x, y: fabs(x * x + y * y + x * y) + fabs(sin(x)) + fabs(cos(y)),
        ((1, 1), (-2, 5)),
    ),
    Published(
        _JY,
        "Bird",
        "sin(x)e^((1-cos(y))^2)+cos(y)e^((1-sin(x))^2)+(x-y)^2",
        lambda x, y: sin(x) * exp((1 - cos(y)) ** 2) + cos(y) * exp((1 - sin(x)) ** 2) + (x - y) ** 2,
        ((4.70104, 3.15294), (-1, 2)),
    ),
    Published(
        _JY,
        "Brent",
        "(x+10)^2+(y+10)^2+e^(-x^2-y^2)",
        lambda x, y: (x + 10) ** 2 + (y + 10) ** 2 + exp(-(x * x) - y * y),
        ((-10, -10), (0, 0), (0.5, -1)),
    ),
    Published(
        _JY,
        "Chichinadze",
        "x^2-12x+11+10cos(pi*x/2)+8sin(5pi*x/2)-(1/5)^0.5*exp(-0.5(y-0.5)^2)",
        lambda x, y: (
            x**2
            - 12 * x
            + 11
            + 10 * cos(pi * x / 2)
            + 8 * sin(5 * pi * x / 2)
            - exp(-((y - mpf(1) / 2) ** 2) / 2) / sqrt(mpf(5))
        ),
        ((5.90133, 0.5), (1, 2)),
    ),
    Published(
        _JY,
        "cube",
        "100(y-x^3)^2+(1-x)^2",
        lambda x, y: 100 * (y - x**3) ** 2 + (1 - x) ** 2,
        ((1, 1), (-1.5, 0.5)),
        (-2, 2, -2, 2),
    ),
    Published(
        _JY,
        "Deckkers-Aarts",
        "10^5*x^2+y^2-(x^2+y^2)^2+10^(-5)(x^2+y^2)^4",
        lambda x, y: mpf(10) ** 5 * x**2 + y**2 - (x**2 + y**2) ** 2 + mpf(10) ** -5 * (x**2 + y**2) ** 4,
        ((0, 15), (1, 2)),
    ),
    Published(
        _JY,
        "egg crate",
        "x^2+y^2+25(sin(x)^2+sin(y)^2)",
        lambda x, y: x * x + y * y + 25 * (sin(x) ** 2 + sin(y) ** 2),
        ((0, 0), (1, -2)),
        (-2, 2, -2, 2),
    ),
    Published(
        _JY,
        "Himmelblau",
        "(x^2+y-11)^2+(x+y^2-7)^2",
        lambda x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
        ((3, 2), (0, 0), (-3.5, 3)),
        (-6, 6, -6, 6),
    ),
    Published(
        _JY,
        "Jennrich-Sampson, one term",
        "(4-e^x-e^y)^2+(6-e^(2x)-e^(2y))^2",
        lambda x, y: (4 - (exp(x) + exp(y))) ** 2 + (6 - (exp(2 * x) + exp(2 * y))) ** 2,
        ((0.2578, 0.2578), (0, 0.5)),
    ),
    Published(
        _JY,
        "Keane",
        "sin(x-y)^2 sin(x+y)^2/sqrt(x^2+y^2)",
        lambda x, y: (sin(x - y) * sin(x + y)) ** 2 / mp.hypot(x, y),
        ((0, 1.39325), (2, 1)),
    ),
    Published(
        _JY, "Leon", "100(y-x^2)^2+(1-x)^2", lambda x, y: 100 * (y - x**2) ** 2 + (1 - x) ** 2, ((-1.2, 1), (0.5, 0.5))
    ),
    Published(
        _JY,
        "Parsopoulos",
        "cos(x)^2+sin(y)^2",
        lambda x, y: cos(x) ** 2 + sin(y) ** 2,
        ((1, 1), (-2, 0.5)),
        (-2, 2, -2, 2),
    ),
    Published(
        _JY,
        "Price 2",
        "1+sin(x)^2+sin(y)^2-0.1e^(-x^2-y^2)",
        lambda x, y: 1 + sin(x) ** 2 + sin(y) ** 2 - exp(-(x**2) - y**2) / 10,
        ((0, 0), (1, 2)),
    ),
    Published(
        _JY,
        "Price 4",
        "(2x^3*y-y^3)^2+(6x-y^2+y)^2",
        lambda x, y: (2 * x**3 * y - y**3) ** 2 + (6 * x - y**2 + y) ** 2,
        ((0, 0), (2, 4), (1, -1)),
    ),
    Published(
        _JY,
        "quadratic",
        "-3803.84-138.08x-232.92y+128.08x^2+203.64y^2+182.25x*y",
        lambda x, y: (
            mpf("-3803.84")
            - mpf("138.08") * x
            - mpf("232.92") * y
            + mpf("128.08") * x**2
            + mpf("203.64") * y**2
            + mpf("182.25") * x * y
        ),
        ((0.19388, 0.48513), (-3, 4)),
        (-10, 10, -10, 10),
    ),
    Published(
        _JY,
        "rotated ellipse",
        "7x^2-6sqrt(3)*x*y+13y^2",
        lambda x, y: 7 * x**2 - 6 * sqrt(mpf(3)) * x * y + 13 * y**2,
        ((1, 1), (0, 0)),
        (-5, 5, -5, 5),
    ),
    Published(
        _JY,
        "Rump",
        "|(333.75-x^2)y^6+x^2(11x^2*y^2-121y^4-2)+5.5y^8+x/(2+y)|",
        lambda x, y: fabs(
            (mpf("333.75") - x**2) * y**6 + x**2 * (11 * x**2 * y**2 - 121 * y**4 - 2) + mpf("5.5") * y**8 + x / (2 + y)
        ),
        ((1, 1), (77617, 33096)),
    ),
    Published(
        _JY,
        "Ursem 1",
        "-sin(2x-0.5pi)-3cos(y)-0.5x",
        lambda x, y: -sin(2 * x - pi / 2) - 3 * cos(y) - x / 2,
        ((1.69714, 0), (0, 1)),
        (-2.5, 3, -2, 2),
    ),
    Published(
        _JY,
        "Venter",
        "x^2-100cos(x)^2-100cos(x^2/30)+y^2-100cos(y)^2-100cos(y^2/30)",
        lambda x, y: sum(v * v - 100 * cos(v) ** 2 - 100 * cos(v * v / 30) for v in (x, y)),
        ((0, 0), (3, -7)),
    ),
    Published(
        _JY,
        "Wayburn-Seader 1",
        "(x^6+y^4-17)^2+(2x+y-4)^2",
        lambda x, y: (x**6 + y**4 - 17) ** 2 + (2 * x + y - 4) ** 2,
        ((1, 2), (1.59680, 0.80640), (0.1, 0)),
    ),
    Published(
        _JY,
        "Zettl",
        "(x^2+y^2-2x)^2+0.25x",
        lambda x, y: (x**2 + y**2 - 2 * x) ** 2 + x / 4,
        ((-0.02990, 0), (1, 1)),
        (-1, 3, -2, 2),
    ),
    Published(
        _JY,
        "Zirilli",
        "0.25x^4-0.5x^2+0.1x+0.5y^2",
        lambda x, y: x**4 / 4 - x**2 / 2 + x / 10 + y**2 / 2,
        ((-1.0465, 0), (1, 1)),
        (-2, 2, -2, 2),
    ),
    Published(
        _JY,
        "Hosaki",
        "(1-8x+7x^2-7x^3/3+x^4/4)y^2*e^(-y)",
        lambda x, y: (1 - 8 * x + 7 * x**2 - 7 * x**3 / 3 + x**4 / 4) * y**2 * exp(-y),
        ((4, 2), (1, 3)),
        (0.5, 5, 0.5, 6),
    ),
    Published(
        _JY,
        "test tube holder",
        "-4|e^|cos(x^2/200+y^2/200)| sin(x)cos(y)|",
        lambda x, y: -4 * fabs(exp(fabs(cos((x * x + y * y) / 200))) * sin(x) * cos(y)),
        ((1.5, 0.5), (3, 4)),
    ),
    Published(
        _JY,
        "Trefethen",
        "e^(sin(50x))+sin(60e^y)+sin(70sin(x))+sin(sin(80y))-sin(10(x+y))+(x^2+y^2)/4",
        lambda x, y: (
            exp(sin(50 * x))
            + sin(60 * exp(y))
            + sin(70 * sin(x))
            + sin(sin(80 * y))
            - sin(10 * (x + y))
            + (x * x + y * y) / 4
        ),
        ((-0.02440, 0.21061), (0.5, -0.5)),
    ),
    Published(
        _JY,
        "Giunta",
        "0.6+sin(16x/15-1)+sin(16x/15-1)^2+sin(4(16x/15-1))/50+sin(16y/15-1)+sin(16y/15-1)^2+sin(4(16y/15-1))/50",
        lambda x, y: (
            mpf("0.6") + sum(sin(u) + sin(u) ** 2 + sin(4 * u) / 50 for u in (16 * x / 15 - 1, 16 * y / 15 - 1))
        ),
        ((0.4673, 0.4673), (1, -1)),
    ),
    Published(
        _JY,
        "Mishra 5",
        "(sin((cos(x)+cos(y))^2)^2+cos((sin(x)+sin(y))^2)^2+x)^2+0.01x+0.1y",
        lambda x, y: (sin((cos(x) + cos(y)) ** 2) ** 2 + cos((sin(x) + sin(y)) ** 2) ** 2 + x) ** 2 + x / 100 + y / 10,
        ((-1.98682, -10), (1, 2)),
    ),
    Published(
        _JY,
        "Bukin 2",
        "100(y-0.01x^2+1)+0.01(x+10)^2",
        lambda x, y: 100 * (y - x**2 / 100 + 1) + (x + 10) ** 2 / 100,
        ((-10, 0), (3, 2)),
    ),
    Published(
        _JY,
        "Damavandi",
        "(1-|sin(pi(x-2))sin(pi(y-2))/(pi^2(x-2)(y-2))|^5)(2+(x-7)^2+2(y-7)^2)",
        lambda x, y: (
            (1 - fabs(sin(pi * (x - 2)) * sin(pi * (y - 2)) / (pi**2 * (x - 2) * (y - 2))) ** 5)
            * (2 + (x - 7) ** 2 + 2 * (y - 7) ** 2)
        ),
        ((2.5, 3.25), (7, 7.5)),
    ),
    Published(
        _JY,
        "Freudenstein-Roth",
        "(x-13+((5-y)y-2)y)^2+(x-29+((y+1)y-14)y)^2",
        lambda x, y: (x - 13 + 5 * y**2 - y**3 - 2 * y) ** 2 + (x - 29 + y**3 + y**2 - 14 * y) ** 2,
        ((5, 4), (11.41, -0.8968), (0.5, -2)),
    ),
    Published(
        _JY,
        "El-Attar-Vidyasagar-Dutta",
        "(x^2+y-10)^2+(x+y^2-7)^2+(x^2+y^3-1)^2",
        lambda x, y: (x**2 + y - 10) ** 2 + (x + y**2 - 7) ** 2 + (x**2 + y**3 - 1) ** 2,
        ((3.4092, -2.1714), (1, 1)),
    ),
    Published(
        _JY,
        "Brown",
        "(x^2)^(y^2+1)+(y^2)^(x^2+1)",
        lambda x, y: (x * x) ** (y * y + 1) + (y * y) ** (x * x + 1),
        ((0.5, -1), (1.5, 0.25)),
    ),
    Published(
        _JY,
        "Csendes",
        "x^6(2+sin(1/x))+y^6(2+sin(1/y))",
        lambda x, y: x**6 * (2 + sin(1 / x)) + y**6 * (2 + sin(1 / y)),
        ((0.1, 0.5), (-0.3, 1)),
    ),
    Published(
        _JY,
        "Xin-She Yang 3",
        "exp(-(x/15)^10-(y/15)^10)-2exp(-x^2-y^2)cos(x)^2cos(y)^2",
        lambda x, y: exp(-((x / 15) ** 10) - (y / 15) ** 10) - 2 * exp(-(x**2) - y**2) * (cos(x) * cos(y)) ** 2,
        ((0.5, 0.25), (0, 0), (16, 3)),
    ),
    Published(
        _JY,
        "Salomon",
        "1-cos(2pi*sqrt(x^2+y^2))+0.1sqrt(x^2+y^2)",
        lambda x, y: 1 - cos(2 * pi * mp.hypot(x, y)) + mp.hypot(x, y) / 10,
        ((0.5, 0.5), (-3, 4)),
    ),
)

# Stewart, Calculus; Spivak, Calculus; Thomas, Calculus: curves to sketch, related rates, limits.
_ST, _SP, _TH = "Stewart", "Spivak", "Thomas"
CALCULUS = (
    Published(_ST, "cubic", "x^3-3x^2+1", lambda x: x**3 - 3 * x**2 + 1, (0, 2, -0.5, 1.5), (-3, 4)),
    Published(
        _ST, "quartic", "3x^4-4x^3-12x^2+5", lambda x: 3 * x**4 - 4 * x**3 - 12 * x**2 + 5, (-1, 0, 2, 0.3), (-3, 4)
    ),
    Published(_ST, "quartic with a level inflection", "x^4-4x^3", lambda x: x**4 - 4 * x**3, (0, 3, 1), (-2, 5)),
    Published(
        _ST, "rational with two poles", "2x^2/(x^2-1)", lambda x: 2 * x * x / (x * x - 1), (0, 2, -3, 0.9), (-4, 4)
    ),
    Published(_ST, "root below", "x^2/sqrt(x+1)", lambda x: x**2 / sqrt(x + 1), (0, 1, -0.5), (-0.9, 5)),
    Published(_ST, "x e^x", "x*e^x", lambda x: x * exp(x), (-1, 0, 1, -30), (-5, 2)),
    Published(_ST, "cos over 2 + sin", "cos(x)/(2+sin(x))", lambda x: cos(x) / (2 + sin(x)), (0, 1, -2), (-5, 5)),
    Published(_ST, "ln(4 − x²)", "ln(4-x^2)", lambda x: log(4 - x**2), (0, 1, -1.9), (-1.99, 1.99)),
    Published(_ST, "slant asymptote", "x^3/(x^2+1)", lambda x: x**3 / (x**2 + 1), (0, 1, -20), (-5, 5)),
    Published(_ST, "Agnesi", "1/(1+x^2)", lambda x: 1 / (1 + x**2), (0, 1, -100), (-5, 5)),
    Published(_ST, "serpentine", "x/(1+x^2)", lambda x: x / (1 + x**2), (0, 1, 3), (-5, 5)),
    Published(_ST, "bullet nose", "|x|/sqrt(2-x^2)", lambda x: fabs(x) / sqrt(2 - x * x), (1, -0.5, 1.4)),
    Published(_ST, "bell", "e^(-x^2/2)/sqrt(2pi)", lambda x: exp(-(x**2) / 2) / sqrt(2 * pi), (0, 1, -6), (-4, 4)),
    Published(_ST, "ln over x", "ln(x)/x", lambda x: log(x) / x, (1, 2.5, 100), (0.3, 8)),
    Published(_ST, "ln over square root", "ln(x)/sqrt(x)", lambda x: log(x) / sqrt(x), (1, 7.5, 0.001), (0.5, 20)),
    Published(_ST, "x ln x", "x ln(x)", lambda x: x * log(x), (1, 0.25, 1e-10), (0.05, 3)),
    Published(_ST, "x² ln x", "x^2 ln(x)", lambda x: x * x * log(x), (1, 0.5, 1e-6), (0.05, 3)),
    Published(_ST, "x to the x", "x^x", lambda x: x**x, (1, 0.5, 3), (0.05, 2)),
    Published(_ST, "x to the sin x", "x^sin(x)", lambda x: x ** sin(x), (1, 2, 0.25)),
    Published(_ST, "x to the root of x", "x^sqrt(x)", lambda x: x ** sqrt(x), (1, 4, 0.1)),
    Published(_ST, "(2 + sin x) to the x", "(2+sin(x))^x", lambda x: (2 + sin(x)) ** x, (0, 1, -2)),
    Published(_ST, "e^(−1/x)", "e^(-1/x)", lambda x: exp(-1 / x), (1, 0.05, -2)),
    Published(_ST, "e^(1/x)", "e^(1/x)", lambda x: exp(1 / x), (1, -0.1, 5)),
    Published(_ST, "arctan of a quotient", "atan((1+x)/(1-x))", lambda x: atan((1 + x) / (1 - x)), (0, 0.5, -3)),
    Published(_ST, "arcsin", "x*asin(x)+sqrt(1-x^2)", lambda x: x * asin(x) + sqrt(1 - x * x), (0, 0.5, -0.99)),
    Published(_ST, "arccos", "acos(x)/x", lambda x: acos(x) / x, (0.5, -0.25)),
    Published(_ST, "sec tan", "sec(x)tan(x)", lambda x: sin(x) / cos(x) ** 2, (0, 1, -2)),
    Published(_ST, "csc cot", "csc(x)+e^x*cot(x)", lambda x: 1 / sin(x) + exp(x) / tan(x), (1, -0.5)),
    Published(_ST, "nested roots", "sqrt(x+sqrt(x+sqrt(x)))", lambda x: sqrt(x + sqrt(x + sqrt(x))), (1, 0.01, 9)),
    Published(_ST, "tower of e", "e^(e^x)", lambda x: exp(exp(x)), (0, 1, -3)),
    Published(_ST, "sin of cos of tan", "sin(cos(tan(x)))", lambda x: sin(cos(tan(x))), (0.5, 1, -1)),
    Published(
        _ST,
        "logarithmic differentiation",
        "x^(3/4)*sqrt(x^2+1)/(3x+2)^5",
        lambda x: x ** (mpf(3) / 4) * sqrt(x**2 + 1) / (3 * x + 2) ** 5,
        (1, 0.25),
    ),
    Published(_ST, "two-thirds powers", "x^(2/3)*(6-x)^(1/3)", lambda x: mp.cbrt(x) ** 2 * mp.cbrt(6 - x), (1, 4, 5.5)),
    Published(_ST, "hyperbolic", "sinh(x)/(cosh(x)-1)", lambda x: sinh(x) / (cosh(x) - 1), (1, -2)),
    Published(_ST, "removable", "(x^2-4)/(x-2)", lambda x: (x * x - 4) / (x - 2), (3, 2.000001, 0)),
    Published(_ST, "sine over x", "sin(x)/x", lambda x: sin(x) / x, (1, 1e-8, -20), (0.5, 12)),
    Published(_ST, "1 − cos over x²", "(1-cos(x))/x^2", lambda x: (1 - cos(x)) / x**2, (1, 1e-6, 1e-9)),
    Published(
        _ST, "square root limit", "(sqrt(x^2+9)-3)/x^2", lambda x: (sqrt(x * x + 9) - 3) / (x * x), (1, 1e-6, -4)
    ),
    Published(_ST, "x sin(1/x)", "x sin(1/x)", lambda x: x * sin(1 / x), (0.1, -2, 1e-3)),
    Published(
        _ST,
        "Cobb-Douglas",
        "1.01x^0.75*y^0.25",
        lambda x, y: mpf("1.01") * x ** mpf("0.75") * y ** mpf("0.25"),
        ((150, 220), (1, 1)),
    ),
    Published(_ST, "monkey saddle", "x^3-3x*y^2", lambda x, y: x**3 - 3 * x * y * y, ((0, 0), (1, -2))),
    Published(_ST, "dog saddle", "x^3*y-x*y^3", lambda x, y: x**3 * y - x * y**3, ((0, 0), (1, 2))),
    Published(
        _ST,
        "quartic surface",
        "x^4+y^4-4x*y+1",
        lambda x, y: x**4 + y**4 - 4 * x * y + 1,
        ((1, 1), (0, 0), (0.5, 2)),
        (-2, 2, -2, 2),
    ),
    Published(
        _ST,
        "ripples",
        "sin(x^2+y^2)/(x^2+y^2)",
        lambda x, y: sin(x * x + y * y) / (x * x + y * y),
        ((1, 1), (0.001, 0.002)),
    ),
    Published(
        _ST,
        "wind chill",
        "13.12+0.6215x-11.37y^0.16+0.3965x*y^0.16",
        lambda x, y: (
            mpf("13.12") + mpf("0.6215") * x - mpf("11.37") * y ** mpf("0.16") + mpf("0.3965") * x * y ** mpf("0.16")
        ),
        ((-15, 50), (0, 20)),
    ),
    Published(
        _ST, "van der Waals, solved", "8x/(3y-1)-3/y^2", lambda x, y: 8 * x / (3 * y - 1) - 3 / y**2, ((1, 1), (0.9, 2))
    ),
    Published(_ST, "parallel resistors", "x*y/(x+y)", lambda x, y: 1 / (1 / x + 1 / y), ((25, 40), (1e-12, 1))),
    Published(_SP, "flat function", "e^(-1/x^2)", lambda x: exp(-1 / x**2), (1, -0.3, 0.05)),
    Published(_SP, "sinc squared", "(sin(x)/x)^2", lambda x: (sin(x) / x) ** 2, (1, -3, 1e-7)),
    Published(_SP, "arctan root", "atan(sqrt(x^2-1))", lambda x: atan(sqrt(x * x - 1)), (2, -1.5)),
    Published(_TH, "astroid branch", "(1-x^(2/3))^(3/2)", lambda x: (1 - mp.cbrt(x) ** 2) ** mpf(1.5), (0.5, 0.01)),
    Published(_TH, "catenary", "20cosh(x/20)", lambda x: 20 * cosh(x / 20), (0, 10, -300), (-30, 30)),
    Published(_TH, "inverse sinh by logs", "ln(x+sqrt(x^2+1))", lambda x: asinh(x), (0, 1, -3, 1e6)),
    Published(
        _TH,
        "tractrix",
        "ln((1+sqrt(1-x^2))/x)-sqrt(1-x^2)",
        lambda x: mp.acosh(1 / x) - sqrt(1 - x * x),
        (0.5, 0.01, 0.99),
    ),
    Published(_TH, "logistic growth", "100/(1+9e^(-0.5x))", lambda x: 100 / (1 + 9 * exp(-x / 2)), (0, 4.4, -50, 80)),
    Published(_TH, "damped oscillation", "e^(-x/5)*cos(3x)", lambda x: exp(-x / 5) * cos(3 * x), (0, 1, 10), (0, 6)),
)

# Losses and activations, from the papers and books that brought them.
LEARNING = (
    Published("Bishop, PRML", "logistic sigmoid", "1/(1+e^(-x))", _sigmoid, (0, 2, -40, 40)),
    Published("Goodfellow et al.", "softplus", "ln(1+e^x)", lambda x: log(1 + exp(x)), (0, -40, 800, 1.5)),
    Published("Goodfellow et al.", "softplus by name", "softplus(x)", lambda x: log(1 + exp(x)), (0, -700, 800)),
    Published(
        "LeCun et al. 1998", "scaled tanh", "1.7159tanh(2x/3)", lambda x: mpf("1.7159") * tanh(2 * x / 3), (0, 1, -8)
    ),
    Published("Hendrycks & Gimpel 2016", "gelu", "gelu(x)", lambda x: x * _normal(x), (0, 1, -3, 6)),
    Published(
        "Hendrycks & Gimpel 2016",
        "gelu, tanh form",
        "0.5x(1+tanh(sqrt(2/pi)(x+0.044715x^3)))",
        lambda x: x / 2 * (1 + tanh(sqrt(2 / pi) * (x + mpf("0.044715") * x**3))),
        (0, 1, -3),
    ),
    Published("Ramachandran et al. 2017", "swish", "x/(1+e^(-x))", lambda x: x * _sigmoid(x), (0, 1, -5), (-6, 4)),
    Published("Misra 2019", "mish", "x tanh(ln(1+e^x))", lambda x: x * tanh(log(1 + exp(x))), (0, 1, -5), (-6, 4)),
    Published("Glorot & Bengio 2010", "softsign", "x/(1+|x|)", lambda x: x / (1 + fabs(x)), (0.5, 1, -1e6, 1e-9)),
    Published("Nair & Hinton 2010", "relu", "max(0, x)", lambda x: x if x > 0 else mpf(0), (1, -2, 1e-12)),
    Published("Maas et al. 2013", "leaky relu", "max(x, 0.01x)", lambda x: x if x > 0 else x / 100, (1, -2)),
    Published(
        "Howard et al. 2019",
        "hard swish",
        "x*min(max(x+3,0),6)/6",
        lambda x: x * min(max(x + 3, mpf(0)), mpf(6)) / 6,
        (0, 1, -2, 5, -4),
    ),
    Published("Sitzmann et al. 2020", "sine layer", "sin(30x+1)", lambda x: sin(30 * x + 1), (0, 0.1)),
    Published(
        "Huber 1964", "Huber, smooth form", "sqrt(1+x^2)-1", lambda x: sqrt(1 + x * x) - 1, (0, 3, 1e-9), (-4, 4)
    ),
    Published("Barron 2019", "Cauchy", "ln(1+x^2/2)", lambda x: mp.log1p(x * x / 2), (0, 1, 1e-9), (-4, 4)),
    Published("Barron 2019", "Geman-McClure", "2x^2/(x^2+4)", lambda x: 2 * x**2 / (x**2 + 4), (0, 1, -20), (-6, 6)),
    Published("Barron 2019", "Welsch", "1-exp(-x^2/2)", lambda x: -mp.expm1(-(x**2) / 2), (0, 1, 1e-8), (-3, 3)),
    Published("Saleh & Saleh 2022", "log-cosh", "ln(cosh(x))", lambda x: log(cosh(x)), (0, 1, 800, -800)),
    Published("Lin et al. 2017", "focal loss", "-(1-x)^2*ln(x)", lambda x: -((1 - x) ** 2) * log(x), (0.5, 0.99, 1e-6)),
    Published(
        "Cover & Thomas",
        "binary entropy",
        "-x ln(x)-(1-x)ln(1-x)",
        lambda x: -x * log(x) - (1 - x) * log(1 - x),
        (0.5, 0.1, 1e-9),
        (0.05, 0.95),
    ),
    Published("Bishop, PRML", "logit", "ln(x/(1-x))", lambda x: log(x) - log(1 - x), (0.5, 0.001, 1e-12)),
    Published(
        "Bishop, PRML",
        "cross entropy of a weight",
        "-ln(1/(1+e^(-w*x)))".replace("w", "y"),
        lambda x, y: log(1 + exp(-x * y)),
        ((1, 2), (-1, 40), (3, -0.5)),
    ),
    Published(
        "Goodfellow et al.",
        "smallest deep chain",
        "tanh(y*tanh(x))",
        lambda x, y: tanh(y * tanh(x)),
        ((1, 2), (0, 0), (-0.5, 3)),
    ),
    Published(
        "Saxe et al. 2014",
        "linear network",
        "(1-x*y)^2/2",
        lambda x, y: (1 - x * y) ** 2 / 2,
        ((1, 1), (0, 0), (2, -0.3)),
    ),
    Published(
        "MML example 7.1",
        "quartic of gradient descent",
        "x^4+7x^3+5x^2-17x+3",
        lambda x: x**4 + 7 * x**3 + 5 * x**2 - 17 * x + 3,
        (-6, 0, 0.7, -1.4),
        (-7, 3),
    ),
    Published(
        "MML example 7.1",
        "quadratic form",
        "x^2+x*y+10y^2-5x-3y",
        lambda x, y: x * x + x * y + 10 * y * y - 5 * x - 3 * y,
        ((-3, -1), (2.5, 0)),
        (-5, 5, -5, 5),
    ),
    Published(
        "MML example 5.14",
        "graph of a function",
        "sqrt(x^2+exp(x^2))+cos(x^2+exp(x^2))",
        lambda x: sqrt(x**2 + exp(x**2)) + cos(x**2 + exp(x**2)),
        (0, 1, -0.5),
    ),
    Published(
        "MML example 5.6", "partial derivatives", "(x+2y^3)^2", lambda x, y: (x + 2 * y**3) ** 2, ((1, 1), (0.5, -2))
    ),
    Published("MML example 5.7", "gradient", "x^2*y+x*y^3", lambda x, y: x**2 * y + x * y**3, ((1, 2), (0, 0))),
    Published(
        "MML example 5.15",
        "Taylor of two variables",
        "x^2+2x*y+y^3",
        lambda x, y: x**2 + 2 * x * y + y**3,
        ((1, 2), (0, 0)),
        (-3, 3, -3, 3),
    ),
    Published("Parr & Howard", "vector chain rule", "sin(x^2)", lambda x: sin(x * x), (1, 2), (0.5, 2.5)),
    Published("Parr & Howard", "partial derivatives", "3x^2*y", lambda x, y: 3 * x**2 * y, ((1, 2), (-1, 0.5))),
    Published(
        "Baydin et al. 2018",
        "automatic differentiation",
        "ln(x)+x*y-sin(y)",
        lambda x, y: log(x) + x * y - sin(y),
        ((2, 5), (0.5, -1)),
    ),
    Published(
        "Griewank & Walther",
        "baby example",
        "(sin(x/y)+x/y-e^y)(x/y-e^y)",
        lambda x, y: (sin(x / y) + x / y - exp(y)) * (x / y - exp(y)),
        ((1.5, 0.5), (2, -1)),
    ),
    Published(
        "Nocedal & Wright",
        "exercise 2.2",
        "8x+12y+x^2-2y^2",
        lambda x, y: 8 * x + 12 * y + x**2 - 2 * y**2,
        ((-4, 3), (0, 0)),
        (-8, 4, -2, 6),
    ),
    Published(
        "Boyd & Vandenberghe",
        "three exponentials",
        "e^(x+3y-0.1)+e^(x-3y-0.1)+e^(-x-0.1)",
        lambda x, y: exp(x + 3 * y - mpf("0.1")) + exp(x - 3 * y - mpf("0.1")) + exp(-x - mpf("0.1")),
        ((-0.3466, 0), (1, 0.5)),
        (-2, 2, -1, 1),
    ),
    Published(
        "Strang",
        "bowl with condition 10",
        "(x^2+10y^2)/2",
        lambda x, y: x * x / 2 + 5 * y * y,
        ((10, 1), (0, 0)),
        (-3, 3, -3, 3),
    ),
    Published(
        "Goh 2017",
        "quadratic of momentum",
        "x^2/2+50y^2",
        lambda x, y: x**2 / 2 + 50 * y**2,
        ((1, 1), (2, -1)),
        (-3, 3, -3, 3),
    ),
    Published(
        "Sutskever et al. 2013",
        "narrow valley",
        "0.5(x^2+100(y-0.1x)^2)",
        lambda x, y: (x**2 + 100 * (y - x / 10) ** 2) / 2,
        ((1, 0.1), (2, -1)),
        (-3, 3, -3, 3),
    ),
    Published(
        "Dauphin et al. 2014",
        "classic saddle",
        "5x^2-y^2",
        lambda x, y: 5 * x**2 - y**2,
        ((0, 0), (1, 2)),
        (-3, 3, -3, 3),
    ),
)

PUBLIC_FORMULAS = (*SURJANOVIC_BINGHAM, *JAMIL_YANG, *CALCULUS, *LEARNING)
