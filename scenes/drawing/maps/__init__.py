"""What stands on a contour map: level sets, arrows, compass, paths of descent."""
