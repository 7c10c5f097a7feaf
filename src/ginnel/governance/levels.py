"""How much of a word is told: the declassifiers that an agreement may name, and what each makes of a value.

`drop` tells nothing; `yes-or-no` a true or false; `band` one of a few constants; `coarse-place` a postcode sector, not a
home; `pseudonym` a code that only this recipient can follow, for this purpose alone; `full` the value itself.
Only `drop` is below all and `full` above all: a band is no less than a place, it is something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ginnel.vocabulary import keyed

LEVELS: tuple[str, ...] = ("drop", "yes-or-no", "band", "coarse-place", "pseudonym", "full")
IN_WORDS: Mapping[str, str] = {"yes-or-no": "yes or no", "coarse-place": "a postcode sector", "drop": "nothing"}
_ALSO: Mapping[str, frozenset[str]] = {
    "drop": frozenset(),
    "yes-or-no": frozenset(),
    # A band of two is a yes or no.
    "band": frozenset({"yes-or-no"}),
    "coarse-place": frozenset(),
    "pseudonym": frozenset(),
    "full": frozenset({"yes-or-no", "band", "coarse-place", "pseudonym"}),
}
SECTOR = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9]")
"""A postcode sector, such as "NS1 4": about 3,000 homes."""
PSEUDONYM = re.compile(r"p-[0-9a-f]{24}")


def within(level: str, agreed: str) -> bool:
    """Whether a word agreed at `agreed` may be told at `level`."""
    return level in LEVELS and agreed in LEVELS and (level in ("drop", agreed) or level in _ALSO[agreed])


def fits(level: str, value: str) -> bool:
    """Whether a told text is what its level promises. What `band` and `full` promise is checked in the expression."""
    if level == "yes-or-no":
        return value in ("yes", "no")
    if level == "coarse-place":
        return SECTOR.fullmatch(value) is not None
    if level == "pseudonym":
        return PSEUDONYM.fullmatch(value) is not None
    return level != "drop"


def cut(
    told: Mapping[str, Any], levels: Mapping[str, str], *, secret: bytes, recipient: str, purpose: str,
    sectors: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    """`told` at the levels agreed. `sectors` maps a home to its postcode sector; a home without one is not told at all.

    A pseudonym is an HMAC of the value for this recipient and this purpose: two recipients cannot compare theirs.
    """
    found = {}
    for word, value in told.items():
        level = levels.get(word, "drop")
        if value is None or level == "drop":
            continue
        if level == "coarse-place":
            value = sectors.get(str(value))
        elif level == "pseudonym":
            value = "p-" + keyed(secret, "pseudonym", recipient, purpose, str(value))[:24]
        if value is not None:
            found[word] = value
    return found
