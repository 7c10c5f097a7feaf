"""Who is known, where, and who may look: people, homes, users, named staff. Replaced each night, ids kept."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

ROLES = (
    ("citizen", "citizen"),
    ("officer", "case officer"),
    ("sender", "releasing officer"),
    ("governance", "information governance"),
)


class Home(models.Model):
    id = models.CharField(primary_key=True, max_length=40)
    uprn = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300)
    postcode = models.CharField(max_length=12)


class Person(models.Model):
    """`protected` people are absent from search, lists and exports, except for the staff named for them."""

    id = models.CharField(primary_key=True, max_length=40)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    born = models.DateField(null=True)
    language = models.CharField(max_length=12, blank=True)
    home = models.ForeignKey(Home, null=True, on_delete=models.SET_NULL)
    responsible = models.CharField(max_length=40, blank=True)
    protected = models.BooleanField(default=False)
    nation = models.CharField(max_length=20, blank=True)
    """Of a child below 16: where she lives; empty where nobody knows."""
    sources = models.IntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=["family_name", "given_name"]),)


class Holding(models.Model):
    """That a dataset holds records about a person: what her page lists as "who holds records about you"."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holdings")
    dataset = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "dataset"], name="one_holding"),)


class Nearby(models.Model):
    """Two people who may be one, at the threshold at which a no binds both. Each pair stands in both directions."""

    person = models.CharField(max_length=40, db_index=True)
    other = models.CharField(max_length=40)


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **more: object) -> User:
        user = self.model(username=username, **more)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """Somebody who signs in. Staff belong to an organisation; a citizen is tied to her person id.

    `declared` are the person ids and `declared_homes` the home ids that a worker has declared as her own, her
    family's or her neighbours': she is barred from them.
    """

    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=20, choices=ROLES)
    organisation = models.CharField(max_length=60, blank=True)
    person_id = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12, default="en")
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    declared = models.JSONField(default=list)
    declared_homes = models.JSONField(default=list)

    USERNAME_FIELD = "username"
    objects = UserManager()

    @property
    def is_staff(self) -> bool:
        return False


class NamedStaff(models.Model):
    """A worker named for a protected person, or for a home kept for named staff."""

    username = models.CharField(max_length=150)
    person = models.CharField(max_length=40)
    named_by = models.CharField(max_length=150)
    named_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["username", "person"], name="named_once"),)
