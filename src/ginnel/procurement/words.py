"""What a pool came to, in a category manager's words: text for a terminal, and one page of HTML that prints well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

WAYS: Mapping[str, str] = {
    "local": "each council alone, as today",
    "national": "everything together",
    "mixed": "together where it pays, alone where it does not",
}
NOTE = "helps you compare; it is no advice and no promise"


def pounds(amount: float) -> str:
    return f"£{amount:,.0f}"


def lines(t: Mapping[str, Any]) -> Iterator[str]:
    """The outcome line by line, the most useful first."""
    yield t["title"] + (" -- ON DATA WE MADE" if t["synthetic"] else "")
    yield f"  ({NOTE})"
    yield from _bought_twice(t)
    yield from _missing(t)
    yield from _rounds(t)
    yield from _ways(t)
    for lot in t["lots"]:
        yield from _lot(lot)
    yield from _terms(t)
    yield "Mind:"
    yield from (f"  - {line}" for line in t["care"])


def _bought_twice(t: Mapping[str, Any]) -> Iterator[str]:
    r = t["registers"]
    yield (
        f"Registers: {r['lines']:,} lines, {r['contracts']:,} contracts, {r['duplicates']:,} read twice, "
        f"{r['set_aside']:,} set aside, {r['people_not_named']:,} people not named; {pounds(r['money'])}"
    )
    yield from (f"  {f['file']}:{f['line'] or '-'} [{f['column']}] {f['reason']}; {f['mend']}" for f in r["faults"])
    for key, title in (("inside", "Bought twice inside one council"), ("across", "Bought by several councils")):
        yield f"{title}: {t[key]['found']:,} groups" + (", the largest:" if t[key]["found"] else "")
        for o in t[key]["largest"][:5]:
            where = f"{o['council']}: " if o["council"] else ""
            reason = f"supplier {o['what']}" if o["by"] == "supplier" else f"category {o['what']}"
            yield f"  {where}{reason}: {o['contracts']} contracts of {len(o['buyers'])} buyers, {pounds(o['value'])} ({'; '.join(o['titles'])})"
    yield from (
        f"  perhaps one supplier: {p['one']} / {p['other']} ({p['why']}); a person decides"
        for p in t["perhaps_the_same"]
    )


def _missing(t: Mapping[str, Any]) -> Iterator[str]:
    yield f"Before buying, {len(t['questions'])} questions are open" + (":" if t["questions"] else ".")
    yield from (f"  {q}" for q in t["questions"][:10])
    yield from (
        f"  left out, since nobody said how many or what it costs alone: {n['buyer']}, {n['lot']}"
        for n in t["not_reckoned"]
    )


def _rounds(t: Mapping[str, Any]) -> Iterator[str]:
    yield f"Ends of contracts brought together: {len(t['rounds'])} rounds; of {t['ends_unknown']} contracts nobody wrote down the end"
    for r in t["rounds"][:6]:
        yield f"  quarter from {r['quarter']}: {r['contracts']} contracts, {r['extended']} extended, {r['left_early']} left early"


def _ways(t: Mapping[str, Any]) -> Iterator[str]:
    b = t["before_bids"]
    if not t["bids"]:
        yield (
            f"Before bids: between {pounds(b['low'])} and {pounds(b['high'])} together, the middle of published evidence "
            f"{pounds(b['middle'])}; it can be more than today."
        )
    yield "Three ways" + (":" if t["bids"] else ", if the indications held:")
    for mode in WAYS:
        way = t["ways"][mode]
        proof = "nothing to prove" if mode == "local" else f"at most {way['gap']:.3%} above the best there is, proven"
        yield f"  {pounds(way['cost']):>12}  {WAYS[mode]} ({proof})"


def _lot(lot: Mapping[str, Any]) -> Iterator[str]:
    yield f"{lot['title']}: {lot['volume']:,.0f}; one {lot['unit']} £{lot['each']['local']:,.2f} alone, £{lot['each']['mixed']:,.2f} mixed"
    yield from (f"  {a['share']:.0%} {a['who']}" for a in lot["awards"]["mixed"])
    if lot["cap_cost"] > 0:
        yield f"  the cap on one supplier's share costs {pounds(lot['cap_cost'])}"
    yield "  fair shares: nobody pays more than alone"
    for s in lot["shares"]:
        yield f"    {s['buyer']:<28} {pounds(s['pays']):>10} (alone {pounds(s['alone'])}, at one price for all {pounds(s['one_price'])})"
    yield "  " + leaving_text(lot)
    if lot["one_price_leaving"]:
        g = lot["one_price_leaving"]
        yield f"  at one price for all, {', '.join(g['buyers'])} would gain {pounds(g['gain'])} by leaving together"


def leaving_text(lot: Mapping[str, Any]) -> str:
    """Who would gain most by leaving, or that nobody would."""
    group = lot["leaving"]
    if lot["keeps_everybody"] or group is None:
        return "no group of buyers gains anything worth naming by leaving: proven"
    who = ", ".join(group["buyers"])
    if lot["no_shares_keep_everybody"]:
        return f"no shares at all keep everybody: under these, {who} would gain most by leaving together, {pounds(group['gain'])}"
    return f"{who} would gain most by leaving together, {pounds(group['gain'])}"


def _terms(t: Mapping[str, Any]) -> Iterator[str]:
    yield "How long to sign (a model: put your own market into pool.toml):"
    for line in t["terms"]:
        if line["years"] == 1:
            continue
        even = (
            "no discount pays for it"
            if line["break_even"] is None
            else f"each extra year must take off at least {line['break_even']:.2%}"
        )
        yield f"  {line['years']} years: {even}; leaving each year would be worth {line['break_clause']:.2f} years of the price"


def report(t: Mapping[str, Any]) -> str:
    """The outcome as one page of HTML without anything from elsewhere."""
    made = "<p><strong>On data we made.</strong></p>" if t["synthetic"] else ""
    ways = _table(
        "Three ways of buying", ("Way", "Cost", "Above the best by at most"),
        [(WAYS[m], pounds(t["ways"][m]["cost"]), f"{t['ways'][m]['gap']:.3%}") for m in WAYS],
    )  # fmt: skip
    parts = [ways]
    for lot in t["lots"]:
        rows = [(s["buyer"], pounds(s["pays"]), pounds(s["alone"]), pounds(s["one_price"])) for s in lot["shares"]]
        parts.append(f"<h2>{escape(lot['title'])}</h2><p>{escape(leaving_text(lot))}</p>")
        parts.append(_table("Fair shares", ("Council", "Fair share", "Alone", "At one price for all"), rows))
    parts.append(_table("Rounds of buying", ("Quarter from", "Contracts", "Extended", "Left early"),
                        [(r["quarter"], r["contracts"], r["extended"], r["left_early"]) for r in t["rounds"]]))  # fmt: skip
    open_questions = "".join(f"<li>{escape(q)}</li>" for q in t["questions"]) or "<li>none</li>"
    care = "".join(f"<li>{escape(c)}</li>" for c in t["care"])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(t["title"])}</title>'
        "<style>body{font-family:arial,sans-serif;max-width:50em;margin:2em auto;padding:0 1em;line-height:1.4}"
        "table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #767676;padding:.3em;text-align:left}"
        "caption{font-weight:bold;text-align:left}</style></head>"
        f"<body><main><h1>{escape(t['title'])}</h1>{made}<p>It {NOTE}.</p>{''.join(parts)}"
        f"<h2>To ask before buying</h2><ul>{open_questions}</ul><h2>Mind</h2><ul>{care}</ul></main></body></html>\n"
    )


def _table(caption: str, head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    top = "".join(f'<th scope="col">{escape(h)}</th>' for h in head)
    body = "".join(
        "<tr>" + "".join(f'<th scope="row">{escape(str(c))}</th>' if i == 0 else f"<td>{escape(str(c))}</td>" for i, c in enumerate(r)) + "</tr>"
        for r in rows
    )  # fmt: skip
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
