"""What somebody can ask of a body about her data, and what she may expect there, by the grounds on which the body relies.

UK GDPR Arts 15 to 21 and 77; DPA 2018 s.164A; for law enforcement DPA 2018 Part 3. What is said is what she may expect,
never a ground to send her away: a body may always say yes. Not legal advice; docs/law/README.md says what was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ginnel.governance.law import LawRow
from ginnel.vocabulary.say import Say

Expect = Literal["yes", "grounds", "partly", "unlikely", "unknown"]


@dataclass(frozen=True)
class Kind:
    """One thing to ask. `may_pause`: asking what exactly she means stops the clock; `may_extend`: two further months."""

    id: str
    article: str
    say: Say
    hint: Say
    may_pause: bool = False
    may_extend: bool = True


KINDS: Mapping[str, Kind] = {
    k.id: k
    for k in (
        Kind("access", "UK GDPR Art 15", Say("See what they hold about me", "Gweld yr hyn sydd ganddynt amdanaf"),
             Say("A copy of your records, and who was told what.", "Copi o'ch cofnodion, a phwy gafodd wybod beth."), may_pause=True),
        Kind("rectification", "UK GDPR Art 16", Say("Put something right", "Cywiro rhywbeth"),
             Say("You say what is wrong and what is true. Whoever was told the old fact hears of the change.",
                 "Rydych yn dweud beth sy'n anghywir a beth sy'n wir. Mae pawb a gafodd yr hen ffaith yn clywed am y newid.")),
        Kind("erasure", "UK GDPR Art 17", Say("Delete something", "Dileu rhywbeth"),
             Say("Not always possible: some records must be kept by law.", "Nid yw bob amser yn bosibl: rhaid cadw rhai cofnodion yn ôl y gyfraith.")),
        Kind("restriction", "UK GDPR Art 18", Say("Keep it but do not use it", "Ei gadw ond peidio â'i ddefnyddio"),
             Say("It counts here from the moment you ask.", "Mae'n cyfrif yma o'r eiliad rydych yn gofyn.")),
        Kind("objection", "UK GDPR Art 21", Say("Stop using it", "Rhoi'r gorau i'w ddefnyddio"),
             Say("It counts here from the moment you ask.", "Mae'n cyfrif yma o'r eiliad rydych yn gofyn.")),
        Kind("portability", "UK GDPR Art 20", Say("Take my data with me", "Mynd â'm data gyda mi"),
             Say("What you gave them, in a form that a computer reads.", "Yr hyn a roesoch iddynt, ar ffurf y gall cyfrifiadur ei darllen.")),
        Kind("look", "UK GDPR Art 15", Say("Did one worker look at my records?", "A edrychodd un gweithiwr ar fy nghofnodion?"),
             Say("You name or describe the worker. The body answers yes or no, with dates and the reason.",
                 "Rydych yn enwi neu'n disgrifio'r gweithiwr. Mae'r corff yn ateb ydw neu nac ydw, gyda dyddiadau a'r rheswm."), may_pause=True),
        Kind("complaint", "DPA 2018 s.164A", Say("Complain about how my data was used", "Cwyno am sut y defnyddiwyd fy nata"),
             Say("They must confirm within 30 days that they have it.", "Rhaid iddynt gadarnhau o fewn 30 diwrnod ei bod ganddynt."), may_extend=False),
    )
}  # fmt: skip
BLOCKS: frozenset[str] = frozenset({"objection", "restriction"})
"""Asking for these is also a no, which counts from the moment it is said; answering never takes that no away."""

EXPECT: Mapping[Expect, Say] = {
    "yes": Say("You have this right here.", "Mae gennych yr hawl hon yma."),
    "grounds": Say("You have this right in some cases. They must look at yours and give reasons.",
                   "Mae gennych yr hawl hon mewn rhai achosion. Rhaid iddynt edrych ar eich achos chi a rhoi rhesymau."),
    "partly": Say("You have this right for some of what they do, not for all of it. They may still say yes.",
                  "Mae gennych yr hawl hon ar gyfer rhai o'r pethau a wnânt, nid popeth. Gallant ddweud ie o hyd."),
    "unlikely": Say("The law does not give you this right for what they do here. They may still say yes, and must give reasons if they do not.",
                    "Nid yw'r gyfraith yn rhoi'r hawl hon i chi am yr hyn a wnânt yma. Gallant ddweud ie o hyd, a rhaid rhoi rhesymau os na wnânt."),
    "unknown": Say("No agreement here says on which ground they rely. They must look and answer.",
                   "Nid oes cytundeb yma yn dweud ar ba sail y maent yn dibynnu. Rhaid iddynt edrych ac ateb."),
}  # fmt: skip


def rests_on(row: LawRow) -> str:
    """The letter of Art 6(1) on which a row stands, "part-3" for law enforcement, "" for anything else."""
    if row.regime == "dpa-part-3":
        return "part-3"
    head, _, letter = row.id.rpartition("-")
    return letter if row.kind == "art6" and head.endswith("6-1") else ""


def _right(kind: str, letter: str) -> Expect:
    """Whether one basis gives the right."""
    if kind == "portability":
        return "yes" if letter in ("a", "b") else "unlikely"
    if kind == "erasure":
        # Art 17(3)(b): not what a legal obligation or a public task needs; Art 17(1)(b), (c) for consent and interests.
        return "yes" if letter == "a" else "unlikely" if letter in ("c", "e", "part-3") else "grounds"
    if kind == "objection":
        return "yes" if letter in ("e", "f", "ea", "a") else "unlikely"
    return "yes"


def expected(kind: str, rows: Iterable[LawRow], *, enforcement: bool = False) -> Expect:
    """What she may expect of a body that relies on these Art 6 rows. A region that states none: "unknown".

    `enforcement`: DPA 2018 Part 3 holds, which knows neither objection nor taking data along.
    """
    if enforcement and kind in ("portability", "objection"):
        return "unlikely"
    letters = {letter for letter in map(rests_on, rows) if letter}
    if kind in ("access", "look", "complaint", "rectification"):
        return "yes"
    if kind == "restriction":
        return "grounds"
    if not letters:
        return "unknown"
    found = {_right(kind, letter) for letter in letters}
    if len(found) == 1:
        return found.pop()
    return "partly" if "unlikely" in found else "grounds"
