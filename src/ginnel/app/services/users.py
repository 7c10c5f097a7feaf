"""Who signs in. Doors know users by this module only."""

from __future__ import annotations

from ginnel.app.services import place
from ginnel.store.models import Person, User

__all__ = ["User", "by_id", "called", "demo_user", "demo_users", "home_of"]


def by_id(id: int) -> User | None:
    """Whoever this session is of. An invented person of a demonstration is nobody once the region is live."""
    found = User.objects.filter(pk=id, is_active=True).first()
    return None if found is None or (found.demo and not place.demo()) else found


def called(username: str) -> str:
    """The name by which a worker is shown; her account's name where there is no other."""
    found = User.objects.filter(username=username).first()
    return (found.display_name if found else "") or username


def demo_users() -> list[User]:
    """The invented people of a demonstration, by role and name."""
    return list(User.objects.filter(demo=True, is_active=True).order_by("role", "organisation", "username"))


def demo_user(username: str) -> User | None:
    return User.objects.filter(demo=True, is_active=True, username=username).first()


def home_of(user: User) -> str:
    """The id of the home where this user lives, as far as her own record says; otherwise empty."""
    person = Person.objects.filter(id=user.person_id).first() if user.person_id else None
    return person.home_id or "" if person else ""
