"""The map of agreed flows as lines between two columns of bodies. Every number is the row of the table below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ginnel.app.services.evidence import Flow

STEP, BOX, LEFT, RIGHT, WIDTH = 76, 40, 250, 650, 900


@dataclass(frozen=True)
class Box:
    organisation: str
    x: int
    y: int


@dataclass(frozen=True)
class Line:
    """An arrow of one agreement, in SVG units; its number stands at (`at_x`, `at_y`)."""

    number: int
    path: str
    at_x: int
    at_y: int
    live: bool
    ask: bool


@dataclass(frozen=True)
class Map:
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(flows: Sequence[Flow]) -> Map:
    """Whoever tells on the left, whoever is told on the right, in the order in which they first appear."""
    tells = list(dict.fromkeys(o for f in flows for o in sorted(f.agreement.sources)))
    told = list(dict.fromkeys(o for f in flows for o in sorted(f.agreement.recipients)))
    left = {o: 30 + i * STEP for i, o in enumerate(tells)}
    right = {o: 30 + i * STEP for i, o in enumerate(told)}
    boxes = [Box(o, 0, y) for o, y in left.items()] + [Box(o, RIGHT, y) for o, y in right.items()]
    lines = []
    for flow in flows:
        ends = [(s, r) for s in sorted(flow.agreement.sources) for r in sorted(flow.agreement.recipients) if s != r]
        for source, recipient in ends:
            lines.append(_line(flow, left[source], right[recipient], len(flows)))
    height = 30 + STEP * max(len(tells), len(told), 1)
    return Map(WIDTH, height, tuple(boxes), tuple(lines))


def _line(flow: Flow, y1: int, y2: int, count: int) -> Line:
    """Lines of one pair of bodies are spread out, so that each can be followed; its number sits near its start."""
    shift = round((flow.number - (count + 1) / 2) * (BOX - 8) / max(count, 1))
    a, b = y1 + BOX // 2 + shift, y2 + BOX // 2 + shift
    middle = (LEFT + RIGHT) // 2
    path = f"M{LEFT},{a} C{middle},{a} {middle},{b} {RIGHT - 8},{b}"
    t = 0.12 + 0.76 * (flow.number - 1) / max(count - 1, 1)
    x, y = _on(t, LEFT, middle, RIGHT - 8, a, b)
    return Line(flow.number, path, x, y, flow.in_force and flow.approved, flow.agreement.ask == "before")


def _on(t: float, x0: int, x1: int, x3: int, a: int, b: int) -> tuple[int, int]:
    """The point at `t` of the curve."""
    u = 1 - t
    x = u**3 * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x1 + t**3 * x3
    y = (u**3 + 3 * u * u * t) * a + (3 * u * t * t + t**3) * b
    return round(x), round(y)
