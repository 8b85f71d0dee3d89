"""Decks: PowerPoint, reveal.js, PDF."""
