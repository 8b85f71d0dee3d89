"""Pictures without a film: storyboards, the sheet and the page of props, README's pictures, the layout check."""
