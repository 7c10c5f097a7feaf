"""Buying together: what the pool came to, and the form in which a buyer says what she wants."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import pool
from ginnel.vocabulary import BadInput
from ginnel.web.request import Request
from ginnel.web.show import Faults, page


def overview(request: Request) -> HttpResponse:
    """Three ways side by side, fair shares, what is bought twice, what is still to be asked."""
    return page(request, "pool/overview.html", pool=pool.outcome(), there=pool.there(), buyers=pool.buyers())


def demand(request: Request, buyer: str) -> HttpResponse:
    """One buyer's lines. Gaps are shown and may stay: somebody will ask."""
    form = pool.form(buyer)
    if form is None:
        raise Http404
    faults, cells = Faults(), dict(form.cells)
    if request.method == "POST":
        cells = {(lot, f): request.POST.get(f"{lot}:{f}", "") for lot in form.lots for f in pool.FIELDS}
        try:
            pool.save(buyer, cells)
        except BadInput as error:
            for problem in error.problems:
                faults.add(f"id_{problem.key}", _fault(problem.key or "", form.lots))
        else:
            messages.success(request, _("Saved."))
            return redirect("pool-demand", buyer=buyer)
    return page(request, "pool/demand.html", faults=faults, f=form, cells=cells)


def _fault(key: str, lots: Mapping[str, str]) -> str:
    """What is wrong with a cell, in the language of the page."""
    lot, _colon, field = key.partition(":")
    texts = {
        "quantity": _("Enter how many as a number, such as 120"),
        "needed_by": _("Enter a real date, such as 31/03/2027"),
        "must_have": _("Choose yes or no, or leave it open"),
        "local_price": _("Enter pounds, such as 92.50"),
        "exit_cost": _("Enter pounds, such as 92.50"),
    }
    return f"{texts[field]} ({lots[lot]})"
