"""A night in plain lines: found, asked, told, refused and why, opened, by when."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ginnel.app import journeys, planning, pooling
from ginnel.app.setup import migrate, setup
from ginnel.directory import holidays_of
from ginnel.governance import REASONS
from ginnel.prevention.words import count
from ginnel.referrals import clocks_for
from ginnel.region import Region, load_region
from ginnel.vocabulary import BadInput, Problem

OVERDUE = "overdue, counted from the day on which a sensor showed the damp"


def summary_lines(folder: Path, now: datetime | None = None) -> list[str]:
    """What the last night came to and where everything stands at `now` (default: the night's own moment)."""
    region = load_region(folder)
    setup(folder)
    migrate()
    from ginnel.store.models import RunRow

    run = RunRow.objects.order_by("-at").first()
    if run is None:
        raise BadInput(Problem("no night has run yet", file=str(folder), mend=f"ginnel nightly {folder}"))
    lines = [f"{region.config.name}, night of {run.at:%d %B %Y}"]
    if region.config.mode == "demo":
        lines[0] += " -- DEMONSTRATION, on data we made"
    return [
        *lines,
        *_found(region, run.summary),
        *_asked(),
        *_told(region),
        *_refused(run.summary),
        *_opened(region, now or run.at),
        *_unnamed(),
        *_planned(folder),
        *_travelled(region, now or run.at),
        *_bought(folder),
    ]


def _travelled(region: Region, now: datetime) -> list[str]:
    """Where the region's own cases are held up, against the intended journey of a damp home."""
    study = journeys.of_cases(now, made=region.config.mode == "demo")
    return [f"  journey  {said}" for said in study.named("en")] if study else []


def _planned(folder: Path) -> list[str]:
    """What the last plan chose, and how firm that is."""
    kept = planning.kept(folder)
    if kept is None:
        return []
    t = kept["told"]
    firm = t["firm"]
    return [
        f"  planned  £{t['spent']:,.0f} of £{t['budget']:,.0f} for {count(t['chosen'])} of {count(t['candidates'])} households; "
        f"{firm['changed']:,} choices change across the range of benefits; worst first would bring £{t['worst_first']['benefit']:,.0f}, the plan £{t['benefit']:,.0f}"
    ]


def _bought(folder: Path) -> list[str]:
    """The pool of the region, where it has one: what sensors cost together, and whom the difference reaches."""
    found = pooling.kept(folder / "pool")
    if found is None:
        return []
    ways, reach = found["ways"], found["reach"]
    lines = [
        f"  pooled   {found['title']}: £{ways['mixed']['cost']:,.0f} together, £{ways['local']['cost']:,.0f} each alone"
    ]
    if reach:
        lines.append(
            f"  pooled   £{reach['budget']:,.0f} reaches {reach['more']:,} homes more than alone ({reach['homes_pooled']:,})"
        )
    return lines


def _found(region: Region, summary: dict[str, Any]) -> list[str]:
    identity = summary["identity"]
    lines = [
        f"  read     {summary['rows']:,} rows, {summary['rejected']:,} refused as bad"
        + (f", datasets left out: {', '.join(summary['stopped'])}" if summary["stopped"] else ""),
        f"  linked   {identity['records']:,} records to {identity['people']:,} people in {identity['homes']:,} homes",
    ]
    titles = {f"{s.name}.{r.name}": r.title.en for s in region.signals for r in s.rules}
    for use, found in summary["looked"].items():
        if found is None:
            lines.append(f"  found    {titles.get(use, use)}: not looked for, records are missing")
        else:
            cut = f" ({found['cut']:,} records left out, because people said no)" if found["cut"] else ""
            lines.append(f"  found    {found['rows']:,}: {titles.get(use, use)}{cut}")
    lines += [f"  STOPPED  {why}: nobody is looked for, asked or told anew" for why in summary.get("unsafe", [])]
    if identity.get("why"):
        lines.append(f"  STOPPED  {identity['why']}")
    if summary["refused_flows"]:
        lines.append(
            f"  REFUSED  {len(summary['refused_flows'])} flows before any row was read: `ginnel check` says why"
        )
    return lines


def _asked() -> list[str]:
    from ginnel.store.models import OfferRow

    states = Counter(OfferRow.objects.values_list("state", flat=True))
    scripted = OfferRow.objects.filter(scripted=True).count()
    words = {"yes": "said yes", "no": "said no", "open": "have not answered", "lapsed": "did not answer in time",
             "withdrawn": "took a yes back"}  # fmt: skip
    parts = [f"{states[s]:,} {words[s]}" for s in words if states[s]]
    mark = f" ({scripted:,} answers scripted)" if scripted else ""
    asked = sum(states.values())
    noun = "person" if asked == 1 else "people"
    return [f"  asked    {asked:,} {noun}: {', '.join(parts) or 'nobody'}{mark}"]


def _told(region: Region) -> list[str]:
    from ginnel.store.models import ProposalRow

    rows = list(ProposalRow.objects.values_list("state", "recipient", "scripted"))
    released = Counter(r for s, r, _ in rows if s == "released")
    waiting = sum(s == "waiting" for s, *_ in rows)
    name = region.directory.organisations
    lines = [f"  told     {n:,} by a named worker to {name[r].name}" for r, n in sorted(released.items())]
    scripted = sum(s == "released" and m for s, _, m in rows)
    if lines and scripted:
        lines[-1] += f" ({scripted:,} of all releases scripted)"
    recalled = ProposalRow.objects.exclude(recalled_at=None).count()
    if recalled:
        lines.append(f"  recalled {recalled:,}: a yes was taken back or a choice forbids it now")
    return [*(lines or ["  told     nothing yet"]), f"  waiting  {waiting:,} for a worker to release"]


def _refused(summary: dict[str, Any]) -> list[str]:
    return [f"  refused  {n:,}: {REASONS[code]}" for code, n in summary["reasons"].items()] or ["  refused  nothing"]


def _opened(region: Region, now: datetime) -> list[str]:
    from ginnel.store.cases import to_case, without_asides
    from ginnel.store.models import CaseRow

    by_body: dict[str, list[Any]] = {}
    for row in CaseRow.objects.prefetch_related("events").order_by("id"):
        by_body.setdefault(row.organisation, []).append(without_asides(to_case(row)))
    lines = []
    for body, cases in sorted(by_body.items()):
        due: Counter[str] = Counter()
        for case in cases:
            owed = [
                c
                for c in clocks_for(case, case.events, holidays_of(case.nation), region.config.zone, now=now)
                if c.owed
            ]
            due[_when(owed[0].due if owed else None, now)] += 1
        parts = [
            f"{due[w]:,} {w}" for w in (OVERDUE, "due within 7 days", "due later", "without a legal deadline") if due[w]
        ]
        noun = "case" if len(cases) == 1 else "cases"
        lines.append(
            f"  opened   {len(cases):,} {noun} at {region.directory.organisations[body].name}: {', '.join(parts)}"
        )
    return lines


def _unnamed() -> list[str]:
    """A case kept for named staff that nobody is named for would be worked on by nobody."""
    from ginnel.store.models import CaseRow, NamedStaff, Person

    named = set(NamedStaff.objects.values_list("person", flat=True))
    homes: dict[str, list[str]] = {}
    for person, home in Person.objects.filter(protected=True).values_list("id", "home_id"):
        homes.setdefault(home or "", []).append(person)
    alone = sum(
        not (named & {*homes.get(home, []), person})
        for home, person in CaseRow.objects.filter(restricted=True).values_list("home", "person")
    )
    if not alone:
        return []
    noun = "case is" if alone == 1 else "cases are"
    return [f"  WARNING  {alone:,} {noun} kept for named staff, and nobody is named: nobody works on it"]


def _when(due: datetime | None, now: datetime) -> str:
    if due is None:
        return "without a legal deadline"
    if due < now:
        return OVERDUE
    return "due within 7 days" if due < now + timedelta(days=7) else "due later"
