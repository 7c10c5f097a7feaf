"""The rules of `rules` as SQL over whole files; tests compare the two forms on random rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ginnel.engines.duck import identifier, quoted
from ginnel.sources import rules
from ginnel.sources.contract import Contract, Rule

SQL_TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "flag": "BOOLEAN",
}
"""How a contract's type lies in the lake; a timestamp is UTC, without a zone."""


def literal(text: str) -> str:
    return f"'{quoted(text)}'"


def trimmed(name: str) -> str:
    """The delivered text without white space at its ends; NULL when nothing is left."""
    return f"nullif(trim({identifier(name)}, E' \\t\\r\\n'), '')"


def _fits(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"


def _words(words: Collection[str]) -> str:
    return ", ".join(literal(w) for w in words)


def typed_sql(rule: Rule, text: str) -> str:
    """`text` (SQL) as the rule's type; NULL when it has no such form."""
    if rule.type == "text":
        return text
    if rule.type == "flag":
        low = f"lower({text})"
        return f"CASE WHEN {low} IN ({_words(rules.YES)}) THEN true WHEN {low} IN ({_words(rules.NO)}) THEN false END"
    if rule.type == "integer":
        return f"CASE WHEN {_fits(text, rules.INTEGER)} THEN try_cast({text} AS BIGINT) END"
    if rule.type == "number":
        number = f"try_cast({text} AS DOUBLE)"
        return f"CASE WHEN {_fits(text, rules.NUMBER)} AND isfinite({number}) THEN {number} END"
    if rule.type == "date":
        if rule.format is not None:
            return f"CAST({_formatted(rule.format, text)} AS DATE)"
        return f"CASE WHEN {_fits(text, rules.DAY)} THEN try_cast({text} AS DATE) END"
    return _time_sql(rule, text)


def _formatted(form: str, text: str) -> str:
    parsed = f"try_strptime({text}, {literal(form)})"
    return f"CASE WHEN {_fits(text, rules.format_pattern(form))} THEN {parsed} END"


def _time_sql(rule: Rule, text: str) -> str:
    local, bare = _local_sql(rule, text)
    there = f"timezone('UTC', timezone({literal(rule.zone)}, {local}))" if rule.zone != "UTC" else local
    if rule.format is not None:
        return there
    offset = f"regexp_extract({text}, '([+-][0-9]{{2}}):?([0-9]{{2}})?$', 1)"
    minutes = f"regexp_extract({text}, '[+-][0-9]{{2}}:?([0-9]{{2}})$', 1)"
    signed = (
        f"(CASE WHEN {text} LIKE '%Z' THEN 0 ELSE CAST({offset} AS INTEGER) * 60 + "
        f"CAST(left({offset}, 1) || coalesce(nullif({minutes}, ''), '0') AS INTEGER) END)"
    )
    return (
        f"CASE WHEN {bare} THEN {there} WHEN {_fits(text, f'{rules.DAY}[T ]{rules.TIME}{rules.OFFSET}')} "
        f"THEN {local} - to_minutes({signed}) END"
    )


def _local_sql(rule: Rule, text: str) -> tuple[str, str]:
    """The time that the text shows, whatever its offset, and whether it stands without one."""
    if rule.format is not None:
        return _formatted(rule.format, text), "true"
    shown = f"try_cast(regexp_extract({text}, {literal(f'^{rules.DAY}[T ]{rules.TIME}')}) AS TIMESTAMP)"
    return shown, _fits(text, f"{rules.DAY}[T ]{rules.TIME}")


def _twice_sql(rule: Rule, text: str) -> str | None:
    if rule.type != "timestamp" or rule.zone == "UTC":
        return None
    local, bare = _local_sql(rule, text)
    zone = literal(rule.zone)
    first = f"timezone({zone}, {local})"
    return (
        f"{bare} AND (timezone({zone}, {first}) <> {local} OR timezone({zone}, {first} - INTERVAL 1 HOUR) = {local} "
        f"OR timezone({zone}, {first} + INTERVAL 1 HOUR) = {local})"
    )


def _bound(value: float | date) -> str:
    return f"DATE '{value.isoformat()}'" if isinstance(value, date) else repr(value)


def reason_sql(contract: Contract, rule: Rule) -> str:
    """Why the column's text breaks its rule, NULL when it keeps it (`rules.check_value`)."""
    text = trimmed(rule.name)
    value = typed_sql(rule, text)
    cases = [f"WHEN {text} IS NULL THEN {literal(rules.EMPTY) if rule.required else 'NULL'}"]
    twice = _twice_sql(rule, text)
    if twice is not None:
        cases.append(f"WHEN {twice} THEN {literal(rules.TWICE)}")
    if rule.type != "text":
        cases.append(f"WHEN ({value}) IS NULL THEN {literal(rules.WRONG[rule.type])}")
    if rule.pattern is not None:
        cases.append(f"WHEN NOT {_fits(text, rule.pattern)} THEN {literal(rules.PATTERN)}")
    if rule.choices:
        cases.append(f"WHEN {text} NOT IN ({_words(rule.choices)}) THEN {literal(rules.CHOICE)}")
    if rule.least is not None:
        cases.append(f"WHEN ({value}) < {_bound(rule.least)} THEN {literal(rules.LEAST)}")
    if rule.most is not None:
        cases.append(f"WHEN ({value}) > {_bound(rule.most)} THEN {literal(rules.MOST)}")
    key = contract.dataset.key
    if len(key) > 1 and rule.name in key and rule.type == "text":
        cases.append(f"WHEN contains({text}, '|') THEN {literal(rules.BAR)}")
    return f"CASE {' '.join(cases)} END"


def _key_sql(rule: Rule) -> str:
    value = typed_sql(rule, trimmed(rule.name))
    if rule.type == "timestamp":
        whole = f"strftime({value}, '%Y-%m-%dT%H:%M:%S')"
        micro = f"datepart('microsecond', {value}) % 1000000"
        return f"{whole} || CASE WHEN {micro} > 0 THEN '.' || lpad(CAST({micro} AS VARCHAR), 6, '0') ELSE '' END || 'Z'"
    return f"CAST({value} AS VARCHAR)"


def staged_sql(contract: Contract, columns: Collection[str], source: str) -> str:
    """SELECT of `record`, each permitted column by type, and `reasons` (list of [column, reason], NULL when good).

    `source` is SQL for a relation of texts, one column for each permitted column.
    """
    used = [r for r in contract.rules if r.name in columns]
    record = " || '|' || ".join(_key_sql(contract.rule(name)) for name in contract.dataset.key)
    typed = ", ".join(f"{typed_sql(r, trimmed(r.name))} AS {identifier(r.name)}" for r in used)
    reasons = {r.name: reason_sql(contract, r) for r in used}
    listed = ", ".join(
        f"CASE WHEN ({sql}) IS NOT NULL THEN [{literal(name)}, {sql}] END" for name, sql in reasons.items()
    )
    any_bad = " OR ".join(f"({sql}) IS NOT NULL" for sql in reasons.values())
    bad = f"CASE WHEN {any_bad} THEN list_filter([{listed}], lambda x: x IS NOT NULL) END"
    return f"SELECT {record} AS record, {typed}, {bad} AS reasons FROM ({source})"
