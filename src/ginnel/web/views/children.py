"""Whether a child decides herself, as a worker records it; and children for whom a body decides by an order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import looks, orders, place, reviews, words
from ginnel.app.services.people import Person
from ginnel.app.services.users import User
from ginnel.vocabulary import BadInput
from ginnel.web.jinja import language
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page

FIELDS = ("competent", "by", "post", "organisation", "since", "until", "why")


def review_of_case(request: Request, id: str) -> HttpResponse:
    child = reviews.person_of_case(user_of(request), id)
    return _review(request, child, ("case", id))


def review_of_question(request: Request, key: str) -> HttpResponse:
    child = reviews.person_of_question(user_of(request), key)
    return _review(request, child, ("release", ""))


def _review(request: Request, child: Person | None, back: tuple[str, str]) -> HttpResponse:
    """The form. It shows nothing of the child: the worker knows of whom she writes."""
    if child is None:
        raise Http404
    faults = Faults()
    form = {k: request.POST.get(k, "") for k in FIELDS}
    if request.method == "POST":
        found = _read(form, faults)
        if found is not None:
            try:
                reviews.record(user_of(request), child, found, request.now)
            except BadInput as error:
                key = error.problems[0].key or ""
                faults.add(f"id_{key}", _texts()[key])
            else:
                messages.success(request, _("Recorded. It counts from now."))
                return redirect(back[0], id=back[1]) if back[1] else redirect(back[0])
    return page(request, "children/review.html", faults=faults, form=form, back=back)


def _read(form: dict[str, str], faults: Faults) -> reviews.Form | None:
    if form["competent"] not in ("yes", "no"):
        faults.add("id_competent", _("Choose what the professional judged"))
    days = {k: _day(form[k]) for k in ("since", "until")}
    for key, day in days.items():
        if day is None:
            faults.add(f"id_{key}", _("Write the day as year-month-day, such as 2026-11-25"))
    since, until = days["since"], days["until"]
    if faults or since is None or until is None:
        return None
    said = form["competent"] == "yes"
    return reviews.Form(said, form["by"], form["post"], form["organisation"], since, until, form["why"])


def _texts() -> dict[str, str]:
    return {
        "competent": _("No review counts for this person: look at the age in your own file"),
        "by": _("Write the professional's name"),
        "post": _("Write the professional's post, such as school nurse"),
        "organisation": _("Write where the professional works"),
        "since": _("This day lies in the future"),
        "until": _("Choose a last day after the first, within a year"),
        "why": _("Write why, in a few words"),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


# --- A body decides by an order


def decided_by_body(request: Request) -> HttpResponse:
    """Questions about children for whom this officer decides."""
    user = user_of(request)
    rows, given = orders.waiting(user, request.now), orders.answered(user)
    return page(
        request,
        "children/orders.html",
        rows=rows,
        given=given,
        names=orders.names([*rows, *given]),
        titles={r.use: _title(r.use) for r in [*rows, *given]},
    )


def decide(request: Request, id: str) -> HttpResponse:
    """One question: the exact words, a yes or a no, and why."""
    user, faults = user_of(request), Faults()
    row = orders.one(user, id)
    if row is None:
        raise Http404
    form = {k: request.POST.get(k, "") for k in ("answer", "reasons")}
    may = ("yes", "no") if row.state == "open" else ("back",) if row.state == "yes" else ()
    if request.method == "POST":
        if form["answer"] not in may:
            faults.add("id_answer", _("Choose your decision"))
        if not form["reasons"].strip():
            faults.add("id_reasons", _("Write your reasons"))
        if not faults:
            try:
                orders.answer(user, id, form["answer"], form["reasons"], request.now)
            except BadInput:
                messages.error(request, _("This question is closed. Nothing was changed."))
            else:
                messages.success(request, _("Your decision is saved."))
            return redirect("decided-by-body")
    else:
        looks.at_question(user, row, request.now)
    return page(
        request, "children/order.html", faults=faults, o=row, form=form, may=may, title=_title(row.use), child=orders.names([row])[row.id],
        told=words.told(row.use, row.words, language()), agreement=place.agreement(row.agreement, request.now),
    )  # fmt: skip


def duty(request: Request) -> HttpResponse:
    """Who of a body's officers decides for children, where an order names nobody whom the body knows."""
    user, faults = user_of(request), Faults()
    if request.method == "POST":
        change: Callable[..., None] = orders.take if request.POST.get("do") == "take" else orders.give
        try:
            change(user, request.POST.get("username", ""), request.now)
        except BadInput:
            faults.add("id_username", _("Choose an officer of your own body"))
        else:
            messages.success(request, _("Saved."))
            return redirect("children-duty")
    held = {o.username for o in orders.holders(user)}
    staff: list[User] = orders.officers(user)
    return page(
        request, "children/duty.html", faults=faults, held=[u for u in staff if u.username in held],
        others=[u for u in staff if u.username not in held],
    )  # fmt: skip


def _title(use: str) -> str:
    found = place.rule_of(use)
    return found[1].title.in_(language()) if found else use
