"""The check, asked about a labelled pipeline of either corpus. It knows no label."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import ibis.expr.types as ir

from ginnel.app.regions import make
from ginnel.engines import Tables
from ginnel.governance import Approval, Permit, Refusal, Tellable, Use, check_link, check_need, check_telling
from ginnel.governance.law import Verification
from ginnel.region import Region, load_region

DAY = date(2026, 11, 25)


@cache
def world(worlds: Path, name: str) -> Region:
    """The template region, with the files of `worlds/<name>` laid over it and every agreement approved."""
    folder = Path(mkdtemp(prefix="ginnel-corpora-")) / "region"
    make(folder, DAY)
    if name != "template":
        assert (worlds / name).is_dir(), name
        shutil.copytree(worlds / name, folder, dirs_exist_ok=True)
    region = load_region(folder)
    approved = tuple(
        Approval(a.id, a.hash, s.organisation, s.role, "A. Person", a.starts)
        for a in region.agreements
        for s in a.signatories
    )
    region.law.verified = {r.id: Verification(r.id, r.hash, "A. Person", DAY) for r in region.law.rows.values()}
    return replace(region, approvals=approved)


def answers(pipeline: Any, worlds: Path) -> list[Permit | Tellable | Refusal]:
    """What the check says about running it and, where somebody would be told, about telling."""
    region = world(worlds, pipeline.world)
    register = region.register(DAY)
    link, _ = check_link(register, region.delivered)
    use = Use(pipeline.use, pipeline.name, pipeline.purpose, pipeline.need, pipeline.opening, dict(pipeline.tells))
    expression = pipeline.expression(Tables(region.tables))
    assert isinstance(expression, ir.Table)
    found: list[Permit | Tellable | Refusal] = [
        check_need(register, use, expression, link, frozenset(region.directory.needs))
    ]
    if pipeline.recipient and isinstance(found[0], Permit):
        found.append(check_telling(register, use, expression, pipeline.recipient))
    return found
