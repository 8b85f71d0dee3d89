"""Which part of a curve or a surface a picture shows, with its ticks."""
