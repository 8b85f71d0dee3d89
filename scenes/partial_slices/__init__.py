"""Partial derivatives: slopes of slices."""
