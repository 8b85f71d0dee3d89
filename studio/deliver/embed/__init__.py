"""A clip for somebody else's page: MP4, WebM with alpha, GIF, poster, snippets."""
