"""Identities of vector and matrix calculus, each with the checks that it passes."""
