"""The words of the sharing case files put into the check's own, and its answer put back.

It decides nothing: a handle of the law becomes the id of a shipped row, a reason of the check one of the files' families.
Where a case does not say whether the recipient asked for the data, it did.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ginnel.governance import Agreement, Approval, Body, Reason, Register
from ginnel.governance.agreements import Basis, Signatory
from ginnel.governance.judge import Question, covers, warnings
from ginnel.governance.law import Law, Verification, shipped_rows
from ginnel.governance.signing import ROLES
from ginnel.vocabulary import Catalogue, Column, Dataset


def cases(file: str) -> list[dict[str, Any]]:
    """The cases of a file of this folder."""
    found: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))["case"]
    return found


POWERS = {
    "": "", "la2011-s1": "la2011-s1", "lgea2021w-s24": "lgea2021w-s24", "dea-35-disadvantages": "dea2017-s35-disadvantages",
    "dea-35-fuel": "dea2017-s35", "dea-35-water": "dea2017-s35-water", "dea-35-tv": "dea2017-s35-tv",
    "dea-36-energy": "dea2017-s36", "dea-38-water": "dea2017-s38", "dea-48-debt": "dea2017-s48",
    "dea-56-fraud": "dea2017-s56", "wra-131": "wra2012-s131", "ca2014-s6": "ca2014-s6-1", "ca2014-s7": "ca2014-s7",
    "ca2014-s9": "ca2014-s9", "ca2014-s42": "ca2014-s42", "ca2014-s45": "ca2014-s45", "ca1989-s17": "ca1989-s17",
    "ca1989-s47": "ca1989-s47", "ca2004-s10": "ca2004-s10", "ca2004-s11": "ca2004-s11", "cda-115": "cda1998-s115",
    "ha1996-213b": "ha1996-s213b", "hsca-251b": "hsca2012-s251b", "nhsa-251": "nhsa2006-s251", "nhsa-s2-2": "nhsa2006-s2-2",
    "nhsa-82": "nhsa2006-s82", "own-rules": "own-rules", "vital": "vital-common-law",
    "iaa1999-s20": "iaa1999-s20", "common-law-policing": "pcl-policing", "victims-code": "dva2004-victims-code",
    "dea-37-energy": "dea2017-s36", "dea-39-water": "dea2017-s38", "police-common-law": "pcl-policing",
    "wra-130": "wra2012-s130", "wra-132": "",
}  # fmt: skip
ART10 = {"": "", "official-authority": "gdpr-10-official", "sch1-p10": "gdpr-10-p10", "sch1-p18": "gdpr-10-p18",
         "sch1-p29": "gdpr-10-p29"}  # fmt: skip
SECRECY = {"": "", "consent": "clc-consent", "implied": "clc-implied", "s251": "clc-s251",
           "public-interest": "clc-public-interest", "statute": "clc-statute"}  # fmt: skip
CLASSES = {"cps": "prosecution"}
WATER = "water"
"""The files have one class for suppliers; a case about a water company says so in its id or question."""
FAMILY = {
    "power-missing": "power-missing", "special-category": "special-condition", "policy-document": "policy-document",
    "offence": "offence", "part-3": "part3-purpose", "confidentiality": "confidentiality", "ask-first": "ask-first",
    "capacity": "capacity", "other-use": "reuse", "enforcement": "enforcement-recipient", "consent-duty": "consent-warning",
    "law-extent": "extent", "law-dates": "dates", "no-duty": "art6-kind",
    "no-request": "art6-kind",
}  # fmt: skip
OF_KIND = {"power": "power", "duty": "power", "art6": "art6-kind", "art9": "special-condition", "art10": "offence",
           "confidentiality": "confidentiality", "instrument": "capacity"}  # fmt: skip
ROWS = {r.id: r for r in shipped_rows()}
FROM, TO = "the-sender", "the-recipient"


def basis_of(case: dict[str, Any]) -> Basis:
    b = case["basis"]
    asked = "asked, 2026" if b.get("requested_for_public_task", True) else ""
    art9 = tuple(("gdpr-" if a[0] == "9" else "dpa2018-") + a for a in b["art9"])
    art6 = f"gdpr-{b['art6']}" if b["art6"] else "dpa2018-s35"
    return Basis(
        FROM, POWERS[b["power"]], art6, art9, SECRECY[b["confidentiality"]], f"gdpr-{b['instrument']}" if b["instrument"] else "",
        ART10[b["art10"]], POWERS[b["part3"].get("authorised_by_law", "")], "Policy, 2026" if b["policy_document"] else "", asked,
    )  # fmt: skip


def supplier(case: dict[str, Any]) -> str:
    return "water-company" if WATER in f"{case['id']} {case['question']}" else "energy-company"


def body(case: dict[str, Any], id: str, facts: dict[str, Any], enforces: frozenset[str] = frozenset()) -> Body:
    kind = supplier(case) if facts["class"] == "utility" else CLASSES.get(facts["class"], facts["class"])
    return Body(id, id, kind, facts["nation"], facts["public_authority"], enforces)


def asked(case: dict[str, Any]) -> tuple[Register, Agreement, Question]:
    collected = case["basis"]["part3"].get("purpose_of_collection") == "law-enforcement"
    columns = tuple(Column(c.replace("-", "_"), "text", frozenset({c})) for c in case["categories"])
    under = frozenset({POWERS[case["received_under"]]} - {""})
    table = Dataset(
        "records", frozenset({FROM}), columns, frozenset({"none"}), received_under=under, law_enforcement=collected
    )
    day, operation = case["day"], case["operation"]
    agreement = Agreement(
        id="a", title="a", purpose=case["purpose"], sources=frozenset({FROM}), recipients=frozenset({TO}),
        operations=frozenset({operation}), categories=frozenset(case["categories"]), bases=(basis_of(case),),
        signatories=tuple(Signatory(b, role) for b in (FROM, TO) for role in ROLES), starts=day - timedelta(days=30),
        review_by=day + timedelta(days=200), ends=day + timedelta(days=300), ask=case["ask"], file="agreements/a.toml",
    )  # fmt: skip
    to = case["to"]
    does = frozenset(ENFORCES.get(w, w) for w in to.get("does", to.get("function", "")).split(",")) - {"", "benefits"}
    register = Register(
        mode="live", day=day, operator=TO if operation in ("load", "link") else "the-operator", capacity={FROM: "joint controller" if case["basis"]["instrument"] == "26" else "processor"},
        bodies={FROM: body(case, FROM, case["from"]), TO: body(case, TO, case["to"], does)}, agreements=(agreement,),
        approvals=tuple(
            Approval("a", agreement.hash, s.organisation, s.role, "A. Person", agreement.starts) for s in agreement.signatories
        ),
        law=Law(ROWS.values(), [Verification(r.id, r.hash, "A. Solicitor", date(1990, 1, 1)) for r in ROWS.values()]),
        catalogue=Catalogue([table]),
    )  # fmt: skip
    question = Question(
        operation, case["purpose"], frozenset({FROM}), TO,
        {f"records.{c.name}": (frozenset({FROM}), c.categories) for c in columns},
        statutory=case["to"]["service_is_statutory"],
    )  # fmt: skip
    return register, agreement, question


ENFORCES = {"immigration-enforcement": "immigration", "law-enforcement": "crime", "debt-recovery": "debt",
            "debt-collection": "debt"}  # fmt: skip


def family(reason: Reason) -> str:
    """The author's word for a reason: by its code, or by the kind of the law row that it names."""
    if reason.code in FAMILY:
        return FAMILY[reason.code]
    named = [r for r in ROWS.values() if r.id in reason.detail.replace(",", " ").split()]
    if reason.code == "law-class":
        kind = OF_KIND[named[0].kind]
        return "power-class" if kind == "power" else kind
    if reason.code == "law-purpose":
        kind = OF_KIND[named[0].kind]
        return "power-purpose" if kind == "power" else kind
    return reason.code


def answer(case: dict[str, Any]) -> tuple[str, frozenset[str], tuple[Reason, ...]]:
    register, agreement, question = asked(case)
    reasons = covers(register, agreement, question)
    if reasons:
        return "refused", frozenset(map(family, reasons)), reasons
    cautions = warnings(register, agreement, question)
    return ("allowed-with-warning" if cautions else "allowed"), frozenset(map(family, cautions)), cautions
