"""Whom to ask: she from 16; below, each adult who decides for her and lives with her; else nobody."""

from __future__ import annotations

from datetime import date

import pytest

from ginnel.flow.decide import Facts, Person, whom_to_ask
from ginnel.governance.children import NOBODY, Decided

DAY = date(2026, 3, 2)
CHILD, PARENT = date(2020, 1, 1), date(1980, 1, 1)
HOLDER = Decided("holders", ("p-9",), "open")


def asked(born: date | None, decided: Decided = HOLDER, *, born_9: date | None = PARENT, home_9: str | None = "h-1",
          home: str | None = "h-1") -> tuple[str, ...] | None:  # fmt: skip
    people = {
        "p-1": Person("p-1", born, home),
        "p-9": Person("p-9", born_9, home_9),
        "p-8": Person("p-8", PARENT, "h-1"),
    }
    found = whom_to_ask(people["p-1"], Facts(people, frozenset(), frozenset(), deciders={"p-1": decided}), DAY)
    return None if found is None else found.people


@pytest.mark.parametrize(
    ("born", "who"),
    [
        (date(1980, 5, 1), ("p-1",)),
        (date(2010, 3, 2), ("p-1",)),
        (date(2010, 3, 3), ("p-9",)),
        (None, None),
        (date(2027, 1, 1), None),
    ],
)
def test_from_sixteen_she_herself_and_nobody_without_a_birth_date(
    born: date | None, who: tuple[str, ...] | None
) -> None:
    assert asked(born) == who


def test_below_sixteen_whoever_decides_lives_with_her_and_is_of_age() -> None:
    both = Decided("holders", ("p-8", "p-9"), "open")
    assert asked(CHILD) == ("p-9",)
    assert asked(CHILD, NOBODY) is None
    assert asked(CHILD, both) == ("p-8", "p-9")
    assert asked(CHILD, both, home_9="h-2") == ("p-8",)
    assert asked(CHILD, home_9="h-2") is None
    assert asked(CHILD, born_9=None) is None
    assert asked(CHILD, born_9=date(2009, 1, 1)) is None
    assert asked(CHILD, Decided("herself", ("p-1",), "open")) == ("p-1",)
    assert asked(CHILD, Decided("body", ("council",), "open", role="manager")) == ()


def test_a_child_and_an_adult_without_a_known_home_do_not_live_together() -> None:
    """Where somebody protected lives may be unknown of two at once: that is no shared home."""
    assert asked(CHILD, home=None, home_9=None) is None


@pytest.mark.parametrize(("day", "who"), [(date(2026, 2, 28), None), (date(2026, 3, 1), ("p-9",))])
def test_a_parent_born_on_29_february_comes_of_age_on_1_march(day: date, who: tuple[str, ...] | None) -> None:
    people = {"p-1": Person("p-1", CHILD, "h-1"), "p-9": Person("p-9", date(2008, 2, 29), "h-1")}
    found = whom_to_ask(people["p-1"], Facts(people, frozenset(), frozenset(), deciders={"p-1": HOLDER}), day)
    assert (found.people if found else None) == who


def test_a_night_tells_the_store_whose_answers_count_for_each_child() -> None:
    """Parents, the body under an order, nobody: the store closes what waits on anybody else."""
    from datetime import UTC, datetime
    from pathlib import Path
    from types import SimpleNamespace
    from typing import Any

    from ginnel.flow.decide import Facts
    from ginnel.flow.settle import Touched, settlement
    from ginnel.governance.children import NOBODY, Decided

    known = {"a": Decided("holders", ("m", "f"), "open"), "b": Decided("body", ("council",), "open"), "c": NOBODY}
    facts = Facts({}, frozenset(), frozenset(), deciders=known)
    run: Any = SimpleNamespace(id="r", now=datetime(2026, 1, 1, tzinfo=UTC), path=lambda _: Path("/nowhere"))
    plan: Any = SimpleNamespace(looks=())
    region: Any = None
    night = settlement(region, plan, run, (), facts, (), {}, {}, Touched({}, {}))
    assert night.deciders == {"a": frozenset({"m", "f"}), "b": frozenset({"council"}), "c": frozenset()}


def test_her_own_no_counts_also_once_somebody_else_decides_for_her_again() -> None:
    """She was reviewed, said no, and the review ended: her mother, who said yes before, is neither heard nor asked."""
    from dataclasses import replace
    from datetime import UTC, datetime, timedelta

    from ginnel.flow.decide import Asking, said_no_herself
    from ginnel.referrals import Offer

    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    mothers = Offer(
        "o-1", "damp.vulnerable", "p-9", "p-1", "h-1", "homes", {}, "a", now - timedelta(days=40), now, "yes",
        now - timedelta(days=39), state="yes",
    )  # fmt: skip
    hers = replace(
        mothers, id="o-2", asked_person="p-1", asked_at=now - timedelta(days=20), answer="no",
        answered_at=now - timedelta(days=19), state="no",
    )  # fmt: skip
    asked = ("damp.vulnerable", "homes", "p-1", now)
    assert said_no_herself((mothers, hers), *asked)
    assert not said_no_herself((mothers,), *asked)
    assert not said_no_herself((mothers, replace(hers, answered_at=now - timedelta(days=400))), *asked)
    assert Asking(("p-9",), frozenset({"p-9"})).heard((mothers, hers)) == (mothers,), "what would have been heard alone"
