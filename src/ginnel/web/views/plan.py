"""The plan under a budget, for whoever proposes it to a committee. No person and no home stands on it."""

from __future__ import annotations

from django.http import HttpResponse

from ginnel.app.services import plan
from ginnel.web.request import Request
from ginnel.web.show import page


def overview(request: Request) -> HttpResponse:
    return page(request, "plan/overview.html", plan=plan.shown())
