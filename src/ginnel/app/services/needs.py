"""Working back from needs: what serves each need, what can be counted of it, and what nobody has stated as a need yet.

No person, home or case is named here; counts of people are hidden when small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from ginnel.app.services import journeys, numbers, place
from ginnel.directory import Need, Service
from ginnel.flow.plan import Look
from ginnel.governance import Refusal
from ginnel.referrals.states import state_of
from ginnel.region.tables import derived_damp, devices_of
from ginnel.signals import Rule
from ginnel.store.cases import to_case, without_asides
from ginnel.store.models import CaseRow, KeepsHappening, NeedDecision, OfferRow, User, UseRow
from ginnel.vocabulary import BadInput, Dataset, Problem

KINDS: tuple[str, ...] = ("same-home", "same-building", "same-cause", "not-reached", "another-must-act", "no-help-fits")
"""What an officer can say keeps happening."""
DECISIONS: tuple[str, ...] = ("taken-up", "put-aside")
LONGEST = 300
ANSWERS = frozenset({"declined", "no-answer"})
"""Reasons that are the people's own answers, counted as such already."""


@dataclass(frozen=True)
class Found:
    """A rule of a signal that looks for this need, the datasets that it may read today, or why it may not."""

    use: str
    rule: Rule
    reads: tuple[str, ...]
    refusal: Refusal | None


@dataclass(frozen=True)
class Served:
    """One need, and everything that is there because of it. `counts`: words of `COUNTED` -> number, None when small."""

    need: Need
    journeys: tuple[journeys.Journey, ...]
    found: tuple[Found, ...]
    services: tuple[Service, ...]
    sensors: tuple[Dataset, ...]
    counts: Mapping[str, int | None]


@dataclass(frozen=True)
class Idle:
    """Datasets that no permitted use reads: `unread` not at all, `linking` only to know which records are one person."""

    unread: tuple[Dataset, ...]
    linking: tuple[Dataset, ...]


@dataclass(frozen=True)
class Line:
    """One proposed need: `kind` says where it comes from, `about` names a use or flow, `word` a reason or pattern."""

    key: str
    kind: Literal["unanswered", "declined", "refused", "flow", "keeps-happening"]
    about: str
    word: str
    count: int | None
    sayings: tuple[str, ...] = ()
    decision: NeedDecision | None = None


def served(now: datetime) -> tuple[Served, ...]:
    """Every stated need in the order of its file."""
    plan, region = place.plan(now), place.region()
    refused = {r.flow: r for r in plan.refusals}
    rules = [
        (s.need, _found(f"{s.name}.{r.name}", r, plan.looks, refused)) for s in region.signals for r in s.rules
    ]  # fmt: skip
    answer = []
    intended = [j for j, _ in journeys.all_journeys()]
    for need in region.directory.needs.values():
        found = tuple(f for n, f in rules if n == need.id)
        services = tuple(s for s in region.directory.services if s.need == need.id)
        way = tuple(j for j in intended if j.need == need.id)
        answer.append(Served(need, way, found, services, _sensors(found), _counted([f.use for f in found])))
    return tuple(answer)


def idle(now: datetime) -> Idle:
    """What is delivered and serves no stated need by itself, so that somebody asks why it is delivered."""
    plan, delivered = place.plan(now), place.region().delivered
    read = {name for look in plan.looks for name in look.permit.columns}
    for source, spells in _spells():
        if spells.name in read:
            read |= {source.name, devices_of(source)}
    linked = set(plan.link.columns) if plan.link else set()
    left = [d for d in delivered if d.name not in read and d.kind not in ("choices", "weather")]
    return Idle(
        unread=tuple(d for d in left if d.name not in linked), linking=tuple(d for d in left if d.name in linked)
    )


def _spells() -> list[tuple[Dataset, Dataset]]:
    """Each climate dataset with the damp spells that are derived from it."""
    delivered = place.region().delivered
    return list(zip([d for d in delivered if d.kind == "climate"], derived_damp(delivered), strict=True))


def _found(use: str, rule: Rule, looks: Iterable[Look], refused: Mapping[str, Refusal]) -> Found:
    look = next((k for k in looks if k.use.id == use), None)
    return Found(use, rule, tuple(sorted(look.permit.columns)) if look else (), refused.get(f"need:{use}"))


def _sensors(found: Iterable[Found]) -> tuple[Dataset, ...]:
    """The device datasets behind the damp spells that these rules read."""
    read = {name for f in found for name in f.reads}
    delivered = place.region().delivered
    return tuple(delivered.dataset(devices_of(source)) for source, spells in _spells() if spells.name in read)


def _counted(uses: list[str]) -> dict[str, int | None]:
    """What the store can count of a need: asked and answered, opened, mended, measured dry."""
    asked = Counter(OfferRow.objects.filter(use__in=uses).values_list("state", flat=True))
    counts = {"asked": sum(asked.values()), "yes": asked["yes"], "no": asked["no"], "lapsed": asked["lapsed"]}
    cases = CaseRow.objects.prefetch_related("events").filter(use__in=uses)
    states = Counter(state_of(without_asides(to_case(row))) for row in cases)
    mended = [row for row in cases if any(e.kind == "works-done" for e in row.events.all())]
    dry = [r for r in mended if any(e.kind == "re-measured" and e.data.get("result") == "dry" for e in r.events.all())]
    counts |= {"opened": sum(states.values()), "closed": states["closed"], "mended": len(mended), "dry": len(dry)}
    return numbers.suppressed(counts)


def queue() -> tuple[Line, ...]:
    """Proposed needs, the undecided first, by count. What is too small to show stands last."""
    decided = {d.key: d for d in NeedDecision.objects.order_by("decided_at", "id")}
    lines = [_decided(line, decided) for line in _lines()]
    return tuple(sorted(lines, key=lambda q: (q.decision is not None, q.count is None, -(q.count or 0), q.key)))


def _decided(line: Line, decided: Mapping[str, NeedDecision]) -> Line:
    return replace(line, decision=decided.get(line.key))


def _lines() -> Iterator[Line]:
    for state, kind in (("lapsed", "unanswered"), ("no", "declined")):
        counts = Counter(OfferRow.objects.filter(state=state).values_list("use", flat=True))
        for use, n in counts.items():
            yield Line(f"{kind}:{use}", kind, use, "", numbers.large(n))  # type: ignore[arg-type]
    refused: Counter[tuple[str, str]] = Counter()
    for use, reasons in UseRow.objects.filter(outcome="refused").values_list("use", "reasons"):
        refused.update({(use, str(r.get("code", "")) if isinstance(r, dict) else str(r)) for r in reasons})
    for (use, code), n in refused.items():
        if code in ANSWERS:
            continue
        yield Line(f"refused:{use}:{code}", "refused", use, code, numbers.large(n))
    yield from _remarks()


def _remarks() -> Iterator[Line]:
    """Workers' remarks, one line for each use and kind. They count remarks, not people, and are shown from the first."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in KeepsHappening.objects.order_by("said_at", "id"):
        found.setdefault((row.use, row.kind), []).append(row.words)
    for (use, kind), sayings in found.items():
        said = tuple(s for s in sayings if s)
        yield Line(f"keeps-happening:{use}:{kind}", "keeps-happening", use, kind, len(sayings), said)


def flow_lines(now: datetime) -> tuple[Line, ...]:
    """Flows that the check refuses today: somebody's help that may not be passed on."""
    decided = {d.key: d for d in NeedDecision.objects.order_by("decided_at", "id")}
    lines = [Line(f"flow:{r.flow}", "flow", r.flow, r.reasons[0].code, 1) for r in place.plan(now).refusals]
    return tuple(_decided(line, decided) for line in lines)


def remark(user: User, use: str, kind: str, words: str, now: datetime) -> None:
    """Keep one remark. Raises `BadInput` for a kind that is none or a sentence that is too long."""
    if kind not in KINDS:
        raise BadInput(Problem("say what keeps happening", key="kind", expected="one of " + ", ".join(KINDS)))
    if len(words.strip()) > LONGEST:
        raise BadInput(Problem(f"longer than {LONGEST} characters", key="words", mend="say it in one sentence"))
    KeepsHappening.objects.create(
        organisation=user.organisation, use=use, kind=kind, words=words.strip(), said_by=user.username, said_at=now
    )


def decide(user: User, key: str, decision: str, reasons: str, now: datetime) -> None:
    """Take a line up as a need to be stated, or put it aside, with reasons. Raises `BadInput` otherwise."""
    if key not in {line.key for line in (*queue(), *flow_lines(now))}:
        raise BadInput(Problem("this line is not in the queue any more", key="key", mend="look at the queue again"))
    if decision not in DECISIONS:
        raise BadInput(Problem("choose what becomes of it", key="decision", expected="one of " + ", ".join(DECISIONS)))
    if not reasons.strip():
        raise BadInput(Problem("write your reasons", key="reasons"))
    NeedDecision.objects.create(
        key=key, decision=decision, reasons=reasons.strip()[:500], decided_by=user.username, decided_at=now
    )
