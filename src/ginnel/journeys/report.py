"""One HTML file that holds everything: no scripts, nothing fetched; every map has its table; it prints well."""

from __future__ import annotations

from html import escape

from ginnel.journeys.intended import Journey
from ginnel.journeys.labels import label
from ginnel.journeys.shown import Shown
from ginnel.journeys.svg import intended_map, moves_map
from ginnel.journeys.tables import Table, Words, tables

STYLE = """
body { color: #0b0c0c; font: 16px/1.5 arial, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; }
h1, h2 { line-height: 1.2; } h2 { border-top: 2px solid #12436d; margin-top: 2rem; padding-top: 1rem; }
table { border-collapse: collapse; font-size: 15px; width: 100%; } caption { font-weight: 700; padding: .5rem 0; text-align: left; }
th, td { border-bottom: 1px solid #b1b4b6; padding: .4rem .6rem .4rem 0; text-align: left; vertical-align: top; }
.scroll { overflow-x: auto; } .scroll:focus { outline: 3px solid #0b0c0c; }
.said li { margin-bottom: .4rem; } .note { border-left: 5px solid #f2b233; padding: .3rem .8rem; }
@media print { .scroll { overflow: visible; } h2 { break-after: avoid; } tr, svg { break-inside: avoid; }
  svg { height: auto; max-width: 100%; } body { font-size: 11pt; } table { font-size: 9pt; } }
"""


def report(
    shown: Shown, findings: tuple[str, ...], language: str, journey: Journey | None, *, made: bool = False
) -> str:
    """The report as one HTML document, in English or Welsh. `made`: the data is invented, and the report says so."""
    say = Words(language)
    parts = [f"<h1>{escape(say.one('title'))}: {escape(shown['log']['name'])}</h1>"]
    notes = [label("made", language) if made else "", label("small", language), label("unreviewed", language)]
    parts += [f'<p class="note">{escape(n)}</p>' for n in notes if n]
    parts.append(f"<h2>{escape(say.one('breaks'))}</h2>")
    parts.append('<ol class="said">' + "".join(f"<li>{escape(f)}</li>" for f in findings) + "</ol>")
    parts.append(_about(shown, say))
    owners = None
    if journey is not None:
        parts.append(_scroll(intended_map(journey, language), say.one("intended_map")))
        owners = {a: s.owner for s in journey.steps for a in s.activities}
    for table in tables(shown, language):
        if table.key == "moves":
            parts.append(f"<h2>{escape(say.one('map'))}</h2>")
            parts.append(_scroll(moves_map(shown, language, owners), say.one("map")))
        parts.append(_table(table))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width, initial-scale=1"><title>{escape(say.one("title"))}: {escape(shown["log"]["name"])}</title>'
        f"<style>{STYLE}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def _about(shown: Shown, say: Words) -> str:
    log, took = shown["log"], shown["throughput"]
    pairs = [(say.one(k), say.count(log[k])) for k in ("events", "cases")]
    pairs += [(say.one("first"), log["first"]), (say.one("last"), log["last"])]
    pairs += [(say.one(k), say.days(took[f"{k}_days"])) for k in ("p10", "median", "p90", "mean")]
    pairs += [(f"{say.one('left')}: {why}", f"{n:,}") for why, n in log["left_out"].items()]
    return _table(Table("log", say.one("log"), ("", ""), tuple(pairs)))


def _table(table: Table) -> str:
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in table.headings)
    top = f"<thead><tr>{heads}</tr></thead>" if any(table.headings) else ""
    rows = "".join(
        f'<tr><th scope="row">{escape(r[0])}</th>' + "".join(f"<td>{escape(c)}</td>" for c in r[1:]) + "</tr>"
        for r in table.rows
    )
    note = f"<p>{escape(table.note)}</p>" if table.note else ""
    inner = f'<table><caption id="{table.key}">{escape(table.title)}</caption>{top}<tbody>{rows}</tbody></table>'
    return note + _scroll(inner, table.title)


def _scroll(inner: str, name: str) -> str:
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name, quote=True)}">{inner}</div>'
