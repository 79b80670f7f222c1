"""The world is built: people of every role in five units, and something of everything between some of them."""

from collaboration.document_templates.workflow import Contents
from collaboration.document_templates.workflow import make as make_template
from collaboration.documents.models import Kind
from tenants.identity.roles import Role
from tests.factories import seals
from tests.factories.approvals import give_chain
from tests.factories.authorisations import authorise
from tests.factories.people import make_actor
from tests.isolation.drafting import consult, draft, hold_round, register, sign
from tests.isolation.going_out import ask_above, issue, supervise
from tests.isolation.in_the_house import approved
from tests.isolation.world import ADMINISTRATIONS, PLACES, World


def build() -> World:
    """People of every role in five units; drafts, a running round and a closed one between some of them."""
    world = World()
    for code in PLACES:
        world.people[code] = make_actor(code)
        for role in ADMINISTRATIONS:
            world.people[f"{code} {role}"] = make_actor(code, role)
    world.people["office"] = make_actor("office")
    for role in ADMINISTRATIONS:
        world.people[f"office {role}"] = make_actor("office", role)
    for code in PLACES[:2]:
        scan = {"scan": f"%PDF-1.7 {world.canary(code)}".encode(), "scan_name": f"{world.canary(code)}.pdf"}
        number = f"样授{world.canary(code)}号"
        world.authorisations.append(authorise(world.people[code], title=world.canary(code), number=number, **scan))
        with world.people[code].acting():
            word, *words = (world.canary(code, f"{code} {Role.UNIT_ADMINISTRATOR}") for _ in range(5))
            contents = Contents(word, *words[:3], required=(word,), guidance=words[3])
            world.templates.append(make_template(world.people[code], Kind.LETTER, contents).public_id)
    world.certificates = [seals.registered("310000"), seals.registered("320100")]
    give_chain("320100", "send")
    give_chain("340100", "answer")
    draft(world, "310000", "320000")
    approved(world, draft(world, "320100", "340100"), "320100", "send")
    hold_round(world, "320102", "340100", closed=False)
    hold_round(world, "310000", "320100", closed=True)
    supervise(world, "320000", "320100")
    issue(world, "340100", "320102", to="320000")
    ask_above(world, "320102", "340100", "320100")
    sign(world, "320000", "310000")
    register(world, "320000", "310000")
    consult(world, "310000", "320100")
    return world
