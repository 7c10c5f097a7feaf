"""From decisions to help: cases opened, questions asked, tellings proposed, everybody's page and the ledger told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ginnel.flow.decide import Decision, Facts, whom_to_ask
from ginnel.flow.plan import Look, Plan
from ginnel.flow.ports import Asked, Proposal, Settlement, UseRecord
from ginnel.flow.run import Run
from ginnel.governance import Note, Tellable, own_case
from ginnel.governance.children import YOUNG
from ginnel.referrals import Case, Message, Offer, SafeContact, make_offer, open_case
from ginnel.referrals.messages import offer_message, to_organisation
from ginnel.region import Region
from ginnel.vocabulary.calendar import end_of_day, full_years, local_day

ADULT = 18


@dataclass(frozen=True)
class Touched:
    """Who holds what: the homes with a damp spell, by derived dataset; the datasets with a record, by person."""

    homes: Mapping[str, frozenset[str]]
    held: Mapping[str, frozenset[str]]


def settlement(
    region: Region, plan: Plan, run: Run, decisions: Iterable[Decision], facts: Facts, notes: Iterable[Note],
    summary: Mapping[str, Any], languages: Mapping[str, str], touched: Touched,
    recalls: tuple[str, ...] = (),
) -> Settlement:  # fmt: skip
    """Everything that a night's decisions change."""
    looks = {look.use.id: look for look in plan.looks}
    decisions = tuple(decisions)
    asking = [d for d in decisions if d.outcome == "ask"]
    offers = [o for d in asking for o in _offers(region, looks[d.candidate.use], d, facts, run, touched)]
    return Settlement(
        run=run.id,
        now=run.now,
        identity=run.path("identity") if run.path("identity").exists() else None,
        cases=tuple(_case(region, looks[d.candidate.use], d, run) for d in decisions if d.outcome == "own-case"),
        offers=tuple(offers),
        proposals=tuple(
            _proposal(region, looks[d.candidate.use], d, touched) for d in decisions if d.outcome == "to-release"
        ),
        uses=tuple(_uses(looks, decisions, facts, run)),
        messages=tuple(_messages([asked.offer for asked in offers], facts, languages, run.now.date())),
        recalls=recalls,
        deciders={child: frozenset(d.by) for child, d in facts.deciders.items()},
        notes=tuple(notes),
        summary=summary,
    )


def as_words(told: Mapping[str, Any]) -> dict[str, str]:
    """Told values as the text that is stored and shown: days in ISO 8601, true as "yes"."""
    words = {}
    for word, value in told.items():
        if value is None:
            continue
        if isinstance(value, bool):
            words[word] = "yes" if value else "no"
        else:
            words[word] = value.isoformat() if isinstance(value, (date, datetime)) else str(value)
    return words


def _case(region: Region, look: Look, decision: Decision, run: Run) -> tuple[Case, str]:
    candidate = decision.candidate
    aware_on = candidate.aware_on or run.now.date()
    opening = own_case(
        look.permit,
        key=decision.key,
        use=candidate.use,
        organisation=decision.recipient or "",
        home=candidate.home or "",
        words=as_words(candidate.told),
        # The readings of a day are complete at its end; the last second still belongs to that day's date.
        aware_at=min(end_of_day(aware_on, region.config.zone) - timedelta(seconds=1), run.now),
    )
    case = open_case(
        opening,
        tenure=candidate.tenure,  # type: ignore[arg-type]
        nation=region.directory.organisations[opening.organisation].nation,
        opened_at=run.now,
        restricted=decision.restricted,
    )
    return case, decision.service or ""


def _offers(
    region: Region, look: Look, decision: Decision, facts: Facts, run: Run, touched: Touched
) -> Iterator[Asked]:
    """One offer to each who is asked, with the same words and the same last day; or one to the body that decides."""
    sources = _sources(region, look, decision, touched)
    for seat, (who, body) in enumerate([(who, "") for who in decision.asks] or [("", decision.body)]):
        offer = _offer(region, decision, facts, run, who, body, seat)
        yield Asked(
            offer, decision.key, sender_of(look, sources), sources, decision.candidate.tenure, decision.restricted,
            decision.role if body else "",
        )  # fmt: skip


def _offer(region: Region, decision: Decision, facts: Facts, run: Run, who: str, body: str, seat: int) -> Offer:
    candidate = decision.candidate
    about = facts.people[candidate.person or ""]
    ask = whom_to_ask(about, facts, local_day(run.now, region.config.zone))
    return make_offer(
        facts.offers.get(about.id, ()),
        use=candidate.use,
        count=ask.count if ask else (),
        seat=seat,
        asked_person=who,
        asked_body=body,
        about_person=about.id,
        home=candidate.home or "",
        recipient=decision.recipient or "",
        words=as_words(candidate.told),
        agreement=decision.agreement or "",
        now=run.now,
        zone=region.config.zone,
        days=region.config.answer_days,
    )


def _sources(region: Region, look: Look, decision: Decision, touched: Touched) -> tuple[str, ...]:
    """The bodies whose records this telling rests on: parties to the agreement that hold something of hers, no others."""
    leave = look.telling_to(decision.recipient or "")
    if not isinstance(leave, Tellable):
        return ()
    found: set[str] = set()
    for name in look.permit.columns:
        dataset = region.tables.dataset(name)
        holders = {name, *(c.links_to for c in dataset.columns if c.links_to)}
        of_the_home = (decision.candidate.home or "") in touched.homes.get(name, frozenset())
        if of_the_home or holders & touched.held.get(decision.candidate.person or "", frozenset()):
            found |= dataset.controllers
    return tuple(sorted(found & leave.sources))


def _proposal(region: Region, look: Look, decision: Decision, touched: Touched) -> Proposal:
    sources = _sources(region, look, decision, touched)
    candidate = decision.candidate
    return Proposal(
        key=decision.key, use=candidate.use, senders=sources, sender=sender_of(look, sources),
        recipient=decision.recipient or "", person=candidate.person or "", home=candidate.home or "",
        tenure=candidate.tenure, words=as_words(candidate.told), agreement=decision.agreement or "",
        restricted=decision.restricted,
    )  # fmt: skip


def sender_of(look: Look, sources: tuple[str, ...]) -> str:
    """The body whose worker releases: the one whose special-category data it is, else the first by name."""
    for leave in look.tellable:
        for basis in leave.agreement.bases:
            if basis.art9 and basis.controller in sources:
                return basis.controller
    return sources[0] if sources else ""


def _uses(looks: Mapping[str, Look], decisions: Iterable[Decision], facts: Facts, run: Run) -> Iterator[UseRecord]:
    """Each person's page gets her own line: hers alone, never the household's."""
    residents: dict[str, list[str]] = defaultdict(list)
    for person in facts.people.values():
        if person.home is not None and (person.born is None or (full_years(person.born, run.now.date()) or 0) >= ADULT):
            residents[person.home].append(person.id)
    for d in decisions:
        words = tuple(looks[d.candidate.use].use.tells)
        reasons = tuple(sorted({r.code for r in d.reasons}))
        about = [d.candidate.person] if d.candidate.person else _who_may_know(d, residents, facts)
        for whose in about:
            key = d.key if d.candidate.person else f"{d.key[:16]}-{whose}"
            yield UseRecord(
                key, whose, d.candidate.use, d.outcome, d.recipient or "", d.agreement or "", reasons, words
            )


def _who_may_know(decision: Decision, residents: Mapping[str, list[str]], facts: Facts) -> list[str]:
    """Adults of the home; of a home kept secret, only those who are protected themselves."""
    home = decision.candidate.home or ""
    living = residents.get(home, [])
    if home in facts.protected_homes:
        return [p for p in living if facts.people[p].protected]
    return living


def _messages(offers: Iterable[Offer], facts: Facts, languages: Mapping[str, str], day: date) -> Iterator[Message]:
    """A message that there is something to read. Nothing is sent to somebody protected: a named worker reaches her.

    Nothing to a child below 16 either: whoever opens the letters of her home would learn that she decides herself.
    """
    for offer in offers:
        if offer.asked_body:
            yield to_organisation(offer.asked_body, "offer", offer.id)
            continue
        person = facts.people[offer.asked_person]
        kept = person.protected or (full_years(person.born, day) or 0) < YOUNG
        contact = SafeContact(person.id, "none" if kept else "letter", languages.get(person.id, "en"))
        message = offer_message(offer, contact)
        if message is not None:
            yield message
