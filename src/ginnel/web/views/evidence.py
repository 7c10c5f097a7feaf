"""Information governance: what to look after, and what a change of the files would do. Nobody's record is shown."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ginnel.app.services.doors import board as services
from ginnel.app.services.doors import whatif
from ginnel.web.request import Request
from ginnel.web.show import Faults, page


def board(request: Request) -> HttpResponse:
    now = request.now
    return page(
        request, "governance/evidence.html", flows=services.refusals_by_reason(now), people=services.people_by_reason(),
        recalls=services.recalls(), health=services.health(now), reviews=services.reviews(now),
    )  # fmt: skip


def what_if(request: Request) -> HttpResponse:
    """A question by GET: it changes nothing, and its address holds ids of files only."""
    faults, outcomes = Faults(), None
    form = {k: request.GET.get(k, "") for k in ("agreement", "use", "column")}
    if "agreement" in request.GET:
        outcomes = whatif.without(form["agreement"], request.now)
        if outcomes is None:
            faults.add("id_agreement", _("Choose an agreement"))
    elif "use" in request.GET or "column" in request.GET:
        outcomes = whatif.with_column(form["use"], form["column"], request.now)
        if form["use"] not in dict(whatif.uses(request.now)):
            faults.add("id_use", _("Choose a use"))
        if form["column"] not in whatif.columns():
            faults.add("id_column", _("Choose a column"))
    return page(
        request, "governance/what-if.html", faults=faults, form=form, outcomes=outcomes, agreements=whatif.agreements(),
        uses=whatif.uses(request.now), columns=whatif.columns(),
    )  # fmt: skip
