"""What an administrator does with the unit's webhooks. The database checks who asks and records it."""

import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import connection
from django.utils import timezone

from collaboration.outgoing.hooks.secrets import Target, seal
from collaboration.outgoing.models import Delivery, Webhook
from tenants.identity.actor import Actor
from tenants.jobs import waking

DAY = timedelta(hours=24)


def save(hook: uuid.UUID, *, name: str, form: str, target: Target, is_on: bool) -> None:
    """Make a webhook, or change the one of this id."""
    host = urlsplit(target.address).hostname or ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT webhook_save(%s, %s, %s, %s, %s, %s)", [hook, name, form, host[:253], seal(target), is_on]
        )


def remove(hook: Webhook) -> None:
    """Remove it with its log. Nothing more is sent, not even what waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT webhook_remove(%s)", [hook.public_id])


def try_out(hook: Webhook) -> Delivery:
    """Send a message that says nothing."""
    now = timezone.now()
    made = Delivery.objects.create(
        webhook=hook,
        unit_id=hook.unit_id,
        matter=hook.public_id,
        kind=Delivery.TRIAL,
        act=Delivery.TRIAL,
        at=now,
        next_at=now,
        until=now + DAY,
    )
    waking.wake("outgoing")
    return made


def resend(actor: Actor, delivery: Delivery) -> bool:
    """Send it again now, under its id, for another day; False while it still waits or was not the unit's to know."""
    ended = Delivery.objects.visible_to(actor).filter(
        pk=delivery.pk, state__in=[Delivery.State.DELIVERED, Delivery.State.GIVEN_UP]
    )
    now = timezone.now()
    is_sent = ended.update(state=Delivery.State.WAITING, tries=0, next_at=now, until=now + DAY)
    waking.wake("outgoing")
    return bool(is_sent)
