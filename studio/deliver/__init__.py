"""Packages made of films: for YouTube, as slides, as clips to embed, as a site, as a handout.

Each package is a folder `out/<target>/<series>/…`, built beside its place and renamed whole. `episode_films`
makes the films that they all stand on; of a film's manifest (`studio.manifest`) everything else follows.
"""
