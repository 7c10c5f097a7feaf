"""A citizen asks a service for help, for herself or for somebody within a recorded scope; who may ask for her."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import access, asks, proxies
from ginnel.app.services.people import Person
from ginnel.vocabulary import BadInput
from ginnel.web.jinja import language
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page

LONGEST = 9
"""Digits of a form's number; more is nobody's form."""


def choose(request: Request) -> HttpResponse:
    """The services of the region: nothing is told by looking at them."""
    person = _person(request)
    return page(request, "me/ask.html", services=asks.services(), usable=proxies.usable(person, request.now))


def ask(request: Request, service: str) -> HttpResponse:
    """Write, read what would be told and what begins, send: two steps, and the second shows the exact words."""
    person, found, user = _person(request), asks.service_of(service), user_of(request)
    if found is None:
        raise Http404
    faults, form = Faults(), _form(request)
    usable = {s.row.key: s for s in proxies.usable(person, request.now)}
    mandate = request.POST.get("for", "")
    if request.method == "POST" and not form.asked.strip():
        faults.add("id_asked", _("Write what you need help with"))
    if request.method == "POST" and request.POST.get("do") == "send" and not faults:
        return _sent(request, found, form, mandate)
    looking = request.method == "POST" and not faults and request.POST.get("do") == "look"
    for_whom = usable.get(mandate)
    return page(
        request, "me/ask-look.html" if looking else "me/ask-write.html", faults=faults, s=found, form=form, mandate=mandate,
        number=form.number if request.method == "POST" else asks.number_for(user), usable=list(usable.values()),
        runs=asks.runs(found, request.now), for_whom=for_whom, protected=person.protected and not mandate,
        words=asks.preview(person, found, form, language()) if looking and not mandate else (),
        unnamed=asks.sees_nobody(person, found) and not mandate,
    )  # fmt: skip


def _sent(request: Request, service: asks.Service, form: asks.Form, mandate: str) -> HttpResponse:
    try:
        answer = asks.send(user_of(request), service, form, request.now, mandate)
    except BadInput:
        messages.error(request, _("Nothing was sent. Please write it again."))
        return redirect("ask", service=service.id)
    if answer.reasons:
        return page(request, "me/ask-refused.html", s=service, reasons=answer.reasons)
    messages.success(request, _("Sent. Their case is open from now."))
    return redirect("proxies") if mandate else redirect("my-case", id=answer.case)


def proxy_list(request: Request) -> HttpResponse:
    person = _person(request)
    return page(
        request, "me/proxies.html", mine=proxies.for_me(person, request.now), others=proxies.by_me(person, request.now)
    )


def change_proxy(request: Request, key: str) -> HttpResponse:
    """She keeps one thing to herself, or takes her written yes back."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    person, purpose = _person(request), request.POST.get("keep", "")
    done = proxies.keep(person, key, purpose, request.now) if purpose else proxies.end(person, key, request.now)
    if done:
        messages.success(request, _("Saved. It counts from now."))
    else:
        messages.error(request, _("Nothing was changed."))
    return redirect("proxies")


def _form(request: Request) -> asks.Form:
    number = request.POST.get("number", "")
    small = number.isascii() and number.isdigit() and len(number) <= LONGEST
    return asks.Form(
        asked=request.POST.get("asked", "")[: asks.LONGEST], name="name" in request.POST.getlist("tell"),
        home="home" in request.POST.getlist("tell"), number=int(number) if small else 0,
    )  # fmt: skip


def _person(request: Request) -> Person:
    person = access.person_of(user_of(request))
    if person is None:
        raise Http404
    return person
