"""Asks, what was received from outside, and who may ask for somebody else."""

from __future__ import annotations

from django.db import models


class MandateRow(models.Model):
    """A scope within which one person may ask for another. Never deleted: `ended_on` closes it early."""

    key = models.CharField(max_length=40, unique=True)
    proxy = models.CharField(max_length=40, db_index=True)
    person = models.CharField(max_length=40, db_index=True)
    purposes = models.JSONField(default=list)
    kept = models.JSONField(default=list)
    since = models.DateField()
    until = models.DateField()
    evidence = models.CharField(max_length=30)
    reference = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    ended_on = models.DateField(null=True)


class AskRow(models.Model):
    """One ask. `opening` is the ask as it was made; the ledger's entry commits to exactly these fields."""

    key = models.CharField(max_length=64, unique=True)
    person = models.CharField(max_length=40, db_index=True)
    service = models.CharField(max_length=80)
    organisation = models.CharField(max_length=60)
    case = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=40, db_index=True)
    """The person who asked: herself, or her proxy."""
    mandate = models.CharField(max_length=40, blank=True)
    opening = models.JSONField()
    asked_at = models.DateTimeField()


class RefusedAskRow(models.Model):
    """An ask of a proxy that was outside the scope: she sees these too. It holds no word of what was asked."""

    person = models.CharField(max_length=40, db_index=True)
    mandate = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=40)
    service = models.CharField(max_length=80)
    reasons = models.JSONField(default=list)
    at = models.DateTimeField()


class ReceivedRow(models.Model):
    """What came from outside. `claimed` is the basis as the sender put it."""

    key = models.CharField(max_length=64, unique=True)
    organisation = models.CharField(max_length=60, db_index=True)
    case = models.CharField(max_length=40, unique=True)
    person = models.CharField(max_length=40, blank=True)
    sender = models.CharField(max_length=200)
    channel = models.CharField(max_length=12)
    claimed = models.CharField(max_length=300, blank=True)
    received_on = models.DateField()
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    opening = models.JSONField()
