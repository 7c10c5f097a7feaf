"""A small store made by hand: a few invented people, and somebody in each role.

Amina and Karl live with the child Sami in a damp flat of the landlord. Grace is protected. Victor was her partner and
works for the landlord. Olga works there too and has a damp flat of her own. Tom rents privately and is ill.

Run as a script it makes a region in a folder and serves it, for the tests that drive a browser.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
DAMP, LENT, ILL, RENT = "damp.damp_home", "damp.damp_home_lent", "damp.vulnerable", "arrears.sustained_arrears"
HOMES = {
    "home-amina": ("Flat 3, 12 Weir Street", "NS1 2AB"),
    "home-grace": ("9 Secret Lane", "NS9 9ZZ"),
    "home-olga": ("4 Tower Road", "NS1 4TR"),
    "home-tom": ("77 Mill Bank", "NS2 7MB"),
    "home-ivy": ("5 Chapel Yard", "NS3 5CY"),
}
PEOPLE: dict[str, dict[str, Any]] = {
    "amina": {
        "given_name": "Amina",
        "family_name": "Okonjo",
        "born": date(1990, 5, 1),
        "home_id": "home-amina",
        "language": "so",
    },
    "sami": {
        "given_name": "Sami",
        "family_name": "Okonjo",
        "born": date(2020, 2, 2),
        "home_id": "home-amina",
        "responsible": "amina",
    },
    "karl": {"given_name": "Karl", "family_name": "Brandt", "born": date(1988, 1, 1), "home_id": "home-amina"},
    "grace": {
        "given_name": "Grace",
        "family_name": "Hollin",
        "born": date(1985, 3, 3),
        "home_id": "home-grace",
        "protected": True,
    },
    "victor": {"given_name": "Victor", "family_name": "Hollin", "born": date(1983, 3, 3), "home_id": "home-ivy"},
    "olga": {"given_name": "Olga", "family_name": "Petrova", "born": date(1979, 3, 3), "home_id": "home-olga"},
    "noor": {"given_name": "Noor", "family_name": "Salik", "born": date(2016, 3, 3)},
    "tom": {"given_name": "Tom", "family_name": "Reed", "born": date(1960, 3, 3), "home_id": "home-tom"},
}
USERS: dict[str, dict[str, Any]] = {
    "c-amina": {"role": "citizen", "person_id": "amina", "display_name": "Amina Okonjo"},
    "c-karl": {"role": "citizen", "person_id": "karl", "display_name": "Karl Brandt"},
    "c-grace": {"role": "citizen", "person_id": "grace", "display_name": "Grace Hollin"},
    "c-tom": {"role": "citizen", "person_id": "tom", "display_name": "Tom Reed"},
    "c-nobody": {"role": "citizen", "person_id": "gone", "display_name": "Unknown Person"},
    "o-nadia": {"role": "officer", "organisation": "northshire-homes", "display_name": "Nadia Hart"},
    "o-olga": {"role": "officer", "organisation": "northshire-homes", "person_id": "olga", "display_name": "Olga Petrova"},
    "o-victor": {"role": "officer", "organisation": "northshire-homes", "person_id": "victor", "display_name": "Victor Hollin",
                 "declared": ["grace"]},
    "o-ben": {"role": "officer", "organisation": "northshire-council", "display_name": "Ben Cole"},
    "o-ines": {"role": "officer", "organisation": "northshire-money", "display_name": "Ines Marsh"},
    "s-sana": {"role": "sender", "organisation": "northshire-icb", "display_name": "Sana Malik"},
    "s-hugh": {"role": "sender", "organisation": "northshire-homes", "display_name": "Hugh Lane"},
    "g-ruth": {"role": "governance", "organisation": "northshire-partnership", "display_name": "Ruth Adeyemi"},
    "g-iona": {"role": "governance", "organisation": "northshire-homes", "display_name": "Iona Reid"},
    "g-paul": {"role": "governance", "organisation": "northshire-homes", "display_name": "Paul Dent"},
    "g-vic": {"role": "governance", "organisation": "northshire-homes", "person_id": "victor", "display_name": "Victor Hollin",
              "declared": ["grace"]},
    "g-icb": {"role": "governance", "organisation": "northshire-icb", "display_name": "Imran Shah"},
}  # fmt: skip
CASES = {
    "case-amina": (DAMP, "northshire-homes", "home-amina", "social", False),
    "case-grace": (DAMP, "northshire-homes", "home-grace", "social", True),
    "case-olga": (DAMP, "northshire-homes", "home-olga", "social", False),
    "case-ivy": (DAMP, "northshire-homes", "home-ivy", "social", False),
    "case-tom": (LENT, "northshire-council", "home-tom", "private", False),
}
REQUESTS: dict[str, dict[str, Any]] = {
    # id -> who, what, of which body; asked by herself unless said otherwise
    "r-amina-homes": {"person": "amina", "kind": "access", "controller": "northshire-homes"},
    "r-amina-icb": {"person": "amina", "kind": "access", "controller": "northshire-icb"},
    "r-grace-homes": {"person": "grace", "kind": "access", "controller": "northshire-homes"},
    "r-karl-look": {"person": "karl", "kind": "look", "controller": "northshire-homes", "worker": "Nadia somebody"},
    "r-sami-icb": {
        "person": "sami",
        "kind": "access",
        "controller": "northshire-icb",
        "capacity": "parent",
        "asked_by": "c-amina",
    },
    "r-tom-icb": {"person": "tom", "kind": "access", "controller": "northshire-icb", "state": "open"},
    "r-tom-old": {"person": "tom", "kind": "access", "controller": "northshire-icb", "state": "answered"},
    "r-tom-gone": {"person": "tom", "kind": "erasure", "controller": "northshire-icb", "about": "an old remark"},
    "r-tom-homes": {"person": "tom", "kind": "complaint", "controller": "northshire-homes", "about": "nobody answers"},
}
OFFERS: dict[str, dict[str, Any]] = {
    "offer-sami": {"key": "key-sami", "use": ILL, "asked": "amina", "about": "sami", "home": "home-amina",
                   "tenure": "social", "recipient": "northshire-homes", "state": "open"},
    "offer-tom": {"key": "key-tom", "use": ILL, "asked": "tom", "about": "tom", "home": "home-tom", "tenure": "private",
                  "recipient": "northshire-council", "state": "yes", "answer": "yes"},
    "offer-grace": {"key": "key-grace", "use": ILL, "asked": "grace", "about": "grace", "home": "home-grace",
                    "tenure": "social", "recipient": "northshire-homes", "state": "yes", "answer": "yes", "restricted": True},
    "offer-karl": {"key": "key-karl", "use": RENT, "asked": "karl", "about": "karl", "home": "home-amina",
                   "tenure": "social", "recipient": "northshire-money", "state": "yes", "answer": "yes"},
    "offer-noor": {"key": "key-noor", "use": ILL, "asked": "", "about": "noor", "home": "", "tenure": "social",
                   "recipient": "northshire-homes", "state": "open", "body": "northshire-council", "role": "Ben Cole"},
}  # fmt: skip


def fill(now: datetime) -> None:
    """Rows of the store. `now` is when the pages will be looked at."""
    _people()
    _cases(now)
    _offers(now)
    _seen(now)
    _rights(now)
    _papers(now)


def _rights(now: datetime) -> None:
    """Requests as they were asked, six days ago; and a breach of the landlord."""
    from ginnel.store.models import Breach, NamedStaff, RightsEvent, RightsRequest

    asked = now - timedelta(days=6)
    for id, fields in REQUESTS.items():
        by = fields.get("asked_by", f"c-{fields['person']}")
        RightsRequest.objects.create(
            id=id,
            ask=f"ask-{fields['person']}",
            nation="England",
            received_at=asked,
            version=1,
            **{**fields, "asked_by": by},
        )
        RightsEvent.objects.create(request_id=id, number=0, kind="asked", at=asked, by=by, role="citizen")
    _found(now)
    NamedStaff.objects.create(username="g-paul", person="grace", named_by="g-ruth", named_at=NOW)
    Breach.objects.create(
        id="breach-homes", organisation="northshire-homes", aware_at=now - timedelta(hours=5), what="A letter went to the wrong flat.",
        opened_by="g-iona", opened_at=now - timedelta(hours=4),
    )  # fmt: skip


def _found(now: datetime) -> None:
    """What was found for Tom: in one request still to be decided, in the other answered."""
    from ginnel.store.models import ErasureStep, RightsEvent, RightsExemption, RightsItem, RightsRequest

    health = {"name": "code", "meaning": "condition", "value": "wheeze", "categories": ["health"]}
    remark = {
        "name": "remark",
        "meaning": "what was said",
        "value": "his daughter Ada rang",
        "categories": [],
        "free": True,
    }
    for id, decision in (("r-tom-icb", "open"), ("r-tom-old", "give")):
        RightsItem.objects.create(
            request_id=id, key="record:gp_conditions:1", source="record", dataset="gp_conditions",
            content=[health, remark], decision=decision, cut=["remark"] if decision == "open" else [],
        )  # fmt: skip
    RightsExemption.objects.create(
        request_id="r-tom-icb", code="other-person", reasons="It names his daughter, who was not asked.",
        review_by=now.date() + timedelta(days=90), proposed_by="g-icb", proposed_at=now - timedelta(days=1),
    )  # fmt: skip
    searched = {"where": "records", "count": 1, "not_searched": ["weather"]}
    RightsEvent.objects.create(request_id="r-tom-icb", number=1, kind="found", at=now - timedelta(days=3), by="ginnel", data=searched)  # fmt: skip
    for n, kind in enumerate(("acknowledged", "answered"), start=1):
        RightsEvent.objects.create(request_id="r-tom-old", number=n, kind=kind, at=now - timedelta(days=5 - n), by="g-icb", reasons="Here is your copy.")  # fmt: skip
    RightsEvent.objects.create(request_id="r-tom-gone", number=1, kind="answered", at=now - timedelta(days=2), by="g-icb", reasons="Yes.", data={"scope": "records"})  # fmt: skip
    RightsRequest.objects.filter(id="r-tom-gone").update(state="answered")
    for n, store in enumerate(("records", "runs", "pages", "plans", "deliveries", "ledger", "backups")):
        ErasureStep.objects.create(request_id="r-tom-gone", store=store, latest=now.date() + timedelta(days=7 + n), done_at=now if n < 4 else None)  # fmt: skip


def _people() -> None:
    from ginnel.store.models import Holding, Home, NamedStaff, Person, User

    for id, (address, postcode) in HOMES.items():
        Home.objects.create(id=id, address=address, postcode=postcode, uprn="100012345678")
    for id, fields in PEOPLE.items():
        Person.objects.create(id=id, **fields)
    for username, fields in USERS.items():
        User.objects.create(username=username, demo=True, password="!", **fields)
    NamedStaff.objects.create(username="o-nadia", person="grace", named_by="g-ruth", named_at=NOW)
    for person, datasets in {
        "amina": ("gp_patients", "tenancies"),
        "tom": ("gp_patients", "council_tax", "benefits"),
    }.items():
        for dataset in datasets:
            Holding.objects.create(person_id=person, dataset=dataset)


def _cases(now: datetime) -> None:
    from ginnel.store.models import CaseEventRow, CaseRow

    for n, (id, (use, body, home, tenure, restricted)) in enumerate(CASES.items()):
        opened = now - timedelta(days=3 + 8 * n)
        CaseRow.objects.create(
            id=id, opening_key=f"open-{id}", opening_kind="own-case", use=use, organisation=body, home=home, tenure=tenure,
            nation="England", restricted=restricted, opened_at=opened, aware_at=opened, version=1,
            words={"home": home, "room": "bedroom", "since": "2026-10-12", "level": "severe"},
        )  # fmt: skip
    CaseEventRow.objects.create(
        case_id="case-ivy", number=0, kind="acknowledged", at=now - timedelta(days=20), by="o-nadia", role="worker"
    )
    CaseRow.objects.filter(id="case-ivy").update(version=2)


def _offers(now: datetime) -> None:
    from ginnel.store.models import OfferRow, ProposalRow, UseRow

    for id, fields in OFFERS.items():
        words = {"home": fields["home"], "vulnerable": "yes"}
        agreement, sender = "damp-tell-vulnerable", "northshire-icb"
        if fields["use"] == RENT:
            words = {"given_name": "Karl", "family_name": "Brandt", "phone": "0113 496 0000"}
            agreement, sender = "money-tell", "northshire-homes"
        row = OfferRow.objects.create(
            id=id, words=words, agreement=agreement, sender=sender, sources=["northshire-icb", "northshire-homes"],
            asked_at=now - timedelta(days=2), answer_by=now + timedelta(days=26),
            answered_at=now - timedelta(days=1) if fields["state"] == "yes" else None, **fields,
        )  # fmt: skip
        if row.state == "yes":
            ProposalRow.objects.create(
                key=row.key, use=row.use, senders=row.sources, sender=sender, recipient=row.recipient, person=row.about,
                home=row.home, tenure=row.tenure, words=words, agreement=agreement, proposed_at=now - timedelta(hours=5),
                restricted=row.restricted,
            )  # fmt: skip
        UseRow.objects.create(
            key=row.key, person=row.about, use=row.use, outcome="to-release" if row.state == "yes" else "ask",
            recipient=row.recipient, agreement=agreement, words=list(words), first_at=now - timedelta(days=2),
            last_at=now - timedelta(days=1),
        )  # fmt: skip


def _seen(now: datetime) -> None:
    from ginnel.store.models import ChoiceRow, Look, RunRow, UseRow

    for person in ("amina", "karl"):
        UseRow.objects.create(
            key=f"open-case-amina-{person}", person=person, use=DAMP, outcome="own-case", recipient="northshire-homes",
            words=["home", "room", "since", "level"], first_at=now - timedelta(days=3), last_at=now - timedelta(days=3),
        )  # fmt: skip
    UseRow.objects.create(
        key="refused-amina", person="amina", use=RENT, outcome="refused", recipient="northshire-money",
        agreement="money-tell", reasons=["choice"], first_at=now - timedelta(days=9), last_at=now - timedelta(days=9),
    )  # fmt: skip
    Look.objects.create(
        username="o-nadia", organisation="northshire-homes", home="home-amina", case="case-amina", why="case",
        at=now - timedelta(days=2),
    )  # fmt: skip
    ChoiceRow.objects.create(
        key="choice-tom", dataset="person", record="tom", person="tom", kind="objection", purpose="money-advice",
        since=now.date() - timedelta(days=4), made_by="c-tom", made_at=now - timedelta(days=4),
    )  # fmt: skip
    RunRow.objects.create(
        id="20261124T020000", at=now - timedelta(hours=10),
        summary={"rows": 120345, "rejected": 12, "stopped": [], "identity": {"people": 20311, "homes": 9120},
                 "outcomes": {ILL: {"ask": 41, "refused": 3}}, "reasons": {"choice": 3}, "permits": 19},
    )  # fmt: skip


def _papers(now: datetime) -> None:
    """A draft of the partnership's that is nearly whole, with two versions, and one of two other bodies."""
    from ginnel.app.services import place
    from ginnel.governance.drafting import written
    from ginnel.store.models import DraftComment, DraftRow, DraftVersion

    found = next(a for a in place.region().agreements if a.id == "pension-find")
    council, operator = "northshire-council", "northshire-partnership"
    answers = {
        "title": "Finding a claim", "plain": found.plain, "sources": [council], "recipients": [operator],
        "purpose": found.purpose, "operation": "need", "aim": "People receive what they are owed.",
        "uses": sorted(found.uses), "categories": sorted(found.categories), f"power-{council}": "la2011-s1",
        f"art6-{council}": "gdpr-6-1-e", f"confidentiality-{council}": "gdpr-28-3-b", f"instrument-{council}": "gdpr-28",
    }  # fmt: skip
    row = DraftRow.objects.create(
        key="draft-ruth", agreement="finding-a-claim", title="Finding a claim", organisation=operator, started_by="g-ruth",
        started_at=now, answers=answers, parties=[council, operator],
    )  # fmt: skip
    DraftRow.objects.create(
        key="draft-others", agreement="of-others", title="Of others", organisation="northshire-homes", started_by="x",
        started_at=now, parties=["northshire-homes", "northshire-money"],
    )  # fmt: skip
    for number, plain in enumerate((found.plain, found.plain + " Nobody is told."), start=1):
        text = replace(found, id="finding-a-claim", title="Finding a claim", plain=plain)
        DraftVersion.objects.create(
            draft=row, number=number, text=written(text), hash=text.hash, made_by="g-ruth", made_at=now
        )
    DraftComment.objects.create(
        draft=row, version=1, words="Say that nobody is told.", said_by="g-ruth", organisation=operator, said_at=now
    )


def make(folder: Path, today: date) -> None:
    """The region's files, and the invented pool worked out."""
    from ginnel.app import pooling
    from ginnel.region import new_region

    new_region(folder, today=today)
    file = folder / "region.toml"
    # Tests ask faster than any program does; how fast one may is for tests/web/doors/test_pace.py.
    file.write_text(
        file.read_text(encoding="utf-8").replace("threads = 2", "threads = 2\ndoor_requests = 1000000"), "utf-8"
    )
    pooling.example(folder / "pool", today)
    pooling.pooled(folder / "pool", today)


def serve(folder: Path, port: int) -> None:
    """Make a region, fill its store, answer on `port` until killed."""
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    from ginnel.app.setup import migrate, setup

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    if not (folder / "region.toml").exists():
        make(folder, datetime.now(UTC).date())
    setup(folder)
    migrate()
    from ginnel.store.models import User

    if not User.objects.exists():
        fill(datetime.now(UTC))
    from ginnel.app.wsgi import application

    with make_server("127.0.0.1", port, application, handler_class=Quiet) as server:
        server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
