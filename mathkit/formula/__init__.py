"""A formula that a person typed: read safely, held as sympy and numpy, evaluated."""
