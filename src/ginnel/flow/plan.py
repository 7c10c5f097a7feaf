"""What the region may do tonight, worked out from its files before any row is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir

from ginnel.engines import Tables
from ginnel.governance import (
    Permit,
    Refusal,
    Register,
    Tellable,
    Use,
    check_derive,
    check_link,
    check_load,
    check_need,
    check_telling,
)
from ginnel.governance.reasons import Reason
from ginnel.region import Region
from ginnel.region.tables import derived_damp, devices_of
from ginnel.signals import Rule, Signal
from ginnel.vocabulary import BadInput


@dataclass(frozen=True)
class Look:
    """One expression of a signal that may run, with its permit and whom its words may be told."""

    signal: Signal
    rule: Rule
    use: Use
    expression: ir.Table
    permit: Permit
    tellable: tuple[Tellable, ...]
    refused_tellings: tuple[Refusal, ...]

    def telling_to(self, organisation: str) -> Tellable | Refusal | None:
        """The leave to tell this organisation, the refusal to, or None if nobody asked."""
        for leave in self.tellable:
            if leave.recipient == organisation:
                return leave
        for refusal in self.refused_tellings:
            if refusal.flow.endswith(f":{organisation}"):
                return refusal
        return None


@dataclass(frozen=True)
class Plan:
    """Permits and refusals of one day. What is refused is left out, and the rest goes on."""

    day: date
    loads: tuple[Permit, ...]
    link: Permit | None
    derived: tuple[Permit, ...]
    looks: tuple[Look, ...]
    refusals: tuple[Refusal, ...]

    @property
    def permits(self) -> tuple[Permit, ...]:
        link = (self.link,) if self.link else ()
        return (*self.loads, *link, *self.derived, *(look.permit for look in self.looks))


def make_plan(region: Region, day: date) -> Plan:
    """Walk every flow of the region through the flow check."""
    register = region.register(day)
    loads = [check_load(register, d) for d in region.delivered]
    allowed = [p for p in loads if isinstance(p, Permit)]
    loaded = {name for p in allowed for name in p.columns}
    link, link_refusals = check_link(register, [d for d in region.delivered if d.name in loaded])
    derived = list(_derived(region, register))
    looks, refused = _looks(region, register, link)
    return Plan(
        day=day,
        loads=tuple(allowed),
        link=link,
        derived=tuple(p for p in derived if isinstance(p, Permit)),
        looks=tuple(looks),
        refusals=(
            *(r for r in loads if isinstance(r, Refusal)),
            *link_refusals,
            *(r for r in derived if isinstance(r, Refusal)),
            *refused,
        ),
    )


def _derived(region: Region, register: Register) -> Iterator[Permit | Refusal]:
    weather = [d for d in region.delivered if d.kind == "weather"]
    readings = [d for d in region.delivered if d.kind == "climate"]
    for source, derived in zip(readings, derived_damp(region.delivered), strict=True):
        devices = region.delivered.dataset(devices_of(source))
        yield check_derive(register, derived, [source, devices, *weather], "damp-and-mould")


def _looks(region: Region, register: Register, link: Permit | None) -> tuple[list[Look], list[Refusal]]:
    tables = Tables(region.tables)
    needs = frozenset(region.directory.needs)
    looks: list[Look] = []
    refused: list[Refusal] = []
    for signal in region.signals:
        for rule in signal.rules:
            use = signal.use(rule)
            expression = _expression(rule, use, tables)
            if isinstance(expression, Refusal):
                refused.append(expression)
                continue
            permit = check_need(register, use, expression, link, needs)
            if isinstance(permit, Refusal):
                refused.append(permit)
                continue
            answers = [check_telling(register, use, expression, r) for r in _recipients(region, use)]
            no = tuple(a for a in answers if isinstance(a, Refusal))
            looks.append(
                Look(signal, rule, use, expression, permit, tuple(a for a in answers if isinstance(a, Tellable)), no)
            )
            refused += no
    return looks, refused


def _expression(rule: Rule, use: Use, tables: Tables) -> ir.Table | Refusal:
    """The rule's expression; a signal that fails to build one is refused, with what it said."""
    try:
        found = rule.expression(tables)
    except BadInput:
        raise
    except Exception as error:
        why = Reason("opaque", f"the signal fails: {type(error).__name__}: {error}", "correct the signal file")
        return Refusal(f"need:{use.id}", use.title, (why,))
    if not isinstance(found, ir.Table):
        why = Reason("opaque", f"the signal gives {type(found).__name__}, not a table", "return an Ibis table")
        return Refusal(f"need:{use.id}", use.title, (why,))
    missing = sorted(set(use.tells) - set(found.columns))
    if missing:
        why = Reason("told-unknown", f"the signal tells {', '.join(missing)}, which its expression does not give",
                     "add the column to the expression, or take the word out of `tells`")  # fmt: skip
        return Refusal(f"need:{use.id}", use.title, (why,))
    return found


def _recipients(region: Region, use: Use) -> tuple[str, ...]:
    """Whoever gives a service for this need; a body's own case is told to nobody."""
    if use.opening == "own-case":
        return ()
    return tuple(sorted({s.organisation for s in region.directory.services if s.need == use.need}))
