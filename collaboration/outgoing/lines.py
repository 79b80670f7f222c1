"""A person's addresses: which lead somewhere, and what a refusal does to one."""

from django.db.models import F

from collaboration.outgoing.models import Line, Way
from collaboration.outgoing.ways.registry import services
from tenants.identity.models import User

REFUSALS = 3  # in a row, after which nothing more is sent to the address until it changes or its owner says so


def address(person: User, way: str) -> str:
    """Where messages of this way go; empty where the person gave no address, or has not confirmed it."""
    if way == Way.MAIL:
        return person.email
    line = Line.objects.visible_to(person).filter(way=way).first()
    return line.address if line and line.is_confirmed else ""


def entered(person: User, way: str) -> str:
    """The address that the person entered on a way other than mail, confirmed or not."""
    line = Line.objects.visible_to(person).filter(way=way).first()
    return line.address if line else ""


def enter(person: User, way: str, to: str) -> None:
    """Keep the person's address on a way other than mail; empty: none any more."""
    row = Line(user=person, way=way, address=to)
    Line.objects.bulk_create([row], update_conflicts=True, unique_fields=["user", "way"], update_fields=["address"])


def open_ways(person: User) -> list[str]:
    """The ways on which the person has an address that is theirs and takes what we send."""
    lines = {line.way: line for line in Line.objects.visible_to(person)}
    shut = {way for way, line in lines.items() if is_shut(person, line)}
    confirmed = [way for way in services() if way in lines and lines[way].is_confirmed]
    return [way for way in [Way.MAIL, *confirmed] if address(person, way) and way not in shut]


def is_shut(person: User, line: Line) -> bool:
    """Whether the person's present address refused too often."""
    return line.refused >= REFUSALS and line.refused_address == address(person, line.way)


def taken(person: User, way: str) -> None:
    """The other end took a message: earlier refusals no longer count."""
    Line.objects.visible_to(person).filter(way=way, refused__gt=0).update(refused=0, refused_address="", problem="")


def refused(person: User, way: str, at: str, problem: str) -> None:
    """The other end will never take messages for this address; refusals of an earlier address do not count."""
    Line.objects.bulk_create([Line(user=person, way=way)], ignore_conflicts=True)
    mine = Line.objects.visible_to(person).filter(way=way)
    mine.exclude(refused_address=at).update(refused=0, refused_address=at)
    mine.update(refused=F("refused") + 1, problem=problem[:300])


def open_again(person: User, way: str) -> None:
    """The person says that the address works after all."""
    Line.objects.visible_to(person).filter(way=way).update(refused=0, refused_address="", problem="")
