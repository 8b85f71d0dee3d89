"""Lessons found by name, digests of their code, and scripts remembered."""
