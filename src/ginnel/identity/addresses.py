"""`homes.normal_address` and `homes.short_address` as SQL over whole tables; tests compare the two."""

from __future__ import annotations

from ginnel.identity.homes import NUMBERED, STREETS, WORDS
from ginnel.identity.sets import plain_sql, postcode_sql

_CODE = r"[,\s]*\b([A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s*[0-9][A-Za-z]{2})[\s.]*$"


def with_addresses(source: str) -> str:
    """SELECT of every column of `source` (which has `address` and `postcode`) with `normal` and `short` added."""
    words = ", ".join(f"'{k}': '{v}'" for k, v in sorted(WORDS.items()))
    streets = ", ".join(f"'{s}'" for s in sorted(STREETS))
    bare = f"regexp_replace(coalesce(address, ''), '{_CODE}', '')"
    inside = postcode_sql(f"regexp_extract(coalesce(address, ''), '{_CODE}', 1)")
    return f"""
    SELECT * EXCLUDE (t1, t2, code, words, w) ,
      CASE WHEN words = '' THEN '' ELSE words || '|' || code END AS normal,
      CASE WHEN words = '' OR code = '' THEN '' ELSE (
        CASE WHEN len(list_filter(w, lambda t: regexp_matches(t, '{NUMBERED}'))) = 0 THEN ''
        ELSE array_to_string(list_sort(list_distinct(
          w[1:coalesce(nullif(list_max(list_transform(w, lambda t, i:
            CASE WHEN t IN ({streets}) OR regexp_matches(t, '{NUMBERED}') THEN i ELSE 0 END)), 0), len(w))]
        )), ' ') || '|' || code END) END AS short
    FROM (SELECT *, string_split(words, ' ') AS w FROM (
      SELECT *, regexp_replace(regexp_replace(array_to_string(list_transform(t2, lambda t, i:
          CASE WHEN t = 'st' AND i > 1 AND NOT regexp_matches(t2[i - 1], '{NUMBERED}') THEN 'street' ELSE t END), ' '),
          '\\b([0-9]+) ([a-z])\\b', '\\1\\2', 'g'),
          '\\bflat ([0-9]+[a-z]?|[a-z])\\b', 'flat\\1', 'g') AS words
      FROM (SELECT *, list_filter(list_transform(t1, lambda t: coalesce(element_at(MAP {{{words}}}, t)[1], t)),
          lambda t: t <> '') AS t2
        FROM (SELECT *, string_split({plain_sql(bare)}, ' ') AS t1,
          CASE WHEN {postcode_sql("postcode")} <> '' THEN {postcode_sql("postcode")} ELSE {inside} END AS code
          FROM ({source})))))
    """
