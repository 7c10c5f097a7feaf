"""Choices, what was done with somebody's records, looks, runs, and notes on their way to the ledger."""

from __future__ import annotations

from django.db import models


class ChoiceRow(models.Model):
    """A choice about one record. Never deleted: an end date or a status closes it."""

    key = models.CharField(max_length=80, unique=True)
    dataset = models.CharField(max_length=60)
    record = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    purpose = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField(null=True)
    status = models.CharField(max_length=20, default="pending")
    recipient = models.CharField(max_length=60, default="all")
    category = models.CharField(max_length=40, default="all")
    person = models.CharField(max_length=40, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()


class OverrideRow(models.Model):
    """A decision that one recipient may be told about one person in spite of her choice. Never deleted."""

    key = models.CharField(max_length=40, unique=True)
    person = models.CharField(max_length=40, db_index=True)
    purpose = models.CharField(max_length=60)
    recipient = models.CharField(max_length=60)
    organisation = models.CharField(max_length=60)
    """The body that asked for it, whose records would be told."""
    ground = models.CharField(max_length=30)
    reasons = models.TextField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    approver = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default="asked")
    """asked, approved, refused or ended."""
    since = models.DateField()
    until = models.DateField()
    withheld_until = models.DateField(null=True)
    """Until when she is not shown it, reviewed by that day; empty: shown at once."""


class UseRow(models.Model):
    """One use of a person's records, as her page shows it. The latest state of one key."""

    key = models.CharField(max_length=40, unique=True)
    person = models.CharField(max_length=40, db_index=True)
    use = models.CharField(max_length=80)
    outcome = models.CharField(max_length=20)
    recipient = models.CharField(max_length=60, blank=True)
    agreement = models.CharField(max_length=60, blank=True)
    reasons = models.JSONField(default=list)
    words = models.JSONField(default=list)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()


class Look(models.Model):
    """A worker looked at a case or a person. Shown to the person."""

    username = models.CharField(max_length=150)
    organisation = models.CharField(max_length=60)
    person = models.CharField(max_length=40, blank=True, db_index=True)
    home = models.CharField(max_length=40, blank=True, db_index=True)
    case = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=200)
    at = models.DateTimeField()


class RunRow(models.Model):
    id = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField()
    summary = models.JSONField()


class LedgerNote(models.Model):
    """A note written in the same transaction as what it is about; appended to the ledger after the commit."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    body = models.JSONField()
    at = models.CharField(max_length=40)
    appended = models.BooleanField(default=False, db_index=True)
