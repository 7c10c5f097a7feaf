"""Every rate of the invented region, in one place, written down before any rule was scored on its data.

"Shaped on" means: a rounded figure of the named publication, taken from memory and not fitted; check it before
quoting it. "Our choice" means that we know no figure and picked one that exercises the code. Twice something was changed after
a look at what a night found, and both times towards how homes and weather are: damp now begins on a drawn day, and
late-summer air is drier and ordinary homes are aired (docs/decisions tells the story).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from ginnel.synthetic.stories import STORIES

__all__ = ["STORIES"]  # the story people are parameters too: the same whatever the seed

# --- Households: (type, share of households). Shaped on ONS, Families and households in the UK, 2023.
HOUSEHOLD_TYPES: tuple[tuple[str, float], ...] = (
    ("single-working-age", 0.155),
    ("single-older", 0.135),
    ("couple-working-age", 0.165),
    ("couple-older", 0.130),
    ("couple-with-children", 0.215),
    ("lone-parent", 0.090),
    ("sharers", 0.050),
    ("three-generations", 0.060),
)
CHILDREN_COUNT: tuple[float, ...] = (0.45, 0.38, 0.13, 0.04)
"""Share of families with 1, 2, 3, 4 children. Shaped on the same release."""
TWINS_SHARE = 0.03
"""Children born on the day of the one before. About 1.5 % of births are twins; doubled, our choice, to test linking."""
SON_NAMED_AS_FATHER_SHARE = 0.02
"""Boys with their father's given name. Our choice; a trap for linking."""

# --- Tenure of a household by type: (social, private, owner). Together about 17 / 19 / 64 %, shaped on the
# English Housing Survey headline report 2023-24; the split by type is our choice in its direction.
TENURES: tuple[str, ...] = ("social", "private", "owner")
TENURE_SHARES: tuple[float, ...] = (0.17, 0.19, 0.64)
TENURE_BY_TYPE: tuple[tuple[float, float, float], ...] = (
    (0.24, 0.24, 0.52),
    (0.20, 0.06, 0.74),
    (0.06, 0.24, 0.70),
    (0.10, 0.03, 0.87),
    (0.13, 0.16, 0.71),
    (0.42, 0.32, 0.26),
    (0.08, 0.70, 0.22),
    (0.20, 0.12, 0.68),
)

# --- Cultures of names: share of households. Our choice, shaped on the ethnic groups of Census 2021 with
# the smaller groups enlarged so that every naming pattern occurs in a small region.
CULTURE_SHARES: MappingProxyType[str, float] = MappingProxyType(
    {
        "english": 0.640,
        "welsh": 0.030,
        "irish": 0.030,
        "scottish": 0.030,
        "south-asian": 0.105,
        "polish": 0.040,
        "somali": 0.020,
        "arabic": 0.025,
        "west-african": 0.030,
        "romanian": 0.025,
        "chinese": 0.025,
    }
)
MIXED_COUPLE_SHARE = 0.10
"""Couples whose names come from two cultures. Shaped on Census 2021 multiple-ethnic-group households."""
LANGUAGE_SHARES: MappingProxyType[str, tuple[str, float]] = MappingProxyType(
    {
        "welsh": ("cy", 0.15),
        "south-asian": ("ur", 0.18),
        "polish": ("pl", 0.40),
        "somali": ("so", 0.45),
        "arabic": ("ar", 0.45),
        "romanian": ("ro", 0.45),
        "chinese": ("zh", 0.35),
    }
)
"""Share of households of a culture that prefer its language to English. Our choice, shaped on Census 2021."""
SHARED_FAMILY_NAME_SHARE = 0.75
"""Couples with one family name; the partner's earlier name is the maiden name that old records hold. Our choice."""

# --- Moves
MOVED_SHARE: tuple[float, float, float] = (0.12, 0.32, 0.06)
"""Households (social, private, owner) that moved in the last two years. Shaped on EHS length of residence."""
MOVED_WITHIN_REGION_SHARE = 0.7
"""Movers whose old home is in the region, so that old records point at somebody else's door. Our choice."""

# --- Health: SNOMED CT concept, what it is, share under 18, 18-64, 65 and over. Shaped on QOF 2023-24 prevalence.
ASTHMA, COPD = "195967001", "13645005"
CONDITIONS: tuple[tuple[str, str, tuple[float, float, float]], ...] = (
    (ASTHMA, "asthma", (0.085, 0.090, 0.090)),
    (COPD, "chronic obstructive pulmonary disease", (0.0, 0.012, 0.070)),
    ("38341003", "hypertension", (0.0, 0.110, 0.430)),
    ("44054006", "type 2 diabetes", (0.001, 0.050, 0.160)),
    ("35489007", "depressive disorder", (0.010, 0.140, 0.100)),
    ("197480006", "anxiety disorder", (0.025, 0.090, 0.060)),
    ("43116000", "eczema", (0.110, 0.040, 0.040)),
    ("53741008", "coronary heart disease", (0.0, 0.012, 0.130)),
    ("709044004", "chronic kidney disease", (0.0, 0.015, 0.170)),
    ("230690007", "stroke", (0.0, 0.007, 0.080)),
    ("84757009", "epilepsy", (0.005, 0.009, 0.011)),
    ("396275006", "osteoarthritis", (0.0, 0.045, 0.260)),
)
ASTHMA_IN_DAMP_HOMES_FACTOR = 1.5
"""Asthma in a damp home against the table. Shaped on Fisk and others 2007, Indoor Air 17: 284 (odds ratio 1.56).

It holds for homes that turned damp lately too: we take it that they were damp in other winters before. Our choice.
"""

# --- Damp by its physical cause: the share of homes (social, private, owner) with a heavy moisture load for their air
# change. Shaped on the direction of EHS 2023-24 (private > social > owner), raised so that a small region has cases.
DAMP_SHARE: tuple[float, float, float] = (0.12, 0.14, 0.04)


@dataclass(frozen=True)
class IndoorClimate:
    """Ranges (low, high), uniform, of the physical balance of a home. All our choice, in the range of field studies.

    `day` and `night` are what the heating aims at (deg C); `excess` is moisture made per volume and air change, as
    g/m3 that indoor air holds above outdoor air in the steady state; `air_changes` per hour slow the response.
    """

    day: tuple[float, float]
    night: tuple[float, float]
    excess: tuple[float, float]
    air_changes: tuple[float, float]


DRY_HOME = IndoorClimate(day=(18.5, 21.5), night=(16.5, 19.0), excess=(0.8, 2.8), air_changes=(0.4, 0.9))
DAMP_HOME = IndoorClimate(day=(15.0, 18.0), night=(12.5, 15.5), excess=(5.0, 7.5), air_changes=(0.12, 0.3))
STORY_DAMP_HOME = IndoorClimate(day=(15.5, 15.5), night=(13.5, 13.5), excess=(6.8, 6.8), air_changes=(0.2, 0.2))
STORY_DRY_HOME = IndoorClimate(day=(20.0, 20.0), night=(17.5, 17.5), excess=(1.8, 1.8), air_changes=(0.6, 0.6))
DAMP_THROUGHOUT_SHARE = 0.25
"""Damp homes whose cause is older than the readings: a cold bridge, a fan that never worked. Our choice."""
ONSET_WITHIN_DAYS = 60
"""In the other damp homes the cause begins on a day drawn evenly from this many before `now`; until then the air is a
dry home's. A pipe leaks, the boiler breaks, washing comes indoors for the winter, somebody moves in. Such causes have
no common season or day, hence even; our choice. Without it every damp home would be as old as the readings, and every
deadline that follows from one would be long past on the day on which anybody first looks."""
DAILY_MOISTURE_SWING = 0.35
"""Moisture made peaks at breakfast and in the evening by this share of its mean. Our choice."""
BEDROOM_COOLER = 1.0
"""Bedrooms aim at this many degrees less. Our choice."""

# --- Sensors
SENSOR_SHARE: tuple[float, float, float] = (0.15, 0.01, 0.01)
"""Homes with a sensor: the landlord's in social homes, lent by the council elsewhere. Our choice."""
SENSOR_PULL_OF_DAMP = 3.0
"""A damp home is this many times as likely to have one: sensors go where somebody complained. Our choice."""
SECOND_ROOM_SHARE = 0.25
TENURE_UNKNOWN_SHARE = 0.10
"""Lent sensors for which the council noted no tenure. Our choice."""
READING_DAYS = 90
MISSING_HOUR_RATE = 0.015
GAP_SHARE, GAP_HOURS = 0.20, (12, 120)
"""Devices with one long gap, and how long. Our choice."""
STUCK_SHARE, STUCK_HOURS = 0.02, (48, 240)
"""Devices that repeat one value for a while. Our choice."""
SENTINEL_RATE = 0.0001
SENTINEL_HUMIDITY = 6553.5
"""What a broken reading says: 0xFFFF tenths. The contract's bounds must refuse it."""
OUTAGE_HOURS, OUTAGE_GATEWAY_SHARE = 60, 0.25
"""One gateway of the landlord is silent for this long; this share of devices speaks through it. Our choice."""
LATE_INSTALL_SHARE = 0.15
"""Devices fitted inside the reading window. Our choice."""

# --- Weather: a designed temperate lowland year (deg C), not any place's record.
YEAR_MEAN, YEAR_SWING, COLDEST_DAY_OF_YEAR = 10.0, 6.5, 20
DAY_SWING_WINTER, DAY_SWING_SUMMER = 1.8, 4.5
SYNOPTIC_SD, SYNOPTIC_HOURS = 3.0, 72.0
DEW_POINT_DEPRESSION, DEW_POINT_DEPRESSION_PER_DEGREE = 2.3, 0.17
"""How far the dew point lies below the day's mean temperature, at 6 deg C and for each degree above: about 86 % mean
relative humidity in a British November and 77 % in August, rounded from published station climates (our rounding)."""
AIRED_AIR_CHANGES = 0.35
AIRED_FROM, AIRED_TO, AIRED_SHARE = 8.0, 18.0, 0.3
"""People open windows when it is mild: the moisture that stays in falls from all of it at a daily outdoor mean of
`AIRED_FROM` deg C to `AIRED_SHARE` at `AIRED_TO`. Shape after the humidity classes of ISO 13788, whose excess falls
with outdoor warmth; the figures are our choice."""

# --- Money
ARREARS_SHARE = 0.12
"""Social tenancies with arrears that last through all eight periods. Our choice."""
LATE_PAYMENT_RATE = 0.10
RENT_OF_FOUR_WEEKS = (340.0, 560.0)
"""Pounds. Shaped on social rents of about 100 to 130 pounds a week."""
BENEFIT_SHARE: tuple[float, float, float] = (0.55, 0.24, 0.05)
BENEFITS: tuple[tuple[str, float], ...] = (
    ("council-tax-reduction", 0.60),
    ("housing-benefit", 0.37),
    ("discretionary-housing-payment", 0.03),
)

# --- Care and safety
CARE_SHARE: tuple[float, float] = (0.008, 0.075)
"""Adults under 75, and from 75, who receive adult social care. Shaped on NHS England ASC-FR 2023-24."""
CARE_KINDS: tuple[str, ...] = ("home-care", "direct-payment", "day-centre", "equipment", "short-stay")
CARE_NHS_NUMBER_SHARE = 0.35
"""Care records that hold an NHS number at all. Our choice."""
PROTECTED_HOUSEHOLD_SHARE = 0.003
"""Households of somebody who fled and whose address is kept secret. Our choice."""
REFUGE = "safe-accommodation"

# --- Choices
OBJECTION_SHARE = 0.015
"""People with a recorded choice. Our choice; the National Data Opt-out is about 5 %."""
CHOICE_KINDS: tuple[tuple[str, float], ...] = (
    ("objection", 0.70),
    ("restriction", 0.05),
    ("withdrawn", 0.10),
    ("consent", 0.15),
)
CHOICE_PURPOSES: tuple[tuple[str, float], ...] = (
    ("all", 0.5),
    ("damp-and-mould", 0.25),
    ("money-advice", 0.15),
    ("identity", 0.10),
)

# --- What silos record
GP_REGISTERED_SHARE = 0.975
GP_TWICE_SHARE = 0.005
"""People with an old second registration. Our choice."""
RESPONSIBLE_ADULT_SHARE = 0.90
"""Children at whose record the practice noted an adult with parental responsibility. Our choice."""
RELATION_SHARES: tuple[tuple[str, float], ...] = (
    ("paper", 0.91),
    ("no-paper", 0.04),
    ("step-parent", 0.03),
    ("ended", 0.02),
)
"""Of the adults noted at a child's record: a parent whose paper was seen; one whose was not; a step-parent, who has no
responsibility; one whose responsibility ended. Our choice."""
CARE_ORDER_SHARES: tuple[tuple[str, float], ...] = (
    ("", 0.80),
    ("care", 0.10),
    ("interim-care", 0.04),
    ("section-20", 0.06),
)
"""Of the children whom the council supports: no order, a full care order, an interim one, accommodated by agreement. Our
choice; in England most looked-after children are under a care order, and most children with a social worker are not
looked after (Department for Education, Children looked after in England: verify)."""
ORDER_ENDED_SHARE, ORDER_WITHOUT_ROLE_SHARE = 0.15, 0.05
JOINT_TENANT_SHARE, CHILD_OCCUPANT_SHARE = 0.60, 0.70
JOINT_COUNCIL_TAX_SHARE = 0.35


@dataclass(frozen=True)
class ErrorRates:
    """Shares of a silo's records with an error. All our choice: low where somebody checks, high where nobody does."""

    given_typo: float = 0.0
    family_typo: float = 0.0
    nickname: float = 0.0
    swapped_names: float = 0.0
    earlier_name: float = 0.0
    """Of the people who changed their family name."""
    born_missing: float = 0.0
    born_swapped: float = 0.0
    born_wrong: float = 0.0
    old_address: float = 0.0
    """Of the people who moved within the region."""
    address_typo: float = 0.0
    postcode_missing: float = 0.0
    postcode_wrong: float = 0.0
    uprn_missing: float = 0.0
    phone_missing: float = 0.0
    phone_old: float = 0.0
    number_missing: float = 0.0
    number_wrong: float = 0.0


CLEAN = ErrorRates()
ERRORS: MappingProxyType[str, ErrorRates] = MappingProxyType(
    {
        "gp_patients": ErrorRates(
            given_typo=0.008,
            family_typo=0.010,
            nickname=0.02,
            swapped_names=0.002,
            earlier_name=0.12,
            born_swapped=0.003,
            born_wrong=0.002,
            old_address=0.30,
            address_typo=0.02,
            postcode_missing=0.01,
            postcode_wrong=0.01,
            phone_missing=0.10,
            phone_old=0.10,
            number_missing=0.005,
        ),
        "tenancies": ErrorRates(
            given_typo=0.020,
            family_typo=0.020,
            nickname=0.08,
            swapped_names=0.004,
            earlier_name=0.15,
            born_missing=0.05,
            born_swapped=0.012,
            born_wrong=0.008,
            address_typo=0.005,
            uprn_missing=0.03,
            phone_missing=0.15,
            phone_old=0.15,
        ),
        "council_tax": ErrorRates(
            given_typo=0.015,
            family_typo=0.015,
            nickname=0.05,
            swapped_names=0.006,
            earlier_name=0.20,
            old_address=0.05,
            address_typo=0.01,
            postcode_wrong=0.005,
            uprn_missing=0.06,
        ),
        "benefits": ErrorRates(
            given_typo=0.010,
            family_typo=0.010,
            nickname=0.04,
            earlier_name=0.15,
            born_missing=0.01,
            born_swapped=0.008,
            born_wrong=0.004,
            old_address=0.12,
            address_typo=0.03,
            postcode_missing=0.03,
            postcode_wrong=0.01,
            number_missing=0.01,
            number_wrong=0.004,
        ),
        "social_care": ErrorRates(
            given_typo=0.025,
            family_typo=0.025,
            nickname=0.12,
            swapped_names=0.008,
            earlier_name=0.20,
            born_missing=0.08,
            born_swapped=0.015,
            born_wrong=0.010,
            address_typo=0.05,
            postcode_missing=0.08,
            number_wrong=0.005,
        ),
    }
)

# --- Rows that no contract accepts
BAD_ROWS_MOST, BAD_ROWS_RATE = 6, 0.01
"""At most this many unusable rows are added to a CSV file, and never more than this share of it. Our choice."""

CHUNK_PEOPLE = 50_000
"""People made at a time: what bounds the memory, whatever the size of the region."""
PEOPLE_MOST = 20_000_000
