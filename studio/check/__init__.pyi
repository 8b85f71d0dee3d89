from .checking import check
from .finding import Checked, Finding
from .target import Target

__all__ = ["Checked", "Finding", "Target", "check"]
