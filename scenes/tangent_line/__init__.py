"""The tangent line: the limit of secants."""
