"""Finding minima: data, objectives, descent and its update rules, Newton's method."""
