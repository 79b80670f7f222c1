"""Housekeeping of sign-in."""

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from tenants.identity.models import Counter
from tenants.identity.sessions import SessionStore


@app.periodic(cron="17 * * * *")
@app.task(queue="person", queueing_lock="forget_expired")
def forget_expired(timestamp: int) -> None:
    """Remove sessions, counts of tries, requests for a proof and tickets whose time is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proofs_forget()")
    SessionStore.clear_expired()
    Counter.objects.filter(expires_at__lt=timezone.now()).delete()
