"""Formulas, words, numbers and tables, all set by Typst."""
