"""The plan on pages: what may be shown of it, and the place of a telling that waits."""

from __future__ import annotations

from typing import Any

from ginnel.app import planning
from ginnel.app.services import place


def shown() -> dict[str, Any] | None:
    """The last plan as a committee may read it; None where nothing was planned."""
    kept = planning.kept(place.folder())
    return None if kept is None else kept["told"]


def places(keys: set[str]) -> dict[str, int]:
    """Place in the order of offering, for those of these keys that the plan chose. A duty is never among them."""
    kept = planning.kept(place.folder())
    found: dict[str, int] = {} if kept is None else kept["places"]
    return {key: found[key] for key in keys if key in found}
