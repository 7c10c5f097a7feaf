"""Openings: what may start a case, made by governance alone, and rebuilt only when the ledger vouches for them."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ginnel.governance import Disclosure, Tellable, disclosure, own_case
from ginnel.governance.ledger import Entry, commitment
from ginnel.governance.openings import as_fields, opening_fingerprint, rebuilt
from ginnel.governance.permit import make_permit
from ginnel.vocabulary import NotAllowed

AT = datetime(2026, 11, 25, tzinfo=UTC)
SECRET = b"the run's secret"


def leave(world, **changes) -> Tellable:
    agreement = replace(
        world.agreement(id="tell", told={"home": "full", "vulnerable": "yes-or-no"}, ask="before"), **changes
    )
    return Tellable("damp.vulnerable", "homes", agreement, dict(agreement.told), frozenset({"icb"}), ("gdpr-9-2-a",))


def tell(world, *, words=None, yes=True, by="worker", **changes) -> Disclosure:
    words = {"home": "h-1", "vulnerable": "yes"} if words is None else words
    return disclosure(
        leave(world, **changes), key="k1", person="p-1", home="h-1", words=words, answered_yes=yes, released_by=by
    )


def permit(*controllers: str):
    return make_permit(
        kind="need", id="need:damp.home", purpose="damp-and-mould", controllers=frozenset(controllers),
        columns={"damp": ("home",)}, agreements=("a",), agreement_hashes=("h",),
    )  # fmt: skip


def test_a_body_opens_its_own_case_from_its_own_records_alone() -> None:
    case = own_case(permit("homes"), key="k", use="u", organisation="homes", home="h-1", words={}, aware_at=AT)
    assert case.organisation == "homes"
    for controllers in (("homes", "icb"), ("council",)):
        with pytest.raises(NotAllowed, match="may not open its own case"):
            own_case(permit(*controllers), key="k", use="u", organisation="homes", home="h-1", words={}, aware_at=AT)


def test_a_word_that_was_not_agreed_is_not_told(world) -> None:
    with pytest.raises(NotAllowed, match="does not agree to tell diagnosis"):
        tell(world, words={"home": "h-1", "diagnosis": "asthma"})


@pytest.mark.parametrize("value", ["asthma", "True", "YES", ""])
def test_a_word_agreed_as_yes_or_no_is_told_as_yes_or_no_only(world, value: str) -> None:
    with pytest.raises(NotAllowed, match="vulnerable is told as yes or no only") as caught:
        tell(world, words={"home": "h-1", "vulnerable": value})
    assert not value or value not in str(caught.value)
    assert tell(world, words={"home": "h-1", "vulnerable": "no"}).words["vulnerable"] == "no"


def test_nothing_is_told_without_a_yes_where_the_person_is_asked_before(world) -> None:
    with pytest.raises(NotAllowed, match="nothing is told"):
        tell(world, yes=False)


def test_a_named_worker_releases(world) -> None:
    with pytest.raises(NotAllowed, match="a named worker"):
        tell(world, by="")
    assert tell(world, by="", auto_release=True).released_by == "agreement"


def test_an_opening_is_never_made_by_hand_copied_or_unpickled(world) -> None:
    made = tell(world)
    with pytest.raises(NotAllowed):
        replace(made, words={"home": "h-2"})
    with pytest.raises((NotAllowed, TypeError, AttributeError)):
        pickle.loads(pickle.dumps(made))


def entry(opening: Disclosure, **changes) -> Entry:
    key = f"disclosure:{opening.key}"
    body = {"commitment": commitment(SECRET, key, opening_fingerprint(opening))}
    return replace(Entry(3, key, "disclosure", AT.isoformat(), body), **changes)


def test_it_is_rebuilt_from_the_store_when_its_ledger_entry_vouches_for_it(world) -> None:
    made = tell(world)
    assert rebuilt(as_fields(made), entry(made), SECRET) == made


@pytest.mark.parametrize("field", ["person", "home", "organisation", "agreement_hash", "released_by", "use"])
def test_a_field_changed_in_the_store_is_seen(world, field: str) -> None:
    made = tell(world)
    with pytest.raises(NotAllowed, match="one of them was changed"):
        rebuilt({**as_fields(made), field: "another"}, entry(made), SECRET)


def test_another_entry_or_another_secret_does_not_vouch(world) -> None:
    made = tell(world)
    with pytest.raises(NotAllowed):
        rebuilt(as_fields(made), entry(made, kind="candidate"), SECRET)
    with pytest.raises(NotAllowed):
        rebuilt(as_fields(made), entry(made), b"other")
    with pytest.raises(NotAllowed, match="is not a disclosure"):
        rebuilt({"key": "k1"}, entry(made), SECRET)
