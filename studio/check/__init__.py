"""Checks: does a file meet what the place that it goes to demands."""

from studio.check.checking import check
from studio.check.finding import Checked, Finding
from studio.check.target import Target

__all__ = ["Checked", "Finding", "Target", "check"]
