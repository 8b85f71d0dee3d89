"""The gradient: the steepest way up, and down."""
