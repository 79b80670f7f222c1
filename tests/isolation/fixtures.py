"""What stands for every parameter of every address. A parameter without an entry fails the suite."""

from collections.abc import Iterable, Iterator
from itertools import product
from urllib.parse import quote

from tenants.identity.actor import Actor
from tests.isolation.addresses import Address
from tests.isolation.world import World

ANY_UUID = "00000000-0000-4000-8000-000000000000"
DETAIL = "documents:detail"
OF_RATINGS = ("assistance:detail", "assistance:rate", "assistance:answer_rating")

# What an address shows only when it is asked; a part of every canary finds all of them.
QUERIES = {
    "palette": ("?q=canary",),
    "start": ("?tab=sent", "?tab=following", "?tab=done", "?tab=closed", "?q=canary"),
    "worklist:export": ("?tab=sent", "?tab=done"),
    "incoming:register": ("?format=xlsx",),
    "notices:inbox": ("?show=done", "?show=unread"),
    "notices:news": ("?after=0",),
    "supervision:area": ("?tab=slips", "?format=xlsx"),
    "documents:list": ("?q=canary",),
    "documents:compare": ("?from=known&view=beside", "?by=words&show=changes"),
    "documents:opinion_table": ("?format=xlsx", "?format=docx"),
    "purging:list": ("?q=canary",),
    "published:list": ("?q=canary",),
    "units:directory": ("?q=canary",),
    "sealing:authorisations": ("?tab=over",),
    "archive:list": ("?tab=archived", "?tab=lent", "?tab=transfers", "?q=canary"),
    "archive:transfer": ("?format=xlsx",),
    "assistance:list": ("?q=canary", "?tab=others", "?format=csv", "?format=xlsx", "?format=print"),
    "assistance:figures": ("?quarter=2026-1",),
    "assistance:addressee": ("?q=320",),
    "transfers:register": ("?q=canary", "?format=csv", "?format=xlsx", "?format=print"),
    "dispatch:filed": ("?q=canary", "?format=xlsx"),
}


def values(world: World, address: Address, actor: Actor | None) -> dict[str, list[str]]:
    """Candidates for the parameters of an address, by the namespace it lives in; beside those of the world a wrong one.

    A private address of a feed is good for whoever has it, so everybody knows their own alone.
    """
    registered = [str(document.public_id) for document in world.registered]
    documents = [str(document.public_id) for document in world.documents] + registered * (address.name == DETAIL)
    units = [str(person.unit.public_id) for name, person in world.people.items() if " " not in name]
    members = [str(person.membership.public_id) for person in list(world.people.values())[:6]]
    sealing = [str(one.public_id) for one in world.authorisations]
    uploads = [str(upload.pk) for upload in world.uploads]
    deadlines = [str(deadline.public_id) for deadline in world.deadlines]
    public_ids = {"members": members, "units": units[:2], "purging": [*documents, *uploads], "deadlines": deadlines}
    public_ids["supervision"] = [str(slip.public_id) for slip in world.slips]
    public_ids["sealing"] = sealing
    public_ids["archive"] = [str(public_id) for public_id in (*world.archived, *world.transfers)]
    public_ids["levels"] = [str(decision.public_id) for decision in world.levels]
    public_ids["assistance"] = [str(one.public_id) for one in world.requests]
    if address.name in OF_RATINGS:
        public_ids["assistance"] += [str(one.public_id) for one in world.rated]
    public_ids["casefiles"] = _and_wrong(one.public_id for one in (*world.files, *world.unfinished))
    public_ids["service"] = [str(one.public_id) for one in world.services]
    public_ids["letters"] = [str(one.public_id) for one in world.letters]
    public_ids["transfers"] = [*public_ids["assistance"], *map(str, world.questions)]
    public_ids["dispatch"] = [str(dispatch.public_id) for dispatch in world.dispatches]
    public_ids["templates"] = [str(one) for one in world.templates]
    public_ids["consultation"] = public_ids["consultations"] = [str(one.pk) for one in world.consultations]
    if address.name == "members:revoke":
        public_ids["members"] = _and_wrong(world.invitations)
    tokens = {"deadlines:feed": world.feeds.get(actor.user.username, "") if actor else "", "outgoing:stop": world.stop}
    rows = {
        "worklist:step": world.steps,
        "worklist:forget": world.saved,
        "assistance:forget_view": world.saved,
        "deadlines:drop_shift": world.shifts,
        "deadlines:drop_step": world.escalations,
        "approval:step": world.house_steps,
        "approval:opinion": world.house_steps,
        "approval:withdraw": world.runs,
        "approval:sheet": world.runs,
        "approval:finding_file": world.findings,
    }
    namespace = address.name.partition(":")[0]
    kinds = {"approval": ["document"], "assistance": ["evidence"]}
    return {
        "public_id": registered if "registration" in address.name else public_ids.get(namespace, documents),
        "opinion_id": [str(opinion.public_id) for opinion in world.opinions],
        "comment_id": _and_wrong(one.pk for one in world.comments),
        "upload_id": uploads,
        "counterpart_id": [str(one.pk) for one in world.counterparts],
        "fingerprint": [*world.certificates, "0" * 64],
        "sheet_id": [str(sheet.public_id) for sheet in world.sheets],
        "matter": [
            *documents,
            *map(str, world.questions),
            *public_ids["dispatch"],
            *public_ids["assistance"],
            *public_ids["service"],
        ],
        "chain": [*documents, *public_ids["assistance"], *public_ids["service"], units[0]],
        "unit": units[:2],
        "index": ["0"],
        "code": ["320100"],
        "number": ["1"] if namespace != "dispatch" else [str(pk) for pk in (*world.queries, 10**6)],
        "token": [token for token in (tokens.get(address.name, ""), "no-such-token") if token],
        "pk": [str(pk) for pk in (*rows.get(address.name, ()), 10**6)],
        "list_id": [str(public_id) for public_id in world.hand_overs],
        "key": ["no-such-key"],
        "digest": [*world.evidence, "0" * 64],
        "uidb36": ["1"],
        "provider_id": ["agency"],
        "name": ["images/missing.png"],
        "section": ["pages", "documents"],
        "page_view_restriction_id": ["1"],
        "page_id": ["1"],
        "restriction_id": ["1"],
        "_0": ["1", ""] if address.name == "wagtail_serve" else ["1"],
        "_1": ["missing.pdf"],
        "mail_id": _and_wrong(world.mails),
        "hook": _and_wrong(hook.public_id for hook in world.hooks),
        "way": ["sms"],
        "delivery": _and_wrong(one.pk for one in world.deliveries),
        "path": ["", "documents/", "verify/"],
        "kind": kinds.get(namespace, ["rss", "atom", "disclosure", "secrecy", "risk"]),
        "form": ["csv", "json", "xlsx"],
        "request_id": public_ids["assistance"],
        "sort": ["request", "reply", "nonsense"],
        "step_id": _and_wrong(world.outside_steps),
        "note_id": _and_wrong(world.questions),
        "word": ["send", "shout"],
        "day": ["2027-01-01", "nonsense"],
    }


def _and_wrong(found: Iterable[object]) -> list[str]:
    return [*map(str, found), ANY_UUID]


def paths(world: World, address: Address, actor: Actor | None = None) -> Iterator[str]:
    """Concrete paths of an address for everything in the world. Raises ``KeyError`` for a parameter nobody listed."""
    known = values(world, address, actor)
    names = [str(name) for name in address.parameters]
    for combination in product(*(known[name] for name in names)):
        given = dict(zip(names, combination, strict=True))
        path = address.prefix + address.template % {name: quote(value) for name, value in given.items()}
        yield from (path, *(path + query for query in QUERIES.get(address.name, ())))
