"""The questions of "May we share?", a few to a page. The answers are texts and lists; `made` turns them into an agreement.

The subjects are those of Annex A of the ICO's data sharing code of practice (2021), asked in our own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ginnel.app.services import place
from ginnel.directory import LEGAL_CLASSES
from ginnel.governance import Agreement, Register
from ginnel.governance.agreements import ASSESSMENT, GRADES, OPERATIONS, Basis, Risk, Signatory
from ginnel.governance.drafting import offered
from ginnel.governance.levels import LEVELS
from ginnel.governance.purposes import PURPOSES
from ginnel.governance.signing import ROLES, needed
from ginnel.vocabulary import CATEGORIES

STEPS: tuple[str, ...] = ("who", "why", "what", "need", "law", "fair", "keep", "risks", "sign")
TEXTS: Mapping[str, tuple[str, ...]] = {
    "why": ("aim",),
    "need": ("necessary", "less", "harm_of_sharing", "harm_of_not_sharing"),
    "fair": ("fairness", "told_how", "rights"),
    "keep": ("security", "access", "accuracy"),
    "risks": ("consulted", "advice"),
}
MOST_RISKS = 4
PLACES: tuple[str, ...] = ("power", "art6", "art9", "art10", "confidentiality", "instrument")
Answers = dict[str, Any]
LONGEST = 2000


@dataclass(frozen=True)
class Option:
    """One thing to choose. `table` says in which words it is shown: "body", "row", "use", "word", or a table of words."""

    value: str
    table: str


@dataclass(frozen=True)
class Field:
    """One question. `code` names its words; `about` is the body, word or number that it is asked about."""

    name: str
    kind: str
    code: str
    options: tuple[Option, ...] = ()
    about: str = ""
    needed: bool = True

    @property
    def many(self) -> bool:
        return self.kind == "checks"


def fields(step: str, answers: Answers, register: Register) -> tuple[Field, ...]:
    """The questions of one page, as far as the answers so far let them be asked."""
    asked = {"who": _who, "why": _why, "what": _what, "law": _law, "fair": _fair, "keep": _keep, "risks": _risks,
             "sign": _sign}.get(step)  # fmt: skip
    texts = tuple(Field(code, "area", code) for code in TEXTS.get(step, ()))
    return (*(asked(answers, register) if asked else ()), *texts)


def _options(values: Any, table: str) -> tuple[Option, ...]:
    return tuple(Option(str(v), table) for v in values)


def _who(_answers: Answers, r: Register) -> Iterator[Field]:
    yield Field("title", "text", "title")
    yield Field("plain", "area", "plain")
    yield Field("sources", "checks", "sources", _options(r.bodies, "body"))
    yield Field("recipients", "checks", "recipients", _options(r.bodies, "body"))
    for door in ("open_from", "open_to"):
        yield Field(door, "checks", door, _options(LEGAL_CLASSES, "LEGAL_CLASSES"), needed=False)


def _why(_answers: Answers, _r: Register) -> Iterator[Field]:
    yield Field("purpose", "select", "purpose", _options(PURPOSES, "PURPOSES"))
    yield Field("operation", "radios", "operation", _options(OPERATIONS, "OPERATIONS"))


def _what(answers: Answers, _r: Register) -> Iterator[Field]:
    purpose, telling = answers.get("purpose"), answers.get("operation") == "tell"
    signals = [s for s in place.region().signals if s.purpose == purpose]
    uses = [f"{s.name}.{rule.name}" for s in signals for rule in s.rules if not telling or rule.opening == "disclosure"]
    if uses:
        yield Field("uses", "checks", "uses", _options(uses, "use"), needed=False)
    yield Field("categories", "checks", "categories", _options((c for c in CATEGORIES if c != "none"), "CATEGORIES"))
    words = sorted({w for s in signals for rule in s.rules if rule.opening == "disclosure" for w in rule.tells})
    for word in words if telling else ():
        yield Field(f"told-{word}", "select", "told", _options(LEVELS, "PAPER_LEVELS"), word, needed=False)


def _law(answers: Answers, r: Register) -> Iterator[Field]:
    agreement = made(answers, r, "draft")
    for body in sorted(agreement.sources):
        yield from law_fields(r, agreement, body)


def law_fields(r: Register, agreement: Agreement, body: str) -> Iterator[Field]:
    """What one body that gives data is asked about the law: only rows that fit are offered."""
    rows = offered(r, agreement, body)
    wanted = {
        "art9": [c for c in agreement.categories if CATEGORIES[c].special],
        "art10": "offences" in agreement.categories,
        "confidentiality": [c for c in agreement.categories if CATEGORIES[c].confidential],
        "instrument": r.operator in agreement.recipients,
    }
    for at in PLACES:
        if rows[at] and wanted.get(at, True):
            kind = "checks" if at == "art9" else "select"
            yield Field(f"{at}-{body}", kind, at, _options((row.id for row in rows[at]), "row"), body, at == "art6")
    yield Field(f"policy_document-{body}", "text", "policy_document", about=body, needed=False)


def _fair(_answers: Answers, _r: Register) -> Iterator[Field]:
    yield Field("ask", "radios", "ask", _options(("before", "tell"), "ASKED"))


def _keep(_answers: Answers, _r: Register) -> Iterator[Field]:
    yield Field("retention_days", "number", "retention_days")
    for name in ("starts", "review_by", "ends"):
        yield Field(name, "day", name)


def _risks(_answers: Answers, _r: Register) -> Iterator[Field]:
    for n in range(1, MOST_RISKS + 1):
        yield Field(f"what-{n}", "area", "risk_what", about=str(n), needed=n == 1)
        for grade in ("likelihood", "severity"):
            yield Field(f"{grade}-{n}", "select", grade, _options(GRADES, "GRADES"), str(n), n == 1)
        yield Field(f"measure-{n}", "area", "measure", about=str(n), needed=n == 1)
        yield Field(f"left-{n}", "select", "left", _options(GRADES, "GRADES"), str(n), n == 1)


def _sign(answers: Answers, r: Register) -> Iterator[Field]:
    for body in sorted({*answers.get("sources", []), *answers.get("recipients", [])} & r.bodies.keys()):
        yield sign_field(body)


def sign_field(body: str) -> Field:
    return Field(f"sign-{body}", "checks", "sign", _options(ROLES, "PAPER_ROLES"), body)


def given(
    step: str, answers: Answers, register: Register, post: Mapping[str, list[str]]
) -> tuple[Answers, list[tuple[str, str]]]:
    """The answers of one page, and (field, fault) for what is missing or is none of what is offered."""
    return taken(fields(step, answers, register), post)


def taken(fields: Iterable[Field], post: Mapping[str, list[str]]) -> tuple[Answers, list[tuple[str, str]]]:
    """The answers to these questions, and (field, fault) for what is missing or is none of what is offered."""
    found: Answers = {}
    faults: list[tuple[str, str]] = []
    for field in fields:
        allowed = {o.value for o in field.options}
        values = [v.strip()[:LONGEST] for v in post.get(field.name, []) if v.strip()]
        if field.options:
            values = [v for v in values if v in allowed]
        found[field.name] = values if field.many else (values[0] if values else "")
        fault = _fault(field, values)
        if fault:
            faults.append((field.name, fault))
    return found, faults


def _fault(field: Field, values: list[str]) -> str:
    if not values:
        return "missing" if field.needed else ""
    if field.kind == "day" and day(values[0]) is None:
        return "day"
    whole = values[0].isascii() and values[0].isdigit() and len(values[0]) < 6
    return "number" if field.kind == "number" and not whole else ""


def preset(answers: Answers, register: Register) -> Answers:
    """The answers, with those who have to sign at the least filled in where nothing was said."""
    wanted: dict[str, list[str]] = {}
    for s in needed(register, made(answers, register, "draft")):
        wanted.setdefault(f"sign-{s.organisation}", []).append(s.role)
    return {**wanted, **{k: v for k, v in answers.items() if v or k not in wanted}}


def made(answers: Answers, register: Register, id: str) -> Agreement:
    """The agreement that the answers come to, whole or not; what is missing stands empty."""
    say = {k: v for k, v in answers.items() if isinstance(v, str)}
    several = {k: v for k, v in answers.items() if isinstance(v, list)}
    sources = frozenset(several.get("sources", [])) & register.bodies.keys()
    recipients = frozenset(several.get("recipients", [])) & register.bodies.keys()
    operation = say.get("operation", "")
    told = {k.removeprefix("told-"): v for k, v in say.items() if k.startswith("told-") and v not in ("", "drop")}
    return Agreement(
        id=id, title=say.get("title", ""), plain=say.get("plain", ""), purpose=say.get("purpose", ""), sources=sources,
        recipients=recipients, operations=frozenset({operation} if operation else ()),
        categories=frozenset(several.get("categories", [])), uses=frozenset(several.get("uses", [])),
        bases=tuple(basis(answers, body) for body in sorted(sources)),
        signatories=tuple(
            Signatory(body, role) for body in sorted(sources | recipients) for role in several.get(f"sign-{body}", [])
        ),
        starts=day(say.get("starts", "")) or register.day, review_by=day(say.get("review_by", "")) or register.day,
        ends=day(say.get("ends", "")) or register.day, ask=say.get("ask") or "before",
        told=told if operation == "tell" else {}, retention_days=int(say.get("retention_days") or 0),
        assessment={s: flat(say[s]) for s in ASSESSMENT if say.get(s)}, risks=tuple(_risk_rows(say)),
        file=f"agreements/{id}.toml", open_from=frozenset(several.get("open_from", [])),
        open_to=frozenset(several.get("open_to", [])),
    )  # fmt: skip


def basis(answers: Mapping[str, Any], body: str) -> Basis:
    """The law on which one body relies, as far as it was answered."""
    one = {at: str(answers.get(f"{at}-{body}", "")) for at in (*PLACES, "policy_document") if at != "art9"}
    return Basis(controller=body, art9=tuple(answers.get(f"art9-{body}", [])), **one)


def _risk_rows(say: Mapping[str, str]) -> Iterator[Risk]:
    for n in range(1, MOST_RISKS + 1):
        if say.get(f"what-{n}"):
            grades = {g: say.get(f"{g}-{n}") or "high" for g in ("likelihood", "severity", "left")}
            yield Risk(what=flat(say[f"what-{n}"]), measure=flat(say.get(f"measure-{n}", "")), **grades)


def flat(text: str) -> str:
    return " ".join(text.split())


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
