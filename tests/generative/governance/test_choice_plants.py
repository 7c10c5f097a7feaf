"""What people said and who decides for a child: every property is seen to fail on a rule that is wrong in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.generative.governance import test_children, test_choices, test_verdicts
from tests.planted import Plant, assert_seen, setting, unplanted

from ginnel.governance import children, children_sets, choices, sets, verdict, verdict_sets
from ginnel.governance.choices import Choice
from ginnel.governance.verdict import Flow, Override, Said

DAY = timedelta(days=1)
true_verdict, true_forbidding, true_covers = verdict.verdict, verdict.forbidding, Said.covers
true_blocks, true_barred, true_people = Choice.blocks, choices.barred_records, choices.barred_people


def verdicts(change: Callable[..., Any]) -> Callable[[pytest.MonkeyPatch], None]:
    """The rule for one person and flow behind a change of what it is asked."""
    return setting(test_verdicts, "verdict", lambda p, f, s, o, d: true_verdict(*change(p, f, list(s), list(o), d)))


def forbids(change: Callable[[Flow, list[Said]], tuple[Flow, list[Said]]]) -> Callable[[pytest.MonkeyPatch], None]:
    return setting(verdict, "forbidding", lambda f, mine: true_forbidding(*change(f, list(mine))))


def said(change: Callable[[Said, Flow], tuple[Said, Flow]]) -> Callable[[pytest.MonkeyPatch], None]:
    def covers(self: Said, flow: Flow, day: Any) -> bool:
        one, other = change(self, flow)
        return true_covers(one, other, day)

    return setting(Said, "covers", covers)


def lifts_silence_alone(p: str, f: Flow, s: list[Said], o: list[Override], d: Any) -> Any:
    silent = "no-answer" in true_verdict(p, f, s, (), d).reasons
    return p, f, s, o if silent else [], d


def a_day_longer(self: Any) -> Any:
    return replace(self, until=self.until and self.until + DAY)


VERDICTS = (
    Plant("test_one_by_one_over_sets_and_cedar_agree_on_every_pair", "a pending objection counts for nothing",
          forbids(lambda f, mine: (f, [s for s in mine if (s.kind, s.status) != ("objection", "pending")]))),
    Plant("test_one_by_one_over_sets_and_cedar_agree_on_every_pair", "an overruled objection still blocks",
          forbids(lambda f, mine: (f, [replace(s, status="upheld") for s in mine]))),
    Plant("test_one_by_one_over_sets_and_cedar_agree_on_every_pair", "whoever asked for an override may approve it",
          setting(Override, "in_force", lambda o, day: o.ground in verdict.GROUNDS and o.since <= day < o.until)),
    Plant("test_one_by_one_over_sets_and_cedar_agree_on_every_pair", "an override without a ground counts",
          setting(verdict, "GROUNDS", (*verdict.GROUNDS, "convenience"))),
    Plant("test_one_by_one_over_sets_and_cedar_agree_on_every_pair", "over sets an opt-out binds a legal duty",
          setting(verdict_sets, "UNLESS_DUTY", verdict_sets.UNLESS_DUTY & ~verdict_sets.BITS["opt-out"])),
    Plant("test_one_by_one_over_sets_and_cedar_agree_on_every_pair", "over sets a choice lasts a day longer",
          setting(verdict_sets, "LIVE", verdict_sets.LIVE.replace("< until", "<= until"))),
    Plant("test_both_answers_and_every_reason_occur", "opt-outs are never heard",
          forbids(lambda f, mine: (f, [s for s in mine if s.kind != "opt-out"]))),
    Plant("test_both_answers_and_every_reason_occur", "no override ever counts", setting(verdict, "GROUNDS", ())),
    Plant("test_unchanged_deny_when_add_forbid", "the last word alone counts", forbids(lambda f, mine: (f, mine[-1:]))),
    Plant("test_forbid_trumps_permit", "a yes wins over an objection",
          forbids(lambda f, mine: (f, [s for s in mine if s.kind != "objection" or "consent" not in
                                       {o.kind for o in mine}]))),
    Plant("test_forbid_trumps_permit", "a pending objection counts for nothing",
          forbids(lambda f, mine: (f, [s for s in mine if (s.kind, s.status) != ("objection", "pending")]))),
    Plant("test_default_deny", "an agreement is taken for granted",
          verdicts(lambda p, f, s, o, d: (p, replace(f, agreed=True), s, o, d))),
    Plant("test_silence_is_no_where_she_is_asked_before", "silence is a yes unless the basis is consent",
          forbids(lambda f, mine: (replace(f, ask_before=False), mine))),
    Plant("test_unchanged_allow_when_add_permit", "an override lifts silence alone", verdicts(lifts_silence_alone)),
    Plant("test_order_and_dup_independent", "the last word alone counts", forbids(lambda f, mine: (f, mine[-1:]))),
    Plant("test_order_and_dup_independent", "two of the same words cancel out",
          forbids(lambda f, mine: (f, [s for s in mine if mine.count(s) % 2]))),
    Plant("test_what_another_person_says_changes_nothing", "everybody's words are hers",
          verdicts(lambda p, f, s, o, d: (p, f, [replace(x, person=p) for x in s], o, d))),
    Plant("test_one_more_category_never_opens_a_flow", "a no about health binds a flow of health alone",
          said(lambda s, f: (s, f if {s.category} >= f.categories else replace(f, categories=frozenset())))),
    Plant("test_a_choice_ends_on_its_last_day_and_not_before", "the last day is off by one",
          said(lambda s, f: (a_day_longer(s), f))),
    Plant("test_a_choice_ends_on_its_last_day_and_not_before", "the first day does not count",
          said(lambda s, f: (replace(s, since=s.since + DAY), f))),
)  # fmt: skip


def blocks(change: Callable[[Choice], Choice]) -> Callable[[pytest.MonkeyPatch], None]:
    return setting(Choice, "blocks", lambda c, *a, **k: true_blocks(change(c), *a, **k))


def records(keep: Callable[[list[Choice]], Any]) -> Callable[[pytest.MonkeyPatch], None]:
    return setting(test_choices, "barred_records", lambda c, *a, **k: true_barred(keep(list(c)), *a, **k))


def one_way(said: Any, person_of: Any, pairs: Any, **more: Any) -> frozenset[str]:
    """A person in the right-hand record of a pair is found, one in the left-hand record is not."""
    near = true_people(said, person_of, pairs, **more)
    own = true_people(said, person_of, (), **more)
    right = {person_of.get(p.right) for p in pairs if person_of.get(p.left) in own and p.probability >= more["low"]}
    return near & (own | right)


CHOICES = (
    Plant("test_sets_say_what_the_reference_says", "a choice lasts a day longer one by one", blocks(a_day_longer)),
    Plant("test_sets_say_what_the_reference_says", "over sets opt-outs are left out",
          setting(sets, "BLOCKING", sets.BLOCKING - {"opt-out"})),
    Plant("test_sets_say_what_the_reference_says", "a pair is looked at from one side",
          setting(choices, "barred_people", one_way)),
    Plant("test_sets_say_what_the_reference_says", "a choice about one category is one about all",
          blocks(lambda c: replace(c, category="all"))),
    Plant("test_one_more_choice_never_frees_a_record", "of one record the last choice alone counts",
          records(lambda c: list({x.ref: x for x in c}.values()))),
    Plant("test_order_and_doubles_change_nothing", "of one record the first choice alone counts",
          records(lambda c: list({x.ref: x for x in c[::-1]}.values()))),
    Plant("test_order_and_doubles_change_nothing", "a no said twice is taken back",
          records(lambda c: [x for x in c if c.count(x) % 2])),
    Plant("test_an_objection_that_links_at_0_4_binds", "a no is bound as tightly as a telling",
          setting(test_choices, "barred_people", lambda *a, **k: true_people(*a, **{**k, "low": 0.95}))),
)  # fmt: skip

true_competent, true_by, true_latest = children.competent, children._by, children.latest


def any_yes(who: Any, deciders: set[str], answers: dict[str, bool]) -> children.Decided:
    found = true_by(who, deciders, answers)
    return replace(found, outcome="yes") if found.contested else found


def in_dates(record: Any, day: Any) -> bool:
    return bool(children._within(record.since, record.until, day))


CHILDREN = (
    Plant("test_sets_say_what_the_reference_says", "over sets she decides from 15", setting(children_sets, "YOUNG", 15)),
    Plant("test_sets_say_what_the_reference_says", "of two answers at once the yes counts one by one",
          setting(children, "latest", lambda a: {x.who: x.yes for x in sorted(a, key=lambda x: (x.number, x.yes))})),
    Plant("test_sets_say_what_the_reference_says", "over sets a foster carer's paper counts",
          setting(children_sets, "GIVES", (*children.GIVES, "step-parent"))),
    Plant("test_what_has_no_evidence_or_is_out_of_its_dates_counts_for_nothing", "no paper need be seen",
          setting(children.Responsible, "counts", lambda r, day: r.kind in children.GIVES and
                  r.holder not in ("", r.child) and in_dates(r, day))),
    Plant("test_what_has_no_evidence_or_is_out_of_its_dates_counts_for_nothing", "a review never lapses",
          setting(children.Review, "counts", lambda r, day: r.by.strip() != "" and in_dates(replace(r, until=None), day))),
    Plant("test_what_has_no_evidence_or_is_out_of_its_dates_counts_for_nothing", "an order counts a day too long",
          setting(children.Order, "counts", lambda o, day: o.kind in children.GIVES_BODY and o.body != "" and
                  o.evidence == "court-order" and in_dates(a_day_longer(o), day))),
    Plant("test_one_more_no_never_makes_a_yes_and_a_competent_childs_no_is_final", "one yes is enough",
          setting(children, "_by", any_yes)),
    Plant("test_one_more_no_never_makes_a_yes_and_a_competent_childs_no_is_final", "others answer in her place",
          setting(children, "_by", lambda who, d, s: true_by(who, d if who != "herself" else set(s) - d, s))),
    Plant("test_below_16_no_age_alone_makes_a_child_decide", "she is presumed competent from 15",
          setting(children, "YOUNG", 15)),
    Plant("test_below_16_no_age_alone_makes_a_child_decide", "the region's age is enough without a review",
          setting(children, "competent", lambda c, r, **k: true_competent(
              replace(c, nation="Scotland") if k["youngest"] < 16 else c, r, **k))),
)  # fmt: skip

ITSELF = ("test_a_planted_bug_is_seen", "test_a_rule_that_lets_a_parents_yes_stand_against_her_no_is_caught")
"""Tests that are plants themselves."""
PLACES = ((test_verdicts, VERDICTS), (test_choices, CHOICES), (test_children, CHILDREN))
ALL = [(module, plant) for module, plants in PLACES for plant in plants]


@pytest.mark.parametrize(("module", "plant"), ALL, ids=lambda x: x.id if isinstance(x, Plant) else "")
def test_the_property_sees_its_plant(
    module: Any, plant: Plant, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_seen(plant, module, request, monkeypatch)


@pytest.mark.parametrize(("module", "plants"), PLACES, ids=lambda x: getattr(x, "__name__", ""))
def test_no_property_is_without_a_plant(module: Any, plants: tuple[Plant, ...]) -> None:
    assert unplanted([module], plants, {n for n in ITSELF if hasattr(module, n)}) == set()


def test_no_file_of_properties_is_without_plants() -> None:
    """`test_tlog_plants.py` has those of the log; a new file of properties is named here or there."""
    files = {p.stem for p in Path(__file__).parent.glob("test_*.py") if not p.stem.endswith("_plants")}
    assert files == {m.__name__.rpartition(".")[2] for m, _ in PLACES} | {"test_tlog"}
