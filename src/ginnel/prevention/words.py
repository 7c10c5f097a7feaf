"""A plan in words that a committee reads: lines for a terminal, and a two-page paper as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

KINDS: Mapping[str, str] = {
    "cashable": "a bill that is not paid",
    "capacity": "staff or beds free for others, no bill is smaller",
    "social": "worth something to people, nobody's money",
}
RULES: Mapping[str, str] = {"value": "where knowing changes most", "risk": "likeliest first", "chance": "by lot"}
MADE = "On data we made: these figures say nothing about a real place."
STYLE = (
    "@page{size:A4;margin:16mm}body{font-family:arial,sans-serif;font-size:10.5pt;line-height:1.32;max-width:52em;"
    "margin:0 auto;padding:0 1em;color:#0b0c0c}h1{font-size:17pt;margin:.2em 0}h2{font-size:12pt;margin:.9em 0 .25em}"
    "p,ul{margin:.3em 0}table{border-collapse:collapse;width:100%;margin:.3em 0}th,td{border-bottom:1px solid #767676;"
    "padding:.18em .4em;text-align:left;vertical-align:top}td.n,th.n{text-align:right}caption{text-align:left;font-weight:bold}"
    "@media screen{.scroll{overflow-x:auto}}"
)


def pounds(amount: float) -> str:
    return f"£{amount:,.0f}"


def hidden(amount: float | None) -> str:
    return "(hidden)" if amount is None else pounds(amount)


def committed(row: Mapping[str, Any]) -> str:
    return "" if row["spend"] is None else f", {pounds(row['spend'])} committed"


def count(n: int | None, small: str = "fewer than 5") -> str:
    """A count, or `small`: "hidden" where a larger one may be hidden too, so that no total tells the small one."""
    return small if n is None else f"{n:,}"


def lines(t: Mapping[str, Any]) -> Iterator[str]:
    """The plan line by line: how firm it is first, then the gap, then who is offered what."""
    yield f"{t['region']}: {pounds(t['budget'])} for help that may be given" + (
        " -- ON DATA WE MADE" if t["demo"] else ""
    )
    yield "  " + firm_text(t)
    yield "  " + gap_text(t)
    yield f"Offered help first, of {count(t['candidates'])} households ({pounds(t['spent'])} spent):"
    for row in t["order"]:
        grade = f", evidence {'/'.join(row['grades'])}" if row["grades"] else ""
        yield f"  {count(row['households'], 'hidden'):>12} households  {row['help']} ({row['organisation']}), £{row['cost']:,.0f} each; a pound brings £{row['a_pound']:.2f}{grade}"
    yield "Duties, whatever the budget, and never delayed by it:"
    for row in t["committed"]:
        yield f"  {count(row['cases']):>12} cases  {row['help']} ({row['organisation']}), about £{row['cost']:,.0f} each{committed(row)}"
    yield from _more(t)
    yield from _who(t)
    yield "  " + broken_text(t)
    yield "  " + worst_text(t)
    for d in t["devices"]:
        yield from _device(d)
    yield f"Prices of {t['sources']['year']}. {t['sources']['costs']} {t['sources']['deflator']}. {t['sources']['rate']}."


def firm_text(t: Mapping[str, Any]) -> str:
    f = t["firm"]
    if not f["households"]:
        return "nobody is offered anything: there is no help that fits, or no money"
    return (
        f"if benefits turn out at the low or the high end, {f['changed']:,} of {f['households']:,} choices would be others "
        f"({f['share']:.0%}); expected benefit {pounds(f['benefit']['low'])} to {pounds(f['benefit']['high'])}, middle {pounds(f['benefit']['mid'])}"
    )


def gap_text(t: Mapping[str, Any]) -> str:
    return f"no plan under these limits can bring over {t['gap']:.3%} more than this one: proven" + (
        " (and this one is exact)" if t["exact"] else ""
    )


def broken_text(t: Mapping[str, Any]) -> str:
    b = t["broken"]
    return (
        f"the protected share is {b['share']:.0%} ({pounds(b['pounds'])}): spending it on something else this year costs "
        f"{pounds(b['by_year_3'])} of expected benefit by year 3, {pounds(b['by_year_5'])} by year 5"
    )


def worst_text(t: Mapping[str, Any]) -> str:
    return f"worst first with the same money would bring {pounds(t['worst_first']['benefit'])}; this plan {pounds(t['benefit'])}"


def _more(t: Mapping[str, Any]) -> Iterator[str]:
    p = t["prices"]
    yield f"One more pound would bring £{p['pound']:.2f} of expected benefit"
    for name, value in p["slots"].items():
        yield f"  one more household that {name} can help: £{value:,.2f}"
    for name, value in p["floors"].items():
        yield (
            f"  each pound that must go to {name}: £{value:,.2f} less elsewhere"
            if value > 0
            else f"  the least spend on {name} costs nothing: it is met anyhow"
        )


def _who(t: Mapping[str, Any]) -> Iterator[str]:
    yield "Who pays, this year: " + ("; ".join(f"{o} {hidden(v)}" for o, v in t["pays"].items()) or "nobody")
    yield "Who saves (low to high, discounted):"
    for row in t["saves"]:
        yield f"  {row['year']}  {row['bearer']:<16} {pounds(row['mid']):>10} ({pounds(row['low'])} to {pounds(row['high'])}), {KINDS[row['kind']]}"


def _device(d: Mapping[str, Any]) -> Iterator[str]:
    each = "" if d["now"]["each"] is None else f", £{d['now']['each']:,.2f} a home"
    yield f"{d['title']}: {d['now']['homes']:,.0f} homes a year{each}; with 200 more, {d['more']['homes']:,.0f}; asking {d['now']['asked']:,.0f} and {d['more']['asked']:,.0f}"
    if d["consent"]:
        yield "  only for people who say yes to it; nobody is asked yet"
    for row in d["placed"]:
        yield f"  {row['devices']:,} placed {RULES[row['rule']]}: {pounds(row['gain'])} of expected gain"


def paper(t: Mapping[str, Any]) -> str:
    """Two pages of A4 as HTML: what is proposed, how firm it is, what it costs whom, what more would do."""
    made = f"<p><strong>{MADE}</strong></p>" if t["demo"] else ""
    offered = _table(
        "Offered help first", ("Help", "By", "Households", "Each", "A pound brings", "Evidence"),
        [(r["help"], r["organisation"], count(r["households"], "hidden"), pounds(r["cost"]), f"£{r['a_pound']:.2f}", "/".join(r["grades"]) or "-") for r in t["order"]],
    )  # fmt: skip
    duties = _table(
        "Duties: they go out whatever the budget", ("What the law demands", "By", "Cases", "About, each", "Committed"),
        [(r["help"], r["organisation"], count(r["cases"]), pounds(r["cost"]), hidden(r["spend"])) for r in t["committed"]],
    )  # fmt: skip
    saves = _table(
        "Who saves, by financial year", ("Year", "Body", "What kind", "Low", "Middle", "High"),
        [(r["year"], r["bearer"], r["kind"], pounds(r["low"]), pounds(r["mid"]), pounds(r["high"])) for r in _merged(t["saves"])],
    )  # fmt: skip
    pays = "; ".join(f"{escape(o)} {hidden(v)}" for o, v in t["pays"].items()) or "nobody"
    kinds = " ".join(f"<strong>{k}</strong>: {escape(v)}." for k, v in KINDS.items())
    more = "".join(f"<li>{escape(line.strip())}</li>" for line in _more(t))
    devices = "".join(f"<li>{escape(line.strip())}</li>" for d in t["devices"] for line in _device(d))
    s = t["sources"]
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Prevention plan, {escape(t["region"])}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>Prevention plan, {escape(t['region'])}, {escape(t['on'])}</h1>{made}"
        f"<p>{pounds(t['budget'])} for help that may be given, to {count(t['candidates'])} households for whom some was found. "
        "It is a proposal: officers decide about each household with reasons, and people can say no.</p>"
        f"<h2>How firm it is</h2><p>{escape(_sentence(firm_text(t)))} {escape(_sentence(gap_text(t)))}</p>"
        f"{offered}<p>{escape(_sentence(worst_text(t)))}</p>{duties}"
        f"<h2>What more would do</h2><ul>{more}</ul>"
        f"<h2>Who pays and who saves</h2><p>Pays this year: {pays}.</p>{saves}<p>{kinds}</p>"
        f"<h2>The protected share</h2><p>{escape(_sentence(broken_text(t)))}</p>"
        f"<h2>Devices</h2><ul>{devices}</ul><p>Assumed about homes that nobody measures: {escape(t['prior'])}.</p>"
        f"<h2>Sources</h2><p>Prices of {s['year']}. {escape(s['costs'])} {escape(s['deflator'])}. {escape(s['rate'])}. "
        "Evidence: A official or reviewed, B one good study, C our assumption.</p></main></body></html>\n"
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _merged(saves: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Years and kinds as they are; lines that would print as nothing are left out."""
    return [r for r in saves if r["high"] >= 1]


def _table(caption: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    if not rows:
        return f"<p><strong>{escape(caption)}</strong>: none.</p>"
    top = "".join(f'<th scope="col"{_side(i, head)}>{escape(h)}</th>' for i, h in enumerate(head))
    body = "".join(
        "<tr>" + "".join(f'<th scope="row">{escape(c)}</th>' if i == 0 else f"<td{_side(i, head)}>{escape(c)}</td>" for i, c in enumerate(r)) + "</tr>"
        for r in rows
    )  # fmt: skip
    return f'<div class="scroll"><table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _side(i: int, head: tuple[str, ...]) -> str:
    return (
        ' class="n"'
        if i
        and head[i]
        in ("Households", "Each", "A pound brings", "Cases", "About, each", "Committed", "Low", "Middle", "High")
        else ""
    )
