"""How numbers and formulas are written in Typst and spoken."""
