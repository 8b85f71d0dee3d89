"""Looks without a film: storyboards, the props' sheet, the layout check."""
