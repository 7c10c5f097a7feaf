"""A citizen's pages: hers alone, in plain words."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import access, cases, looks, noes, offers, overrides, reviews
from ginnel.app.services import citizen as services
from ginnel.app.services.doors import codes as door_codes
from ginnel.app.services.people import Person
from ginnel.vocabulary import BadInput
from ginnel.web.jinja import language
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page


def overview(request: Request) -> HttpResponse:
    found = services.overview(user_of(request), language(), request.now)
    if found is None:
        return page(request, "me/nobody.html")
    return page(request, "me/overview.html", me=found)


def uses(request: Request) -> HttpResponse:
    person = _person(request)
    return page(
        request, "me/uses.html", entries=services.uses(person, language(), request.now), held=services.held(person),
        looks=looks.for_citizen(user_of(request), person, request.now),
    )  # fmt: skip


def codes(request: Request) -> HttpResponse:
    """Her codes of this month. They stand on the page and in no address."""
    return page(request, "me/codes.html", codes=door_codes.of_person(_person(request), request.now))


def choices(request: Request) -> HttpResponse:
    person, faults = _person(request), Faults()
    purpose, recipient = request.POST.get("purpose", ""), request.POST.get("recipient", noes.ALL)
    if request.method == "POST":
        if recipient not in (noes.ALL, *noes.bodies()):
            faults.add("id_recipient", _("Choose who must not be told"))
        elif purpose in noes.PURPOSES:
            services.say_no(user_of(request), person, purpose, request.now, recipient)
            messages.success(request, _("Your no is saved. It counts from now."))
            return redirect("choices")
        if purpose not in noes.PURPOSES:
            faults.add("id_purpose", _("Choose what you say no to"))
    made = services.choices(person, request.now)
    return page(
        request, "me/choices.html", faults=faults, made=made, purposes=noes.PURPOSES, purpose=purpose, bodies=noes.bodies(),
        recipient=recipient, overridden=overrides.of_person(person, request.now), reviews=reviews.of_me(person),
    )  # fmt: skip


def end_choice(request: Request, key: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if services.take_no_back(_person(request), key, request.now):
        messages.success(request, _("Your no is taken back."))
    return redirect("choices")


def offer(request: Request, id: str) -> HttpResponse:
    """A question, in her words. An answer is kept once; what it leads to is said beside each choice."""
    user, faults = user_of(request), Faults()
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        if answer not in ("yes", "no"):
            faults.add("id_answer", _("Choose yes or no"))
        else:
            try:
                offers.answer(id, user, yes=answer == "yes", now=request.now)
            except BadInput:
                messages.error(request, _("This question is closed. Nothing was changed."))
            else:
                messages.success(request, _("Your answer is saved."))
            return redirect("offer", id=id)
    row = access.offer_for_citizen(user, id)
    if row is None:
        raise Http404
    return page(request, "me/offer.html", faults=faults, o=offers.view(row, language(), request.now))


def take_back(request: Request, id: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        offers.take_back(id, user_of(request), request.now)
    except BadInput:
        messages.error(request, _("There is no yes to take back. Nothing was changed."))
    else:
        messages.success(request, _("Your yes is taken back."))
    return redirect("offer", id=id)


def case(request: Request, id: str) -> HttpResponse:
    """One case, and a place to say that it is not put right."""
    user, faults = user_of(request), Faults()
    found = services.case_for(user, id, language(), request.now)
    if found is None:
        raise Http404
    kind = next((k for k in ("reopened", "escalated") if k in found.moves), None)
    reasons = request.POST.get("reasons", "")
    if request.method == "POST" and kind:
        if reasons.strip():
            step = cases.Step(kind, "", request.now, reasons)
            try:
                cases.record(id, user, step, role="citizen", version=found.row.version, now=request.now)
            except BadInput:
                messages.error(
                    request, _("Somebody changed this case just now. Nothing was saved. Please send it again.")
                )
            else:
                messages.success(request, _("What you wrote is with the people who work on this."))
            return redirect("my-case", id=id)
        faults.add("id_reasons", _("Write what is wrong"))
    return page(request, "me/case.html", faults=faults, c=found, speak=kind, reasons=reasons)


def _person(request: Request) -> Person:
    person = access.person_of(user_of(request))
    if person is None:
        raise Http404
    return person
