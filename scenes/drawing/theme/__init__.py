"""Colours by role, type, fonts and logos."""
