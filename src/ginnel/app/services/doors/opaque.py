"""What may stand as an id at a door: an opaque value, never a number, a name or an address that people are known by.

One pattern says it, here and in both OpenAPI documents; a test holds them together. What it refuses: whatever has a blank
or an @ (names, e-mail addresses), values of six or more signs without a letter (NHS and CHI numbers, phone numbers, UPRNs,
dates), ten digits in a row or grouped 3-3-4 anywhere, National Insurance numbers, personal codes with a country in front,
postcodes. It cannot know every identifier: whoever sends one that looks like none of these gets the answer for an
unknown id.
"""

from __future__ import annotations

import re

from ginnel.vocabulary import BadInput, Problem

PATTERN = (
    r"^(?![^A-Za-z]{6,}$)"
    r"(?!.*[0-9]{3}[^A-Za-z0-9]?[0-9]{3}[^A-Za-z0-9]?[0-9]{4})"
    r"(?![A-Za-z]{2}[0-9]{11}$)"
    r"(?![A-Za-z]{2}[^A-Za-z0-9]?[0-9]{2}[^A-Za-z0-9]?[0-9]{2}[^A-Za-z0-9]?[0-9]{2}[^A-Za-z0-9]?[A-Da-d]?$)"
    r"(?![A-Za-z]{1,2}[0-9][A-Za-z0-9]?[^A-Za-z0-9]?[0-9][A-Za-z]{2}$)"
    r"[A-Za-z0-9_./:{}~+=-]{1,200}$"
)
_OPAQUE = re.compile(PATTERN)


def is_opaque(value: str) -> bool:
    return not value.endswith("\n") and _OPAQUE.match(value) is not None


def opaque(value: object, key: str) -> str:
    """`value` as an id. Raises `BadInput`, which never repeats it: it could be somebody's number."""
    if isinstance(value, str) and is_opaque(value):
        return value
    raise BadInput(
        Problem(
            "this is no opaque id", key=key, expected="1 to 200 signs of A-Z a-z 0-9 _ . / : { } ~ + = -",
            mend="send the code that the region gave you for this month, never a number, name or address of a person",
        )
    )  # fmt: skip
