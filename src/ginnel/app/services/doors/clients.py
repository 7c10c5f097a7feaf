"""Bodies that hold a key: `clients.toml` of the region keeps the SHA-256 of each, never the key.

A key is 256 random bits, so a plain hash of it cannot be guessed back; nobody chooses one.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ginnel.app.entropy import entropy_for
from ginnel.engines import write_bytes
from ginnel.region import load_region
from ginnel.vocabulary import BadInput, Problem
from ginnel.vocabulary.toml_file import TomlFile

FILE = "clients.toml"
PREFIX = "gk"
HEAD = """# Bodies whose programs may ask at the doors of this region (docs/how-to/ask-from-a-gateway.md).
# `ginnel clients add` writes here and shows the key once. Take a [[client]] away and its key opens nothing any more.
"""


@dataclass(frozen=True)
class Client:
    """One key of one body, in force on days before `ends`."""

    body: str
    hash: str
    made: date
    ends: date


def load_clients(path: Path, shown_as: str = FILE) -> tuple[Client, ...]:
    """Every key of a region; a missing file is none at all. Raises `BadInput` for what cannot be read."""
    if not path.exists():
        return ()
    file = TomlFile.read(path, shown_as=shown_as)
    found = []
    for t in file.tables("client"):
        found.append(Client(t.text("body"), t.text("hash"), t.day("made"), t.day("ends")))
        t.finish()
    file.finish()
    file.check()
    return tuple(found)


def add(folder: Path, body: str, day: date, days: int = 365) -> str:
    """Make a key for `body` and give it: it is shown once and stands nowhere. Raises `BadInput` for an unknown body."""
    known = sorted(load_region(folder).directory.organisations)
    if body not in known:
        raise BadInput(
            Problem(f"{body!r} is no organisation of this region", key="BODY", expected=", ".join(known),
                    mend="write it as in organisations.toml")
        )  # fmt: skip
    clients = load_clients(folder / FILE)
    key = f"{PREFIX}_{_secret(folder, len(clients))}"
    ends = date.fromordinal(day.toordinal() + days)
    _write(folder, (*clients, Client(body, hashed(key), day, ends)))
    return key


def _secret(folder: Path, number: int) -> str:
    """Random; where a demonstration fixes its randomness, another for each key that it makes."""
    return hashlib.sha256(entropy_for(folder)(32) + number.to_bytes(4, "big")).hexdigest()


def take_away(folder: Path, body: str) -> int:
    """Take every key of `body` away; how many there were."""
    clients = load_clients(folder / FILE)
    kept = tuple(c for c in clients if c.body != body)
    if kept != clients:
        _write(folder, kept)
    return len(clients) - len(kept)


def _write(folder: Path, clients: tuple[Client, ...]) -> None:
    blocks = [
        f'\n[[client]]\nbody = "{c.body}"\nhash = "{c.hash}"\nmade = {c.made}\nends = {c.ends}\n' for c in clients
    ]
    write_bytes(folder / FILE, (HEAD + "".join(blocks)).encode())


def hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


@lru_cache(maxsize=2)
def _loaded(path: Path, _stamp: int) -> tuple[Client, ...]:
    return load_clients(path)


def body_of(folder: Path, key: str, day: date) -> str | None:
    """The body whose key this is on `day`, or None. Every hash is compared, each in constant time."""
    path = folder / FILE
    if not path.exists():
        return None
    given, found = hashed(key), None
    for client in _loaded(path, path.stat().st_mtime_ns):
        if hmac.compare_digest(client.hash, given) and client.made <= day < client.ends:
            found = client.body
    return found
