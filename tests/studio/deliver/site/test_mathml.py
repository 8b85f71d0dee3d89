"""Typst source as MathML: what browsers need of it."""

from __future__ import annotations

import pytest

from studio.deliver.site.mathml import mathml

ROLES = ("input", "slope", "weight", "gradient")


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("{{ x : input }}^2", '<msup><mrow class="role-input"><mi>x</mi></mrow><mn>2</mn></msup>'),
        ("{{ w : w }}", '<mrow class="role-weight"><mi>w</mi></mrow>'),
        ("{{ 1.5 : slope_2 }}", '<mrow class="role-slope"><mn>1.5</mn></mrow>'),
        ("{{ 3 : whole }}", "<mn>3</mn>"),
        ("{{ {{ x : input }} 2 : slope }}", '<mrow class="role-slope"><mrow class="role-input"><mi>x</mi></mrow>'),
        ("eta + bold(x)", "<mi>η</mi><mo>+</mo><mi>𝒙</mi>"),
        ("f'(x)", '<mrow><mi>f</mi><mo lspace="0em" rspace="0em">′</mo></mrow>'),
        ("(x)", '<mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo>'),
        ("(x / 2)", '<mo class="tall">(</mo><mfrac>'),
        ("x < 2", "&lt;</mo>"),
        ('mat(delim: "[", {{ 1 : slope }}; -2)', '<mtd><mrow class="role-slope"><mn>1</mn></mrow></mtd>'),
    ],
)
def test_source_as_mathml(source: str, part: str) -> None:
    ((formula,), _) = (mathml([source], ROLES).formulas, None)
    assert part in formula
    assert formula.startswith('<math display="block">')


def test_formulas_come_in_their_order_with_one_style_sheet() -> None:
    made = mathml(["1", "a &= 2 \\ b &= 3", "4"], ROLES)
    assert [[number for number in "1234" if f"<mn>{number}</mn>" in one] for one in made.formulas] == [
        ["1"],
        ["2", "3"],
        ["4"],
    ]
    assert "mtable" in made.style
