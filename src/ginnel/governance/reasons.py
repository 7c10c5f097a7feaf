"""Refusals: a question answered no, with every reason and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "adult-undated": "a record names an adult for a child without paper and days",
        "no-agreement": "nobody has agreed to this use",
        "not-party": "a body that takes part is not a party to the agreement",
        "operator-not-party": "the operator is not a party to the agreement",
        "capacity": "the operator's role towards a controller is not said, or does not fit the agreement",
        "category": "a kind of data is used that the agreement does not cover",
        "not-in-force": "the agreement is not in force on this day",
        "not-approved": "the agreement lacks an approval of one of its signatories",
        "demo-approval": "the approval is a demonstration one, which counts in demo mode only",
        "signatory": "somebody who has to sign is not named",
        "accession-text": "the form joins another text of the agreement than the one there",
        "accession-closed": "the agreement does not let bodies of this kind join",
        "law-unknown": "the agreement rests on a law row that does not exist",
        "law-not-verified": "nobody has signed for a law row that the agreement rests on",
        "law-extent": "the law does not extend to the nation",
        "law-dates": "the law was not in force on this day",
        "law-class": "the law gives this power to other kinds of body",
        "law-purpose": "the law gives this power for other purposes only",
        "law-kind": "the provision is of another kind than the place where it is named",
        "no-basis": "the agreement says no legal basis for a controller",
        "special-category": "special-category data is used without an Article 9 condition",
        "confidentiality": "confidential data is used without an answer to the duty of confidentiality",
        "power-missing": "a public authority does nothing without a power, and none is named",
        "no-duty": "a legal obligation is named as the basis, and the power named obliges nobody to this",
        "no-request": "telling without being asked, on a basis that answers requests",
        "policy-document": "the law asks for an appropriate policy document, and none is named",
        "offence": "data about offences is used without the authority that Article 10 asks for",
        "part-3": "data collected for law enforcement would serve another purpose without a law that authorises it",
        "other-use": "data received under a power for one purpose would serve another",
        "enforcement": "a body that acts against people would be told for help",
        "consent-duty": "consent is named for a service that a law obliges a public authority to give",
        "ask-first": "special-category data would be told without asking the person first",
        "opaque": "the expression holds something whose flow of data cannot be followed",
        "told-unknown": "the expression tells a word that the agreement does not name",
        "told-level": "the word would be told in more detail than agreed",
        "not-hers": "what would be told is about somebody else than the person who is asked",
        "not-own": "a body's own case uses records of another body",
        "no-link": "the bodies have not agreed that their records may be linked",
        "no-need": "it serves no need that the region states",
        "no-route": "no service in the region takes this need",
        "choice": "the person has said no, or asked for a pause",
        "nobody-decides": "cannot say: nobody known who may decide",
        "declined": "the person was asked and said no",
        "no-answer": "the person was asked and has not answered; silence is no",
        "no-mandate": "nobody has recorded, with evidence, that this person may ask for somebody else",
        "mandate-dates": "the leave to ask for somebody else is not in force on this day",
        "mandate-purpose": "the leave to ask for somebody else does not cover this",
        "mandate-kept": "the person keeps this to herself",
        "decides-herself": "the child is old enough to decide and to ask herself",
        "not-yours": "there is no such use in which the body that asks takes part",
        "no-for-person": "nothing may be told about this person; why is hers to know",
    }
)
"""Every reason there is, in plain words; tests/architecture checks that no other is used."""


@dataclass(frozen=True)
class Reason:
    """One reason for a no: a word of `REASONS`, what exactly, and the next step that would change it."""

    code: str
    detail: str
    mend: str = ""

    def __post_init__(self) -> None:
        if self.code not in REASONS:
            raise ValueError(f"{self.code!r} is not a reason: add it to governance.reasons.REASONS in plain words")

    def __str__(self) -> str:
        text = f"{REASONS[self.code]}: {self.detail}"
        return f"{text}\n      mend: {self.mend}" if self.mend else text


@dataclass(frozen=True)
class Refusal:
    """A flow that may not happen. `flow` is its id, such as "need:damp.vulnerable"."""

    flow: str
    title: str
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        lines = [f"REFUSED {self.flow}: {self.title}"]
        lines += [f"    - {reason}" for reason in self.reasons]
        return "\n".join(lines)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(r.code for r in self.reasons)
