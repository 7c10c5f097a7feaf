"""The Data Tracker protocol. The document of it is `web/openapi/data-tracker.yaml`."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from ginnel.app.services.doors import tracker
from ginnel.web.doors.http import door
from ginnel.web.request import Request, caller_of


@door("GET")
def find_usage(request: Request) -> HttpResponse:
    query = {name: request.GET[name] for name in request.GET}
    found = tracker.find_usage(caller_of(request), request.headers.get("X-Road-UserId"), query, request.now)
    return JsonResponse(found)


@door("GET")
def usage_period(request: Request) -> HttpResponse:
    return JsonResponse(tracker.usage_period(request.now))


@door("GET")
def heartbeat(request: Request) -> HttpResponse:  # noqa: ARG001
    return JsonResponse({"status": "OK", "message": "ready"})
