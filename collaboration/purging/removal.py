"""Files of a purged matter leave the store. Everything here can be repeated, and is, after a kill."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from collaboration.documents.models import Version
from collaboration.matters.models import Matter
from collaboration.matters.record import record_carried_out
from collaboration.purging.models import Purge
from collaboration.sealing.models import SealedFile, SealUse
from collaboration.typesetting.marks import marks
from tenants.files import store


def remove_files(public_id: UUID) -> int:
    """Remove every file of a purged matter that no other matter needs, and record that it is done; how many went.

    Also files that no row names, because whoever stored them was killed: they name their document at their beginning.
    """
    purge = Purge.objects.filter(object=public_id, part="").first()
    matter = Matter.objects.filter(public_id=public_id).first()
    if purge is None or matter is None:
        return 0
    words = _marks(matter)
    wanted = {*purge.files, *_named(matter), *store.beginning_with(words)}
    removed = sum(store.purge(digest) for digest in wanted - held_by_others(wanted, matter))
    removed += store.purge_unfinished(words)
    with transaction.atomic():
        Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
        if Purge.objects.filter(pk=purge.pk, carried_out_at=None).update(carried_out_at=timezone.now()):
            record_carried_out(matter, "purge_carried_out", unit_id=matter.drafting_unit_id, files=len(wanted))
    return removed


def held_by_others(digests: Iterable[str], matter: Matter) -> set[str]:
    """Those of these files that rows of other matters point to: the same bytes lie in the store once."""
    asked = list(digests)
    others = SealUse.objects.exclude(matter=matter).filter(Q(base_sha256__in=asked) | Q(result_sha256__in=asked))
    found = set(SealedFile.objects.exclude(matter=matter).filter(sha256__in=asked).values_list("sha256", flat=True))
    return found.union(*others.values_list("base_sha256", "result_sha256"))


def _named(matter: Matter) -> set[str]:
    """What the rows of sealing name by now, should a job have gone on meanwhile."""
    uses = SealUse.objects.filter(matter=matter).values_list("base_sha256", "result_sha256")
    return set(SealedFile.objects.filter(matter=matter).values_list("sha256", flat=True)).union(*uses)


def _marks(matter: Matter) -> list[bytes]:
    """The words by which a file says at its beginning that it shows one of the matter's texts."""
    hashes = Version.objects.filter(document=matter.pk).values_list("content_hash", flat=True)
    return [word.encode() for content_hash in hashes for word in marks("", content_hash)]
