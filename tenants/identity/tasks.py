"""Housekeeping of sign-in."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tenants.identity.models import Counter
from tenants.identity.sessions import SessionStore


@app.periodic(cron="17 * * * *")
@app.task(queue="person", queueing_lock="forget_expired")
def forget_expired(timestamp: int) -> None:
    """Remove sessions and counts of tries whose time is over."""
    SessionStore.clear_expired()
    Counter.objects.filter(expires_at__lt=timezone.now()).delete()
