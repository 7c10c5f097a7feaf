"""Reviews of whether a child decides herself."""

from __future__ import annotations

from django.db import models


class CompetenceReview(models.Model):
    """A named professional judged whether this child understands (Gillick v West Norfolk [1986] AC 112). Never changed.

    In force on days `since` <= day < `until`; of several the latest counts. The child reads it, and nobody else whom it
    does not name.
    """

    key = models.CharField(max_length=40, unique=True)
    person = models.CharField(max_length=40, db_index=True)
    competent = models.BooleanField()
    by = models.CharField(max_length=150)
    post = models.CharField(max_length=120)
    organisation = models.CharField(max_length=150)
    """Where the professional works, in words: it need not take part in the region."""
    since = models.DateField()
    until = models.DateField()
    why = models.CharField(max_length=300)
    body = models.CharField(max_length=60)
    """The body whose worker recorded it."""
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
