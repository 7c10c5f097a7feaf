"""What each buyer wants: quantity, unit, day, whether it must be had, and who decides. What is missing is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ginnel.vocabulary import BadInput, Problem
from ginnel.vocabulary.toml_file import TomlFile, TomlTable

ASKED: Mapping[str, str] = {
    "quantity": "how many",
    "needed_by": "by which day",
    "must_have": "whether it must be had, or may wait",
    "who_decides": "who decides",
    "local_price": "what one costs today, alone",
}
"""What a line of the form asks, in the words in which a gap is told."""


@dataclass(frozen=True)
class Want:
    """One buyer's line for one lot. What she has not said is None or empty."""

    buyer: str
    lot: str
    quantity: float | None
    needed_by: date | None
    must_have: bool | None
    who_decides: str
    local_price: float | None
    exit_cost: float
    file: str

    @property
    def gaps(self) -> tuple[str, ...]:
        """Keys of `ASKED` that are not answered."""
        answers: Mapping[str, Any] = {key: getattr(self, key) for key in ASKED}
        return tuple(key for key, value in answers.items() if value in (None, ""))

    @property
    def ready(self) -> bool:
        """Whether it can be reckoned with: somebody says how many and what it costs alone."""
        return bool(self.quantity) and self.local_price is not None


@dataclass(frozen=True)
class Question:
    """Something to ask before buying: of whom, about what."""

    buyer: str
    lot: str
    key: str

    def text(self, buyers: Mapping[str, str], lots: Mapping[str, str]) -> str:
        return f"ask {buyers.get(self.buyer, self.buyer)} {ASKED[self.key]}: {lots.get(self.lot, self.lot)}"


def load_demand(folder: Path, buyers: Iterable[str], lots: Iterable[str]) -> tuple[Want, ...]:
    """Every `<buyer>.toml` of `folder`. Raises `BadInput` with every fault of every file."""
    known, named = set(buyers), set(lots)
    found: list[Want] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        shown = f"{folder.name}/{path.name}"
        if path.stem not in known:
            problems.append(Problem(f"{path.stem!r} is no buyer of this pool", file=shown,
                                    expected="one of " + ", ".join(sorted(known))))  # fmt: skip
            continue
        try:
            found += _file(path, shown, named)
        except BadInput as error:
            problems += error.problems
    if problems:
        raise BadInput(problems)
    return tuple(found)


def _file(path: Path, shown: str, lots: set[str]) -> list[Want]:
    file = TomlFile.read(path, shown_as=shown)
    found: list[Want] = []
    for t in file.tables("want"):
        found.append(_want(t, path.stem, shown, lots))
        if len({w.lot for w in found}) < len(found):
            t.problem("this lot has a line already", "lot", mend="put both into one line")
        t.finish()
    file.finish()
    file.check()
    return found


def _want(t: TomlTable, buyer: str, shown: str, lots: set[str]) -> Want:
    return Want(
        buyer=buyer, lot=t.text("lot", choices=lots), quantity=t.number("quantity", default=None, low=0),
        needed_by=t.day("needed_by", default=None), must_have=t.flag("must_have", default=None),
        who_decides=t.text("who_decides", default=""), local_price=t.number("local_price", default=None, low=0),
        exit_cost=t.number("exit_cost", default=0.0, low=0), file=shown,
    )  # fmt: skip


def as_toml(wants: Sequence[Want]) -> str:
    """The lines of one buyer as her file. What she has not said is left out."""
    text = "# What this buyer wants of the pool. Leave a line out where you do not know yet: somebody will ask.\n"
    for w in wants:
        text += f'\n[[want]]\nlot = "{w.lot}"\n'
        if w.quantity is not None:
            text += f"quantity = {w.quantity:g}\n"
        if w.needed_by is not None:
            text += f"needed_by = {w.needed_by.isoformat()}\n"
        if w.must_have is not None:
            text += f"must_have = {'true' if w.must_have else 'false'}\n"
        if w.who_decides:
            text += f"who_decides = {_quoted(w.who_decides)}\n"
        if w.local_price is not None:
            text += f"local_price = {w.local_price:.2f}\n"
        text += f"exit_cost = {w.exit_cost:.2f}\n"
    return text


def _quoted(text: str) -> str:
    clean = "".join(c for c in text if c.isprintable())
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'


def questions(wants: Iterable[Want], buyers: Iterable[str], lots: Iterable[str]) -> tuple[Question, ...]:
    """Every gap: of lines that are there, and lots about which a buyer has said nothing at all."""
    given = {(w.buyer, w.lot): w for w in wants}
    found = []
    for buyer in sorted(buyers):
        for lot in sorted(lots):
            want = given.get((buyer, lot))
            found += [Question(buyer, lot, key) for key in (want.gaps if want else ("quantity",))]
    return tuple(found)
