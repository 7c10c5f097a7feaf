"""An invented pool: twelve councils, their departments' contract registers in three formats, and what they want of sensors.

Nothing here knows how overlap, awards or shares are worked out. Two things are planted, and written into `truth.toml`:
one system bought by two departments of the same council, and one line whose dates cannot be.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

COUNCILS: tuple[str, ...] = (
    "Ashby", "Birkdale", "Calder", "Denholme", "Eastmoor", "Fellgate", "Grindale", "Hawksby", "Ingleton Vale", "Keld",
    "Langwath", "Marrick",
)  # fmt: skip
DEPARTMENTS = ("Housing", "Adult care", "Environment", "Corporate")
REGIONS = ("north", "south", "coast")
SUPPLIERS = (
    "Brightwell Software Ltd", "Brightwell Software Limited", "Harrow & Tait LLP", "Northern Fleet Hire plc",
    "Moorside Training", "Kestrel Print Services Ltd", "Dalesway Energy", "Vale Security Systems Ltd",
)  # fmt: skip
GOODS = (
    ("Housing management system", "48000000"), ("Case management licences", "48000000"), ("Legal advice", "79110000"),
    ("Vehicle hire", "60170000"), ("Staff training", "80500000"), ("Printing", "79800000"),
    ("Damp and humidity sensors", "38432100"), ("Alarm maintenance", "50610000"),
)  # fmt: skip
SENSOR_PRICE, SENSOR_SPREAD = 92.0, 0.14
"""Pounds for one damp sensor bought alone, and the spread of its logarithm. Our choice."""
LOTS = (
    ("damp-sensors", "Damp and humidity sensors", "sensor", 92.0, 220.0),
    ("hubs", "Gateways for a building", "hub", 340.0, 18.0),
)
OFFERS = (
    ("Aeris Sense", 1.00, 0.55, ""),
    ("Moorland Devices", 1.03, 0.80, ""),
    ("Northlight IoT", 0.97, 0.35, "north;coast"),
)
TIERS = ((0.0, 0.0), (0.05, 0.05), (0.15, 0.10), (0.35, 0.15), (0.60, 0.19))


def write_pool(folder: Path, *, seed: int, today: date) -> None:
    """Write a whole pool folder for twelve invented councils. The same seed and day give the same files."""
    rng = np.random.default_rng(seed)
    for sub in ("registers", "demand"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    size = np.exp(rng.normal(0, 0.7, len(COUNCILS)))
    _write(folder / "pool.toml", _pool())
    _demand(folder, rng, size / size.mean(), today)
    _offers(folder, rng)
    mapping = "# How each register is read: which council it is of, and which of its columns holds what.\n"
    for number, council in enumerate(COUNCILS):
        lines = _contracts(rng, number, today)
        mapping += _register(folder, council, ("csv", "xlsx", "json")[number % 3], lines)
    _write(folder / "registers" / "mapping.toml", mapping)
    _write(folder / "truth.toml", _TRUTH)


_TRUTH = """# What was planted; nothing of the product reads this file.
same_system_twice = { council = "ashby", supplier = "Brightwell Software Ltd", departments = ["Adult care", "Housing"] }
impossible_dates = { file = "ashby.csv", line = 4 }
individual = { file = "denholme.csv", name_begins = "Mr " }
"""


def _pool() -> str:
    text = 'title = "Twelve councils buy damp sensors together"\nsynthetic = true       # on data we made\n'
    for number, name in enumerate(COUNCILS):
        text += f'\n[[buyer]]\nid = "{_id(name)}"\nname = "{name} Council"\nregion = "{REGIONS[number % 3]}"\n'
    for id, title, unit, _, _ in LOTS:
        text += f'\n[[lot]]\nid = "{id}"\ntitle = "{title}"\nunit = "{unit}"\n'
    text += "\n[rules]\nshare_cap = 0.60        # no supplier gets more of a lot than this\ncall_off = 300          # pounds a buyer and award\n"
    text += "setup = 2000            # pounds an award\nlevy = 0.01             # of whoever runs the pool\nbids = false            # these are indications\n"
    for start, discount in TIERS:
        text += f"\n[[rules.tier]]\nstart = {start}\ndiscount = {discount}\n"
    return text + "\n[rules.market]\ndrift = -0.06\nvolatility = 0.15\nmarkup = 0.08\nrate = 0.035\nswitching = 0.10\n"


def _demand(folder: Path, rng: np.random.Generator, size: np.ndarray, today: date) -> None:
    for number, council in enumerate(COUNCILS):
        text = "# What this council wants.\n"
        for id, _, _, price, amount in LOTS:
            quantity = max(1, round(amount * size[number] * float(np.exp(rng.normal(0, 0.3)))))
            alone = price * float(np.exp(rng.normal(0.08, SENSOR_SPREAD))) * (1 - 0.03 * float(np.log(size[number])))
            leaving = round(0.04 * alone * quantity, 2) if rng.random() < 0.5 else 0.0
            needed = today + timedelta(days=int(rng.integers(90, 420)))
            text += f'\n[[want]]\nlot = "{id}"\nquantity = {quantity}\nneeded_by = {needed.isoformat()}\n'
            text += f"local_price = {alone:.2f}\nexit_cost = {leaving:.2f}\n"
            if rng.random() < 0.8:
                text += f"must_have = {'true' if rng.random() < 0.7 else 'false'}\n"
            if rng.random() < 0.75:
                text += 'who_decides = "Head of procurement"\n'
        _write(folder / "demand" / f"{_id(council)}.toml", text)


def _offers(folder: Path, rng: np.random.Generator) -> None:
    lines = [["supplier", "lot", "price", "capacity", "regions"]]
    for id, _, _, price, amount in LOTS:
        for name, factor, share, regions in OFFERS:
            asked = price * factor * float(np.exp(rng.normal(0, 0.03)))
            lines.append([name, id, f"{asked:.2f}", str(round(share * amount * len(COUNCILS))), regions])
    _write(folder / "offers.csv", _csv(lines))
    frameworks = [
        ["framework", "lot", "price", "levy"],
        ["Northern Buying Framework", "damp-sensors", f"{SENSOR_PRICE * 1.02:.2f}", "0.02"],
    ]
    _write(folder / "frameworks.csv", _csv(frameworks))


def _contracts(rng: np.random.Generator, council: int, today: date) -> list[list[str]]:
    """Reference, department, supplier, what, start, end, latest end, value, CPV."""
    lines = []
    for n in range(int(rng.integers(9, 15))):
        what, cpv = GOODS[int(rng.integers(0, len(GOODS)))]
        start = today - timedelta(days=int(rng.integers(100, 1200)))
        end = start + timedelta(days=365 * int(rng.integers(2, 5)))
        latest = end + timedelta(days=365) if rng.random() < 0.5 else None
        supplier = SUPPLIERS[int(rng.integers(0, len(SUPPLIERS)))]
        value = round(float(np.exp(rng.normal(10.5, 0.8))), 2)
        department = DEPARTMENTS[int(rng.integers(0, len(DEPARTMENTS)))]
        lines.append([f"C{council:02d}{n:03d}", department, supplier, what, start.isoformat(),
                      "" if rng.random() < 0.12 else end.isoformat(), latest.isoformat() if latest else "", f"{value:.2f}", cpv])  # fmt: skip
    if council == 0:
        for department in ("Adult care", "Housing"):
            lines.append([f"C00{department[:1]}", department, "Brightwell Software Ltd", "Case management system",
                          "2024-04-01", "2027-03-31", "", "84000.00", "48000000"])  # fmt: skip
        lines[2][4], lines[2][5] = "2026-05-01", "2025-05-01"
    if council == 3:
        lines.append(
            [
                "C03900",
                "Adult care",
                "Mr A. N. Invented",
                "Direct payment",
                "2025-01-01",
                "2026-12-31",
                "",
                "4100.00",
                "",
            ]
        )
    return lines


NAMES = (
    "Reference",
    "Department",
    "Supplier name",
    "Description",
    "Start",
    "End",
    "End with extensions",
    "Value (ex VAT)",
    "CPV",
)
KEYS = ("number", "department", "supplier", "title", "start", "end", "latest_end", "value", "cpv")


def _register(folder: Path, council: str, form: str, lines: Sequence[Sequence[str]]) -> str:
    name = f"{_id(council)}.{form}"
    path = folder / "registers" / name
    if form == "csv":
        _write(path, _csv([NAMES, *lines]))
    elif form == "xlsx":
        _excel(path, [NAMES, *lines])
    else:
        _write(path, _releases(council, lines))
    text = f'\n[[register]]\nfile = "{name}"\ncouncil = "{_id(council)}"\n'
    if form != "json":
        text += "[register.columns]\n" + "".join(f'{k} = "{n}"\n' for k, n in zip(KEYS, NAMES, strict=True))
    return text


def _releases(council: str, lines: Iterable[Sequence[str]]) -> str:
    """An OCDS 1.1 release package with one release a contract."""
    releases = []
    for number, department, supplier, what, start, end, latest, value, cpv in lines:
        period = {"startDate": f"{start}T00:00:00Z"} | ({"endDate": f"{end}T00:00:00Z"} if end else {})
        period |= {"maxExtentDate": f"{latest}T00:00:00Z"} if latest else {}
        releases.append({
            "ocid": f"ocds-invented-{number}", "id": f"{number}-1", "date": f"{start}T00:00:00Z", "tag": ["contract"],
            "initiationType": "tender", "buyer": {"id": f"GB-X-{_id(council)}", "name": department},
            "awards": [{"id": "a", "title": what, "suppliers": [{"id": "s", "name": supplier}]}],
            "contracts": [{"id": number, "awardID": "a", "title": what, "period": period,
                           "value": {"amount": float(value), "currency": "GBP"},
                           "items": [{"id": "1", "classification": {"scheme": "CPV", "id": cpv}}]}],
        })  # fmt: skip
    return json.dumps({"uri": "https://example.org/invented", "version": "1.1", "releases": releases}, indent=1) + "\n"


def _csv(lines: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()


def _excel(path: Path, lines: Iterable[Sequence[str]]) -> None:
    """The smallest workbook that spreadsheets open: one sheet of texts (ECMA-376, Office Open XML)."""
    rows = ""
    for r, cells in enumerate(lines, start=1):
        cell = "".join(
            f'<c r="{chr(65 + i)}{r}" t="inlineStr"><is><t>{escape(text)}</t></is></c>' for i, text in enumerate(cells)
        )
        rows += f'<row r="{r}">{cell}</row>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Register" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))  # the same bytes each time
            book.writestr(info, head + text)


def _id(name: str) -> str:
    return name.casefold().replace(" ", "-")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
