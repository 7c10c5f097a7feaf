"""Decisions about flows of the region: the flow check for what files say, `governance/verdict.py` for one person.

What a caller may know comes first. It learns about flows it takes part in. About a person it gets a yes only where it
already knows of the telling: the sender from its proposal on, the recipient from the release on. Every other answer about a
person is one and the same no, whether she said no, was not asked, is protected, or does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from ginnel.app.services import place
from ginnel.app.services.doors import codes
from ginnel.app.services.doors.ask import Answer, Asked, Named
from ginnel.app.services.doors.people import may
from ginnel.flow.plan import Look, Plan
from ginnel.governance import REASONS, Permit, Reason, Refusal, Tellable
from ginnel.store.models import Person, ProposalRow

TYPE, PERSON, BODY, TELL = "flow", "person", "organisation", "tell"


def not_yours() -> Answer:
    """The same whether there is such a flow or not."""
    why = Reason("not-yours", "", "ask `ginnel check` of the region which flows your body takes part in")
    return Answer(False, {"reasons": [_told(why)]})


def no_for_person() -> Answer:
    """The same for everybody about whom the answer is no, and for nobody."""
    why = Reason("no-for-person", "", "tell nothing; what becomes of it is on the person's own page")
    return Answer(False, {"reasons": [_told(why)]})


def _told(why: Reason) -> dict[str, str]:
    return {"code": why.code, "say": REASONS[why.code], "detail": why.detail, "mend": why.mend}


class Flows:
    """The provider for resources of type "flow", whose ids are those of `ginnel check`."""

    def decide(self, caller: str, asked: Asked, now: datetime) -> Answer:
        if asked.resource.type != TYPE or asked.action != asked.resource.id.partition(":")[0]:
            return not_yours()
        if asked.subject.type == BODY:
            return self._files(caller, asked.resource.id, now) if asked.subject.id == caller else not_yours()
        if asked.subject.type != PERSON or asked.action != TELL:
            return not_yours()
        files = self._files(caller, asked.resource.id, now)
        return self._person(caller, asked, files, now) if files.decision else files

    def _files(self, caller: str, flow: str, now: datetime) -> Answer:
        plan = place.plan(now)
        found = _found(plan, flow)
        if found is None or not _takes_part(caller, flow, found, plan):
            return not_yours()
        if isinstance(found, Refusal):
            return Answer(False, {"reasons": [_told(r) for r in found.reasons]})
        if isinstance(found, Tellable):
            return Answer(True, _grounds((found.agreement.id,), found.agreement.purpose, found.basis))
        rows = tuple(row.id for row in place.law_rows(found.agreements, now))
        return Answer(True, _grounds(found.agreements, found.purpose, rows))

    def _person(self, caller: str, asked: Asked, files: Answer, now: datetime) -> Answer:
        _, use, recipient = asked.resource.id.split(":")
        person = codes.person_of(asked.subject.id, caller, now)
        # Known or not, the same is asked of the store: how long an answer takes tells little.
        row = known(caller, use, recipient).filter(person=person).first()
        allowed = may(person, use, recipient, row.key if row else codes.NOBODY, now)
        if row is None or not allowed:
            return no_for_person()
        return Answer(True, {**files.context, "proposal": row.key})

    # --- Searches

    def subjects(self, caller: str, asked: Asked, now: datetime) -> Iterator[dict[str, Any]]:
        """Bodies: the caller. People: those of whose telling it knows, as its codes of this month."""
        if asked.subject.type == BODY:
            if self.decide(caller, Asked(Named(BODY, caller), asked.action, asked.resource), now).decision:
                yield {"type": BODY, "id": caller}
            return
        flow = asked.resource.id.split(":")
        if asked.subject.type != PERSON or asked.action != TELL or len(flow) != 3:
            return
        seen: set[str] = set()
        for row in known(caller, flow[1], flow[2]):
            if row.person in seen:
                continue
            seen.add(row.person)
            code = codes.code_for(row.person, caller, now)
            found = self.decide(caller, Asked(Named(PERSON, code), TELL, asked.resource), now)
            if found.decision:
                yield {"type": PERSON, "id": code, "properties": {"proposal": row.key}}

    def resources(self, caller: str, asked: Asked, now: datetime) -> Iterator[dict[str, Any]]:
        """The flows for which the answer to the caller is yes."""
        for flow in _flows(place.plan(now)):
            if self.decide(caller, Asked(asked.subject, asked.action, Named(TYPE, flow)), now).decision:
                yield {"type": TYPE, "id": flow}

    def actions(self, caller: str, asked: Asked, now: datetime) -> Iterator[dict[str, Any]]:
        action = asked.resource.id.partition(":")[0]
        if self.decide(caller, Asked(asked.subject, action, asked.resource), now).decision:
            yield {"name": action}


def known(caller: str, use: str, recipient: str) -> QuerySet[ProposalRow]:
    """The tellings that the caller knows of. None that concerns somebody protected: those are for named staff."""
    mine = Q(sender=caller, state__in=("waiting", "released")) | Q(recipient=caller, state="released")
    rows = ProposalRow.objects.filter(mine, use=use, recipient=recipient, recalled_at=None, restricted=False)
    protected = Person.objects.filter(protected=True)
    homes = protected.exclude(home=None).values("home_id")
    return rows.exclude(person__in=protected.values("id")).exclude(home__in=homes).order_by("key")


def _grounds(agreements: tuple[str, ...], purpose: str, law: tuple[str, ...]) -> dict[str, Any]:
    return {"agreements": list(agreements), "purpose": purpose, "law": list(law), "reasons": []}


def _look(plan: Plan, use: str) -> Look | None:
    return next((k for k in plan.looks if k.use.id == use), None)


def _found(plan: Plan, flow: str) -> Permit | Tellable | Refusal | None:
    parts = flow.split(":")
    if parts[0] == TELL:
        look = _look(plan, parts[1]) if len(parts) == 3 else None
        if look is not None:
            return look.telling_to(parts[2])
        need = f"need:{parts[1]}" if len(parts) == 3 else ""
        return next((r for r in plan.refusals if r.flow == need), None)
    permit = next((p for p in plan.permits if p.id == flow), None)
    return permit or next((r for r in plan.refusals if r.flow == flow), None)


def _takes_part(caller: str, flow: str, found: Permit | Tellable | Refusal, plan: Plan) -> bool:
    region = place.region()
    if caller == region.config.operator:
        return True
    if isinstance(found, Permit):
        return caller in found.controllers
    kind, name, *to = flow.split(":")
    if kind == TELL:
        look = _look(plan, name)
        return caller in to or (look is not None and caller in look.permit.controllers)
    if kind == "load":
        return name in region.delivered and caller in region.delivered.dataset(name).controllers
    return kind == "link" and name == caller


def _flows(plan: Plan) -> list[str]:
    tells = [f"tell:{t.use}:{t.recipient}" for look in plan.looks for t in look.tellable]
    return sorted({p.id for p in plan.permits} | set(tells))
