"""Two more labelled sets of pipelines, by another author, made before and apart from the check: every illegal one is refused, every lawful one runs.

A label says only "illegal" or "lawful". An illegal pipeline counts as refused when running it or telling its words is
refused, whichever of the two its author asked about; a lawful one needs every leave that it asks for.
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import ibis.expr.types as ir
import pytest

from ginnel.app.regions import make
from ginnel.engines import Tables
from ginnel.governance import Approval, Permit, Refusal, Tellable, Use, check_link, check_need, check_telling
from ginnel.governance.law import Verification
from ginnel.region import Region, load_region

from .illegal import ILLEGAL
from .lawful import LAWFUL
from .pipelines import Pipeline

DAY = date(2026, 11, 25)
NOT_SEEN = {"damp-computed": "that a group counts at least one row is arithmetic, which the check does not do"}
"""Lawful pipelines that are refused, each with its reason. There is one of 54; its mend is to write the constant."""
WORLDS = Path(__file__).with_name("worlds")


@cache
def world(name: str) -> Region:
    """The template region, with the files of a world laid over it and every agreement approved."""
    folder = Path(mkdtemp(prefix="ginnel-corpora-")) / "region"
    make(folder, DAY)
    if name != "template":
        assert (WORLDS / name).is_dir(), name
        shutil.copytree(WORLDS / name, folder, dirs_exist_ok=True)
    region = load_region(folder)
    approved = tuple(
        Approval(a.id, a.hash, s.organisation, s.role, "A. Person", a.starts)
        for a in region.agreements
        for s in a.signatories
    )
    region.law.verified = {r.id: Verification(r.id, r.hash, "A. Person", DAY) for r in region.law.rows.values()}
    return replace(region, approvals=approved)


def answers(pipeline: Pipeline) -> list[Permit | Tellable | Refusal]:
    """What the check says about running it and, where somebody would be told, about telling."""
    region = world(pipeline.world)
    register = region.register(DAY)
    link, _ = check_link(register, region.delivered)
    use = Use(pipeline.use, pipeline.name, pipeline.purpose, pipeline.need, pipeline.opening, dict(pipeline.tells))  # type: ignore[arg-type]
    expression = pipeline.expression(Tables(region.tables))
    assert isinstance(expression, ir.Table)
    found: list[Permit | Tellable | Refusal] = [
        check_need(register, use, expression, link, frozenset(region.directory.needs))
    ]
    if pipeline.recipient and isinstance(found[0], Permit):
        found.append(check_telling(register, use, expression, pipeline.recipient))
    return found


@pytest.mark.parametrize("pipeline", ILLEGAL, ids=lambda p: p.name)
def test_an_illegal_pipeline_is_refused_with_reasons(pipeline: Pipeline) -> None:
    refused = [a for a in answers(pipeline) if isinstance(a, Refusal)]
    assert refused, f"{pipeline.how} It was permitted."
    assert all(r.reasons and all(reason.mend for reason in r.reasons) for r in refused), "a refusal without its mend"


@pytest.mark.parametrize("pipeline", LAWFUL, ids=lambda p: p.name)
def test_a_lawful_pipeline_is_permitted(pipeline: Pipeline) -> None:
    refused = [str(a) for a in answers(pipeline) if isinstance(a, Refusal)]
    assert bool(refused) == (pipeline.name in NOT_SEEN), refused


def test_the_corpora_are_large_and_each_is_named_once() -> None:
    for labelled, least in ((ILLEGAL, 60), (LAWFUL, 40)):
        assert len(labelled) >= least
        assert max(Counter(p.name for p in labelled).values()) == 1
