"""Derivatives of every order that the lessons need, by rule, by limit and at high precision."""
