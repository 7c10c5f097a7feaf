"""A new region's folder from the template: a worked example to change, with approvals marked as demonstration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from ginnel.directory import load_directory
from ginnel.engines import write_text
from ginnel.governance.agreements import Agreement, load_agreements
from ginnel.governance.law import shipped_rows
from ginnel.vocabulary import BadInput, Problem

_MARK = "# DEMONSTRATION. Written by `ginnel new`, approved by nobody. A live region refuses every line here.\n"


def new_region(folder: Path, *, today: date) -> list[Path]:
    """Write a region into `folder`, which must be empty or absent. Returns the files written, in order.

    Its approvals and law signatures carry demo = true: demo mode counts them, live mode refuses them.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(
            Problem("the folder is not empty", file=str(folder), mend="name a new folder, or empty this one yourself")
        )
    dates = agreement_dates(today)
    written = list(_copy(resources.files("ginnel.region").joinpath("template"), folder, dates))
    for name in ("data", "signals", "law"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    directory = load_directory(folder)
    agreements = load_agreements(folder / "agreements", "agreements", directory.organisations)
    written.append(write_text(folder / "agreements" / "approvals.toml", demo_approvals(agreements, today)))
    written.append(write_text(folder / "law" / "verified.toml", demo_verifications(agreements, today)))
    return written


def agreement_dates(today: date) -> Mapping[str, str]:
    """The template's dates -> those of the financial year (from 1 April) in which `today` falls."""
    year = today.year if (today.month, today.day) >= (4, 1) else today.year - 1
    return {
        "2026-04-01": f"{year}-04-01",
        "2027-01-31": f"{year + 1}-01-31",
        "2027-04-01": f"{year + 1}-04-01",
    }


def _copy(source: Traversable, target: Path, dates: Mapping[str, str]) -> Iterable[Path]:
    for item in sorted(source.iterdir(), key=lambda i: i.name):
        if item.name.startswith(("__", ".")):
            continue
        if item.is_dir():
            yield from _copy(item, target / item.name, dates)
        else:
            text = item.read_text(encoding="utf-8")
            if target.name == "agreements":
                text = re.sub("|".join(dates), lambda found: dates[found.group()], text)
            yield write_text(target / item.name, text)


def demo_approvals(agreements: Iterable[Agreement], today: date) -> str:
    """`approvals.toml` in which every named signatory of every agreement has a demonstration approval."""
    text = _MARK
    for agreement in agreements:
        for signatory in agreement.signatories:
            text += (
                f'\n[[approval]]\nagreement = "{agreement.id}"\nhash = "{agreement.hash}"\n'
                f'organisation = "{signatory.organisation}"\nrole = "{signatory.role}"\n'
                f'name = "demonstration"\non = {today}\ndemo = true\n'
            )
    return text


def demo_verifications(agreements: Iterable[Agreement], today: date) -> str:
    """`verified.toml` with a demonstration signature for each law row that an agreement rests on."""
    used = {row for a in agreements for basis in a.bases for row in basis.rows}
    text = _MARK
    for row in shipped_rows():
        if row.id in used:
            text += f'\n[[verified]]\nrow = "{row.id}"\nhash = "{row.hash}"\nname = "demonstration"\non = {today}\ndemo = true\n'
    return text
