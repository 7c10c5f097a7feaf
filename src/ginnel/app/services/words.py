"""Exactly what is told, as people read it: the sentence of each word, and its value where it has one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ginnel.app.services import place
from ginnel.store.models import Home
from ginnel.vocabulary.say import Say

BANDS: Mapping[str, Say] = {
    "damp": Say("damp", "llaith"),
    "severe": Say("severe", "difrifol"),
    "watch": Say("to be watched", "i'w wylio"),
}
ROOMS: Mapping[str, Say] = {
    "bedroom": Say("bedroom", "ystafell wely"),
    "living room": Say("living room", "ystafell fyw"),
    "kitchen": Say("kitchen", "cegin"),
    "bathroom": Say("bathroom", "ystafell ymolchi"),
    "hall": Say("hall", "cyntedd"),
}

ASKED: Mapping[str, Say] = {
    "asked": Say(
        "what was asked, in the words of the person who asked", "yr hyn a ofynnwyd, yng ngeiriau'r sawl a ofynnodd"
    ),
    "name": Say("name", "enw"),
    "home": Say("address", "cyfeiriad"),
    "received": Say(
        "what was received, in the words of whoever sent it", "yr hyn a gafwyd, yng ngeiriau'r sawl a'i hanfonodd"
    ),
}
"""Words of what somebody asked and of what came from outside: no signal tells them."""


@dataclass(frozen=True)
class Told:
    """One word: what it is (`say`) and, unless it is a plain yes, its value."""

    name: str
    say: Say
    value: str | None


def told(use: str, words: Mapping[str, Any] | Iterable[Any], language: str) -> tuple[Told, ...]:
    """`words` of a use in the order in which the signal tells them. A list of names has no values."""
    values: dict[str, Any] = dict(words) if isinstance(words, Mapping) else {str(w): None for w in words}
    found = place.rule_of(use)
    tells = found[1].tells if found else {}
    tells_also = {} if found else ASKED
    names = [n for n in tells if n in values] + [n for n in values if n not in tells]
    return tuple(
        Told(n, tells[n].say if n in tells else tells_also.get(n, Say(n, n)), shown(n, values[n], language))
        for n in names
    )


def shown(name: str, value: Any, language: str) -> str | None:
    """A value for people; None for a plain yes, whose sentence says it all."""
    text = "" if value is None else str(value)
    if name in ("asked", "received", "name") and text:
        return text
    if text in ("", "yes", "True"):
        return None
    if name == "home":
        return address_of(text) or text
    if text == "no":
        return Say("no", "na").in_(language)
    for table in (BANDS, ROOMS):
        if text.lower() in table:
            return table[text.lower()].in_(language)
    return text


def address_of(home: str) -> str:
    """Address and postcode of a home, or nothing where it is not known."""
    row = Home.objects.filter(id=home).first()
    return ", ".join(p for p in (row.address, row.postcode) if p) if row else ""
