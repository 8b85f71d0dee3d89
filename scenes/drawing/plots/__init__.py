"""What stands in the plane of a curve: axes, points, secants, tangents, traces."""
