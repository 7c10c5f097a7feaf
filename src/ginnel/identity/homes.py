"""Homes: one id for each dwelling, by its UPRN where that is known and by its address otherwise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ginnel.identity.names import plain, postcode
from ginnel.vocabulary import keyed

WORDS = {
    "rd": "road",
    "ave": "avenue",
    "av": "avenue",
    "cl": "close",
    "cres": "crescent",
    "ct": "court",
    "dr": "drive",
    "gdns": "gardens",
    "gdn": "gardens",
    "gr": "grove",
    "ln": "lane",
    "pl": "place",
    "sq": "square",
    "terr": "terrace",
    "ter": "terrace",
    "tce": "terrace",
    "apt": "flat",
    "apartment": "flat",
    "unit": "flat",
    "hse": "house",
    "bldgs": "buildings",
    "mt": "mount",
    "nr": "near",
    "no": "",
    "number": "",
}
"""Short forms in addresses -> the form that is compared; an empty form is left out."""

STREETS = frozenset(
    {
        "road",
        "street",
        "avenue",
        "close",
        "crescent",
        "court",
        "drive",
        "gardens",
        "grove",
        "lane",
        "place",
        "square",
        "terrace",
        "way",
        "walk",
        "hill",
        "row",
        "view",
        "park",
        "green",
        "parade",
        "mews",
        "rise",
        "mount",
        "yard",
        "wharf",
        "buildings",
        "house",
        "lodge",
        "bank",
        "croft",
        "fold",
        "garth",
        "gate",
        "side",
    }
)
"""Words that end the part of an address which tells a dwelling; what follows names a district or town."""

NUMBERED = r"^((flat)?[0-9]|flat[a-z]$)"
"""A token that tells a dwelling apart: 12, 12a, flat2, flatb."""


def normal_address(text: str | None, code: str | None) -> str:
    """The full form of an address: "12A, St. John's Rd" and "NS1 2AB" -> "12a st johns road|NS12AB".

    Empty when there is no address text. A postcode inside the text counts when none is given beside it.
    """
    bare, inside = _split_postcode(text or "")
    tokens = [WORDS.get(t, t) for t in plain(bare).split()]
    tokens = [t for t in tokens if t]
    tokens = ["street" if t == "st" and i > 0 and not _number(tokens[i - 1]) else t for i, t in enumerate(tokens)]
    joined = re.sub(r"\b([0-9]+) ([a-z])\b", r"\1\2", " ".join(tokens), flags=re.ASCII)
    joined = re.sub(r"\bflat ([0-9]+[a-z]?|[a-z])\b", r"flat\1", joined, flags=re.ASCII)
    return f"{joined}|{postcode(code) or inside}" if joined else ""


def _number(token: str) -> bool:
    return re.match(NUMBERED, token) is not None


def _split_postcode(text: str) -> tuple[str, str]:
    """The text without a postcode at its end, and that postcode."""
    found = re.search(r"[,\s]*\b([A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s*[0-9][A-Za-z]{2})[\s.]*$", text, re.ASCII)
    return (text[: found.start()], postcode(found.group(1))) if found else (text, "")


def short_address(normal: str) -> str:
    """What tells a dwelling within a postcode: numbers and street words, in any order, without district or town.

    "flat2 12 high street northshire|NS12AB" -> "12 flat2 high street|NS12AB". Empty without number or postcode.
    """
    words, _, code = normal.partition("|")
    tokens = words.split()
    last = max((i for i, t in enumerate(tokens) if _ends_dwelling(tokens, i)), default=len(tokens) - 1)
    kept = sorted(set(tokens[: last + 1]))
    return f"{' '.join(kept)}|{code}" if code and any(_number(t) for t in kept) else ""


def _ends_dwelling(tokens: list[str], i: int) -> bool:
    return tokens[i] in STREETS or _number(tokens[i])


def home_of_uprn(secret: bytes, uprn: str) -> str:
    """The id of the home with this UPRN: "h-" and 16 hexadecimal digits; leading zeros do not matter."""
    return "h-" + keyed(secret, "uprn", uprn.strip().lstrip("0"))[:16]


def home_of_address(secret: bytes, form: str) -> str:
    """The id of a home known by its address alone."""
    return "h-" + keyed(secret, "address", form)[:16]


@dataclass(frozen=True)
class Place:
    """Where a record says somebody lives, as delivered."""

    uprn: str | None
    address: str | None
    postcode: str | None


class Homes:
    """Finds the home of a place. Built once from every place known, so that UPRNs from one source help another."""

    def __init__(self, secret: bytes, known: Iterable[Place]) -> None:
        self._secret = secret
        self._full: Mapping[str, set[str]] = defaultdict(set)
        self._short: Mapping[str, set[str]] = defaultdict(set)
        for place in known:
            number = _uprn(place.uprn)
            full = normal_address(place.address, place.postcode)
            if number and full:
                self._full[full].add(number)
                self._short[short_address(full)].add(number)

    def uprn(self, place: Place) -> str | None:
        """The place's own UPRN, else the only one known at its full form, else the only one at its short form."""
        number = _uprn(place.uprn)
        if number:
            return number
        full = normal_address(place.address, place.postcode)
        short = short_address(full) if full else ""
        for known, form in ((self._full, full), (self._short, short)):
            found = known.get(form, set()) if form else set()
            if len(found) == 1:
                return next(iter(found))
        return None

    def home(self, place: Place) -> str | None:
        """The home id, None where neither UPRN nor address is known."""
        number = self.uprn(place)
        if number is not None:
            return home_of_uprn(self._secret, number)
        full = normal_address(place.address, place.postcode)
        return home_of_address(self._secret, short_address(full) or full) if full else None


def _uprn(text: str | None) -> str:
    bare = (text or "").strip().lstrip("0")
    return bare if re.fullmatch(r"[0-9]{1,12}", bare) else ""
