"""The chain rule through one neuron."""
