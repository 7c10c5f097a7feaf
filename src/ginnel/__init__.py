"""Ginnel: what one public body knows becomes timely, lawful, minimal help from another.

The rooms of this package stand in one order (see ARCHITECTURE.md); a room imports only rooms below it.
"""

__version__ = "0.1.0"
