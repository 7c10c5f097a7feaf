"""The journeys' pages: where the way between bodies breaks, and drawing the way that is intended."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import drafts, journeys, place
from ginnel.web import words
from ginnel.web.jinja import language
from ginnel.web.request import Request
from ginnel.web.show import Faults, page


def overview(request: Request) -> HttpResponse:
    """The intended journeys, and the region's own cases as a map and tables."""
    own = journeys.journey(journeys.OWN)
    found = journeys.compared(own[0], language(), _names(), request.now) if own else None
    return page(request, "journeys/overview.html", all=journeys.all_journeys(), found=found)


def one(request: Request, id: str) -> HttpResponse:
    """One intended journey, and the region's cases held against it."""
    kept = journeys.journey(id)
    if kept is None:
        raise Http404
    found = journeys.compared(kept[0], language(), _names(), request.now)
    clocks = [t for t in found.tables if t.key in ("clocks", "chains", "gaps")] if found else []
    return page(
        request, "journeys/one.html", j=kept[0], own=kept[1], picture=journeys.picture(kept[0], language()), found=found,
        tables=clocks, need=place.region().directory.needs.get(kept[0].need),
    )  # fmt: skip


def draw(request: Request) -> HttpResponse:
    """A new journey, drawn with no data yet."""
    return _form(request, None)


def edit(request: Request, id: str) -> HttpResponse:
    kept = journeys.journey(id)
    if kept is None:
        raise Http404
    return _form(request, kept[0])


def _form(request: Request, kept: journeys.Journey | None) -> HttpResponse:
    """The form: each button but the last changes what the form shows; the last one saves."""
    faults, preview = Faults(), None
    if request.method != "POST":
        draft = drafts.of_journey(kept, journeys.version(kept.id)) if kept else drafts.empty()
    else:
        draft = drafts.of_post(request.POST.dict())
        action = request.POST.get("do", "")
        if not drafts.changed(draft, action):
            done, wrong = drafts.save(draft, kept) if action == "save" else drafts.journey_of(draft, kept)
            for element, code in wrong:
                faults.add(element, words.say(words.JOURNEY_FAULTS, code, language()))
            if done is not None and action == "save":
                messages.success(request, _("Saved."))
                return redirect("journey", id=done.id)
            preview = journeys.picture(done, language()) if done else None
    return page(
        request, "journeys/draw.html", faults=faults, draft=draft, kept=kept, preview=preview, nations=drafts.NATIONS,
        units=drafts.UNITS, needs={n.id: n.words for n in place.region().directory.needs.values()},
        bodies=sorted(o.called(language()) for o in place.region().directory.organisations.values()),
    )  # fmt: skip


def _names() -> dict[str, str]:
    """Steps of the region's own cases, and tenures, in the words of the page."""
    tables = (words.EVENTS, words.JOURNEY_STEPS, words.TENURES)
    return {code: said.in_(language()) for table in tables for code, said in table.items()}
