"""What is checked of decks, embeds, pages and handouts."""
