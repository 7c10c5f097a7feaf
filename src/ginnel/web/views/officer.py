"""An officer's pages: what is due, one case, the next step."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import access, cases, looks, numbers, place, reviews
from ginnel.vocabulary import BadInput
from ginnel.web.jinja import language
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page

SIZE = 50
UNKNOWN = 0
"""A version that no kept case has: a form with a garbled version never overwrites what somebody else did."""
LONGEST = 9
"""Digits of a number that a form may send; more is nobody's page, version or year."""


def _number(text: str, otherwise: int) -> int:
    """A whole number from a form, or `otherwise` for anything else, however long."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else otherwise


def worklist(request: Request) -> HttpResponse:
    found = cases.list_for(user_of(request), request.now)
    number = max(1, _number(request.GET.get("page", "1"), 1))
    lines = found.lines[(number - 1) * SIZE : number * SIZE]
    pages = max(1, -(-len(found.lines) // SIZE))
    return page(
        request, "cases/list.html", lines=lines, total=len(found.lines), kept=numbers.large(found.kept),
        barred=found.barred, number=number, pages=pages,
    )  # fmt: skip


def case(request: Request, id: str) -> HttpResponse:
    found = _view(request, id)
    looks.at_case(user_of(request), found.row, request.now)
    return page(request, "cases/case.html", c=found, may_review=reviews.may_record(user_of(request)))


def step(request: Request, id: str, event: str) -> HttpResponse:
    """The form of one step. What is decided is decided by whoever is signed in, with reasons."""
    found = _view(request, id)
    moves = found.moves.get(event)
    if not moves:
        if request.method == "POST":
            messages.error(request, _("That is not possible any more. Nothing was saved."))
            return redirect("case", id=id)
        raise Http404
    words = [m.word for m in moves if m.word]
    needs = any(m.reasons for m in moves)
    form = {k: request.POST.get(k, "") for k in ("word", "reasons", "day", "month", "year", "time", "version")}
    faults = Faults()
    if request.method == "POST":
        at = _moment(form, faults, request.now)
        if words and form["word"] not in words:
            faults.add("id_word", _("Choose one"))
        if needs and not form["reasons"].strip():
            faults.add("id_reasons", _("Write your reasons"))
        if at is not None and not faults:
            done = cases.Step(event, form["word"] if words else "", at, form["reasons"])
            if _recorded(request, id, done, form["version"], faults):
                return redirect("case", id=id)
    else:
        looks.at_case(user_of(request), found.row, request.now)
    return page(
        request, "cases/step.html", faults=faults, c=found, event=event, choices=words, needs=needs, form=form
    )  # fmt: skip


def _view(request: Request, id: str) -> cases.CaseView:
    row = access.case_for_officer(user_of(request), id)
    if row is None:
        raise Http404
    return cases.view(row, language(), request.now, role="worker")


def _recorded(request: Request, id: str, done: cases.Step, version: str, faults: Faults) -> bool:
    try:
        cases.record(
            id, user_of(request), done, role="worker", version=_number(version, UNKNOWN) if version else -1,
            now=request.now,
        )  # fmt: skip
    except BadInput as error:
        # The rule's own sentence: it names events and times, never a person.
        faults.add("id_day", error.problems[0].message)
        return False
    messages.success(request, _("Saved."))
    return True


def _moment(form: dict[str, str], faults: Faults, now: datetime) -> datetime | None:
    """When it happened: empty is now; a day without a time is that day's end, so that no deadline is met by guessing."""
    parts = [form[k].strip() for k in ("day", "month", "year")]
    if not any(parts):
        return now
    zone = ZoneInfo(place.zone())
    try:
        day = datetime(int(parts[2]), int(parts[1]), int(parts[0]), tzinfo=zone).date()
    except (ValueError, OverflowError):
        faults.add("id_day", _("Enter a real date, such as 3 11 2026"))
        return None
    if day == place.today(now) and not form["time"].strip():
        return now
    try:
        clock = time.fromisoformat(form["time"].strip()) if form["time"].strip() else time(23, 59)
    except ValueError:
        faults.add("id_time", _("Enter a time, such as 14:05"))
        return None
    return datetime.combine(day, clock, zone)
