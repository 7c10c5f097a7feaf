"""Which names are one supplier: likeness proposes, a company number or a person decides."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from ginnel.procurement.registers import Contract
from ginnel.vocabulary.toml_file import TomlFile

LEGAL = frozenset({"ltd", "limited", "plc", "llp", "cic", "inc", "company", "co", "uk", "the"})
TRADING = re.compile(r"\b(t/a|trading as)\b.*", re.IGNORECASE)
SHORTEST = 4
"""Letters of a key: shorter ones make false matches."""
TOO_PLAIN = frozenset({"home", "group", "services", "care", "homes", "house", "solutions", "council", "school"})
"""Words that are no name by themselves."""
LIKE = 0.88
"""From this likeness on, two keys are proposed to a person as one supplier. Our choice: it only proposes."""


@dataclass(frozen=True)
class Same:
    """Names that a person accepted as one supplier."""

    names: tuple[str, ...]
    by: str
    on: date


@dataclass(frozen=True)
class Proposal:
    """Two names that may be one supplier, and why we think so. Nothing follows until a person accepts it."""

    one: str
    other: str
    why: str


def key_of(name: str) -> str:
    """A name without case, accents, punctuation, legal form and trading name; the whole name where little is left."""
    plain = unicodedata.normalize("NFKD", TRADING.sub("", name)).encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z0-9 ]+", " ", plain.replace("&", " and ")).split()
    kept = [w for w in words if w not in LEGAL] or words
    key = " ".join(kept)
    return " ".join(words) if len(key.replace(" ", "")) < SHORTEST or key in TOO_PLAIN else key


def load_same(path: Path) -> tuple[Same, ...]:
    """`same-suppliers.toml`: what people accepted, with name and day. No file: nothing accepted yet."""
    if not path.exists():
        return ()
    file = TomlFile.read(path, shown_as=path.name)
    found = []
    for t in file.tables("same"):
        found.append(Same(t.texts("names"), t.text("by"), t.day("on")))
        t.finish()
    file.finish()
    file.check()
    return tuple(found)


def identities(contracts: Iterable[Contract], accepted: Iterable[Same]) -> dict[str, str]:
    """Each supplier's name -> the name that stands for it: same key, same company number, or accepted by a person."""
    parent: dict[str, str] = {}

    def find(item: str) -> str:
        while parent.setdefault(item, item) != item:
            item = parent[item]
        return item

    def join(a: str, b: str) -> None:
        low, high = sorted((find(a), find(b)))
        parent[high] = low

    names = sorted({c.supplier for c in contracts})
    for name in names:
        join(f"name:{name}", f"key:{key_of(name)}")
    for c in contracts:
        number = re.sub(r"[^A-Z0-9]", "", c.supplier_number.upper())
        if len(number) >= 6:
            join(f"name:{c.supplier}", f"number:{number}")
    for same in accepted:
        for name in same.names[1:]:
            join(f"key:{key_of(same.names[0])}", f"key:{key_of(name)}")
    standing: dict[str, str] = {}
    for name in names:
        standing.setdefault(find(f"name:{name}"), name)
    return {name: standing[find(f"name:{name}")] for name in names}


def proposals(identity: Mapping[str, str], most: int = 200) -> tuple[Proposal, ...]:
    """Pairs of suppliers whose names are alike, most alike first."""
    stands = sorted(set(identity.values()))
    keys = {name: key_of(name) for name in stands}
    blocks: dict[str, set[str]] = defaultdict(set)
    for name, key in keys.items():
        for word in key.split():
            if len(word) >= SHORTEST and word not in TOO_PLAIN:
                blocks[word[:SHORTEST]].add(name)
    pairs = {(a, b) for block in blocks.values() for a in block for b in block if a < b}
    found = [(SequenceMatcher(None, keys[a], keys[b]).ratio(), a, b) for a, b in sorted(pairs)]
    likely = sorted((f for f in found if f[0] >= LIKE), key=lambda f: (-f[0], f[1], f[2]))[:most]
    return tuple(Proposal(a, b, f"the names are {ratio:.0%} alike") for ratio, a, b in likely)
