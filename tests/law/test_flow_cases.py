"""May this be told? Every case of flow_cases.toml, written from the statutes before the code, gets the answer it expects.

The file says what the law expects; this file only translates a case into the files, records and answers that Ginnel
looks at: an agreement, its approvals, the law rows somebody signed for, one dataset per controller, choices, offers.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from ginnel.directory import Directory, Service
from ginnel.engines import Tables
from ginnel.flow.decide import Candidate, Clockwork, Facts, Person, decide
from ginnel.flow.plan import Look
from ginnel.governance import (
    Agreement,
    Approval,
    Body,
    Permit,
    Reason,
    Refusal,
    Register,
    Tellable,
    Use,
    check_link,
    check_load,
    check_need,
    check_telling,
)
from ginnel.governance.agreements import Basis, Signatory
from ginnel.governance.check import art6_rows
from ginnel.governance.children import Decided
from ginnel.governance.choices import Choice, barred_people, binding_kinds
from ginnel.governance.law import Law, Verification, shipped_rows
from ginnel.governance.signing import ROLES
from ginnel.referrals import Offer
from ginnel.vocabulary import Catalogue, Column, Dataset

FILE = tomllib.loads(Path(__file__).with_name("flow_cases.toml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = FILE["case"]
BASES: dict[str, dict[str, Any]] = {a["id"]: a for a in FILE["agreement"]}

EXCEPTIONS: dict[str, str] = {}
"""Cases that cannot be run, by id, each with its reason. There are none; the count is tested."""

NOT_LOOKED_AT = {
    "policy_document": "no file says that a policy document exists; what refuses is the missing Schedule 1 condition",
}
"""What a case says and the check does not read; each such case still gets its answer."""

TRANSLATED = {
    "about", "about_child", "answer", "approved_by", "art6", "art9", "ask", "asked_purpose", "asked_to", "capacity",
    "categories", "choice", "confidentiality", "decided", "decided_by", "filters_on", "from", "hash_matches",
    "law_verified", "level", "on", "other_agreement_covers", "own_case", "power", "purpose", "reads",
    "region_capacity", "request_states_task", "run_by", "scope", "starts", "statutory_service", "to",
}  # fmt: skip

OPERATOR, PERSON = "northshire-partnership", "person-one"
CLASSES = {
    OPERATOR: "local-authority", "northshire-icb": "nhs-body", "northshire-council": "local-authority",
    "northshire-homes": "housing-association", "northshire-money": "charity", "northshire-police": "police",
    "northshire-water": "water-company",
}  # fmt: skip
BODIES = {id: Body(id, id, kind, "England", kind in ("local-authority", "nhs-body", "police"))
          for id, kind in CLASSES.items()}  # fmt: skip
LINK_ROLES = {"identifier": "given_name", "address": "postcode", "contact": "phone"}
BIRTH, CHILD_BIRTH = date(1985, 3, 2), date(2022, 6, 1)

LOCK_OF_CODE = {
    "special-category": "art9", "confidentiality": "confidentiality", "no-agreement": "agreement",
    "not-approved": "approval", "demo-approval": "approval", "law-not-verified": "approval", "category": "category",
    "not-party": "recipient", "told-unknown": "recipient", "not-in-force": "expired", "operator-not-party": "operator",
    "capacity": "operator", "ask-first": "ask", "declined": "ask", "no-answer": "ask", "nobody-decides": "ask",
    "choice": "choice",
}  # fmt: skip
LOCK_OF_KIND = {"power": "power", "duty": "power", "art6": "art6", "art9": "art9", "confidentiality": "confidentiality",
                "instrument": "operator"}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A case with its changes made: what is asked of Ginnel."""

    facts: Mapping[str, Any]

    def get(self, key: str, default: Any = None) -> Any:
        return self.facts.get(key, default)

    @property
    def day(self) -> date:
        return self.get("on", FILE["assume"]["on"])

    @property
    def operation(self) -> str:
        """An own case is opened by the operator for the body, as its processor: nothing is told to anybody."""
        if self.get("own_case"):
            return "need"
        if self.get("capacity") != "processor":
            return "tell"
        return "link" if self.facts["purpose"] == "identity" else "need"

    @property
    def recipients(self) -> frozenset[str]:
        return frozenset({OPERATOR} if self.get("own_case") else self.facts["to"])

    @property
    def asked_to(self) -> str:
        return self.get("asked_to") or min(self.recipients)

    @property
    def purpose(self) -> str:
        return self.get("asked_purpose") or self.facts["purpose"]

    @property
    def controllers(self) -> tuple[str, ...]:
        return tuple(self.facts["from"])

    def of(self, key: str, controller: str) -> str:
        """The law row of one controller: a case names one for all or one for each."""
        value = self.get(key, "")
        return value.get(controller, "") if isinstance(value, Mapping) else value


def told(case: Mapping[str, Any]) -> Told:
    return Told({**BASES.get(case["agreement"], {}), **case.get("change", {})})


def agreement_of(t: Told, categories: Iterable[str] | None = None, id: str = "the-agreement") -> Agreement:
    needs_instrument = t.operation != "tell"
    bases = tuple(
        Basis(c, t.of("power", c), t.of("art6", c), tuple(t.get("art9", ())), t.get("confidentiality", ""),
              "gdpr-28" if needs_instrument else "", request="asked" if t.get("request_states_task", False) else "")
        for c in t.controllers
    )  # fmt: skip
    return Agreement(
        id=id, title=id, purpose=t.facts["purpose"], sources=frozenset(t.controllers), recipients=t.recipients,
        operations=frozenset({t.operation}), categories=frozenset(categories or t.facts["categories"]), bases=bases,
        signatories=tuple(Signatory(b, role) for b in sorted({*t.controllers, *t.recipients}) for role in ROLES),
        starts=t.facts["starts"], review_by=t.facts["ends"] - timedelta(days=60), ends=t.facts["ends"], ask=t.facts["ask"],
        told={} if t.operation != "tell" else {"news": "full"}, file=f"agreements/{id}.toml",
    )  # fmt: skip


def approvals_of(t: Told, agreement: Agreement) -> tuple[Approval, ...]:
    agreed = (
        agreement if t.get("hash_matches", True) else replace(agreement, retention_days=agreement.retention_days + 1)
    )
    by = t.get("approved_by", [s.organisation for s in agreement.signatories])
    return tuple(
        Approval(agreed.id, agreed.hash, b, role, "A. Person", agreement.starts)
        for b in dict.fromkeys(by)
        for role in ROLES
    )


def register_of(t: Told, agreements: tuple[Agreement, ...]) -> Register:
    rows = shipped_rows()
    unsigned = {r for c in t.controllers for r in (t.of("power", c),)} if not t.get("law_verified", True) else set()
    signed = [Verification(r.id, r.hash, "A. Solicitor", date(2026, 1, 5)) for r in rows if r.id not in unsigned]
    capacity = t.get("region_capacity", "processor").replace("-", " ")
    return Register(
        mode=FILE["assume"]["mode"], day=t.day, operator=OPERATOR, capacity=dict.fromkeys(t.controllers, capacity),
        bodies=BODIES, agreements=agreements, approvals=tuple(p for a in agreements for p in approvals_of(t, a)),
        law=Law(rows, signed), statutory=frozenset((c, "help") for c in t.controllers if t.get("statutory_service")),
        catalogue=Catalogue([dataset_of(t, c) for c in t.controllers]),
    )  # fmt: skip


def used(t: Told) -> tuple[str, ...]:
    return tuple(t.get("reads", t.facts["categories"]))


def dataset_of(t: Told, controller: str) -> Dataset:
    """One table of the controller: a column for each category that the case reads or filters on."""
    names = (*used(t), *t.get("filters_on", ()))
    columns = tuple(Column(c.replace("-", "_"), "text", frozenset({c}), role=LINK_ROLES.get(c)) for c in names)
    # A telling is hers: `person` and `home` are of the record, as linking adds them, and tell nothing else of a case.
    beside = tuple(Column(c, "text", frozenset({"none"})) for c in ("person", "home"))
    return Dataset(
        table_of(controller), frozenset({controller}), (*columns, *beside), frozenset({"none"}), kind="people"
    )


def table_of(controller: str) -> str:
    return controller.replace("-", "_")


def answer_of(t: Told, register: Register) -> Permit | Tellable | tuple[Reason, ...]:
    """What the flow check says: leave, or every reason against it."""
    if t.operation == "link":
        permit, refusals = check_link(register, list(register.catalogue))
        return permit if permit and not refusals else tuple(x for r in refusals for x in r.reasons)
    found = check_telling(register, *use_of(t, register), t.asked_to) if t.operation == "tell" else needed(t, register)
    return found.reasons if isinstance(found, Refusal) else found


def needed(t: Told, register: Register) -> Permit | Refusal:
    return check_need(register, *use_of(t, register), None, frozenset({"help"}))


def use_of(t: Told, register: Register) -> tuple[Use, Any]:
    table = getattr(Tables(register.catalogue), table_of(t.controllers[0]))
    for category in t.get("filters_on", ()):
        table = table.filter(table[category.replace("-", "_")].notnull())
    first, *_ = columns = [c.replace("-", "_") for c in used(t)]
    if t.operation == "need":
        return Use("case.need", "case", t.purpose, "help", "own-case", {}), table.select(columns)
    # The one word told is worked out from every column: whatever decided it counts as told, be it only yes or no.
    text = table[first]
    for name in columns[1:]:
        text = text.concat(table[name])
    level = "yes-or-no" if t.get("level") == "boolean" else "full"
    return Use("case.tell", "case", t.purpose, "help", "disclosure", {"news": level}), table.select(
        "person", "home", news=text
    )


def offers_of(t: Told, now: datetime) -> tuple[Offer, ...]:
    """What was asked before: an answer in May, or two questions that nobody answered."""
    asked = "adult" if deciders_of(t) else PERSON
    base = Offer("o-1", "case.tell", asked, PERSON, "home", t.asked_to, {}, "the-agreement",
                 now - timedelta(days=200), now - timedelta(days=172))  # fmt: skip
    if t.get("answer") == "none":
        again = replace(base, id="o-2", asked_at=now - timedelta(days=60), answer_by=now - timedelta(days=32))
        return (base, again)
    word = t.get("answer", "yes")
    return (replace(base, answer=word, state=word, answered_at=now - timedelta(days=190), answered_by=PERSON),)


def deciders_of(t: Told) -> dict[str, Decided]:
    """A child's one holder of responsibility, where the case has one."""
    holder = t.get("about_child") and t.get("decided_by") == "holder"
    return {PERSON: Decided("holders", ("adult",), "open")} if holder else {}


def people_of(t: Told) -> dict[str, Person]:
    child = bool(t.get("about_child"))
    return {
        PERSON: Person(PERSON, CHILD_BIRTH if child else BIRTH, "home"),
        "adult": Person("adult", BIRTH, "home"),
    }


def barred(t: Told, rows: Iterable[Any]) -> frozenset[str]:
    """Whom a choice of the case keeps out. An undecided objection is pending."""
    if t.get("choice") is None:
        return frozenset()
    choice = Choice("people", "1", t.get("choice"), t.get("scope"), t.day - timedelta(days=14))
    kinds = binding_kinds(rows)
    return barred_people([choice], {("people", "1"): PERSON}, [], purpose=t.purpose, day=t.day, low=0.3, kinds=kinds)


def locks_of(t: Told) -> tuple[frozenset[str], tuple[Reason, ...]]:
    """Every lock that stays shut in this case; none when it is lawful."""
    more = t.get("other_agreement_covers")
    one = (agreement_of(t),) if "id" in t.facts else ()
    register = register_of(t, (*one, agreement_of(t, more, "another")) if more else one)
    answer = answer_of(t, register)
    if isinstance(answer, tuple):
        return frozenset(lock_of(reason) for reason in answer), answer
    if isinstance(answer, Permit):
        return frozenset({"choice"} if barred(t, art6_rows(register, answer)) else ()), ()
    return person_locks(t, answer, register)


def person_locks(t: Told, leave: Tellable, register: Register) -> tuple[frozenset[str], tuple[Reason, ...]]:
    """The flow is agreed; now the person: her choices, who decides for her, what she answered."""
    now = datetime.combine(t.day, time(9), UTC)
    use, expression = use_of(t, register)
    look = Look(None, None, use, expression, None, (leave,), ())  # type: ignore[arg-type]
    rows = [row for row in map(register.law.row, leave.basis) if row is not None and row.kind == "art6"]
    facts = Facts(people_of(t), barred(t, rows), frozenset(), {PERSON: offers_of(t, now)}, deciders=deciders_of(t))
    service = Service("s", t.asked_to, "s", "s", "help", t.purpose, frozenset())
    decision = decide(
        look, Candidate(use.id, "home", "social", {}, PERSON), facts, Directory({}, (service,), {}),
        time=Clockwork(now, t.day), secret=b"secret",
    )  # fmt: skip
    if decision.outcome == "to-release":
        return frozenset(), ()
    if decision.outcome in ("ask", "waiting"):
        return frozenset({"ask"}), ()
    return frozenset(lock_of(reason) for reason in decision.reasons), decision.reasons


def lock_of(reason: Reason) -> str:
    """The lock a reason names: by its code, or by the kind of the law row that it names."""
    if reason.code in LOCK_OF_CODE:
        return LOCK_OF_CODE[reason.code]
    if not reason.code.startswith("law-"):
        return reason.code
    words = reason.detail.replace(",", " ").split()
    named = [r for r in shipped_rows() if r.id in words or f"{r.statute} {r.section} " in reason.detail]
    return LOCK_OF_KIND[max(named, key=lambda r: len(r.section)).kind]


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_the_answer_is_what_the_law_expects(case: dict[str, Any]) -> None:
    if case["id"] in EXCEPTIONS:
        pytest.skip(EXCEPTIONS[case["id"]])
    locks, reasons = locks_of(told(case))
    if case["expect"] == "lawful":
        assert not locks, [str(r) for r in reasons]
    else:
        assert case["because"] in locks, (sorted(locks), [str(r) for r in reasons])


@pytest.mark.parametrize("case", [c for c in CASES if c["expect"] == "lawful"], ids=lambda c: c["id"])
def test_a_lawful_case_without_its_agreement_is_refused(case: dict[str, Any]) -> None:
    """Default deny: what makes a case lawful is the agreement, not the absence of an obstacle."""
    t = told(case)
    answer = answer_of(t, register_of(t, ()))
    assert isinstance(answer, tuple)
    assert {r.code for r in answer} <= {"no-agreement", "no-link"}


def test_the_operator_receives_what_a_controller_instructs_it_to_receive() -> None:
    """The same case of a processor as a load: receiving records is agreed under a purpose of its own."""
    t = Told({**BASES["operate-homes"], "purpose": "preparation"})
    load = replace(agreement_of(t), operations=frozenset({"load"}))
    register = register_of(t, (load,))
    assert isinstance(check_load(register, next(iter(register.catalogue))), Permit)
    assert isinstance(check_load(register_of(t, ()), next(iter(register.catalogue))), Refusal)


def test_the_debt_power_refuses_for_its_purpose_alone() -> None:
    """The case about debt names a recipient of the wrong kind as well; without one, the purpose still refuses."""
    (case,) = [c for c in CASES if c["id"] == "debt-power-for-mental-health"]
    t = Told({**told(case).facts, "own_case": True})
    answer = answer_of(t, register_of(t, (agreement_of(t),)))
    assert isinstance(answer, tuple)
    assert [r.code for r in answer] == ["law-purpose"]


def test_every_case_is_run_and_every_fact_of_it_is_translated_or_listed() -> None:
    assert len(CASES) == 51
    assert len(EXCEPTIONS) == 0
    changed = {key for case in CASES for key in case.get("change", {})}
    assert changed == TRANSLATED & changed | NOT_LOOKED_AT.keys()
    assert {c["because"] for c in CASES if c["expect"] == "refused"} <= {*LOCK_OF_CODE.values(), *LOCK_OF_KIND.values()}


def test_consent_under_a_duty_is_lawful_and_is_warned_about() -> None:
    """The case asks for a warning that consent is the wrong ground under a duty; without the duty there is none."""
    (case,) = [c for c in CASES if "warning" in c]
    for statutory, expected in ((case["change"]["statutory_service"], {"consent-duty"}), (False, set())):
        t = Told({**told(case).facts, "statutory_service": statutory})
        permit = needed(t, register_of(t, (agreement_of(t),)))
        assert isinstance(permit, Permit)
        assert {w.code for w in permit.warnings} == expected
