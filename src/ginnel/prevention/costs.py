"""What things cost public bodies: sourced unit costs brought to one price year by the GDP deflator."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from ginnel.vocabulary import BadInput, Problem, nearest

KINDS: tuple[str, ...] = ("cashable", "capacity", "social")
"""A bill that is not paid; staff or beds free for others; worth something to people and nobody's money."""
BEARERS: tuple[str, ...] = ("local-authority", "nhs", "landlord", "dwp", "police", "fire", "person")
RATE = 0.035
"""Green Book 2026 (HM Treasury), social time preference rate for years 0 to 30, a year."""
SOURCE_OF_RATE = "HM Treasury, The Green Book 2026: 3.5 % a year for years 0 to 30"
_YEAR = re.compile(r"(19|20)\d\d/\d\d")


@dataclass(frozen=True)
class UnitCost:
    """One entry. `nominal` is pounds in prices of `price_year`, a financial year such as "2010/11"."""

    code: str
    source_code: str
    what: str
    unit: str
    nominal: float
    price_year: str
    bearer: str
    kind: str
    confidence: str
    source: str


@dataclass(frozen=True)
class Prices:
    """Unit costs and the deflator. `today` is the calendar year whose prices everything is stated in."""

    costs: Mapping[str, UnitCost]
    index: Mapping[int, float]
    today: int
    attribution: str
    deflator: str

    def of(self, code: str) -> UnitCost:
        """The entry `code`. Raises `BadInput` with the nearest one."""
        if code not in self.costs:
            raise BadInput(
                Problem(f"no unit cost is called {code!r}", file="unit_costs.toml", nearest=nearest(code, self.costs),
                        mend="take a code of src/ginnel/prevention/unit_costs.toml")
            )  # fmt: skip
        return self.costs[code]

    def real(self, code: str) -> float:
        """Pounds of the price year `today` for one unit."""
        cost = self.of(code)
        return cost.nominal * self.index[self.today] / self.index[int(cost.price_year[:4])]


@lru_cache(maxsize=1)
def prices() -> Prices:
    """The costs that ship with Ginnel, in prices of the deflator's latest year."""
    costs, deflator = _shipped("unit_costs.toml"), _shipped("deflator.toml")
    found = [_cost(row, costs["edition"]) for row in costs["cost"]]
    index = {int(year): float(value) for year, value in deflator["index"].items()}
    for cost in found:
        _check(cost, index)
    return Prices({c.code: c for c in found}, index, deflator["latest"], costs["attribution"], deflator["source"])


def discount(year: int) -> float:
    """What a pound in `year` years is worth now."""
    return float((1 + RATE) ** -year)


def _shipped(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("ginnel.prevention").joinpath(name).read_text(encoding="utf-8"))


def _cost(row: Mapping[str, Any], edition: str) -> UnitCost:
    return UnitCost(
        row["code"], row["source_code"], row["what"], row["unit"], float(row["nominal"]), row["price_year"],
        row["bearer"], row["kind"], row["confidence"], row.get("source", f"{edition}, entry {row['source_code']}"),
    )  # fmt: skip


def _check(cost: UnitCost, index: Mapping[int, float]) -> None:
    """A wrong entry of our own file is a fault of ours: it stops every plan, not one line of it."""
    sound = (
        cost.nominal > 0
        and cost.kind in KINDS
        and cost.bearer in BEARERS
        and _YEAR.fullmatch(cost.price_year) is not None
        and int(cost.price_year[:4]) in index
    )
    if not sound:
        raise BadInput(Problem(f"unit cost {cost.code!r} is not in order", file="unit_costs.toml"))
