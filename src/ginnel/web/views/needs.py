"""Working back from needs: the page that shows what serves each need, the queue of new ones, an officer's remark."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import access, needs
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page


def overview(request: Request) -> HttpResponse:
    return page(request, "needs/overview.html", served=needs.served(request.now), idle=needs.idle(request.now))


def queue(request: Request) -> HttpResponse:
    """Proposed needs. A line is taken up or put aside with reasons; the file of needs is still written by a person."""
    faults = Faults()
    form = {k: request.POST.get(k, "") for k in ("key", "decision", "reasons")}
    if request.method == "POST":
        if form["decision"] not in needs.DECISIONS:
            faults.add("id_decision", _("Choose one"))
        if not form["reasons"].strip():
            faults.add("id_reasons", _("Write your reasons"))
        lines = (*needs.queue(), *needs.flow_lines(request.now))
        if form["key"] not in {line.key for line in lines}:
            faults.add("id_key", _("Choose one"))
        if not faults:
            needs.decide(user_of(request), form["key"], form["decision"], form["reasons"], request.now)
            messages.success(request, _("Saved."))
            return redirect("needs-queue")
    return page(
        request, "needs/queue.html", faults=faults, form=form, lines=needs.queue(),
        flows=needs.flow_lines(request.now),
    )  # fmt: skip


def remark(request: Request, id: str) -> HttpResponse:
    """ "This keeps happening": kept with the body and the kind of case, never with the case."""
    row = access.case_for_officer(user_of(request), id)
    if row is None:
        raise Http404
    faults = Faults()
    form = {k: request.POST.get(k, "") for k in ("kind", "words")}
    if request.method == "POST":
        if form["kind"] not in needs.KINDS:
            faults.add("id_kind", _("Choose one"))
        if len(form["words"].strip()) > needs.LONGEST:
            faults.add("id_words", _("Say it in at most 300 characters"))
        if not faults:
            needs.remark(user_of(request), row.use, form["kind"], form["words"], request.now)
            messages.success(request, _("Saved."))
            return redirect("case", id=id)
    return page(request, "needs/remark.html", faults=faults, form=form, row=row, kinds=needs.KINDS)
