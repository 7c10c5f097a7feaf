"""The register of breaches of one's own body, for information governance."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import place
from ginnel.app.services.rights import breach
from ginnel.vocabulary import BadInput
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page
from ginnel.web.views.rights import spoken


def register(request: Request) -> HttpResponse:
    """All breaches, by whose 72 hours end first, and the form for a new one."""
    user, faults = user_of(request), Faults()
    said = {k: request.POST.get(k, "") for k in ("what", "aware_at")}
    if request.method == "POST":
        aware = moment(said["aware_at"])
        if aware is None:
            faults.add("id_aware_at", _("Write when you became aware, such as 2026-11-25 09:30"))
        else:
            try:
                breach.open_one(user.organisation, aware, said["what"], user.username, request.now)
            except BadInput as error:
                spoken(error, faults)
            else:
                messages.success(request, _("Saved. The 72 hours run from when you became aware."))
                return redirect("breaches")
    return page(request, "rights/breaches.html", faults=faults, lines=breach.register(user, request.now), said=said)


def one(request: Request, id: str) -> HttpResponse:
    user, faults = user_of(request), Faults()
    said = {k: request.POST.get(k, "") for k in ("step", "reasons", "risk")}
    if request.method == "POST":
        try:
            breach.record(user, id, said["step"], said["reasons"], said["risk"], request.now)
        except BadInput as error:
            spoken(error, faults)
        else:
            messages.success(request, _("Saved."))
            return redirect("breach", id=id)
    found = breach.for_body(user, id, request.now)
    if found is None:
        raise Http404
    return page(request, "rights/breach.html", faults=faults, b=found, said=said)


def moment(text: str) -> datetime | None:
    """A local time as people write it."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(place.zone()))
