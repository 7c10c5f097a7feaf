"""The person behind a page. Doors know people by this module only."""

from __future__ import annotations

from ginnel.store.models import Person

__all__ = ["Person"]
