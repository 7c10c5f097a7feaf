"""rules.md, reasons.md, law.md and contracts.md: what the code decides by, read from the code."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Iterable, Iterator
from importlib import import_module, resources
from typing import Any

WRITTEN = "Written by `docs/build.py` from the code; do not edit it by hand."


def page(title: str, *parts: Iterable[str]) -> str:
    lines = [f"# {title}", "", WRITTEN]
    for part in parts:
        lines += ["", *part]
    return "\n".join(lines) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    head = list(head)
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(str(c).replace("|", "\\|").replace("\n", " ") for c in row) + " |"


def words(values: Iterable[str]) -> str:
    return ", ".join(values)


def prose(thing: object) -> Iterator[str]:
    """The docstring of a module, as it stands."""
    yield from (inspect.getdoc(thing) or "").splitlines()


# --- rules.md


def rules_page() -> str:
    """Every rule that decides something, with its figures."""
    # The package has a function of the same name as the module.
    spells = import_module("ginnel.sensors.spells")
    return page(
        "The rules and their figures",
        ["A figure stands here as the code has it today. `identity`, `sensors` and so on are rooms of `src/ginnel`."],
        ["## Signals: reasons to check whether somebody needs help", *signals()],
        ["## When a home counts as damp (`sensors/spells.py`)", "", *prose(spells)],
        [*table(("figure", "value", "meaning"), figures(DAMP))],
        ["## Who is who (`identity/model.py`)", "", *linking()],
        ["## Whose no binds, whose record counts as hers (`region.toml`, [thresholds])", "", *thresholds()],
        ["## Questions to people (`referrals/offers.py`)", "", *table(("figure", "value", "meaning"), figures(ASKING))],
        ["## Legal clocks (`referrals/clocks.py`)", "", *clocks()],
        ["## Steps of a case (`referrals/states.py`)", "", *moves()],
        ["## Other figures", "", *table(("figure", "value", "meaning"), figures(OTHER))],
    )


DAMP = (
    ("ginnel.sensors.spells", "HUMID_SURFACE", "% RH at the weak spot from which a day counts as wet"),
    ("ginnel.sensors.spells", "WINDOW_DAYS", "days that the humidity rule looks back"),
    ("ginnel.sensors.spells", "WET_DAYS", "wet days in that window that make the rule hold"),
    ("ginnel.sensors.spells", "COVERAGE", "share of hours that must be known"),
    ("ginnel.sensors.spells", "DRY_DAYS", "days on which neither ground held that end a spell"),
    ("ginnel.sensors.spells", "HUMID_DAYS_TO_DAMP", "days of the humidity rule in a spell that make it damp"),
    ("ginnel.sensors.spells", "FIRST_GROWTH", "mould index that makes a spell damp"),
    ("ginnel.sensors.spells", "VISIBLE", "mould index that makes a spell severe"),
    ("ginnel.sensors.remeasure", "DAYS_NEEDED", "known days after the works before a home can count as dry"),
)
ASKING = (
    ("ginnel.referrals.offers", "DAYS_TO_ANSWER", "days after which silence is a no"),
    ("ginnel.referrals.offers", "DAYS_AFTER_LAPSE", "days after silence before she is asked once more"),
    ("ginnel.referrals.offers", "LAPSES", "silences after which nobody asks again"),
    (
        "ginnel.governance.children",
        "YOUNG",
        "age from which a person answers for herself without a review; our cautious choice",
    ),
    (
        "ginnel.governance.children",
        "YOUNGEST",
        "age from which a review of a child counts, unless the region chose another",
    ),
    (
        "ginnel.governance.children",
        "SCOTLAND",
        "age from which a child in Scotland answers for herself, unless a review says no",
    ),
    (
        "ginnel.governance.children",
        "REVIEW_DAYS",
        "days for which a review of a child counts at most; our own choice",
    ),
    ("ginnel.referrals.offers", "ADULT", "age that whoever answers for a child must have"),
)
OTHER = (
    ("ginnel.signals.arrears", "PERIODS", "period ends in arrears running before advice is offered"),
    ("ginnel.signals.arrears", "PERIODS_OWED", "periods' rent that must be owed at each of them"),
    ("ginnel.referrals.states", "ATTEMPTS", "recorded attempts before a case may close as not reached"),
    ("ginnel.governance.rights.clocks", "ANSWER_MONTHS", "months in which a request about one's data is answered"),
    ("ginnel.governance.rights.clocks", "EXTENDED_MONTHS", "months, from the same start, with notice in the first"),
    ("ginnel.governance.rights.clocks", "COMPLAINT_DAYS", "days in which a complaint is acknowledged"),
    ("ginnel.governance.rights.clocks", "BREACH_HOURS", "hours in which a breach is reported"),
    (
        "ginnel.governance.rights.exemptions",
        "REVIEW_WITHIN",
        "days after which an exemption was looked at again; our choice",
    ),
    ("ginnel.sources.load", "LISTED_AT_MOST", "refused rows that a reject file lists"),
)


def figures(named: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    for module, name, meaning in named:
        value = getattr(import_module(module), name)
        yield f"`{module.removeprefix('ginnel.')}.{name}`", f"{value:,}", meaning


def signals() -> Iterator[str]:
    from ginnel.signals import SHIPPED

    for signal in SHIPPED.values():
        yield from ("", f"### {signal.title.en} (`signals/{signal.name}.py`, version {signal.version})", "")
        yield f"Need `{signal.need}`, purpose `{signal.purpose}`."
        for rule in signal.rules:
            yield from ("", f"**`{signal.name}.{rule.name}`: {rule.title.en}.** {summary(rule.expression)}", "")
            yield f"- Opens {OPENS[rule.opening]}."
            yield f'- What the person reads as the reason: "{rule.why.en}"'
            if rule.offer is not None:
                yield f'- What she is asked: "{rule.offer.en}"'
            told = [(f"`{name}`", word.level, word.say.en) for name, word in rule.tells.items()]
            yield from ("", *table(("word told", "level", "in words"), told))


OPENS = {"own-case": "the body's own case", "disclosure": "a telling, under an agreement"}


def summary(thing: object) -> str:
    return " ".join((inspect.getdoc(thing) or "").split())


def linking() -> Iterator[str]:
    from ginnel.identity import model

    # Not a number: these figures are measured on each region's records.
    found = model.compared(model.Measured(0, float("nan"), float("nan"), float("nan")))
    yield from (*prose(model), "")
    rows = [(c.name, v.id, number(v.m), number(v.u), v.reason) for c in found for v in c.levels]
    yield from table(("identifier", "how it agrees", "m", "u", "why"), rows)


def number(value: float) -> str:
    return "measured" if value != value else f"{value:g}"


def thresholds() -> Iterator[str]:
    text = resources.files("ginnel.region").joinpath("template/region.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)["thresholds"]
    yield f"- `choice = {found['choice']}`: a no on one record binds every record paired with hers at this or more."
    yield f"- `tell = {found['tell']}`: at this or more, and only then, two records count as one person."


def clocks() -> Iterator[str]:
    from ginnel.referrals import clocks as module

    rows = [
        (f"`{r.id}`", f"{r.statute}; {r.regulation}", f"{r.nation}, {words(sorted(r.tenures))}", str(r.since),
         r.runs_from, f"{r.length} {r.unit}", words(sorted(r.met_by)), words(sorted(r.stopped_by)) or "nothing",
         r.say.en)
        for r in module.RULES
    ]  # fmt: skip
    yield from (*prose(module), "")
    head = ("clock", "law", "where", "from", "runs from", "length", "kept by", "falls away with", "in words")
    yield from table(head, rows)


def moves() -> Iterator[str]:
    from ginnel.referrals import states

    rows = [
        (path, m.event, m.word or "", words(m.since), m.to or "stays", words(m.who), "yes" if m.reasons else "")
        for path, found in states.TABLE.items()
        for m in found
    ]
    yield from (*prose(states), "")
    yield from table(("path", "event", "word", "from", "to", "by", "needs reasons"), rows)


# --- reasons.md, law.md, contracts.md


def reasons_page() -> str:
    """Every reason for a no."""
    from ginnel.governance import REASONS

    intro = ["A refusal names every reason that applies, what exactly, and the step that would change it."]
    return page(
        "Every reason for a no", intro, table(("code", "in words"), ((f"`{c}`", t) for c, t in REASONS.items()))
    )


QUALITY = {"primary": "the Act's own words", "secondary": "read about, not in the original"}


def law_page() -> str:
    """Every law row that ships."""
    from ginnel.governance.law import KINDS, shipped_rows

    rows = shipped_rows()
    intro = [
        "**Nobody with a practising certificate has reviewed these rows. They are not legal advice.** A live region",
        "refuses a row until a named person has signed for it: see [how to verify law](../how-to/verify-law.md).",
        "What each reading rests on: [docs/law](../law/README.md).",
        f"{len(rows)} rows; {sum(r.quality == 'primary' for r in rows)} were read in the original.",
    ]
    parts = [intro]
    for kind in KINDS:
        found = [r for r in rows if r.kind == kind]
        if found:
            parts += [[f"## {kind}", "", *table(LAW_HEAD, map(law_row, found))]]
    return page("The law rows", *parts)


LAW_HEAD = ("id", "provision", "in plain words", "where", "in force", "for", "read")


def law_row(row: Any) -> tuple[str, ...]:
    limits = [words(sorted(row.from_class)) or "any body"]
    limits += [f"telling {words(sorted(row.to_class))}"] if row.to_class else []
    limits += [f"for {words(sorted(row.purposes))} only"] if row.purposes else []
    dates = f"from {row.starts}" + (f" up to {row.ends}" if row.ends else "")
    return (f"`{row.id}`", f"{row.statute} {row.section}", row.plain, words(sorted(row.extent)), dates,
            "; ".join(limits), QUALITY[row.quality])  # fmt: skip


def contracts_page() -> str:
    """The contracts of the worked example, the categories and the roles."""
    from ginnel.vocabulary import CATEGORIES, ROLES

    folder = resources.files("ginnel.region").joinpath("template/contracts")
    files = sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml"))
    kinds = [(f"`{c.id}`", c.title, c.sensitivity, "yes" if c.confidential else "") for c in CATEGORIES.values()]
    intro = [
        "The datasets of the worked example that `ginnel new` writes. Every key: [region.md](region.md).",
        "A loaded dataset has a column `record` in front: its key, joined by `|`.",
    ]
    return page(
        "Contracts, categories and roles",
        intro,
        ["## Categories of data", "", *table(("category", "what it tells", "sensitivity", "confidential"), kinds)],
        ["## Roles of columns", "", words(f"`{r}`" for r in ROLES) + "."],
        *(contract(tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))) for name in files),
    )


def contract(found: dict[str, Any]) -> Iterator[str]:
    yield from (f"## {found['dataset']}", "")
    yield f"{found['meaning']} Of {found['controller']}; kind {found['kind']}, about {found['about']}; key"
    yield f"{words(found['key'])}; being a row tells {words(found['row_categories'])}."
    yield ""
    rows = [(f"`{c['name']}`", c["type"], words(c["categories"]), rules(c), c["meaning"]) for c in found["column"]]
    yield from table(("column", "type", "categories", "rules", "meaning"), rows)


def rules(column: dict[str, Any]) -> str:
    shown = [k for k in column if k not in ("name", "type", "categories", "meaning")]
    return "; ".join("required" if k == "required" else f"{k} `{column[k]}`" for k in shown)
