"""Maps as SVG that stands inside a page: title and description, no meaning by colour alone, no script, no style sheet.

Boxes stand one under another, so that a narrow screen shows whole boxes and scrolls for the lines beside them. The table
that goes with a map tells everything that the map tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ginnel.journeys.intended import Journey
from ginnel.journeys.labels import clock_words, label
from ginnel.journeys.shown import Shown
from ginnel.vocabulary.small import LEAST

BOX, HIGH, STEP, SIDE, LANE = 290, 46, 92, 120, 16
MOST = 24
"""Lines on a map; the table has all."""
INK, WALL = "#0b0c0c", "#12436d"


@dataclass(frozen=True)
class Line:
    """From box to box (their places from 0); `number` is the row of the table; `dashed`: between two bodies."""

    before: int
    after: int
    number: int
    weight: float
    dashed: bool


@dataclass(frozen=True)
class Box:
    title: str
    under: str = ""


def moves_map(shown: Shown, language: str, owners: Mapping[str, str] | None = None, id: str = "moves") -> str:
    """The map of the moves of `shown.cut`; `owners` gives the body of a step where it has one."""
    graph = shown["graph"]
    rows = [(n, m) for n, m in enumerate(graph["moves"], start=1) if m["count"] is not None][:MOST]
    place = {a: i for i, a in enumerate(_order(graph))}
    bodies = owners or {}
    most = max((m["count"] for _, m in rows), default=1)
    boxes = [Box(a, bodies.get(a, "")) for a in place]
    lines = [
        Line(place[m["before"]], place[m["after"]], n, m["count"] / most,
             bodies.get(m["before"], "") != bodies.get(m["after"], ""))
        for n, m in rows
    ]  # fmt: skip
    return draw(boxes, lines, label("map", language), label("map_desc", language), id)


def _order(graph: Shown) -> list[str]:
    """Steps so that most moves lead down: each next is the one with the fewest moves from steps not yet placed."""
    left = [a["name"] for a in graph["activities"]]
    into = [(m["before"], m["after"], m["count"] or LEAST) for m in graph["moves"]]
    placed: list[str] = []
    while left:

        def score(a: str) -> tuple[float, str]:
            inward = sum(n for b, c, n in into if c == a and b != a and b in left)
            outward = sum(n for b, c, n in into if b == a and c != a and c in left)
            return (inward - outward - (graph["begins"].get(a, 0) or LEAST), a)

        best = min(left, key=score)
        placed.append(best)
        left.remove(best)
    return placed


def intended_map(journey: Journey, language: str, id: str = "intended") -> str:
    """The map of an intended journey: each step with its owner, each clock as a line from the step that starts it."""
    place = {s.id: i for i, s in enumerate(journey.steps)}
    boxes = [Box(s.title.in_(language), s.owner) for s in journey.steps]
    lines: list[Line] = []
    said: list[str] = []
    for step in journey.steps:
        for clock in step.clocks:
            start = journey.by_id[clock.after]
            lines.append(Line(place[clock.after], place[step.id], len(lines) + 1, 0.3, start.owner != step.owner))
            words = clock_words(clock.within, clock.enhanced_within, clock.unit, language)
            said.append(f"{len(lines)}. {start.title.in_(language)} → {step.title.in_(language)}: {words}")
    description = " ".join([label("map_desc", language), *said])
    return draw(boxes, lines, label("intended_map", language), description, id)


def draw(boxes: Sequence[Box], lines: Sequence[Line], title: str, description: str, id: str) -> str:
    """The SVG of boxes and numbered lines."""
    right = _lanes([x for x in lines if x.after > x.before])
    left = _lanes([x for x in lines if x.after <= x.before])
    west = SIDE // 2 + LANE * max(left.values(), default=0) if left else 24
    east = SIDE // 2 + LANE * max(right.values(), default=0) if right else 24
    width, height = west + BOX + east, 20 + STEP * max(len(boxes), 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-labelledby="{id}-title {id}-desc"><title id="{id}-title">{escape(title)}</title>'
        f'<desc id="{id}-desc">{escape(description)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    parts += [_line(x, west, right.get(x, 0) or -left.get(x, 0), lines) for x in lines]
    parts += [_box(b, west, 10 + i * STEP) for i, b in enumerate(boxes)]
    parts += [_number(x, west, right.get(x, 0) or -left.get(x, 0), lines) for x in lines]
    return "".join([*parts, "</svg>"])


def _lanes(lines: Sequence[Line]) -> dict[Line, int]:
    """Lines of one side get lanes of their own, from 1; lines that do not overlap share one."""
    taken: list[list[tuple[int, int]]] = []
    found: dict[Line, int] = {}
    for line in sorted(lines, key=lambda x: (abs(x.after - x.before), min(x.before, x.after), x.number)):
        low, high = sorted((line.before, line.after))
        lane = next((n for n, spans in enumerate(taken) if all(high < a or low > b for a, b in spans)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        found[line] = lane + 1
    return found


def _ends(line: Line, lines: Sequence[Line]) -> tuple[float, float]:
    """Heights at which a line leaves and enters: spread over the side of the box."""

    def height(box: int) -> float:
        side = [x for x in lines if box in (x.before, x.after) and (x.after > x.before) == (line.after > line.before)]
        side.sort(key=lambda x: (min(x.before, x.after), x.number))
        return 10 + box * STEP + HIGH * (side.index(line) + 1) / (len(side) + 1)

    return height(line.before), height(line.after) + (4 if line.after == line.before else 0)


def _line(line: Line, west: int, lane: int, lines: Sequence[Line]) -> str:
    a, b = _ends(line, lines)
    x = west + BOX if lane > 0 else west
    out = x + (30 + LANE * lane if lane > 0 else LANE * lane - 30)
    if line.after == line.before:
        a, b = a - 8, b + 8
    tip = 7 if lane > 0 else -7
    dash = ' stroke-dasharray="7 4"' if line.dashed else ""
    wide = 1.2 + 3.3 * line.weight
    return (
        f'<path d="M{x},{a:.0f} H{out} V{b:.0f} H{x + tip}" fill="none" stroke="{WALL}" stroke-width="{wide:.1f}"{dash}/>'
        f'<path d="M{x},{b:.0f} l{tip + (3 if lane > 0 else -3)},-5 v10 z" fill="{WALL}"/>'
    )


def _number(line: Line, west: int, lane: int, lines: Sequence[Line]) -> str:
    a, b = _ends(line, lines)
    x = west + BOX + 30 + LANE * lane if lane > 0 else west + LANE * lane - 30
    middle = (a + b) / 2
    return (
        f'<circle cx="{x}" cy="{middle:.0f}" r="10" fill="{WALL}"/>'
        f'<text x="{x}" y="{middle + 4:.0f}" fill="#fff" font-family="arial, sans-serif" font-size="11" font-weight="700" '
        f'text-anchor="middle">{line.number}</text>'
    )


def _box(box: Box, x: int, y: int) -> str:
    middle = x + BOX // 2
    first = y + (19 if box.under else 28)
    under = (
        f'<text x="{middle}" y="{y + 37}" fill="{INK}" font-family="arial, sans-serif" font-size="13" '
        f'text-anchor="middle">{escape(_short(box.under, 40))}</text>'
    )
    return (
        f'<rect x="{x}" y="{y}" width="{BOX}" height="{HIGH}" rx="3" fill="#fff" stroke="{WALL}" stroke-width="2"/>'
        f'<text x="{middle}" y="{first}" fill="{INK}" font-family="arial, sans-serif" font-size="14" font-weight="700" '
        f'text-anchor="middle">{escape(_short(box.title, 38))}</text>{under if box.under else ""}'
    )


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
