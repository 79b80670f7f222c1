"""What stands for every parameter of every address. A parameter without an entry fails the suite."""

from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

from tests.isolation.addresses import Address
from tests.isolation.world import World

ANY_UUID = "00000000-0000-4000-8000-000000000000"


def values(world: World, address: Address) -> dict[str, list[str]]:
    """Candidates for the parameters of an address, by the namespace it lives in."""
    documents = [str(document.public_id) for document in world.documents]
    units = [str(person.unit.public_id) for name, person in world.people.items() if " " not in name]
    members = [str(person.membership.public_id) for person in list(world.people.values())[:6]]
    sealing = [str(one.public_id) for one in world.authorisations]
    uploads = [str(upload.pk) for upload in world.uploads]
    deadlines = [str(deadline.public_id) for deadline in world.deadlines]
    public_ids = {"members": members, "units": units[:2], "purging": [*documents, *uploads], "deadlines": deadlines}
    public_ids["supervision"] = [str(slip.public_id) for slip in world.slips]
    public_ids["sealing"] = sealing
    namespace = address.name.partition(":")[0]
    return {
        "public_id": public_ids.get(namespace, documents),
        "opinion_id": [str(opinion.public_id) for opinion in world.opinions],
        "upload_id": uploads,
        "matter": documents,
        "chain": [*documents, units[0]],
        "unit": units[:2],
        "code": ["320100"],
        "number": ["1"],
        "token": ["no-such-token"],
        "pk": [str(pk) for pk in world.steps] if namespace == "worklist" else ["1"],
        "list_id": [str(public_id) for public_id in world.hand_overs],
        "key": ["no-such-key"],
        "uidb36": ["1"],
        "provider_id": ["agency"],
        "name": ["images/missing.png"],
        "section": ["pages", "documents"],
        "page_view_restriction_id": ["1"],
        "page_id": ["1"],
        "restriction_id": ["1"],
        "_0": ["1", ""] if address.name == "wagtail_serve" else ["1"],
        "_1": ["missing.pdf"],
        "mail_id": [ANY_UUID],
        "hook": [ANY_UUID],
        "way": ["sms"],
        "delivery": [ANY_UUID],
        "path": ["", "documents/", "verify/"],
        "kind": ["rss", "atom"],
        "day": ["2027-01-01", "nonsense"],
    }


def paths(world: World, address: Address) -> Iterator[str]:
    """Concrete paths of an address for everything in the world. Raises ``KeyError`` for a parameter nobody listed."""
    known = values(world, address)
    names = [str(name) for name in address.parameters]
    for combination in product(*(known[name] for name in names)):
        given = dict(zip(names, combination, strict=True))
        yield address.prefix + address.template % {name: quote(value) for name, value in given.items()}
