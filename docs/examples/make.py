"""Makes the papers of docs/examples from the agreement that stands there, in the region of `ginnel new`."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace as replace
from datetime import date
from pathlib import Path

from ginnel.flow.drafted import with_draft
from ginnel.governance import Agreement
from ginnel.governance.agreements import parse_agreement
from ginnel.governance.papers import KINDS, as_html, paper_of
from ginnel.region import Region, load_region
from ginnel.region.new import new_region

FOLDER = Path(__file__).parent / "nhs-to-landlord"
DAY = date(2026, 11, 25)


def region() -> Region:
    """The worked example of `ginnel new`, as it is on `DAY`."""
    with tempfile.TemporaryDirectory() as folder:
        new_region(Path(folder) / "northshire", today=DAY)
        return load_region(Path(folder) / "northshire")


def agreement(found: Region, text: str | None = None) -> Agreement:
    """The example's agreement, or another text in its place."""
    source = text if text is not None else (FOLDER / "agreement.toml").read_text(encoding="utf-8")
    return parse_agreement(source, "nhs-to-landlord", tuple(found.directory.organisations))


def pages() -> Mapping[str, str]:
    """Each paper by its file's name."""
    found = region()
    a = agreement(found)
    register = with_draft(found, a, DAY).register(DAY)
    return {f"{kind}.html": as_html(paper_of(kind, register, a, "demonstration")) for kind in KINDS}
