"""What leaves the desk for people and for other systems, and what they keep for themselves: canaries there, too."""

import email
import email.policy
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.core.mail import EmailMessage
from django.utils import timezone

from collaboration.deadlines import feed
from collaboration.deadlines.models import DutyShift, EscalationStep
from collaboration.members import workflow as membership
from collaboration.notifications.models import Category
from collaboration.outgoing import outbox, sending, unsubscribing
from collaboration.outgoing.hooks import workflow as hooks
from collaboration.outgoing.hooks.secrets import Target
from collaboration.outgoing.models import Rhythm, Webhook
from collaboration.worklist import saving
from tenants.identity.actor import Actor
from tenants.identity.models import Invitation, User
from tenants.identity.roles import Role
from tests.isolation.world import World
from tests.ownership import as_owner

HOUR = timedelta(hours=1)


def reach_people(world: World) -> None:
    """Webhooks with their log, mails, duty, escalation, kept lists and private addresses in units of two tenants."""
    for code in ("310000", "320102"):
        _hook(world, code)
        _invite(world, code)
        _mail(world, world.people[code])
        _on_duty(world, world.people[code])
        with world.people[code].acting():
            kept = saving.save(world.people[code], name=world.canary(code), query="tab=done")
            world.saved.append(kept.pk)
    for actor in world.people.values():
        with actor.acting():
            world.feeds[actor.user.username] = feed.renew(actor.user)
    world.stop = urlsplit(unsubscribing.address(world.people["310000"].user, [Category.ACTION])).path.split("/")[-2]


def letters_sent(world: World) -> dict[str, set[str]]:
    """Mail every notice to everybody, and tell which words of the world each person's letters say."""
    mailed: dict[str, set[str]] = {}
    for name, actor in world.people.items():
        with as_owner():
            User.objects.filter(pk=actor.user.pk).update(email=f"{actor.user.username}@agency.example")
        with actor.acting():
            unsubscribing.choose(actor.user, dict.fromkeys(Category, Rhythm.AT_ONCE))
        mailed[name] = set()
    before = set(outbox.folder().glob("*.eml"))
    sending.send_due_letters()
    names = {f"{actor.user.username}@agency.example": name for name, actor in world.people.items()}
    for path in set(outbox.folder().glob("*.eml")) - before:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        said = str(message["Subject"]) + "".join(part.get_content() for part in message.iter_parts())
        mailed[names[str(message["To"])]] |= {word for word in world.readers if word in said}
    return mailed


def _hook(world: World, code: str) -> None:
    administrator, public_id = world.people[f"{code} {Role.UNIT_ADMINISTRATOR}"], uuid4()
    word = world.canary(f"{code} {Role.UNIT_ADMINISTRATOR}")
    target = Target(f"https://hooks.example/{word}", "")
    with administrator.acting():
        hooks.save(public_id, name=word, form=Webhook.Form.DINGTALK, target=target, is_on=True)
        hook = Webhook.objects.get(public_id=public_id)
        world.hooks.append(hook)
        world.deliveries.append(hooks.try_out(hook))


def _invite(world: World, code: str) -> None:
    administrator = world.people[f"{code} {Role.UNIT_ADMINISTRATOR}"]
    readers = (f"{code} {Role.UNIT_ADMINISTRATOR}", f"{code} {Role.SECURITY_ADMINISTRATOR}")
    with administrator.acting():
        name = world.canary(*readers)
        membership.invite(administrator, administrator.unit, name=name, email="a@b.cc", roles=[Role.HANDLER])
    with as_owner():
        world.invitations.append(Invitation.objects.get(name=name).public_id)


def _mail(world: World, actor: Actor) -> None:
    """A mail in the demonstration's outbox, to the person alone."""
    word, address = world.canary(actor.unit.code), f"{actor.user.username}@agency.example"
    with as_owner():
        User.objects.filter(pk=actor.user.pk).update(email=address)
    message = EmailMessage(word, f"{word} {world.canary(actor.unit.code)}", "portal@portal.localhost", [address])
    before = set(outbox.folder().glob("*.eml"))
    outbox.Outbox().send_messages([message])
    world.mails.extend(UUID(path.stem) for path in set(outbox.folder().glob("*.eml")) - before)


def _on_duty(world: World, actor: Actor) -> None:
    now = timezone.now()
    with as_owner():
        shift = DutyShift.objects.create(
            unit=actor.unit, person=actor.user, telephone="025 1", starts_at=now + HOUR, ends_at=now + 2 * HOUR
        )
        DutyShift.objects.filter(pk=shift.pk).update(telephone=world.canary(actor.unit.code)[:40])
        step = EscalationStep.objects.create(unit=actor.unit, after=1, to=EscalationStep.To.SIGNATORY)
    world.shifts.append(shift.pk)
    world.escalations.append(step.pk)
