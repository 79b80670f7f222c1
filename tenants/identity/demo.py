"""The made-up people of the demonstration: one for each role in a few units, all with the password that is shown."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from tenants import hosts
from tenants.identity.installation import mode
from tenants.identity.models import Installation, Membership, User
from tenants.identity.passwords import ShownPasswordHasher
from tenants.identity.roles import Role
from tenants.units.models import Level, Unit

PASSWORD = "yanshi-2026-demo"  # noqa: S105 (shown to everybody, on purpose)
MARK = "（演示）"
UNITS = ("office", "310000", "320000", "330000", "340000", "320100", "330100", "340100", "320102")
ROLES: dict[str, list[Role]] = {
    "handler": [Role.HANDLER, Role.LIAISON],
    "signatory": [Role.SIGNATORY],
    "sealkeeper": [Role.SEAL_KEEPER],
    "member": [Role.MEMBER],
    "approver": [Role.APPROVER],
    "editor": [Role.EDITOR],
    "administrator": [Role.UNIT_ADMINISTRATOR],
    "security": [Role.SECURITY_ADMINISTRATOR],
    "auditor": [Role.AUDITOR],
}
NOT_IN_THE_OFFICE = frozenset({"signatory", "sealkeeper", "approver"})  # it decides nothing and has no seal
FAMILY = "陈林黄周吴徐孙马朱胡郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔"
GIVEN = ("文静", "国强", "晓东", "丽华", "志远", "思敏", "建平", "雅琴", "海涛", "若兰", "明哲")
GUEST = ("320100", "handler", "310000")  # a handler of one unit who is for a while a member of another


def make_people(codes: Iterable[str] = UNITS) -> list[Membership]:
    """Make, or complete, the demonstration's people in these units where they exist. Owner only; safe to repeat.

    Raises ``RuntimeError`` where the database is not a demonstration.
    """
    if mode() != Installation.Mode.DEMO:
        raise RuntimeError("This database is no demonstration.")
    hashed, numbers = make_password(PASSWORD, hasher=ShownPasswordHasher()), count()
    made = []
    with transaction.atomic():
        for unit in Unit.objects.filter(code__in=list(codes)).select_related("tenant").order_by("level", "code"):
            for name, roles in ROLES.items():
                number = next(numbers)
                if unit.level == Level.OFFICE and name in NOT_IN_THE_OFFICE:
                    continue
                person = _person(f"{_prefix(unit)}-{name}", number, hashed)
                made.append(_member(person, unit, roles))
        made.extend(_guest())
    return made


def identities() -> list[Membership]:
    """Everybody one can be, by unit; empty where the database is no demonstration. Needs nobody to be signed in."""
    rows = Membership.objects.raw("SELECT * FROM demo_identities()")
    people = User.objects.in_bulk([row.user_id for row in rows])
    units = Unit.objects.select_related("tenant").in_bulk([row.unit_id for row in rows])
    for row in rows:
        row.user, row.unit = people[row.user_id], units[row.unit_id]
    return sorted(rows, key=lambda row: (row.unit.level, row.unit.code, row.pk))


def _prefix(unit: Unit) -> str:
    """The unit's part of its people's user names: the label of its site, or its initials where it has none."""
    if unit.level == Level.OFFICE:
        return "office"
    owns_site = unit.tenant.schema_name == f"u{unit.code}"
    return unit.tenant.label if owns_site else f"{unit.tenant.label}-{unit.code[-2:]}"


def _person(username: str, number: int, hashed: str) -> User:
    name = FAMILY[number % len(FAMILY)] + GIVEN[number % len(GIVEN)] + MARK
    host = hosts.desk_host().removeprefix("desk.")
    fields = {"name": name, "password": hashed, "email": f"{username}@{host}", "is_demo": True}
    return User.objects.get_or_create(username=username, defaults=fields)[0]


def _member(person: User, unit: Unit, roles: list[Role], **fields: object) -> Membership:
    membership, is_new = Membership.objects.get_or_create(
        user=person,
        unit=unit,
        source=Membership.Source.DEMO,
        defaults={"roles": roles, "clearance": 2, **fields},
    )
    if is_new:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT audit_append(%s, 'member', 'joined', jsonb_build_object('user', %s, 'roles', %s::text[]), '{}',"
                " ARRAY[%s]::bigint[], NULL, %s)",
                [unit.public_id, person.pk, [str(role) for role in roles], unit.pk, unit.pk],
            )
    return membership


def _guest() -> list[Membership]:
    home, role, host = GUEST
    unit, away = Unit.objects.filter(code=home).first(), Unit.objects.filter(code=host).first()
    person = User.objects.filter(username=f"{_prefix(unit)}-{role}").first() if unit else None
    if person is None or away is None:
        return []
    return [_member(person, away, [Role.MEMBER], valid_until=timezone.now() + timedelta(days=180))]
