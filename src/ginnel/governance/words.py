"""Whether each word that would be told is what its level says: a declared level is a promise that is checked here.

Only the value of a word is judged. What decides that there is a row at all is for the agreement's categories.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import ibis.expr.types as ir

from ginnel.engines import Lineage, Source, together, untied
from ginnel.governance.levels import LEVELS
from ginnel.governance.reasons import Reason
from ginnel.governance.register import Register
from ginnel.vocabulary import CATEGORIES

Columns = Mapping[str, tuple[frozenset[str], frozenset[str]]]
"""Owners and categories by "dataset.column"."""
ROUTING: tuple[str, ...] = ("tenure", "person", "home")
"""Output columns that choose the recipient and whose words these are: they tell, whether or not they are words."""
PLACES: frozenset[str] = frozenset({"home", "person", "uprn"})
HOMES: frozenset[str] = frozenset({"home"})
"""What a coarse place is worked out from: the home, which the postcode sector then stands for."""


def described(register: Register, sources: Iterable[tuple[str, str]]) -> Columns:
    """Owners and categories of each source; the mere presence of a row is written `dataset.*row`."""
    found = {}
    for table, column in sources:
        dataset = register.catalogue.dataset(table)
        categories = dataset.column(column).categories if column else dataset.row_categories
        found[f"{table}.{column or '*row'}"] = (dataset.controllers, categories)
    return found


def telling_faults(
    register: Register, tells: Mapping[str, str], lineage: Lineage, expression: ir.Table
) -> tuple[Reason, ...]:
    """Every word and routing column that holds more than it may, whatever an agreement says."""
    found: list[Reason] = []
    for word, level in sorted(tells.items()):
        found += _typed(word, level, expression)
        if level in ("band", "full"):
            found += _special(register, word, level, lineage)
        if level == "yes-or-no":
            found += _told_by_being_told(register, word, lineage)
        if level == "band":
            found += _one_of_few(register, word, lineage)
        if level == "full" and word not in ("home", "person"):
            found += _namesake(register, word, lineage)
        if level == "pseudonym":
            found += _one_code(register, word, lineage)
        if level in ("coarse-place", "pseudonym"):
            found += _placed(register, word, lineage, PLACES if level == "pseudonym" else HOMES)
    for name in ("home", "person"):
        found += _placed(register, name, lineage)
    if "tenure" not in tells:
        found += _routed(register, lineage, expression)
    found += _of_the_case(register, lineage)
    found += _about_her(register, tells, lineage, expression)
    return tuple(found)


def _typed(word: str, level: str, expression: ir.Table) -> Iterator[Reason]:
    schema = expression.schema()
    if level not in LEVELS or level == "drop":
        yield Reason("told-level", f"{word!r} at level {level!r} is not told at all", "take the word out of `tells`")
    elif word not in schema:
        return
    elif level == "yes-or-no" and not schema[word].is_boolean():
        yield Reason(
            "told-level", f"{word!r} is to be told as yes or no and its column is of type {schema[word]}",
            "make the column a true-or-false expression in the signal",
        )  # fmt: skip
    elif level == "band" and not schema[word].is_string():
        yield Reason(
            "told-level", f"{word!r} is to be told as a band and its column is of type {schema[word]}",
            "make the column one of a few words, with ibis.cases(...) in the signal",
        )  # fmt: skip


def _told_by_being_told(register: Register, word: str, lineage: Lineage) -> Iterator[Reason]:
    """That somebody is told of is the yes. A yes or no that varies with special-category data tells which of two it is,
    and a no says that there was something to ask."""
    if word in lineage.yes:
        return
    for column, special in _specials(register, lineage.chooses(word)):
        yield Reason(
            "told-level", f"{word!r} varies with {column}, which tells {special}",
            "filter the rows by it and write ibis.literal(True): being among them is the yes",
        )  # fmt: skip


def _one_of_few(register: Register, word: str, lineage: Lineage) -> Iterator[Reason]:
    """A band holds constants, or values of columns that a contract holds to a few words."""
    for table, column in sorted(lineage.carried.get(word, ())):
        few = bool(column) and bool(register.catalogue.dataset(table).column(column).choices)
        if not few:
            yield Reason(
                "told-level", f"{word!r} would hold values of {table}.{column or '*row'}, which may be anything",
                "choose it among constants with ibis.cases(...), or give the column its `choices` in the contract",
            )  # fmt: skip


def _namesake(register: Register, word: str, lineage: Lineage) -> Iterator[Reason]:
    """A word that is called as a column of the region is that column, and nothing else decides what stands in it."""
    if not any(word in d.column_names for d in register.catalogue):
        return
    for table, column in sorted(lineage.values.get(word, ())):
        if column != word:
            yield Reason(
                "told-level", f"{word!r} would hold, or vary with, {table}.{column or '*row'}, which is not {word}",
                f"take {word!r} from the column {word}, or give the word a name of its own and have it agreed",
            )  # fmt: skip


def _routed(register: Register, lineage: Lineage, expression: ir.Table) -> Iterator[Reason]:
    """Tenure chooses who is told: special-category data has no say in it, not even among constants or rows."""
    of_the_home = not lineage.opaque and together(expression, "home", "tenure")
    for column, special in _specials(register, lineage.chooses("tenure", "tenure" if of_the_home else "")):
        yield Reason(
            "special-category", f"'tenure' would vary with {column}, which tells {special}",
            "take the tenure from the record of the home, or write one constant",
        )  # fmt: skip


def _specials(register: Register, sources: Iterable[Source]) -> Iterator[tuple[str, str]]:
    """Each source that tells special-category data, and what it tells."""
    for column, (_, categories) in sorted(described(register, sources).items()):
        special = sorted(c for c in categories if CATEGORIES[c].special)
        if special:
            yield column, ", ".join(special)


def _one_code(register: Register, word: str, lineage: Lineage) -> Iterator[Reason]:
    """A code for whom or where, and not now for one and now for the other as a condition has it."""
    called = {column for _, column in lineage.taken.get(word, ())}
    for column, special in _specials(register, lineage.chooses(word, min(called, default=""))):
        yield Reason(
            "told-level", f"which code {word!r} is would vary with {column}, which tells {special}",
            f"take {word!r} from one column, unchanged",
        )  # fmt: skip


def _of_the_case(register: Register, lineage: Lineage) -> Iterator[Reason]:
    """`spell` and `aware_on` are kept with an opening whether or not they are told."""
    for name in ("spell", "aware_on"):
        for column, special in _specials(register, lineage.varies.get(name, ())):
            yield Reason(
                "special-category", f"the column {name!r} would vary with {column}, which tells {special}",
                f"leave {name!r} out, or take it from the record of the home",
            )  # fmt: skip


def _about_her(
    register: Register, tells: Mapping[str, str], lineage: Lineage, expression: ir.Table
) -> Iterator[Reason]:
    """Whoever stands in `person` is asked, and her no is heard: what is told is hers, and the home is where she lives.

    Consent is the data subject's own (UK GDPR Art 4(11), Art 7). Special-category rows are hers even when they only decide
    that there is a row; of other records, those whose values are told.
    """
    if lineage.opaque:
        return
    yield from _of_her_record(register, tells, lineage, expression)
    if not _specials_shown(register, tells, lineage):
        return
    if not together(expression, "person", "home"):
        yield Reason(
            "not-hers", "'person' and 'home' need not be of one person's record",
            "take both from one table, or join the two tables by person",
        )  # fmt: skip
    special = {column.partition(".")[0] for column, _ in _specials_shown(register, tells, lineage)}
    words = {t for w in tells if w not in ROUTING for t, _ in lineage.values.get(w, ())}
    told = {t for t in words if register.catalogue.dataset(t).about == "person"}
    for table in sorted(untied(expression, "person") & (special | told)):
        yield Reason(
            "not-hers", f"rows of {table} need not be about 'person', who is asked and whose no is heard",
            f"join {table} by person",
        )  # fmt: skip


def _of_her_record(
    register: Register, tells: Mapping[str, str], lineage: Lineage, expression: ir.Table
) -> Iterator[Reason]:
    """A name or a telephone number that is told is of the record that says who is asked, and of no neighbour's."""
    for word in sorted(set(tells) - set(ROUTING)):
        places = lineage.taken.get(word, frozenset())
        hers = {t for t, column in places if column == word and register.catalogue.dataset(t).about == "person"}
        if hers and not together(expression, "person", word):
            yield Reason(
                "not-hers", f"{word!r} need not be of the record that 'person' is taken from",
                f"take {word!r} and 'person' from one row of {', '.join(sorted(hers))}",
            )  # fmt: skip


def _specials_shown(register: Register, tells: Mapping[str, str], lineage: Lineage) -> list[tuple[str, str]]:
    shown = {s for name in {*tells, *ROUTING} for s in lineage.outputs.get(name, ())}
    return list(_specials(register, shown))


def _special(register: Register, word: str, level: str, lineage: Lineage) -> Iterator[Reason]:
    """Special-category values: a band is chosen among constants; a word in full is not called by another column's name.

    A word in full under a name of its own is left to the agreement, which must say "full" and rest on Article 9.
    """
    if word in lineage.fixed:
        return
    namesakes = [d.column(word).categories for d in register.catalogue if word in d.column_names]
    if level == "full" and not namesakes:
        return
    honest = frozenset().union(*namesakes) if level == "full" else frozenset()
    for column, (_, categories) in sorted(described(register, lineage.values.get(word, ())).items()):
        special = sorted(c for c in categories - honest if CATEGORIES[c].special)
        if special:
            yield Reason(
                "special-category", f"{word!r} would hold values of {column}, which tell {', '.join(special)}",
                "choose it among constants with ibis.cases(...), or tell it as yes or no",
            )  # fmt: skip


def _placed(register: Register, name: str, lineage: Lineage, places: frozenset[str] = PLACES) -> Iterator[Reason]:
    """`home` and `person` say where and who, and are shown and stored as that: nothing else may travel in them."""
    for column, (_, categories) in sorted(described(register, lineage.values.get(name, ())).items()):
        if column.partition(".")[2] not in places and not categories <= {"address"}:
            yield Reason(
                "told-level", f"the column {name!r} would hold values of {column}, which is no {' and no '.join(sorted(places))}",
                f"take {name!r} from a column {', '.join(sorted(places))} or an address, unchanged",
            )  # fmt: skip
