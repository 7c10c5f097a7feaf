"""Pages for anybody: start, statements, languages, signing in and out, leaving in a hurry."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from ginnel.app.services import place, users
from ginnel.web.auth import session
from ginnel.web.request import Request
from ginnel.web.show import page

AWAY = "https://www.metoffice.gov.uk/"
"""Where the way out leads: the weather forecast is a page that nobody has to explain."""
HOMES = {"citizen": "me", "officer": "cases", "sender": "release", "governance": "governance"}


def start(request: Request) -> HttpResponse:
    return page(request, "start.html", operator=place.operator())


def accessibility(request: Request) -> HttpResponse:
    return page(request, "accessibility.html", operator=place.operator())


def privacy(request: Request) -> HttpResponse:
    config = place.region().config
    return page(request, "privacy.html", operator=place.operator(), capacity=sorted(config.capacity.items()))


def health(_request: Request) -> HttpResponse:
    """For whatever watches the server: it answers, and says nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


def language(request: Request, code: str) -> HttpResponse:
    """Change the language and go back to the page, if it is one of ours."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.GET.get("back", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(back if safe else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 3600, samesite="Lax", httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def leave(request: Request) -> HttpResponse:
    """The way out: the session ends, what the browser kept of us goes, a harmless page opens.

    A link and no form, so that it works in one press without scripts. Ending a session harms nobody.
    """
    session.sign_out(request)
    response = HttpResponseRedirect(AWAY)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def sign_in(request: Request) -> HttpResponse:
    """One button for each invented person of a demonstration. A live region connects its own sign-in."""
    if not place.demo():
        return page(
            request, "error.html", status=404, title=_("There is no sign-in here yet"),
            text=_("A live region connects its own sign-in. The buttons of the demonstration are switched off."),
        )  # fmt: skip
    if request.method == "POST":
        user = users.demo_user(request.POST.get("username", ""))
        if user is None:
            raise Http404
        session.sign_in(request, user)
        return redirect(HOMES.get(user.role, "start"))
    found = users.demo_users()
    roles = [(role, [u for u in found if u.role == role]) for role in HOMES]
    return page(request, "sign-in.html", roles=roles)


def sign_out(request: Request) -> HttpResponse:
    if request.method == "POST":
        session.sign_out(request)
    return redirect("start")
