"""A citizen's pages about her rights: ask many bodies with one form, follow each, take her copy away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import access
from ginnel.app.services.rights import ask, bodies, export, who
from ginnel.app.services.rights.words import RIGHTS
from ginnel.vocabulary import BadInput
from ginnel.web.auth import session
from ginnel.web.jinja import language
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page
from ginnel.web.words import say
from ginnel.web.words_rights import FAULTS

TYPES = {"json": "application/json", "csv": "application/zip"}
ENDINGS = {"json": "json", "csv": "zip"}


def spoken(error: BadInput, faults: Faults) -> None:
    """Each field that a rule refused, in the language of the page."""
    for problem in error.problems:
        faults.add(f"id_{problem.key}", say(FAULTS, problem.message, language()))


def overview(request: Request) -> HttpResponse:
    user = user_of(request)
    if access.person_of(user) is None:
        return page(request, "me/nobody.html")
    return page(
        request, "rights/mine.html", views=ask.views(user, request.now), whom=who.may_ask_for(user, request.now)
    )


def form(request: Request, n: str) -> HttpResponse:
    """First what she asks for, then of whom. Who is asked for is the n-th of those for whom she may ask."""
    user, faults = user_of(request), Faults()
    whom = chosen(request, n)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    # Who else holds records is hers to know; whoever asks for somebody else is shown every body alike.
    known = bodies.about(whom.person, request.now)
    ticked = [b.id for b in known if b.known or whom.capacity != "self"]
    said = {"about": "", "worker": ""}
    if request.method == "POST":
        ticked = [b for b in request.POST.getlist("bodies") if b]
        said = {k: request.POST.get(k, "") for k in said}
        try:
            ask.ask(user, whom, ask.Form(kind, said["about"], tuple(ticked), said["worker"]), request.now)
        except BadInput as error:
            spoken(error, faults)
        else:
            messages.success(request, _("Sent. Each body has its own day by which it must answer."))
            return redirect("my-rights")
    return page(
        request, "rights/ask.html", faults=faults, kind=kind if kind in whom.kinds else "", kinds=sorted(whom.kinds, key=list(RIGHTS).index),
        whom=whom, bodies=known, ticked=ticked, said=said, n=n,
    )  # fmt: skip


def chosen(request: Request, n: str) -> who.For:
    found = who.may_ask_for(user_of(request), request.now)
    if not (n.isascii() and n.isdigit() and len(n) < 4 and int(n) < len(found)):
        raise Http404
    return found[int(n)]


def one(request: Request, id: str) -> HttpResponse:
    """One request: how it stands, the answer, and a place to say what she means or to take it back."""
    user, faults = user_of(request), Faults()
    words = request.POST.get("reasons", "")
    if request.method == "POST":
        try:
            ask.speak(user, id, request.POST.get("step", ""), words, request.now)
        except BadInput as error:
            spoken(error, faults)
        else:
            messages.success(request, _("Saved."))
            return redirect("my-right", id=id)
    row = who.request_for_citizen(user, id, request.now)
    if row is None:
        raise Http404
    return page(
        request, "rights/one.html", faults=faults, v=ask.view(user, row, request.now), words_=words,
        copy=export.may_export(row) and who.own_answer(user, id) is not None,
    )  # fmt: skip


def copy(request: Request, id: str, shape: str) -> HttpResponse:
    """Her copy. A live region wants a sign-in of the last minutes first: a screen left open gives nothing away."""
    row = who.own_answer(user_of(request), id)
    if row is None or shape not in export.FORMATS or not export.may_export(row):
        raise Http404
    if not session.fresh(request):
        return page(
            request, "error.html", status=403, title=_("Sign in again first"),
            text=_("A copy of your data is given only soon after you sign in. Where this region has no sign-in that says when, it gives none here: ask the body itself."),
        )  # fmt: skip
    found = export.package(row, language())
    export.noted(row, shape, request.now)
    if shape == "html":
        response = page(request, "rights/copy.html", p=found)
    else:
        content = export.as_json(found) if shape == "json" else export.as_zip(found)
        response = HttpResponse(content, content_type=TYPES[shape])
    if shape != "html" or request.GET.get("keep"):
        name = f"ginnel-copy.{ENDINGS.get(shape, 'html')}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def helpers(request: Request) -> HttpResponse:
    """Who may ask for her, and ending it."""
    user, faults = user_of(request), Faults()
    person = access.person_of(user)
    if person is None:
        raise Http404
    name, chosen_kinds = request.POST.get("helper", ""), request.POST.getlist("kinds")
    if request.method == "POST":
        end = request.POST.get("end", "")
        try:
            if end:
                ask.end_help(person, int(end) if end.isascii() and end.isdigit() and len(end) < 12 else 0, request.now)
            else:
                ask.let_help(user, person, name, chosen_kinds, request.now)
        except BadInput as error:
            spoken(error, faults)
        else:
            messages.success(request, _("Saved."))
            return redirect("my-helpers")
    return page(
        request,
        "rights/helpers.html",
        faults=faults,
        given=ask.helpers(person),
        name=name,
        chosen=chosen_kinds,
        kinds=list(RIGHTS),
    )
