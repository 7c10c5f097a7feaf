"""What a paper is: a title, its state, sections of sentences and tables. Made into HTML here, into other forms elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

STYLE = (
    "@page{size:A4;margin:20mm}body{font:11pt/1.45 Arial,Helvetica,sans-serif;color:#111;max-width:48em;margin:2em auto;"
    "padding:0 1em}h1{font-size:20pt}h2{font-size:14pt;margin:1.4em 0 .4em}table{border-collapse:collapse;table-layout:fixed;width:100%;"
    "margin:.5em 0}th,td{border:1px solid #777;padding:4pt 6pt;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    ".state{border:2px solid #12436d;padding:6pt 10pt}code{overflow-wrap:anywhere}"
)


@dataclass(frozen=True)
class Section:
    """A heading, sentences below it, and a table (its head first) or none."""

    heading: str
    sentences: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Paper:
    """`state` says draft, approved or demonstration in a sentence; `hash` is of the text that the paper was made from."""

    title: str
    state: str
    hash: str
    sections: tuple[Section, ...]


def as_html(paper: Paper) -> str:
    """A whole page without scripts, for the screen and for printing."""
    parts = "".join(_section(s) for s in paper.sections)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(paper.title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body><main>'
        f'<h1>{escape(paper.title)}</h1><p class="state"><strong>{escape(paper.state)}</strong><br>'
        f"Hash of the text: <code>{escape(paper.hash)}</code></p>{parts}</main></body></html>\n"
    )


def _section(s: Section) -> str:
    said = "".join(f"<p>{escape(t)}</p>" for t in s.sentences)
    if not s.rows:
        return f"<h2>{escape(s.heading)}</h2>{said}"
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in s.head)
    rows = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in s.rows)
    return f"<h2>{escape(s.heading)}</h2>{said}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
