"""House-keeping of the realtime bus."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from tenants.realtime.models import Presence, Wakeup

KEPT = timedelta(hours=1)


@app.periodic(cron="17 * * * *")
@app.task(queue="sealer", queueing_lock="forget_wakeups")
def forget_wakeups(timestamp: int) -> None:
    """Delete wake-ups that every process has long seen, and pages whose process died with them open."""
    Wakeup.objects.filter(at__lt=timezone.now() - KEPT).delete()
    Presence.objects.filter(seen_at__lt=timezone.now() - KEPT).delete()
