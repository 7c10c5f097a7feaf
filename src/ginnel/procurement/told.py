"""What a pool came to, as plain values that a command, a report and a page show alike.

Before there are bids no supplier's name stands beside a lot: offers are lettered, and savings are a range.
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from typing import Any

from ginnel.procurement.award import MODES, Award
from ginnel.procurement.outcome import PRIOR, LotOutcome, Outcome
from ginnel.procurement.overlap import Overlap
from ginnel.procurement.shares import Group

MOST = 10
"""Lines of a list that are told; the rest is counted."""
CARE: tuple[str, ...] = (
    "Bid prices that buyers show each other are confidential.",
    "A pooled estimate counts whole against the thresholds: it must not be split to stay under them.",
    "Pooling is no reason not to consider lots and small firms; write down why a lot is as large as it is.",
    "Below the threshold and under the light-touch rules other steps hold: ask your procurement lawyer.",
    "No supplier is chosen before a competition: figures made from indications are reckoned anew with bids.",
)
"""What to mind in law. Not legal advice."""


def told(outcome: Outcome) -> dict[str, Any]:
    """Everything as JSON can hold it; pounds with two decimals."""
    pool, registers = outcome.pool, outcome.pool.registers
    return {
        "title": pool.title,
        "synthetic": pool.synthetic,
        "bids": pool.rules.bids,
        "buyers": {b.id: b.name for b in pool.buyers.values()},
        "registers": {
            "lines": registers.lines,
            "contracts": len(registers.contracts),
            "duplicates": len(registers.duplicates),
            "set_aside": sum(f.whole_line for f in registers.faults),
            "people_not_named": sum(c.kind == "person" for c in registers.contracts),
            "money": _pounds(registers.money),
            "adds_up": registers.adds_up,
            "faults": [
                {"file": f.file, "line": f.line, "column": f.column, "reason": f.reason, "mend": f.mend}
                for f in registers.faults
            ],
        },
        "inside": _overlaps(outcome.inside),
        "across": _overlaps(outcome.across),
        "perhaps_the_same": [{"one": p.one, "other": p.other, "why": p.why} for p in outcome.same[:MOST]],
        "questions": _questions(outcome),
        "rounds": [
            {"quarter": r.start.isoformat(), "contracts": len(r.places), "extended": sum(p.months > 0 for p in r.places),
             "left_early": sum(p.months < 0 for p in r.places)}
            for r in outcome.rounds
        ],
        "ends_unknown": outcome.ends_unknown,
        "before_bids": {"low": _pounds(outcome.prior[0]), "middle": _pounds(outcome.prior[1]),
                        "high": _pounds(outcome.prior[2]), "savings": list(PRIOR)},
        "ways": {m: {"cost": _pounds(outcome.total(m)), "gap": round(outcome.gap(m), 6)} for m in MODES},
        "lots": [_lot(outcome, found) for found in outcome.lots],
        "not_reckoned": [
            {"lot": pool.lots[w.lot].title, "buyer": pool.buyers[w.buyer].name} for w in pool.wants if not w.ready
        ],
        "terms": [
            {"years": t.years, "break_even": None if t.break_even is None else round(t.break_even, 5),
             "break_clause": round(t.break_clause, 4)}
            for t in outcome.terms
        ],
        "care": list(CARE),
    }  # fmt: skip


def _pounds(amount: float) -> float:
    return round(float(amount), 2)


def _overlaps(found: Iterable[Overlap]) -> dict[str, Any]:
    every = list(found)
    first = [
        {"council": o.where, "by": o.by, "what": o.what, "buyers": list(o.buyers), "contracts": len(o.contracts),
         "value": _pounds(o.value), "values_unknown": o.unknown_values, "titles": sorted({c.title for c in o.contracts})[:3]}
        for o in every[:MOST]
    ]  # fmt: skip
    return {"found": len(every), "largest": first}


def _questions(outcome: Outcome) -> list[str]:
    names = {b.id: b.name for b in outcome.pool.buyers.values()}
    titles = {lot.id: lot.title for lot in outcome.pool.lots.values()}
    return [q.text(names, titles) for q in outcome.questions]


def _lot(outcome: Outcome, found: LotOutcome) -> dict[str, Any]:
    named = outcome.pool.lots[found.lot.id]
    names = {b.id: b.name for b in outcome.pool.buyers.values()}
    shares = found.shares
    outside = {w.buyer: w.quantity * w.best_outside[1] for w in found.lot.wishes}
    return {
        "id": named.id, "title": named.title, "unit": named.unit, "volume": found.lot.volume,
        "each": {m: _pounds(a.cost / found.lot.volume) for m, a in found.awards.items()},
        "cost": {m: _pounds(a.cost) for m, a in found.awards.items()},
        "gap": {m: round(a.gap, 6) for m, a in found.awards.items()},
        "awards": {m: _served(outcome, found, a) for m, a in found.awards.items() if m != "local"},
        "cap_cost": _pounds(found.cap_cost),
        "shares": [
            {"buyer": names[b], "pays": _pounds(shares.pays[b]), "alone": _pounds(outside[b]),
             "one_price": _pounds(found.one_price[b])}
            for b in sorted(shares.pays)
        ],
        "keeps_everybody": shares.keeps_everybody, "no_shares_keep_everybody": shares.core_is_empty,
        "settled": shares.settled, "leaving": _group(shares.leaving, names),
        "one_price_leaving": _group(found.one_price_leaving, names),
    }  # fmt: skip


def _served(outcome: Outcome, found: LotOutcome, award: Award) -> list[dict[str, Any]]:
    """Volume by who delivers it: lettered before bids, in the order of the file, so that a letter says nothing."""
    quantity = {w.buyer: w.quantity for w in found.lot.wishes}
    units: dict[str, float] = {}
    for (buyer, supplier), share in award.shares.items():
        units[supplier] = units.get(supplier, 0.0) + share * quantity[buyer]
    letters = {o.supplier: string.ascii_uppercase[i % 26] * (1 + i // 26) for i, o in enumerate(found.lot.offers)}
    lines = []
    for supplier, amount in sorted(units.items(), key=lambda item: -item[1]):
        if not supplier:
            who = "each by herself"
        else:
            who = supplier if outcome.pool.rules.bids else f"indicative offer {letters[supplier]}"
        lines.append({"who": who, "units": round(amount, 2), "share": round(amount / found.lot.volume, 4)})
    return lines


def _group(group: Group | None, names: dict[str, str]) -> dict[str, Any] | None:
    if group is None or group.gain <= 0:
        return None
    return {
        "buyers": [names[b] for b in group.buyers],
        "gain": _pounds(group.gain),
        "no_group_gains_more_than": _pounds(group.most),
    }
