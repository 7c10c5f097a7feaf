"""Who decides for each of millions of children: the rule of `children.py` as SQL. tests/generative compares the two."""

from __future__ import annotations

from datetime import date

from ginnel.governance.children import EVIDENCE, GIVES, GIVES_BODY, SCOTLAND, YOUNG, YOUNGEST


def decides_sql(
    *, children: str, responsible: str, reviews: str, orders: str, answers: str, day: date, youngest: int = YOUNGEST
) -> str:
    """A SELECT of (child, who, by, outcome, contested, role), one row a child; `by` is a sorted list of ids.

    Relations: children(child, born, nation), responsible(child, holder, kind, evidence, since, until), reviews(child,
    competent, by, since, until), orders(child, kind, body, role, evidence, since, until), answers(child, who, yes, number).
    """
    on = f"DATE '{day}'"
    live = f"since <= {on} AND (until IS NULL OR {on} < until)"
    return f"""
    WITH aged AS (
        SELECT child, nation = 'Scotland' AS scotland, nation = '' AS unsaid, CASE WHEN born <= {on} THEN year({on}) - year(born)
            - CASE WHEN (month({on}), day({on})) < (month(born), day(born)) THEN 1 ELSE 0 END END AS age FROM {children}
    ), judged AS (
        SELECT child, bool_and(competent) AS competent FROM (
            SELECT child, competent, since = max(since) OVER (PARTITION BY child) AS latest FROM {reviews}
            WHERE trim("by") <> '' AND {live}) WHERE latest GROUP BY child
    ), able AS (
        SELECT child, age, CASE WHEN age IS NULL THEN false WHEN age >= {YOUNG} THEN true
            WHEN age < CASE WHEN scotland THEN {SCOTLAND} WHEN unsaid THEN {max(int(youngest), SCOTLAND)} ELSE {int(youngest)} END
            THEN false
            ELSE coalesce(competent, scotland) END AS able FROM aged LEFT JOIN judged USING (child)
    ), papers AS (
        SELECT *, coalesce(max(since) FILTER (WHERE kind = 'adopter') OVER (PARTITION BY child), DATE '0001-01-01') AS adopted
        FROM {responsible} WHERE kind IN ({_words(GIVES)}) AND evidence IN ({_words(EVIDENCE)})
            AND holder NOT IN ('', child) AND {live}
    ), adopted AS (
        SELECT child, max(adopted) AS adopted FROM papers GROUP BY child
    ), ordered AS (
        SELECT child, list_sort(list(DISTINCT body)) AS bodies,
            coalesce(min(trim(role)) FILTER (WHERE trim(role) <> ''), '') AS role
        FROM {orders} LEFT JOIN adopted USING (child)
        WHERE kind IN ({_words(GIVES_BODY)}) AND body <> '' AND evidence = 'court-order' AND {live}
            AND (adopted IS NULL OR since >= adopted) GROUP BY child
    ), held AS (
        SELECT child, list_sort(list(DISTINCT holder)) AS holders,
            list_sort(list(DISTINCT holder) FILTER (WHERE kind = 'special-guardian')) AS guardians
        FROM papers WHERE since >= adopted GROUP BY child
    ), who AS (
        SELECT b.child, CASE WHEN age IS NULL THEN 'nobody' WHEN able THEN 'herself'
                WHEN o.child IS NOT NULL THEN CASE WHEN len(o.bodies) = 1 AND o.role <> '' THEN 'body' ELSE 'nobody' END
                WHEN len(h.guardians) > 0 THEN 'guardian' WHEN h.child IS NOT NULL THEN 'holders' ELSE 'nobody' END AS who,
            o.bodies, o.role, h.holders, h.guardians
        FROM able b LEFT JOIN ordered o USING (child) LEFT JOIN held h USING (child)
    ), deciders AS (
        SELECT child, who, CASE who WHEN 'herself' THEN [child] WHEN 'body' THEN bodies WHEN 'guardian' THEN guardians
            WHEN 'holders' THEN holders ELSE [] END AS "by", CASE who WHEN 'body' THEN role ELSE '' END AS role FROM who
    ), last_said AS (
        SELECT child, who, bool_and(yes) AS yes FROM (
            SELECT *, number = max(number) OVER (PARTITION BY child, who) AS latest FROM {answers})
        WHERE latest GROUP BY child, who
    ), said AS (
        SELECT d.child, bool_or(a.yes) AS any_yes, bool_and(a.yes) AS all_yes FROM deciders d JOIN last_said a
        ON a.child = d.child AND list_contains(d."by", a.who) GROUP BY d.child
    )
    SELECT d.child, d.who, d."by", CASE WHEN d.who = 'nobody' THEN 'nobody-decides' WHEN s.child IS NULL THEN 'open'
            WHEN s.all_yes THEN 'yes' ELSE 'no' END AS outcome,
        coalesce(s.any_yes AND NOT s.all_yes, false) AS contested, d.role
    FROM deciders d LEFT JOIN said s USING (child)
    """


def _words(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{v}'" for v in values)
