"""The forms of `names` and `homes` as SQL over whole tables; tests compare the two."""

from __future__ import annotations

from ginnel.identity.names import NICKNAMES, TITLES


def plain_sql(text: str) -> str:
    """`names.plain`; empty for NULL."""
    bare = f"regexp_replace(strip_accents(lower(coalesce({text}, ''))), '[''’‘`]', '', 'g')"
    return f"trim(regexp_replace({bare}, '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"


def given_names_sql(text: str) -> str:
    """`names.given_names`."""
    titles = "|".join(sorted(TITLES))
    cut = f"regexp_replace(' ' || replace({plain_sql(text)}, ' ', '  ') || ' ', ' ({titles}) ', ' ', 'g')"
    return f"trim(regexp_replace({cut}, ' +', ' ', 'g'))"


def root_name_sql(given: str) -> str:
    """`names.root_name` of an already plain given name; reads the table made by `nickname_table_sql`."""
    first = f"split_part({given}, ' ', 1)"
    return f"coalesce(element_at({nicknames_sql()}, {first})[1], {first})"


def nicknames_sql() -> str:
    pairs = ", ".join(f"'{k}': '{v}'" for k, v in sorted(NICKNAMES.items()))
    return f"MAP {{{pairs}}}"


def postcode_sql(text: str) -> str:
    """`names.postcode`."""
    bare = f"regexp_replace(upper(coalesce({text}, '')), '[^A-Z0-9]', '', 'g')"
    return f"CASE WHEN regexp_full_match({bare}, '[A-Z]{{1,2}}[0-9][A-Z0-9]?[0-9][A-Z]{{2}}') THEN {bare} ELSE '' END"


def phone_sql(text: str) -> str:
    """`names.phone`."""
    digits = f"right(regexp_replace(coalesce({text}, ''), '[^0-9]', '', 'g'), 10)"
    same = f"replace({digits}, left({digits}, 1), '') = ''"
    return f"CASE WHEN length({digits}) = 10 AND NOT ({same}) THEN {digits} ELSE '' END"


def nhs_number_sql(text: str) -> str:
    """`names.nhs_number`."""
    digits = f"regexp_replace(coalesce({text}, ''), '[ -]', '', 'g')"
    total = " + ".join(f"{10 - i} * CAST(substr({digits}, {i + 1}, 1) AS INTEGER)" for i in range(9))
    check = f"(11 - ({total}) % 11)"
    return (
        f"CASE WHEN NOT regexp_full_match({digits}, '[0-9]{{10}}') THEN '' "
        f"WHEN replace({digits}, left({digits}, 1), '') = '' THEN '' "
        f"WHEN {check} <> 10 AND {check} % 11 = CAST(right({digits}, 1) AS INTEGER) THEN {digits} ELSE '' END"
    )


def nino_sql(text: str) -> str:
    """`names.nino`."""
    bare = f"regexp_replace(upper(coalesce({text}, '')), '[^A-Z0-9]', '', 'g')"
    return f"CASE WHEN regexp_full_match({bare}, '[A-Z]{{2}}[0-9]{{6}}[A-D]?') THEN left({bare}, 8) ELSE '' END"
