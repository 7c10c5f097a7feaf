"""What a change of the region's files would do to its flows, worked out and thrown away. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ginnel.app.services import place
from ginnel.flow.plan import Look, make_plan
from ginnel.governance import Reason, Refusal
from ginnel.governance.whatif import need_with, telling_with


@dataclass(frozen=True)
class Outcome:
    """One flow under the change: permitted, or every reason with its mend. `was` is whether it is permitted today."""

    flow: str
    title: str
    was: bool
    reasons: tuple[Reason, ...] = ()
    agreement: str = ""

    @property
    def permitted(self) -> bool:
        return not self.reasons


def agreements() -> list[tuple[str, str]]:
    """(id, title) of every agreement that could be taken away."""
    return sorted((a.id, a.title) for a in place.region().agreements)


def uses(now: datetime) -> list[tuple[str, str]]:
    """(id, title) of every use that is permitted today, to which a column could be added."""
    return sorted((k.use.id, k.use.title) for k in place.plan(now).looks)


def columns() -> list[str]:
    """Every column of the region as "dataset.column"."""
    return sorted(f"{d.name}.{c.name}" for d in place.region().tables for c in d.columns)


def without(agreement: str, now: datetime) -> list[Outcome] | None:
    """What would change if `agreement` were taken away: the flows refused then that are not refused now."""
    if agreement not in {id for id, _ in agreements()}:
        return None
    before = {r.flow: r.codes for r in place.plan(now).refusals}
    after = make_plan(place.region().without_agreement(agreement), place.today(now)).refusals
    return [Outcome(r.flow, r.title, r.flow not in before, r.reasons) for r in after if before.get(r.flow) != r.codes]


def with_column(use: str, column: str, now: datetime) -> list[Outcome] | None:
    """What would become of a use and its tellings if it read `column` too; None for what the region does not have."""
    look = place.look_of(use, now)
    if look is None or column not in columns():
        return None
    dataset, _, name = column.partition(".")
    register = place.region().register(place.today(now))
    asked = [(f"need:{use}", look.use.title, need_with(register, look.use, look.expression, (dataset, name)))]
    for recipient in _recipients(look):
        found = telling_with(register, look.use, look.expression, recipient, (dataset, name))
        asked.append((f"tell:{use}:{recipient}", f"{look.use.title}: {place.called(recipient, 'en')}", found))
    allowed = {f"tell:{t.use}:{t.recipient}" for t in look.tellable} | {f"need:{use}"}
    return [
        Outcome(flow, title, flow in allowed, found.reasons if isinstance(found, Refusal) else (),
                "" if isinstance(found, Refusal) else found.id)
        for flow, title, found in asked
    ]  # fmt: skip


def _recipients(look: Look) -> list[str]:
    return sorted({t.recipient for t in look.tellable} | {r.flow.rpartition(":")[2] for r in look.refused_tellings})
