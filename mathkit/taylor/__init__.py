"""Taylor polynomials, power series and bounds of their remainders."""
