"""A static site of a series: an index, and a page per episode with its film, what is said, and the mathematics.

A page needs no script to be read, and nothing from any other host.
"""

from __future__ import annotations

from studio.deliver.site.build import checked_url, make_site

__all__ = ["checked_url", "make_site"]
