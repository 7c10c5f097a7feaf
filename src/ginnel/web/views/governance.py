"""Information governance's pages: rules, counts, evidence. No page here shows a person."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from ginnel.app.services import evidence, place
from ginnel.app.services.agreeing import joining
from ginnel.web.flowmap import draw
from ginnel.web.request import Request, user_of
from ginnel.web.show import page


def numbers(request: Request) -> HttpResponse:
    """Counts, and the map of agreed flows as a picture and as a table."""
    flows = evidence.flows(request.now)
    return page(request, "governance/numbers.html", counts=evidence.counts(), flows=flows, map=draw(flows))


def agreements(request: Request) -> HttpResponse:
    return page(request, "governance/agreements.html", flows=evidence.flows(request.now))


def agreement(request: Request, id: str) -> HttpResponse:
    found = place.agreement(id, request.now)
    if found is None:
        raise Http404
    return page(
        request, "governance/agreement.html", a=found, signed=evidence.signed(found), law=evidence.law_of(found, request.now),
        in_force=found.in_force(place.today(request.now)), joined=joining.joined(id, request.now),
        doors=[d for d in joining.doors(user_of(request), request.now) if d.agreement.id == id],
    )  # fmt: skip


def refusals(request: Request) -> HttpResponse:
    return page(
        request, "governance/refusals.html", refusals=evidence.refusals(request.now),
        candidates=evidence.refused_candidates(),
    )  # fmt: skip


def ledger(request: Request) -> HttpResponse:
    return page(request, "governance/ledger.html", health=evidence.health())


def runs(request: Request) -> HttpResponse:
    return page(request, "governance/runs.html", runs=evidence.runs())
