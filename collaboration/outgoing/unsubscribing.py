"""The signed address in every mail by which its kinds of notice are stopped with one click, without signing in."""

from collections.abc import Iterable

from django.core import signing
from django.urls import reverse

from collaboration.notifications.models import Category
from collaboration.outgoing.models import Choice, Rhythm, Way
from tenants import hosts
from tenants.db.context import Acting, act_as
from tenants.identity.models import User

SALT = "outgoing.unsubscribe"


def address(person: User, categories: Iterable[Category]) -> str:
    """Where this person stops mail of these categories; it serves for as long as the mail is kept."""
    token = signing.dumps([person.pk, sorted(str(category) for category in categories)], salt=SALT)
    return hosts.desk_url(reverse("outgoing:stop", args=[token], urlconf="portal.urls.desk"))


def read(token: str) -> tuple[User, list[Category]] | None:
    """Whose mail of which categories the token stops; None for a token that we did not sign, or a closed account."""
    try:
        person_id, categories = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    return (person, [Category(category) for category in categories]) if person else None


def stop(person: User, categories: Iterable[Category]) -> None:
    """No more mail of these categories. Once or often is the same."""
    with act_as(Acting(person.pk)):
        choose(person, dict.fromkeys(categories, Rhythm.NEVER))


def choose(person: User, rhythms: dict[Category, Rhythm], *, way: Way = Way.MAIL) -> None:
    """Keep the person's rhythms for these categories of one way."""
    rows = [Choice(user=person, way=way, category=category, rhythm=rhythm) for category, rhythm in rhythms.items()]
    Choice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "way", "category"], update_fields=["rhythm"]
    )
