"""The one way out: every outbound connection is resolved, checked and made here."""

from egress.guard import Endpoint, Guard
from egress.targets import Target, read_target

__all__ = ["Endpoint", "Guard", "Target", "read_target"]
