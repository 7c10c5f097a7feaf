"""Paths, from the table of rules and from nowhere else."""

from __future__ import annotations

from django.urls import path

from ginnel.web.auth.rules import ROUTES

urlpatterns = [path(r.path, r.view, name=r.name) for r in ROUTES]
handler400 = "ginnel.web.views.errors.bad"
handler403 = "ginnel.web.views.errors.forbidden"
handler404 = "ginnel.web.views.errors.missing"
handler500 = "ginnel.web.views.errors.broken"
