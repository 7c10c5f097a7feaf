"""What officers say keeps happening, and what was decided about needs that nobody had stated."""

from __future__ import annotations

from django.db import models


class KeepsHappening(models.Model):
    """One worker's remark that something comes back. It names a use, never a case, a home or a person."""

    organisation = models.CharField(max_length=60, db_index=True)
    use = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=300, blank=True)
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField()


class NeedDecision(models.Model):
    """What was decided about one line of the queue. The latest of one key counts."""

    key = models.CharField(max_length=160, db_index=True)
    decision = models.CharField(max_length=20)
    reasons = models.CharField(max_length=500)
    decided_by = models.CharField(max_length=150)
    decided_at = models.DateTimeField()
