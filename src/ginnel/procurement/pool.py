"""A pool's folder: who buys, which lots, the rules, and what suppliers offer. Every complaint names its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ginnel.procurement.award import Lot, Offer, Tier, Wish
from ginnel.procurement.demand import Want, load_demand
from ginnel.procurement.registers import Mapped, Registers, load_mapping, read_registers
from ginnel.procurement.rows import Row, Unreadable, column_of, money, read_rows
from ginnel.procurement.suppliers import Same, load_same
from ginnel.procurement.term import Market
from ginnel.vocabulary import BadInput, Problem, nearest
from ginnel.vocabulary.toml_file import TomlFile, TomlTable


@dataclass(frozen=True)
class Buyer:
    id: str
    name: str
    region: str


@dataclass(frozen=True)
class Named:
    """One lot of the pool as people speak of it. `doing_nothing`: pounds a unit lost by not buying, None: not an option."""

    id: str
    title: str
    unit: str
    doing_nothing: float | None


@dataclass(frozen=True)
class Framework:
    """A framework that exists already: pounds a unit and the levy on it (a share)."""

    name: str
    lot: str
    price: float
    levy: float


@dataclass(frozen=True)
class Rules:
    """`bids`: the offers are bids, not guesses; before that no supplier is named as cheapest."""

    share_cap: float
    call_off: float
    setup: float
    levy: float
    single: bool
    bids: bool
    tiers: tuple[Tier, ...]
    market: Market


@dataclass(frozen=True)
class Pool:
    """Everything that a pool's folder says."""

    folder: Path
    title: str
    synthetic: bool
    buyers: Mapping[str, Buyer]
    lots: Mapping[str, Named]
    rules: Rules
    wants: tuple[Want, ...]
    offers: Mapping[str, tuple[Offer, ...]]
    frameworks: tuple[Framework, ...]
    registers: Registers
    same: tuple[Same, ...]


def load_pool(folder: Path) -> Pool:
    """Read a pool's folder. Raises `BadInput` with file, line, column and mend."""
    if not (folder / "pool.toml").exists():
        raise BadInput(
            Problem("no pool.toml here", file=str(folder), mend="ginnel pool DIR --example writes one to look at")
        )
    file = TomlFile.read(folder / "pool.toml", shown_as="pool.toml")
    buyers = {t.text("id"): _buyer(t) for t in file.tables("buyer", optional=False)}
    lots = {t.text("id"): _lot(t) for t in file.tables("lot", optional=False)}
    rules = _rules(file)
    title, synthetic = file.text("title"), file.flag("synthetic", default=False)
    file.finish()
    file.check()
    mapping: tuple[Mapped, ...] = ()
    if (folder / "registers" / "mapping.toml").exists():
        mapping = load_mapping(folder / "registers" / "mapping.toml")
    regions = {b.id: b.region for b in buyers.values()}
    return Pool(
        folder=folder, title=title, synthetic=synthetic, buyers=buyers, lots=lots, rules=rules,
        wants=load_demand(folder / "demand", buyers, lots), offers=load_offers(folder / "offers.csv", lots, regions),
        frameworks=load_frameworks(folder / "frameworks.csv", lots),
        registers=read_registers(folder / "registers", mapping, {b.id: b.name for b in buyers.values()}),
        same=load_same(folder / "same-suppliers.toml"),
    )  # fmt: skip


def _buyer(t: TomlTable) -> Buyer:
    found = Buyer(t.text("id"), t.text("name"), t.text("region"))
    t.finish()
    return found


def _lot(t: TomlTable) -> Named:
    found = Named(t.text("id"), t.text("title"), t.text("unit"), t.number("doing_nothing", default=None, low=0))
    t.finish()
    return found


def _rules(file: TomlFile) -> Rules:
    t = file.table("rules")
    tiers = tuple(_tier(row) for row in t.tables("tier", optional=False))
    if [x.start for x in tiers] != sorted({x.start for x in tiers}) or (tiers and tiers[0].start != 0):
        t.problem("tiers must start at 0 and rise", "tier", mend="order them by start, the first with start = 0")
    m = t.table("market", optional=True)
    market = Market(
        drift=m.number("drift", default=-0.06, low=-0.5, high=0.5), volatility=m.number("volatility", default=0.15, low=0.01, high=1),
        markup=m.number("markup", default=0.08, low=0, high=1), rate=m.number("rate", default=0.035, low=0, high=0.2),
        switching=m.number("switching", default=0.10, low=0, high=5),
    )  # fmt: skip
    m.finish()
    found = Rules(
        share_cap=t.number("share_cap", default=1.0, low=0.01, high=1), call_off=t.number("call_off", default=0.0, low=0),
        setup=t.number("setup", default=0.0, low=0), levy=t.number("levy", default=0.0, low=0, high=0.2),
        single=t.flag("single_source", default=False), bids=t.flag("bids", default=False), tiers=tiers, market=market,
    )  # fmt: skip
    t.finish()
    return found


def _tier(t: TomlTable) -> Tier:
    found = Tier(t.number("start", low=0, high=1), t.number("discount", low=0, high=0.99))
    t.finish()
    return found


def load_offers(path: Path, lots: Mapping[str, Named], regions: Mapping[str, str]) -> dict[str, tuple[Offer, ...]]:
    """`offers.csv`: supplier, lot, price, capacity, regions (empty: all). Raises `BadInput` with every faulty cell."""
    found: dict[str, list[Offer]] = {lot: [] for lot in lots}
    problems: list[Problem] = []
    for row, cell in _table(path, ("supplier", "lot", "price", "capacity", "regions")):
        if cell["lot"] not in lots:
            problems.append(_unknown_lot(path, row, cell["lot"], lots))
            continue
        price, capacity = (_number(path, row, key, cell[key], problems) for key in ("price", "capacity"))
        wanted = {r.strip() for r in cell["regions"].split(";") if r.strip()} or set(regions.values())
        reaches = frozenset(b for b, region in regions.items() if region in wanted)
        if any(o.supplier == cell["supplier"] for o in found[cell["lot"]]):
            problems.append(
                Problem(
                    "this supplier has an offer for this lot already", file=path.name, line=row.line, key="supplier"
                )
            )
        elif price is not None and capacity is not None:
            found[cell["lot"]].append(Offer(cell["supplier"], price, capacity, reaches))
    if problems:
        raise BadInput(problems)
    return {lot: tuple(offers) for lot, offers in found.items()}


def load_frameworks(path: Path, lots: Mapping[str, Named]) -> tuple[Framework, ...]:
    """`frameworks.csv`: framework, lot, price, levy. No file: none is known."""
    found: list[Framework] = []
    problems: list[Problem] = []
    for row, cell in _table(path, ("framework", "lot", "price", "levy")) if path.exists() else ():
        if cell["lot"] not in lots:
            problems.append(_unknown_lot(path, row, cell["lot"], lots))
            continue
        price, levy = (_number(path, row, key, cell[key], problems) for key in ("price", "levy"))
        if price is not None and levy is not None:
            found.append(Framework(cell["framework"], cell["lot"], price, levy))
    if problems:
        raise BadInput(problems)
    return tuple(found)


def _table(path: Path, columns: Sequence[str]) -> list[tuple[Row, dict[str, str]]]:
    if not path.exists():
        raise BadInput(
            Problem("the file does not exist", file=path.name, mend=f"write it with the columns {', '.join(columns)}")
        )
    names, rows = read_rows(path, path.name)
    where = {c: column_of(names, c, path.name, c) for c in columns}
    return [(row, {c: row.cells[name] for c, name in where.items()}) for row in rows]


def _number(path: Path, row: Row, key: str, text: str, problems: list[Problem]) -> float | None:
    try:
        value = money(text)
    except Unreadable as error:
        problems.append(
            Problem(str(error), file=path.name, line=row.line, key=key, mend="give an amount of at least nothing")
        )
        return None
    if value is None:
        problems.append(Problem("nothing stands here", file=path.name, line=row.line, key=key, mend="give an amount"))
    return value


def _unknown_lot(path: Path, row: Row, lot: str, lots: Mapping[str, Named]) -> Problem:
    return Problem("no lot has this id", file=path.name, line=row.line, key="lot", found=repr(lot),
                   expected="one of " + ", ".join(lots), nearest=nearest(lot, lots))  # fmt: skip


def market_lots(pool: Pool) -> dict[str, Lot]:
    """Each lot that can be reckoned with, as the award sees it. A buyer's ways outside carry levy and exit."""
    found: dict[str, Lot] = {}
    for id, named in pool.lots.items():
        wishes = tuple(_wish(pool, named, w) for w in pool.wants if w.lot == id and w.ready)
        if wishes:
            offers = tuple(
                Offer(o.supplier, o.price * (1 + pool.rules.levy), o.capacity, o.reaches) for o in pool.offers[id]
            )
            found[id] = Lot(
                id, wishes, offers, pool.rules.tiers, pool.rules.share_cap, pool.rules.call_off, pool.rules.setup
            )
    return found


def _wish(pool: Pool, named: Named, want: Want) -> Wish:
    outside = {"alone": want.local_price or 0.0}
    for f in pool.frameworks:
        if f.lot == named.id:
            outside[f"framework {f.name}"] = f.price * (1 + f.levy)
    if named.doing_nothing is not None and want.must_have is False:
        outside["doing nothing"] = named.doing_nothing
    return Wish(want.buyer, want.quantity or 0.0, outside, want.exit_cost)
