"""Neurons, layers and networks: activations, losses, forward and backward pass."""
