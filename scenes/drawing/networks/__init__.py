"""Neurons, layers and formulas as graphs; matrices as blocks."""
