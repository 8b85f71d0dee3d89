"""The chain rule through a layer: products of Jacobians."""
