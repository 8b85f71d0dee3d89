"""What a lesson says and in which order, as data. Knows no manim."""
