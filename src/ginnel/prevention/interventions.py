"""What help there is to plan with: prices, who gives it, whom it fits, what it is expected to avoid. A region's own file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from ginnel.prevention.costs import Prices, discount, prices
from ginnel.prevention.options import SCENARIOS
from ginnel.vocabulary import BadInput
from ginnel.vocabulary.toml_file import TomlFile, TomlTable

GRADES: tuple[str, ...] = ("A", "B", "C")
"""A: systematic review or official statistics; B: one good study; C: our assumption."""
HORIZON = 5
"""Years over which benefits are counted at most."""


@dataclass(frozen=True)
class Benefit:
    """So many units of a cost avoided for each household and year: low, mid, high; for `years` years from the first."""

    cost_code: str
    avoided: Mapping[str, float]
    years: int
    source: str
    grade: str


@dataclass(frozen=True)
class Intervention:
    """One kind of help. `uses` and `tenures` say whom it fits; `duty`: the law demands it, so that it is never chosen."""

    id: str
    title: str
    title_cy: str
    need: str
    organisation: str
    cost: float
    uses: frozenset[str]
    tenures: frozenset[str]
    duty: bool
    benefits: tuple[Benefit, ...]
    by_level: Mapping[str, float]

    def fits(self, use: str, tenure: str) -> bool:
        return use in self.uses and (not self.tenures or tenure in self.tenures)

    def worth(self, scenario: str, level: str = "") -> float:
        """Discounted pounds of benefit for one household, with `by_level` of its found level."""
        return self.by_level.get(level, 1.0) * sum(amount for _, _, amount in self.stream(scenario))

    def stream(self, scenario: str) -> list[tuple[Benefit, int, float]]:
        """Each benefit of each year from now: (benefit, year, discounted pounds)."""
        book = prices()
        return [
            (b, year, b.avoided[scenario] * book.real(b.cost_code) * discount(year))
            for b in self.benefits
            for year in range(min(b.years, HORIZON))
        ]


@dataclass(frozen=True)
class Slots:
    """How many households a body can help, in one area (sector of the postcode, such as "NX1 2") or, with "", anywhere."""

    organisation: str
    area: str
    slots: int

    @property
    def name(self) -> str:
        return f"{self.organisation}, {self.area}" if self.area else self.organisation


@dataclass(frozen=True)
class Kind:
    """One kind of device. Shares between 0 and 1; `consent`: placed only where somebody said yes to it."""

    id: str
    title: str
    title_cy: str
    price: float
    life_years: float
    stock: int
    loan_weeks: float
    returned: float
    refused: float
    failed: float
    consent: bool


@dataclass(frozen=True)
class Prior:
    """What is assumed about homes that nobody measures, to place devices. `act` and `loss` are pounds."""

    base: float
    near: float
    shared: float
    act: float
    loss: float
    source: str


@dataclass(frozen=True)
class Floor:
    """The least part of the budget for an area. `or_all_found`: where less help was found there, all of that."""

    share: float
    or_all_found: bool


@dataclass(frozen=True)
class Help:
    """Everything that `interventions.toml` says."""

    interventions: tuple[Intervention, ...]
    slots: tuple[Slots, ...]
    floors: Mapping[str, Floor]
    share: float
    devices: tuple[Kind, ...]
    prior: Prior | None

    def fitting(self, use: str, tenure: str, *, duty: bool) -> tuple[Intervention, ...]:
        return tuple(i for i in self.interventions if i.duty == duty and i.fits(use, tenure))

    def slots_for(self, organisation: str, area: str) -> Slots | None:
        """The slots that hold here: those of the area before those of everywhere."""
        mine = [s for s in self.slots if s.organisation == organisation and s.area in ("", area)]
        return max(mine, key=lambda s: s.area, default=None)


def load_help(
    path: Path, *, organisations: Collection[str], needs: Collection[str], uses: Collection[str]
) -> Help | None:
    """`interventions.toml`; None where a region has none. Raises `BadInput` with every fault."""
    if not path.exists():
        return None
    file = TomlFile.read(path, shown_as=path.name)
    book = prices()
    plan = file.table("plan", optional=True)
    share = plan.number("protected_share", default=0.1, low=0, high=1)
    plan.finish()
    assumed = file.table("prior", optional=True)
    found = Help(
        interventions=tuple(
            _intervention(t, organisations, needs, uses, book) for t in file.tables("intervention", optional=False)
        ),
        slots=tuple(_slots(t, organisations) for t in file.tables("capacity")),
        floors=dict(_floor(t) for t in file.tables("floor")),
        share=share,
        devices=tuple(_kind(t) for t in file.tables("device")),
        prior=_prior(assumed),
    )
    if len({i.id for i in found.interventions}) < len(found.interventions):
        file.problem("two interventions have one id", "intervention", mend="rename one")
    file.finish()
    file.check()
    return found


def _intervention(
    t: TomlTable, organisations: Collection[str], needs: Collection[str], uses: Collection[str], book: Prices
) -> Intervention:
    levels = t.table("by_level", optional=True)
    found = Intervention(
        id=t.text("id"), title=t.text("title"), title_cy=t.text("title_cy", default=""), need=t.text("need", choices=needs),
        organisation=t.text("organisation", choices=organisations), cost=t.number("cost", low=0),
        uses=frozenset(t.texts("uses", choices=uses)), tenures=frozenset(t.texts("tenures", default=[])),
        duty=t.flag("duty", default=False), benefits=tuple(_benefit(b, book) for b in t.tables("benefit")),
        by_level={key: levels.number(key, low=0) for key in sorted(levels.keys())},
    )  # fmt: skip
    levels.finish()
    t.finish()
    return found


def _benefit(t: TomlTable, book: Prices) -> Benefit:
    code = t.text("cost_code", choices=book.costs)
    avoided = {s: t.number(s, low=0) for s in SCENARIOS}
    if not avoided["low"] <= avoided["mid"] <= avoided["high"]:
        t.problem("the range is upside down", "mid", expected="low <= mid <= high")
    found = Benefit(
        code, avoided, t.integer("years", low=1, high=HORIZON), t.text("source"), t.text("grade", choices=GRADES)
    )
    t.finish()
    return found


def _slots(t: TomlTable, organisations: Collection[str]) -> Slots:
    found = Slots(t.text("organisation", choices=organisations), t.text("area", default=""), t.integer("slots", low=0))
    t.finish()
    return found


def _floor(t: TomlTable) -> tuple[str, Floor]:
    floor = Floor(t.number("share", low=0, high=1), t.flag("or_all_found", default=False))
    found = t.text("area"), floor
    t.finish()
    return found


def _kind(t: TomlTable) -> Kind:
    part = {key: t.number(key, low=0, high=1) for key in ("returned", "refused", "failed")}
    found = Kind(
        id=t.text("id"), title=t.text("title"), title_cy=t.text("title_cy", default=""), price=t.number("price", low=0),
        life_years=t.number("life_years", low=0.1, high=30), stock=t.integer("stock", low=0),
        loan_weeks=t.number("loan_weeks", low=1, high=520), consent=t.flag("consent", default=False), **part,
    )  # fmt: skip
    t.finish()
    return found


def _prior(t: TomlTable) -> Prior | None:
    if not t.keys():
        return None
    found = Prior(
        base=t.number("base", low=0, high=1), near=t.number("near", low=0, high=1), shared=t.number("shared", low=0, high=1),
        act=t.number("act", low=0), loss=t.number("loss", low=0), source=t.text("source"),
    )  # fmt: skip
    t.finish()
    return found


__all__ = ["BadInput", "Benefit", "Floor", "Help", "Intervention", "Kind", "Prior", "Slots", "load_help"]
