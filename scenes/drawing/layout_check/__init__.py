"""Rules of layout: what overlaps, is cut, is too small or too pale."""
