"""The demonstration: a region of invented people, one night, and a committed script that plays a few of them."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

from ginnel.app import planning, pooling, regions
from ginnel.app.entropy import FIXED, entropy_for
from ginnel.app.night import run_night
from ginnel.flow.one import person_of
from ginnel.flow.run import Progress
from ginnel.region import load_region
from ginnel.synthetic import story_ids
from ginnel.vocabulary import BadInput, Problem
from ginnel.vocabulary.calendar import local_day

BUDGET = 20_000.0
"""Pounds for which the demonstration plans help."""


def prepare(folder: Path, *, people: int, seed: int, now: datetime, progress: Progress) -> None:
    """Make the region, fill it, run its night, play the script. A finished demonstration is left as it is."""
    if (folder / "demo.done").exists():
        return
    if not (folder / "region.toml").exists():
        regions.make(folder, now.date())
    if not (folder / "truth").exists():
        progress("synth", f"making {people:,} invented people")
        regions.synthesise(folder, people=people, seed=seed, now=local_day(now, load_region(folder).config.zone))
    _only_demo(folder)
    _fix_secret(seed)
    run_night(folder, now=now, entropy=entropy_for(folder), progress=progress)
    progress("plan help", f"£{BUDGET:,.0f} for help that may be given")
    planning.make(folder, BUDGET, now)
    progress("script", "invented people answer, invented workers release (scripted)")
    play(folder, now)
    progress("pool", "twelve invented councils work out what to buy together")
    _pool(folder, now)
    (folder / "demo.done").write_text("made by `ginnel demo`\n", encoding="utf-8")


def _pool(folder: Path, now: datetime) -> None:
    """The pool that belongs to the story: sensors for twelve councils, bought together."""
    if not (folder / "pool" / "pool.toml").exists():
        pooling.example(folder / "pool", now.date())
    pooling.pooled(folder / "pool", now.date())


def _fix_secret(seed: int) -> None:
    """The same seed gives the same demonstration, ids and scripted answers included. Invented people need no salt."""
    os.environ.setdefault(FIXED, f"demonstration {seed}")


def _only_demo(folder: Path) -> None:
    if load_region(folder).config.mode != "demo":
        raise BadInput(
            Problem(
                "this region is live",
                file=str(folder / "region.toml"),
                mend="name another folder for the demonstration",
            )
        )


def script() -> dict[str, Any]:
    return tomllib.loads(resources.files("ginnel.app").joinpath("demo_script.toml").read_text(encoding="utf-8"))


def play(folder: Path, now: datetime) -> None:
    """Play the script against the store; every row that it changes is marked as scripted."""
    region = load_region(folder)
    lines = script()
    people = {key: person_of(region, "gp_patients", story_ids(key).patient_id) or "" for key in _named(lines)}
    _users(lines, people, now)
    _answers(lines, people, now)
    _releases(lines, people, now)
    _steps(lines, now)


def _named(lines: dict[str, Any]) -> Iterator[str]:
    """The story people whom the script names."""
    for table in ("answer", "silent"):
        yield from (line["person"] for line in lines[table])
    for user in lines["user"]:
        yield from [user["person"]] if "person" in user else []
        yield from user.get("named_for", [])
    for line in lines["release"]:
        yield from [*line["first"], *line["never"]]


def _users(lines: dict[str, Any], people: dict[str, str], now: datetime) -> None:
    from ginnel.store.models import NamedStaff, Office, User

    for line in lines["user"]:
        user, _ = User.objects.get_or_create(username=line["username"], defaults={"demo": True})
        user.display_name, user.role = line["name"], line["role"]
        user.organisation = line.get("organisation", "")
        user.person_id = people.get(line.get("person", ""), "")
        user.set_unusable_password()
        user.save()
        for role in line.get("offices", []):
            held = {"organisation": user.organisation, "given_by": "scripted", "given_at": now}
            Office.objects.get_or_create(username=user.username, role=role, defaults=held)
        for key in line.get("named_for", []):
            NamedStaff.objects.get_or_create(
                username=user.username, person=people[key], defaults={"named_by": "scripted", "named_at": now}
            )


def _answers(lines: dict[str, Any], people: dict[str, str], now: datetime) -> None:
    from ginnel.app.services import offers
    from ginnel.store.models import OfferRow, User

    said = {(people[a["person"]], a["use"]): a["yes"] for a in lines["answer"]}
    silent = {people[s["person"]] for s in lines["silent"]}
    for offer in OfferRow.objects.filter(state="open", body="").order_by("id"):
        yes = said.get((offer.asked, offer.use))
        if yes is None and offer.asked not in silent:
            yes = _drawn(offer.id, lines["rest"])
        if yes is None:
            continue
        someone = User(username="scripted", role="citizen", person_id=offer.asked)
        offers.answer(offer.id, someone, yes=yes, now=now)
        OfferRow.objects.filter(id=offer.id).update(scripted=True)


def _drawn(id: str, rest: dict[str, float]) -> bool | None:
    """Yes, no or silence from the offer's id: the same in every demonstration with these people."""
    share = int(sha256(id.encode()).hexdigest()[:8], 16) / 2**32
    if share < rest["yes"]:
        return True
    return False if share < rest["yes"] + rest["no"] else None


def _releases(lines: dict[str, Any], people: dict[str, str], now: datetime) -> None:
    from ginnel.app.services import looks, release
    from ginnel.store.models import ProposalRow, User

    for line in lines["release"]:
        user = User.objects.get(username=line["user"])
        first, never = ({people[p] for p in line[k]} for k in ("first", "never"))
        rows, _, _ = release.waiting(user)
        ready = sorted((r for r in rows if r.person not in never), key=lambda r: r.person not in first)
        for row in ready[: max(len(first), len(rows) - line["leave_waiting"])]:
            looks.at_proposal(user, row, now)
            release.release(row.key, user, line["reason"], now)
            ProposalRow.objects.filter(key=row.key).update(scripted=True)


def _steps(lines: dict[str, Any], now: datetime) -> None:
    from ginnel.app.services import cases, looks
    from ginnel.store.models import CaseEventRow, CaseRow, User

    for line in lines["steps"]:
        user = User.objects.get(username=line["user"])
        for item in cases.list_for(user, now).lines[: line["cases"]]:
            looks.at_case(user, CaseRow.objects.get(id=item.id), now)
            for event in line["events"]:
                step = cases.Step(event, "significant" if event == "assessed" else "", now, line["reasons"])
                cases.record(item.id, user, step, role="worker", version=-1, now=now)
            CaseEventRow.objects.filter(case_id=item.id).update(scripted=True)
