"""OpenID AuthZEN Authorization API 1.0. The document of it is `web/openapi/authzen.yaml`."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from ginnel.app.services.doors import authzen
from ginnel.web.doors.http import body_of, charge, door
from ginnel.web.request import Request, caller_of


@door("GET")
def configuration(request: Request) -> HttpResponse:
    """Where the endpoints are. Anybody may read it: it says nothing but addresses."""
    return JsonResponse(authzen.configuration(request.build_absolute_uri("/").rstrip("/")))


@door("POST")
def evaluation(request: Request) -> HttpResponse:
    return JsonResponse(authzen.evaluation(caller_of(request), body_of(request), request.now))


@door("POST")
def evaluations(request: Request) -> HttpResponse:
    body = body_of(request)
    questions = body.get("evaluations")
    charge(request, len(questions) - 1 if isinstance(questions, list) and questions else 0)
    return JsonResponse(authzen.evaluations(caller_of(request), body, request.now))


@door("POST")
def search_subject(request: Request) -> HttpResponse:
    return JsonResponse(authzen.search("subject", caller_of(request), body_of(request), request.now))


@door("POST")
def search_resource(request: Request) -> HttpResponse:
    return JsonResponse(authzen.search("resource", caller_of(request), body_of(request), request.now))


@door("POST")
def search_action(request: Request) -> HttpResponse:
    return JsonResponse(authzen.search("action", caller_of(request), body_of(request), request.now))
