"""Three dimensions on the plane of the frame: projection, meshes, visibility, axes."""
