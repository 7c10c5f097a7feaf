"""Sealed values: things that only one room may make, such as a permit.

The seal stops accidents, not malice: Python cannot hide an object from code in the same process.
`tests/architecture` checks that no other room imports a seal.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ginnel.vocabulary.errors import NotAllowed


class Seal:
    """A token that a room keeps for itself; compared by identity. Values are made only inside `making()`.

    So a copy with a changed field (`dataclasses.replace`) is refused too: the maker is not at work then.
    """

    def __init__(self, room: str) -> None:
        self.room = room
        self._at_work = threading.local()

    @contextmanager
    def making(self) -> Iterator[Seal]:
        """The room that owns the seal makes a value."""
        self._at_work.now = True
        try:
            yield self
        finally:
            self._at_work.now = False

    @property
    def at_work(self) -> bool:
        return bool(getattr(self._at_work, "now", False))

    def __repr__(self) -> str:
        return f"<seal of {self.room}>"

    def __reduce__(self) -> str:
        raise NotAllowed(f"a value sealed by {self.room} is never pickled: rebuild it from its ledger entry")


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """Base of a value that carries the seal of the room that made it; subclasses name the seal they need."""

    _seal: object = field(repr=False, compare=False, default=None)

    def needed_seal(self) -> Seal:
        raise NotAllowed("a sealed value must say which seal it needs")

    def __post_init__(self) -> None:
        seal = self.needed_seal()
        if self._seal is not seal or not seal.at_work:
            raise NotAllowed(
                f"a {type(self).__name__} is made only by {seal.room}; ask that room for one instead of building it"
            )
