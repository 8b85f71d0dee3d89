"""The chain rule: the graph of a formula, sums over its paths, forward and reverse mode, products of Jacobians."""
