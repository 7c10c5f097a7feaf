"""Turning an answer into a page: what every page needs, and mistakes in a form as a list of links."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ginnel.app.services import access, place
from ginnel.web import words
from ginnel.web.jinja import language
from ginnel.web.request import Request


@dataclass
class Faults:
    """What is wrong with a form: (id of the element, text). Falsy while nothing is."""

    items: list[tuple[str, str]] = field(default_factory=list)

    def add(self, element: str, text: str) -> None:
        self.items.append((element, text))

    def __bool__(self) -> bool:
        return bool(self.items)

    def at(self, element: str) -> dict[str, str] | None:
        """For the `errorMessage` of the element's macro."""
        return next(({"text": text} for e, text in self.items if e == element), None)

    @property
    def links(self) -> list[dict[str, str]]:
        return [{"text": text, "href": f"#{element}"} for element, text in self.items]


def page(
    request: Request, template: str, *, faults: Faults | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    """A page in the language of the request. A page with mistakes to mend answers 422."""
    found = {
        **context,
        "who": getattr(request, "who", None),
        "language": language(),
        "htmlLang": language(),
        "cspNonce": str(getattr(request, "csp_nonce", "")),
        "here": request.path,
        "faults": faults or Faults(),
        "region_name": _region_name(),
        "nav": navigation(request),
        "interpreter": _interpreter(request) if template.startswith("me/") else None,
        "messages": get_messages(request),
    }
    return render(request, template, found, status=422 if faults and status == 200 else status)


def _interpreter(request: Request) -> tuple[str, str, str] | None:
    """On a citizen's own pages: how to ask for an interpreter in the language that is recorded for the person."""
    person = access.person_of(request.who) if request.who else None
    spoken = person.language.partition("-")[0].lower() if person else ""
    return next((line for line in words.INTERPRETER if line[0] == spoken), None)


def _region_name() -> str:
    """The region's name; error pages must work when its files are broken too."""
    try:
        return place.region().config.name
    except Exception:  # an error page that fails tells nobody anything
        return ""


def navigation(request: Request) -> list[dict[str, Any]]:
    """The links of somebody's role."""
    who = getattr(request, "who", None)
    links: dict[str, list[tuple[str, str]]] = {
        "citizen": [("/me", _("Overview")), ("/me/uses", _("What was used")), ("/me/choices", _("Your choices")),
                    ("/me/ask", _("Ask for help")), ("/me/rights", _("Your rights"))],
        "officer": [("/cases", _("Cases")), ("/received/new", _("Record what was received")),
                    ("/decided-by-body", _("Children for whom we decide"))],
        "sender": [("/release", _("Waiting to be told"))],
        "governance": [
            ("/governance", _("Numbers and flows")), ("/governance/agreements", _("Agreements")),
            ("/governance/refusals", _("Refusals")), ("/governance/ledger", _("Ledger")),
            ("/governance/runs", _("Runs")), ("/governance/overrides", _("Overrides")), ("/rights", _("Rights")),
            ("/breaches", _("Breaches")), ("/needs", _("Needs")), ("/journeys", _("Journeys")), ("/plan", _("Plan")),
            ("/pool", _("Buying together")), ("/governance/papers", _("Papers")),
            ("/governance/duty", _("Deciding for children")),
        ],
    }  # fmt: skip
    found = links.get(who.role, []) if who else [("/", _("Start")), ("/sign-in", _("Sign in"))]
    return [{"href": h, "text": t, "current": request.path == h} for h, t in found]
