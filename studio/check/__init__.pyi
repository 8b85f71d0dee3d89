from .report.finding import Checked, Finding, Target
from .selection import check

__all__ = ["Checked", "Finding", "Target", "check"]
