"""Matters whose term is over are erased: words, keys and files; a certificate stays. All of it can be repeated."""

from django.db import connection, transaction
from django.utils import timezone

from collaboration.casefiles.models import Ending, Hold
from collaboration.casefiles.schedule import TOLD_BEFORE_ERASING
from collaboration.purging.removal import held_by_others
from tenants.files import store


def erase_due() -> int:
    """Erase every matter whose day has come and that nobody holds; how many. Runs as p_system."""
    held = Hold.objects.filter(lifted_at=None).values("matter")
    today = timezone.localdate()
    due = Ending.objects.filter(erased_at=None, erase_on__lte=today, erase_told_on__lte=today - TOLD_BEFORE_ERASING)
    due = due.exclude(matter__in=held)
    count = 0
    for matter in due.exclude(matter__state="purged").values_list("matter", flat=True):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT purge_at_end(%s, %s)", [matter, today])
        count += 1
    _remove_files()
    return count


def _remove_files() -> None:
    """The encrypted bytes, too, also where a kill came between."""
    for ending in Ending.objects.exclude(erased_at=None).filter(files_gone_at=None).select_related("matter"):
        stored = set(ending.certificate.get("stored", []))
        for digest in stored - held_by_others(stored, ending.matter.public_id):
            store.purge(digest)
        Ending.objects.filter(pk=ending.pk).update(files_gone_at=timezone.now())
