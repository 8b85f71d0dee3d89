"""The frame and what is put on it: camera, primitives, animations, places."""
