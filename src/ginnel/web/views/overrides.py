"""Overriding a choice: an officer asks from a case, somebody of information governance decides."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import access, overrides
from ginnel.vocabulary import BadInput
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page

FIELDS = ("telling", "ground", "reasons", "until", "withhold")


def ask(request: Request, id: str) -> HttpResponse:
    """An officer asks that somebody may be told about the person of her case in spite of a no."""
    row = access.case_for_officer(user_of(request), id)
    if row is None or not row.person:
        raise Http404
    faults = Faults()
    form = {k: request.POST.get(k, "") for k in FIELDS}
    tellings = overrides.tellings(request.now)
    if request.method == "POST":
        chosen = (
            dict(enumerate(tellings)).get(int(form["telling"]))
            if form["telling"].isascii() and form["telling"].isdigit()
            else None
        )
        until = _day(form["until"])
        for ok, element, text in (
            (chosen, "id_telling", _("Choose what is told to whom")),
            (form["ground"] in overrides.GROUNDS, "id_ground", _("Choose a ground")),
            (form["reasons"].strip(), "id_reasons", _("Write your reasons")),
            (until, "id_until", _("Write the last day as year-month-day, such as 2026-12-31")),
        ):
            if not ok:
                faults.add(element, text)
        if chosen and until and not faults:
            try:
                overrides.ask(
                    user_of(request), row, purpose=chosen[0], recipient=chosen[1], why=form["ground"],
                    reasons=form["reasons"], until=until, withhold=form["withhold"] == "yes", now=request.now,
                )  # fmt: skip
            except BadInput:
                faults.add("id_until", _("Choose a last day within 90 days"))
            else:
                messages.success(request, _("Asked. Somebody of information governance decides."))
                return redirect("case", id=id)
    return page(
        request, "overrides/ask.html", faults=faults, form=form, row=row, tellings=tellings, grounds=overrides.GROUNDS
    )


def board(request: Request) -> HttpResponse:
    """What waits for a decision, and what was decided. No name stands here: a decision is about reasons."""
    return page(request, "overrides/board.html", rows=overrides.waiting(user_of(request)))


def decide(request: Request, key: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user, what = user_of(request), request.POST.get("do", "")
    try:
        if what == "end":
            overrides.end(user, key, request.now)
        elif what in ("approve", "refuse"):
            overrides.decide(user, key, what == "approve", request.now)
        else:
            raise Http404
    except BadInput:
        messages.error(request, _("This no longer waits for you, or you asked for it yourself."))
    else:
        messages.success(request, _("Saved."))
    return redirect("overrides")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
