"""What a function does close to 0 on the right: truncated sums of c tᵃ (log 1/t)ᵇ, and their arithmetic.

Such monomials are ordered by size: tᵃ ℓᵇ, ℓ = log(1/t), is smaller the larger a is, then the smaller b is. With
exponentials in front of the sums they are the first two floors of the transseries (van der Hoeven 2006; Gruntz 1996),
in which every limit of an elementary function that does not oscillate can be read off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from mathkit.derivatives.error_balls import Ball, Number, shortened, sign_of

#: (a, −b) of tᵃ ℓᵇ: the larger, the smaller the monomial.
Key = tuple[Fraction | int, Fraction | int]

ZERO: Key = (0, 0)
_MOST_POWERS = 48  # of a small germ, in a composition


@dataclass(frozen=True, slots=True)
class Germ:
    """e^`growth` · (Σ terms + O(monomial of `bound`)), for t → 0⁺; without a bound the sum is all there is.

    `flat` is the sign of a remainder that is smaller than every power of t, as e^(−1/t) is: ±1, 2 where its sign is
    not known, 0 without one. `wavy` says that the remainder oscillates, as t² sin(1/t) does: then it is no sum that
    was cut off, and may not be differentiated.
    """

    terms: Mapping[Key, Number]
    bound: Key | None = None
    flat: int = 0
    wavy: bool = False
    growth: Germ | None = field(default=None)

    @classmethod
    def constant(cls, value: Number) -> Germ:
        """Return a number as a germ."""
        return cls({ZERO: value} if _is_kept(value) else {})

    @property
    def first(self) -> Key | None:
        """Return the largest monomial, or the bound; None for 0."""
        return min(self.terms) if self.terms else self.bound

    def plain(self) -> bool:
        """Tell whether there is no exponential in front."""
        return self.growth is None

    def part(self, keep: Sequence[Key]) -> Germ:
        """Return the sum of some of the terms, exactly."""
        return Germ({key: self.terms[key] for key in keep})

    def without(self, key: Key) -> Germ:
        """Return the germ without one term."""
        return Germ(
            {other: value for other, value in self.terms.items() if other != key},
            self.bound,
            self.flat,
            self.wavy,
            self.growth,
        )


def _is_kept(value: Number) -> bool:
    return isinstance(value, Ball) or value != 0


def plus(a: Key, b: Key) -> Key:
    """Return the key of a product of two monomials."""
    return a[0] + b[0], a[1] + b[1]


def times_key(key: Key, n: Fraction | int) -> Key:
    """Return the key of the n-th power of a monomial."""
    return whole(key[0] * n), whole(key[1] * n)


def whole(number: Fraction | int) -> Fraction | int:
    """Return a whole fraction as an int, whose arithmetic is quicker."""
    return number.numerator if isinstance(number, Fraction) and number.denominator == 1 else number


def _least(a: Key | None, b: Key | None) -> Key | None:
    return b if a is None else a if b is None else min(a, b)


def cut(terms: dict[Key, Number], bound: Key | None, at: Key, flat: int = 0, wavy: bool = False) -> Germ:
    """Return the sum of the terms that are larger than `bound` and `at`; the largest one is always kept."""
    if bound is None and not terms:
        return Germ({}, None, flat, wavy)
    first = min(terms, default=None)
    dropped = [key for key in terms if key >= at and key != first]
    if dropped:
        bound = _least(bound, min(dropped))
    if bound is not None:
        terms = {key: value for key, value in terms.items() if key < bound}
    return Germ({key: value for key, value in terms.items() if _is_kept(value)}, bound, flat, wavy)


def add(germs: Sequence[Germ], at: Key) -> Germ:
    """Add germs without exponentials in front."""
    terms: dict[Key, Number] = {}
    bound: Key | None = None
    flats = [germ.flat for germ in germs if germ.flat]
    for germ in germs:
        bound = _least(bound, germ.bound)
        for key, value in germ.terms.items():
            known = terms.get(key)
            terms[key] = value if known is None else known + value
    flat = 0 if not flats else flats[0] if len(set(flats)) == 1 else 2
    return cut(terms, bound, at, flat, any(germ.wavy for germ in germs))


def scaled(germ: Germ, factor: Number | int) -> Germ:
    """Multiply by a number that is known not to be 0."""
    sign = sign_of(factor if isinstance(factor, Ball) else Fraction(factor))
    flat = germ.flat * (sign or 0) if germ.flat in (1, -1) and sign else 2 if germ.flat else 0
    terms = {key: shortened(value * factor) for key, value in germ.terms.items()}
    return Germ(terms, germ.bound, flat, germ.wavy, germ.growth)


def negative(germ: Germ) -> Germ:
    """Return −germ."""
    return scaled(germ, -1)


def shifted(germ: Germ, by: Key) -> Germ:
    """Multiply by a monomial."""
    terms = {plus(key, by): value for key, value in germ.terms.items()}
    return Germ(terms, None if germ.bound is None else plus(germ.bound, by), germ.flat, germ.wavy, germ.growth)


def multiply(a: Germ, b: Germ, at: Key) -> Germ:
    """Multiply two germs without exponentials in front."""
    first_a, first_b = a.first, b.first
    bound: Key | None = None
    if a.bound is not None and first_b is not None:
        bound = plus(a.bound, first_b)
    if b.bound is not None and first_a is not None:
        bound = _least(bound, plus(b.bound, first_a))
    limit = at if bound is None or bound > at else bound
    largest = plus(first_a, first_b) if a.terms and b.terms and first_a is not None and first_b is not None else None
    terms: dict[Key, Number] = {}
    for key_a, value_a in a.terms.items():
        for key_b, value_b in b.terms.items():
            key = plus(key_a, key_b)
            if key >= limit and key != largest:
                bound = _least(bound, key)
                continue
            found = value_a * value_b
            known = terms.get(key)
            terms[key] = shortened(found) if known is None else known + found
    return cut(terms, bound, at, _flat_product(a, b), a.wavy or b.wavy)


def _flat_product(a: Germ, b: Germ) -> int:
    if not a.flat and not b.flat:
        return 0
    if a.terms and b.terms:
        return 2
    if a.flat and b.flat and not a.terms and not b.terms and a.bound is None and b.bound is None:
        return a.flat * b.flat if 2 not in (a.flat, b.flat) else 2
    flat, other = (a, b) if a.flat and not a.terms else (b, a)
    if not other.terms:
        return 2 if other.bound is not None or other.flat else 0
    sign = sign_of(other.terms[min(other.terms)])
    return flat.flat * sign if sign and flat.flat != 2 else 2


def composed(coefficients: Sequence[Number], small: Germ, at: Key) -> Germ:
    """Return Σ coefficients[k] smallᵏ + O(smallⁿ), n how many there are: Horner's scheme.

    What is to be multiplied by smallᵏ still is worked out only as far as it will be seen.
    """
    first = small.first
    result = Germ.constant(coefficients[-1])
    for k in range(len(coefficients) - 2, -1, -1):
        seen: Key = at if first is None else (whole(at[0] - first[0] * k), at[1])
        result = add((multiply(result, small, seen), Germ.constant(coefficients[k])), seen)
    flat = 2 if small.flat else 0
    if first is None:
        return Germ(result.terms, result.bound, flat, small.wavy)
    remainder = times_key(first, len(coefficients))
    return cut(dict(result.terms), _least(result.bound, remainder), at, flat, small.wavy)


def powers_needed(small: Germ, at: Key) -> int:
    """Return how many powers of a small germ, from the 0th on, are larger than the cut."""
    first = small.first
    if first is None:
        return 1
    steps = first[0]
    if steps <= 0:
        return 8  # powers of 1/ℓ, of which none is as small as a power of t
    count = -(-at[0] // steps)
    return int(min(max(count, 1), _MOST_POWERS))


def leading_sign(germ: Germ) -> int:
    """Return the sign of a germ whose largest term is known; 0 where it is 0, or its sign unknown."""
    if not germ.terms:
        return germ.flat if germ.flat in (1, -1) else 0
    return sign_of(germ.terms[min(germ.terms)]) or 0
