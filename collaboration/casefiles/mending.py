"""What a kill or a cut line leaves behind is made good: checks that were lost, parts that nobody goes on with.

Both run again and again, as p_system; neither touches what a row names.
"""

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from collaboration.casefiles.models import CaseFile, Preview, State, Unfinished
from collaboration.casefiles.storing import digest_of, have_it_checked, part_path
from tenants.files import store
from tenants.identity.models import Membership
from tenants.identity.roles import Role

LOST = timedelta(minutes=15)
FORGOTTEN = timedelta(days=3)


def check_again() -> int:
    """Have every file checked whose check does not come: by who added it, or by another handler of their unit."""
    waiting = CaseFile.objects.filter(state=State.WAITING, kept_at__lt=timezone.now() - LOST)
    return sum(_asked_for(file) for file in waiting.select_related("unit__tenant"))


def _asked_for(file: CaseFile) -> bool:
    handlers = Membership.objects.valid().filter(unit=file.unit, roles__contains=[Role.HANDLER])
    place = handlers.filter(user=file.user_id).first() or handlers.order_by("pk").first()
    if place is None:
        return False
    identity = {"user_id": place.user_id, "unit_id": place.unit_id, "membership_id": place.pk}
    return have_it_checked(file, {"schema": file.unit.tenant.schema_name, **identity})


def tidy_unfinished() -> int:
    """Give up uploads that nobody has gone on with for days, with everything they left in the store; how many."""
    for path in sorted(part_path(UUID(int=0)).parent.glob("*")):
        if time.time() - path.stat().st_mtime > FORGOTTEN.total_seconds():
            _tidy(path)
    return Unfinished.objects.filter(begun_at__lt=timezone.now() - FORGOTTEN).delete()[0]


def _tidy(path: Path) -> None:
    """One part. With a second name it was on its way into the store: known there it goes from here, else from both."""
    if path.stat().st_nlink > 1:
        with path.open("rb") as part:
            stored = digest_of(part)
        known = CaseFile.objects.filter(stored=stored).exists() or Preview.objects.filter(stored=stored).exists()
        if not known and os.path.samefile(path, store.path_of(stored)):
            store.purge(stored)
    path.unlink(missing_ok=True)
