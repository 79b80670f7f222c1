"""Who tries: people of every role in the units around one thing."""

from functools import cache

from django.test import Client

from tenants.identity.actor import Actor
from tenants.identity.roles import CONTENT_ROLES, Role
from tests.factories.desk import at_desk, visitor
from tests.factories.people import make_actor

CITY, COUNTY, PROVINCE, OTHER_CITY, OTHER_PROVINCE, OFFICE = (
    "320100", "320102", "320000", "340100", "330000", "office",
)  # fmt: skip
AROUND = {"neighbour": COUNTY, "superior": PROVINCE, "outside": OTHER_PROVINCE, "office": OFFICE}  # county: same tenant
MATTER = {"drafting": CITY, "invited": OTHER_CITY, **AROUND}
SENT = {"drafting": CITY, "signed": OTHER_CITY, "filed": OTHER_PROVINCE, "superior": PROVINCE, "neighbour": COUNTY,
        "office": OFFICE}  # fmt: skip
DELAY = {"supervised": CITY, "drafting": OTHER_CITY, **AROUND}
UNIT = {"own": CITY, **AROUND}
UNIT_BELOW = {"own": COUNTY, "superior": CITY, "above": PROVINCE, "outside": OTHER_PROVINCE, "office": OFFICE}
PERSON = {"self": CITY, "colleague": CITY, "outside": OTHER_PROVINCE}
ITS_UNIT, ALONE = {"own": CITY}, {"self": CITY}  # acts on the unit, or the person, that asks: no other can be named
NOBODY = {"nobody": CITY}
ALL = (CITY, COUNTY, PROVINCE, OTHER_CITY, OTHER_PROVINCE, OFFICE)
TOGETHER = (*sorted(CONTENT_ROLES), Role.EDITOR)  # all that one person may be at once


class Cast:
    """People and their browsers, made when they are first asked for."""

    def __init__(self) -> None:
        self.person = cache(make_actor)
        self.worker = {code: make_actor(code, *sorted(CONTENT_ROLES)) for code in ALL}.__getitem__
        self.browser = cache(self._browser)

    def _browser(self, actor: Actor | None) -> Client:
        """The one in which the person is signed in; without a person that of a stranger."""
        browser = at_desk(actor) if actor else visitor()
        browser.raise_request_exception = False
        return browser
