"""Two labelled sets of pipelines, made before and apart from the check: every illegal one is refused, every lawful one runs.

A label says only "illegal" or "lawful". An illegal pipeline counts as refused when running it or telling its words is
refused, whichever of the two its author asked about; a lawful one needs every leave that it asks for.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.corpora.asked import answers

from ginnel.governance import Refusal

from .found import FOUND, STILL
from .found_rows import FOUND_ROWS, STILL_ROWS
from .illegal import ILLEGAL
from .lawful import LAWFUL
from .pipelines import DISPUTABLE, Pipeline

WORLDS = Path(__file__).with_name("worlds")


@pytest.mark.parametrize("pipeline", [*ILLEGAL, *FOUND, *FOUND_ROWS], ids=lambda p: p.name)
def test_an_illegal_pipeline_is_refused_with_reasons(pipeline: Pipeline) -> None:
    refused = [a for a in answers(pipeline, WORLDS) if isinstance(a, Refusal)]
    assert refused, f"{pipeline.how} It was permitted."
    assert all(r.reasons and all(reason.mend for reason in r.reasons) for r in refused), "a refusal without its mend"


@pytest.mark.parametrize("pipeline", [*LAWFUL, *STILL, *STILL_ROWS], ids=lambda p: p.name)
def test_a_lawful_pipeline_is_permitted(pipeline: Pipeline) -> None:
    refused = [str(a) for a in answers(pipeline, WORLDS) if isinstance(a, Refusal)]
    assert not refused, refused


def test_the_corpora_are_large_and_each_is_named_once() -> None:
    for labelled, least in ((ILLEGAL, 60), (LAWFUL, 40)):
        assert len(labelled) >= least
        assert max(Counter(p.name for p in labelled).values()) == 1


def test_a_disputable_label_is_one_of_a_pipeline() -> None:
    assert set(DISPUTABLE) <= {p.name for p in (*ILLEGAL, *LAWFUL)}
    assert len(DISPUTABLE) == len(set(DISPUTABLE))
