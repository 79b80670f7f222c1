"""Whether the workers are alive, by the heartbeat they write."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

FRESH = timedelta(seconds=60)


def is_fresh() -> bool:
    """Whether some worker has shown itself within the last minute."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=timezone.now() - FRESH).exists()
