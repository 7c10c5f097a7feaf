"""Which fields of a found record may be about somebody else: a suggestion for the person who decides, never a decision.

UK GDPR Art 15(4); DPA 2018 Sch 2 paras 16 and 17. What is hers stays in, also where somebody else is named beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

ABOUT_OTHERS: frozenset[str] = frozenset({"family"})
"""Categories whose values are about another person by their nature: who decides for a child."""


def suspects(fields: Iterable[Mapping[str, Any]], others: Iterable[str]) -> frozenset[str]:
    """Names of fields that may tell of somebody else: by category, by free text, or because they name one of `others`.

    Each field has name, value, categories and, where people wrote it freely, `free` = True.
    """
    words = {w.casefold() for name in others for w in name.split() if len(w) > 1}
    found = set()
    for field in fields:
        text = str(field.get("value") or "")
        said = set(re.findall(r"[\w'-]+", text.casefold()))
        if text and (ABOUT_OTHERS & set(field.get("categories", ())) or field.get("free") or words & said):
            found.add(str(field["name"]))
    return frozenset(found)


def without(fields: Iterable[Mapping[str, Any]], cut: Iterable[str]) -> list[Mapping[str, Any]]:
    """The fields that are given, in their order."""
    left_out = set(cut)
    return [f for f in fields if f["name"] not in left_out]
