"""What stands on a surface: slices, tangent planes, walks, arrows."""
