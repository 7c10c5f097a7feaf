"""Why something may be left out of an answer: the law's few grounds, each decided by two named people and looked at again.

DPA 2018 Schedules 2 and 3. Domestic abuse has no ground of its own there: it rests on the rights of another person and
on crime (verify with a lawyer). An exemption leaves something out of one answer; it never lets anything be used or told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ginnel.vocabulary import BadInput, Problem
from ginnel.vocabulary.say import Say

REVIEW_WITHIN = 365
"""Days after which somebody must have looked at an exemption again. Our choice; the law asks that it be no wider than needed."""


@dataclass(frozen=True)
class Exemption:
    """`categories`: only for records of these kinds (empty: any). `opinion`: a health professional must have said so."""

    id: str
    statute: str
    say: Say
    categories: frozenset[str] = frozenset()
    opinion: bool = False


EXEMPTIONS: Mapping[str, Exemption] = {
    e.id: e
    for e in (
        Exemption("crime", "DPA 2018 Sch 2 para 2", Say("It would get in the way of preventing or prosecuting crime", "Byddai'n rhwystro atal neu erlyn troseddau")),
        Exemption("safeguarding", "DPA 2018 Sch 2 para 16", Say("It would put another person at risk", "Byddai'n peryglu rhywun arall")),
        Exemption("domestic-abuse", "DPA 2018 Sch 2 paras 2 and 16 (verify)", Say("It would help somebody to find or harm a person who fled abuse", "Byddai'n helpu rhywun i ddod o hyd i berson a ffodd rhag cam-drin")),
        Exemption("other-person", "DPA 2018 Sch 2 para 16", Say("It is about somebody else, who has not agreed", "Mae am rywun arall, nad yw wedi cytuno")),
        Exemption("privilege", "DPA 2018 Sch 2 para 19", Say("It is legal advice", "Cyngor cyfreithiol ydyw")),
        Exemption("harm-health", "DPA 2018 Sch 3 paras 5 and 6", Say("A health professional says that it would cause serious harm", "Mae gweithiwr iechyd yn dweud y byddai'n achosi niwed difrifol"),
                  categories=frozenset({"health"}), opinion=True),
        Exemption("harm-social-work", "DPA 2018 Sch 3 para 11", Say("It would harm somebody through social work", "Byddai'n niweidio rhywun drwy waith cymdeithasol"),
                  categories=frozenset({"social-care"})),
        Exemption("child-confidence", "DPA 2018 Sch 2 para 16, Sch 3 para 21 (verify)", Say("The child said this in confidence, or it is against the child's interest", "Dywedodd y plentyn hyn yn gyfrinachol, neu mae'n groes i fudd y plentyn")),
    )
}  # fmt: skip


def check(code: str, reasons: str, review_by: date, opinion: str, categories: frozenset[str], today: date) -> Exemption:
    """The exemption, if it may be proposed like this. Raises `BadInput` naming the field of the form to mend."""
    found = EXEMPTIONS.get(code)
    if found is None:
        raise BadInput(Problem("choose a reason for leaving this out", key="code"))
    if found.categories and not found.categories & categories:
        raise BadInput(Problem(f"{code} is only for records of {', '.join(sorted(found.categories))}", key="code"))
    if not reasons.strip():
        raise BadInput(Problem("write the reasons", key="why"))
    if found.opinion and not opinion.strip():
        raise BadInput(Problem("write who gave the opinion, and when", key="opinion"))
    if not today < review_by <= today + timedelta(days=REVIEW_WITHIN):
        raise BadInput(Problem("name a day within a year on which this is looked at again", key="review_by"))
    return found


def approves(proposed_by: str, approver: str) -> None:
    """Raises `BadInput` unless somebody else than the proposer decides."""
    if proposed_by == approver:
        raise BadInput(Problem("somebody else than whoever proposed it must approve", key="approve"))
