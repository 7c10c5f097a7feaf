"""Agreements on their way: drafts, their versions, what was said about them, who signed, who holds which office."""

from __future__ import annotations

from django.db import models


class DraftRow(models.Model):
    """A draft agreement, or the form by which a body joins one. `parties` are the bodies whose people may see it.

    `agreement` is the id of the file that it becomes. Of a form, `joins` is the agreement that it joins and `side` the side
    ("from" or "to"); of an agreement both are empty. `edition` counts changes. `pending_hash` is the text that is on its
    way into the file: it becomes `published_hash` only once the file is there.
    """

    key = models.CharField(max_length=40, unique=True)
    agreement = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    organisation = models.CharField(max_length=60)
    started_by = models.CharField(max_length=150)
    started_at = models.DateTimeField()
    answers = models.JSONField(default=dict)
    parties = models.JSONField(default=list)
    edition = models.IntegerField(default=0)
    joins = models.CharField(max_length=60, blank=True)
    side = models.CharField(max_length=4, blank=True)
    pending_hash = models.CharField(max_length=64, blank=True)
    published_hash = models.CharField(max_length=64, blank=True)
    published_by = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "joins", "side"], condition=~models.Q(joins=""), name="one_form"
            ),
        )


class DraftVersion(models.Model):
    """One text of a draft, kept as it was. Never changed."""

    draft = models.ForeignKey(DraftRow, on_delete=models.CASCADE, related_name="versions")
    number = models.IntegerField()
    text = models.TextField()
    hash = models.CharField(max_length=64)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["draft", "number"], name="one_number"),)


class DraftComment(models.Model):
    draft = models.ForeignKey(DraftRow, on_delete=models.CASCADE, related_name="comments")
    version = models.IntegerField()
    words = models.CharField(max_length=1000)
    said_by = models.CharField(max_length=150)
    organisation = models.CharField(max_length=60)
    said_at = models.DateTimeField()


class Office(models.Model):
    """That somebody of a body holds an office for which she signs. Nobody gives one to herself."""

    username = models.CharField(max_length=150)
    organisation = models.CharField(max_length=60)
    role = models.CharField(max_length=60)
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["username", "role"], name="one_office"),)


class PaperApproval(models.Model):
    """A signatory's approval of exactly one text. Never deleted, and nothing in it changed.

    `waiting` holds until its line stands in the region's file: a line that somebody took out by hand is not put back.
    """

    agreement = models.CharField(max_length=60, db_index=True)
    hash = models.CharField(max_length=64, db_index=True)
    organisation = models.CharField(max_length=60)
    role = models.CharField(max_length=60)
    name = models.CharField(max_length=150)
    username = models.CharField(max_length=150)
    at = models.DateTimeField()
    demo = models.BooleanField(default=False)
    waiting = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["hash", "organisation", "role"], name="signed_once"),)
