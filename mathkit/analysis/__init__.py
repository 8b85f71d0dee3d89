"""What a function does: where it is zero, level, bent, broken or infinite, and how that is made sure of."""
