"""The linkage model: what agreement and disagreement of each identifier is worth, with the reason for each figure.

Fellegi and Sunter (1969): a level's weight is log2(m / u), where m is how often two records of one person agree that
way and u how often two strangers do. Every level has fixed figures, because a level that was never seen in training
silently gets weights which nobody chose. What depends on the region is measured in closed form, not by sampling: how
common each value is, how many records share a home, and how many true pairs to expect.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ginnel.vocabulary import BadInput, Problem, nearest


@dataclass(frozen=True)
class Level:
    """One way in which two records can compare. `sql` reads columns with `_l` and `_r`.

    `common` names the column whose common values count for less.
    """

    id: str
    sql: str
    m: float
    u: float
    reason: str
    common: str | None = None


@dataclass(frozen=True)
class Compared:
    """One identifier: when it says nothing (`silent`), and its levels, best first, the last one being the rest."""

    name: str
    silent: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Measured:
    """What the records themselves tell: `prior` of a random pair, `u_home` and `u_postcode` by chance."""

    records: int
    prior: float
    u_home: float
    u_postcode: float


FEW = 200
"""With fewer records nothing is measured: each value would seem common that two records of one person share."""


def blank(*columns: str) -> str:
    """One side or the other has none of these."""
    return " OR ".join("(" + " AND ".join(f"{c}_{side} = ''" for c in columns) + ")" for side in "lr")


SWAPPED = "(given1_l = family_r AND family_l = given1_r AND family_l <> family_r)"
SHARED_GIVEN = "list_has_any(string_split(given_l, ' '), string_split(given_r, ' '))"
INITIAL = "((length(given1_l) = 1 OR length(given1_r) = 1) AND given1_l[1] = given1_r[1])"
BORN_NEAR = (
    "((damerau_levenshtein(CAST(born_l AS VARCHAR), CAST(born_r AS VARCHAR)) <= 1 "
    "AND abs(year(born_l) - year(born_r)) <= 10) OR (year(born_l) = year(born_r) "
    "AND month(born_l) = day(born_r) AND day(born_l) = month(born_r)))"
)
BORN_ROUND = (
    "(year(born_l) = year(born_r) AND (dayofyear(born_l) = 1 OR dayofyear(born_r) = 1 "
    "OR (month(born_l) = month(born_r) AND (day(born_l) = 1 OR day(born_r) = 1))))"
)
SAME_POSTCODE = "(postcode_l = postcode_r AND postcode_l <> '')"
SAME_HOME = "((uprn_l = uprn_r AND uprn_l <> '') OR (short_l = short_r AND short_l <> ''))"


def compared(found: Measured) -> tuple[Compared, ...]:
    """The model for records about which `found` was measured."""
    return (
        Compared(
            "given_name",
            blank("given"),
            (
                Level("same", "given_l = given_r", 0.80, 0.01, "spelt alike in most records", common="given"),
                Level(
                    "same first",
                    "given1_l = given1_r",
                    0.50,
                    0.01,
                    "middle names kept by one silo only",
                    common="given1",
                ),
                Level("swapped", SWAPPED, 0.01, 2e-5, "forms with the two name boxes the wrong way round"),
                Level("nickname", "root_l = root_r", 0.05, 0.004, "Bob for Robert, in the table of `names`"),
                Level("near", "jaro_winkler_similarity(given_l, given_r) >= 0.9", 0.06, 0.006, "typing and hearing"),
                Level("one of several", SHARED_GIVEN, 0.03, 0.01, "called by a middle name"),
                Level("initial", INITIAL, 0.02, 0.03, "a quarter of strangers would do: worth nothing much"),
                Level("other", "ELSE", 0.03, 0.94, "called by another name"),
            ),
        ),
        Compared(
            "family_name",
            blank("family"),
            (
                Level("same", "family_l = family_r", 0.85, 0.004, "spelt alike in most records", common="family"),
                Level("swapped", SWAPPED, 0.01, 0.004, "counted under given_name; only little here"),
                Level("near", "jaro_winkler_similarity(family_l, family_r) >= 0.9", 0.06, 0.004, "typing and hearing"),
                Level(
                    "one of several",
                    "list_has_any(string_split(family_l, ' '), string_split(family_r, ' '))",
                    0.02,
                    0.002,
                    "double names kept in part",
                ),
                Level("other", "ELSE", 0.07, 0.98, "marriage, divorce, change of name"),
            ),
        ),
        Compared(
            "born",
            "born_l IS NULL OR born_r IS NULL",
            (
                Level("same", "born_l = born_r", 0.90, 4e-5, "one day in about seventy years", common="born"),
                Level("one slip", BORN_NEAR, 0.05, 0.0012, "one digit wrong, or day and month swapped"),
                Level("rounded", BORN_ROUND, 0.03, 0.004, "the first of a month or year stands for an unknown day"),
                Level("other", "ELSE", 0.02, 0.98, "hardly ever wholly wrong for one person"),
            ),
        ),
        Compared(
            "home",
            blank("uprn", "address", "postcode"),
            (
                Level("same home", SAME_HOME, 0.60, found.u_home, "most silos hold the present address"),
                Level(
                    "postcode only",
                    f"{SAME_POSTCODE} AND (address_l = '' OR address_r = '')",
                    0.60,
                    found.u_postcode,
                    "one silo holds no address line",
                ),
                Level(
                    "same postcode",
                    SAME_POSTCODE,
                    0.05,
                    found.u_postcode,
                    "an address written very differently; a neighbour",
                ),
                Level("same district", "outward_l = outward_r AND outward_l <> ''", 0.12, 0.05, "short moves"),
                Level("other", "ELSE", 0.25, 0.95, "moves, and silos that hear of them late"),
            ),
        ),
        Compared(
            "nhs_number",
            blank("nhs"),
            (
                Level("same", "nhs_l = nhs_r", 0.98, 1e-7, "one number for one person, check digit tested"),
                Level("other", "ELSE", 0.005, 1.0, "two numbers are two people, but for rare re-issues"),
            ),
        ),
        Compared(
            "nino",
            blank("nino"),
            (
                Level("same", "nino_l = nino_r", 0.97, 1e-6, "a partner's number is sometimes given"),
                Level("one slip", "damerau_levenshtein(nino_l, nino_r) <= 1", 0.02, 1e-5, "it has no check digit"),
                Level("other", "ELSE", 0.01, 1.0, "hardly ever for one person"),
            ),
        ),
        Compared(
            "phone",
            blank("phone"),
            (
                Level("same", "phone_l = phone_r", 0.55, 1e-4, "families share numbers"),
                Level("other", "ELSE", 0.45, 1.0, "people have several and change them"),
            ),
        ),
        Compared(
            "sex",
            blank("sex"),
            (
                Level("same", "sex_l = sex_r", 0.98, 0.5, "half of strangers agree"),
                Level("other", "ELSE", 0.02, 0.5, "recorded wrongly, or changed"),
            ),
        ),
    )


GIVEN_OTHER = (
    f"(given_l <> '' AND given_r <> '' AND root_l <> root_r AND NOT {SHARED_GIVEN} AND NOT {INITIAL} "
    f"AND NOT {SWAPPED} AND jaro_winkler_similarity(given_l, given_r) < 0.85)"
)
BORN_OTHER = f"(born_l IS NOT NULL AND born_r IS NOT NULL AND NOT {BORN_NEAR} AND NOT {BORN_ROUND})"
NHS_SAME, NHS_OTHER = "(nhs_l <> '' AND nhs_l = nhs_r)", "(nhs_l <> '' AND nhs_r <> '' AND nhs_l <> nhs_r)"
NUMBER_SAME = f"({NHS_SAME} OR (nino_l <> '' AND nino_l = nino_r))"

KIN = f"({SAME_HOME} OR (family_l = family_r AND (born_l = born_r OR (phone_l = phone_r AND phone_l <> ''))))"
"""Signs that what two records share is shared by a household, twins included."""

APART = f"({NHS_OTHER} OR (NOT {NHS_SAME} AND ({BORN_OTHER} OR ({GIVEN_OTHER} AND {SAME_HOME}))))"
"""Two records that may never be one person, also not by way of a third (such as "John and Mary"): see `CAPS`."""

CAPS = (
    (NHS_OTHER, 0.01, "two valid NHS numbers are two people"),
    (f"NOT {NUMBER_SAME} AND {BORN_OTHER} AND {GIVEN_OTHER}", 0.01, "another name and another birthday"),
    (
        f"NOT {NUMBER_SAME} AND {GIVEN_OTHER} AND {KIN}",
        0.2,
        "brothers, sisters, twins, couples share all but the given name",
    ),
    (f"NOT {NUMBER_SAME} AND {BORN_OTHER}", 0.5, "a father and a son of one name share all but the birthday"),
    (
        f"NOT {NUMBER_SAME} AND dataset_l = dataset_r AND given_l <> given_r AND root_l <> root_r AND born_l = born_r "
        f"AND {SAME_HOME}",
        0.5,
        "one silo lists Amelia and Amelie of one birthday: rather twins than a slip",
    ),
)
"""Ceilings on a pair's probability. Agreement within a household is not independent evidence, as the sum of weights
takes it to be: everything but given name and birthday is shared there, so contradiction in these must decide."""


def adjusted(model: tuple[Compared, ...], path: Path | None) -> tuple[Compared, ...]:
    """The model with m and u from a JSON file {"comparison": {"level": {"m": .., "u": ..}}}; None changes nothing.

    Raises `BadInput` for words that the model does not know and figures outside (0, 1].
    """
    if path is None:
        return model
    try:
        wanted = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(Problem(f"not a readable JSON file: {error}", file=path.name)) from None
    problems = _unknown(model, wanted, path.name)
    if problems:
        raise BadInput(problems)
    return tuple(
        Compared(c.name, c.silent, tuple(_changed(v, wanted.get(c.name, {}).get(v.id, {})) for v in c.levels))
        for c in model
    )


def _changed(level: Level, given: Mapping[str, float]) -> Level:
    m, u = float(given.get("m", level.m)), float(given.get("u", level.u))
    return Level(level.id, level.sql, m, u, level.reason, level.common)


def _unknown(model: tuple[Compared, ...], wanted: Mapping[str, Any], file: str) -> list[Problem]:
    known = {c.name: {v.id for v in c.levels} for c in model}
    out = []
    for name, levels in wanted.items():
        if name not in known:
            out.append(Problem("unknown comparison", file=file, key=name, nearest=nearest(name, known)))
            continue
        for level, figures in levels.items():
            if level not in known[name]:
                near = nearest(level, known[name])
                out.append(Problem("unknown level", file=file, key=f"{name}.{level}", nearest=near))
            elif any(k not in ("m", "u") or not 0 < v <= 1 for k, v in figures.items()):
                out.append(Problem("figures are m and u, above 0 and at most 1", file=file, key=f"{name}.{level}"))
    return out


def comparison_settings(model: tuple[Compared, ...], rarity: bool = True) -> list[dict[str, Any]]:
    """The model in the form of Splink's settings, no level left to its defaults; `rarity`: common values count less."""
    return [{"output_column_name": c.name, "comparison_levels": _levels(c, rarity)} for c in model]


def _levels(compared_: Compared, rarity: bool) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = [
        {"sql_condition": compared_.silent, "label_for_charts": "says nothing", "is_null_level": True}
    ]
    for level in compared_.levels:
        settings: dict[str, Any] = {
            "sql_condition": level.sql,
            "label_for_charts": level.id,
            "m_probability": level.m,
            "u_probability": level.u,
        }
        if level.common is not None and rarity:
            # Rarity may add up to a factor of fifty; a value seen once is not proof.
            settings |= {
                "tf_adjustment_column": level.common,
                "tf_adjustment_weight": 1.0,
                "tf_minimum_u_value": level.u / 50 if level.common != "born" else level.u,
            }
        out.append(settings)
    return out
