"""House-keeping of the realtime bus."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from tenants.realtime.models import Wakeup

KEPT = timedelta(hours=1)


@app.periodic(cron="17 * * * *")
@app.task(queue="sealer", queueing_lock="forget_wakeups")
def forget_wakeups(timestamp: int) -> None:
    """Delete wake-ups that every process has long seen; pages that slept longer ask for everything anyway."""
    Wakeup.objects.filter(at__lt=timezone.now() - KEPT).delete()
