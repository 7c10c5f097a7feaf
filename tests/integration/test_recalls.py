"""A no after the telling: the night withholds, whoever was told is told to stop, she and governance see it, the ledger has it."""

from __future__ import annotations

from pathlib import Path

CODE = """
from datetime import timedelta
from ginnel.app.entropy import entropy_for
from ginnel.app.night import run_night
from ginnel.app.services import notes, offers, release
from ginnel.store.models import (
    CaseEventRow, ChoiceRow, LedgerNote, MessageRow, OfferRow, Person, ProposalRow, UseRow, User)
import pyarrow.parquet as pq

def told(use):
    offer = OfferRow.objects.filter(use=use, state="open").exclude(asked="").order_by("key").first()
    her = User(username="her", role="citizen", person_id=offer.asked)
    offers.answer(offer.id, her, yes=True, now=now)
    row = ProposalRow.objects.get(key=offer.key)
    sender = User(username="sender", role="sender", organisation=row.sender)
    assert release.release(row.key, sender, "she said yes", now).told
    return offer

def night(days):
    later = now + timedelta(days=days)
    return run_night(folder, now=later, entropy=entropy_for(folder), progress=lambda s, w: None), later

def object_at(person, number, **rest):
    ChoiceRow.objects.create(key=f"planted-{number}", dataset="person", record=person, person=person, kind="objection",
                             purpose="all", since=date(2026, 1, 1), made_by="test", made_at=now, **rest)

def state(key):
    row = ProposalRow.objects.get(key=key)
    return {"recalled": row.recalled_at is not None, "why": row.recalled_why,
            "events": CaseEventRow.objects.filter(kind="taken-back", data__key=key).count(),
            "ledger": LedgerNote.objects.filter(key=f"recall:{key}", appended=True).count(),
            "names": row.person in str(list(LedgerNote.objects.filter(key=f"recall:{key}").values_list("body", flat=True)))}
"""
NIGHT = (
    CODE
    + """
first, other = told("arrears.sustained_arrears"), told("arrears.sustained_arrears")
object_at(first.about, 1)
before = MessageRow.objects.filter(to_kind="organisation", to=first.recipient).count()
run, later = night(1)
found = {r["person"] for r in pq.read_table(folder / "lake" / "runs" / run.run / "found" / "arrears.sustained_arrears.parquet").to_pylist()}
again, _ = night(2)
answer = {"first": state(first.key), "other": state(other.key), "found": first.about in found,
          "told_to_stop": MessageRow.objects.filter(to_kind="organisation", to=first.recipient).count() - before}
"""
)
NAMED = (
    CODE
    + """
offer = told("arrears.sustained_arrears")
object_at(offer.about, 1, recipient="northshire-council")
night(1)
answer = [state(offer.key)["recalled"]]
object_at(offer.about, 2, recipient=offer.recipient)
run, _ = night(2)
found = {r["person"] for r in pq.read_table(folder / "lake" / "runs" / run.run / "found" / "arrears.sustained_arrears.parquet").to_pylist()}
answer += [state(offer.key)["recalled"], offer.about in found]
"""
)


def test_tonight_recalls_what_a_new_objection_forbids(tools, after_night: Path, tmp_path: Path) -> None:
    found = tools.in_region(tools.copied(after_night, tmp_path / "region"), NIGHT)
    assert found["first"] == {"recalled": True, "why": "choice", "events": 1, "ledger": 1, "names": False}
    assert found["other"] == {"recalled": False, "why": "", "events": 0, "ledger": 0, "names": False}
    assert found["told_to_stop"] == 1, "one message, also after a second night"
    assert not found["found"], "she is not looked for any more"


def test_a_no_to_one_body_recalls_what_that_body_was_told_and_nothing_else(
    tools, after_night: Path, tmp_path: Path
) -> None:
    found = tools.in_region(tools.copied(after_night, tmp_path / "region"), NAMED)
    assert found == [False, True, True], "she is still looked for: others may be told"
