"""Exercises with worked solutions, made from a function or a network."""
