"""Damp homes, and, apart from them, damp homes where somebody breathes badly.

`damp_home` and `damp_home_lent` read no health record and open for every home with a damp spell, whoever lives there:
a landlord must act on damp in any case (Landlord and Tenant Act 1985 s.10A), a council's environmental health on
homes that let a tenant down (Housing Act 2004 Part 1). `vulnerable` joins health records; it is special-category data
and is offered to the family first. Nothing in the first two can see the third.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from ginnel.signals.signal import Rule, Signal, Word
from ginnel.vocabulary.say import Say

RESPIRATORY_CODES = ("195967001", "13645005", "12295008", "233604007", "195951007")
"""SNOMED CT: asthma; chronic obstructive pulmonary disease; bronchiectasis; pneumonia; acute exacerbation of COPD.

Housing guidance names people with asthma, COPD and other lung conditions as at higher risk from damp and mould
(Department of Health and Social Care and others, "Understanding and addressing the health risks of damp and mould in
the home", 2023)."""
OPEN_LEVELS = ("damp", "severe")


def _open(spells: ir.Table) -> ir.Table:
    """Spells that are still going and worse than a watch."""
    return spells.filter(spells.level.isin(OPEN_LEVELS), spells.until.isnull())


def _own(spells: ir.Table) -> ir.Table:
    found = _open(spells)
    return found.select("home", "spell", "tenure", "room", "since", "level", aware_on=found.known_on)


def damp_home(t: Any) -> ir.Table:
    """Homes of the landlord whose own sensor shows damp now: one row a spell."""
    return _own(t.landlord_damp)


def damp_home_lent(t: Any) -> ir.Table:
    """Homes with a sensor lent by the council that shows damp now: one row a spell."""
    return _own(t.council_damp)


def vulnerable(t: Any) -> ir.Table:
    """People with a recorded lung condition whose home shows damp now: one row a person and home."""
    damp = _open(t.landlord_damp).select("home", "tenure").union(_open(t.council_damp).select("home", "tenure"))
    ill = t.gp_conditions.filter(t.gp_conditions.code.isin(RESPIRATORY_CODES)).select("person", "home")
    both = ill.join(damp, "home")
    return both.select("person", "home", "tenure", vulnerable=ibis.literal(True)).distinct()


HOME = Word("full", Say("the address of the home", "cyfeiriad y cartref"))
DAMP_WORDS = {
    "home": HOME,
    "room": Word("full", Say("the room that the sensor is in", "yr ystafell lle mae'r synhwyrydd")),
    "since": Word("full", Say("since when it has been damp", "ers pryd y mae'n llaith")),
    "level": Word("band", Say("how bad the damp is", "pa mor ddrwg yw'r lleithder")),
}

SIGNAL = Signal(
    name="damp",
    version=1,
    need="dry-home",
    purpose="damp-and-mould",
    title=Say("Damp and mould", "Lleithder a llwydni"),
    rules=(
        Rule(
            name="damp_home",
            title=Say("Damp in a home of the landlord", "Lleithder mewn cartref y landlord"),
            expression=damp_home,
            opening="own-case",
            tells=DAMP_WORDS,
            why=Say(
                "A sensor that your landlord put in the home shows damp. The landlord must look into it by law.",
                "Mae synhwyrydd a roddodd eich landlord yn y cartref yn dangos lleithder. Rhaid i'r landlord ymchwilio iddo yn ôl y gyfraith.",
            ),
        ),
        Rule(
            name="damp_home_lent",
            title=Say("Damp in a home with a lent sensor", "Lleithder mewn cartref â synhwyrydd ar fenthyg"),
            expression=damp_home_lent,
            opening="own-case",
            tells=DAMP_WORDS,
            why=Say(
                "The sensor that the council lent to this home shows damp.",
                "Mae'r synhwyrydd a fenthycodd y cyngor i'r cartref hwn yn dangos lleithder.",
            ),
        ),
        Rule(
            name="vulnerable",
            title=Say(
                "Somebody with a lung condition lives in a damp home",
                "Mae rhywun â chyflwr ar yr ysgyfaint yn byw mewn cartref llaith",
            ),
            expression=vulnerable,
            opening="disclosure",
            tells={
                "home": HOME,
                "vulnerable": Word(
                    "yes-or-no",
                    Say(
                        "that somebody who lives there is at more risk from damp",
                        "bod rhywun sy'n byw yno mewn mwy o berygl oherwydd lleithder",
                    ),
                ),
            },
            why=Say(
                "A GP record says that somebody in the home has trouble breathing, and the home is damp.",
                "Mae cofnod meddyg teulu'n dweud bod rhywun yn y cartref yn cael trafferth anadlu, ac mae'r cartref yn llaith.",
            ),
            offer=Say(
                "We can tell the people who must mend the damp that somebody in the home is at more risk from it. "
                "They would then know that it is more urgent. They would not be told who, or what the illness is. "
                "If few people live there, they may guess.",
                "Gallwn ddweud wrth y bobl sy'n gorfod trwsio'r lleithder fod rhywun yn y cartref mewn mwy o berygl. "
                "Byddent wedyn yn gwybod ei fod yn fwy brys. Ni fyddent yn cael gwybod pwy, na beth yw'r salwch. "
                "Os mai ychydig sy'n byw yno, efallai y gallant ddyfalu.",
            ),
        ),
    ),
)
