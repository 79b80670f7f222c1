"""Files of a purged matter leave the store. Everything here can be repeated, and is, after a kill."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from collaboration.documents.models import PaperSheet, Version
from collaboration.letters.models import Letter
from collaboration.matters.models import Matter
from collaboration.matters.record import record_carried_out
from collaboration.purging.models import Purge
from collaboration.sealing.models import OfdCopy, SealedFile, SealUse, StandingAuthorisation
from collaboration.service.models import Service
from collaboration.typesetting.marks import marks
from tenants.files import store


def remove_files(public_id: UUID) -> int:
    """Remove every file of what was purged that nothing else needs, and record that it is done; how many went.

    Also files that no row names, because whoever stored them was killed: they name their document at their beginning.
    """
    purge = Purge.objects.filter(object=public_id, part="").first()
    if purge is None:
        return 0
    matter = Matter.objects.filter(public_id=public_id).first()
    words = _marks(matter) if matter else []
    wanted = {*purge.files, *(_named(matter) if matter else ()), *store.beginning_with(words)}
    removed = sum(store.purge(digest) for digest in wanted - held_by_others(wanted, public_id))
    removed += store.purge_unfinished(words)
    with transaction.atomic():
        if matter:
            Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
        is_first = Purge.objects.filter(pk=purge.pk, carried_out_at=None).update(carried_out_at=timezone.now())
        if matter and is_first:
            record_carried_out(matter, "purge_carried_out", unit_id=matter.drafting_unit_id, files=len(wanted))
    return removed


def held_by_others(digests: Iterable[str], public_id: UUID) -> set[str]:
    """Those of these files that rows of anything else point to: the same bytes lie in the store once."""
    asked = list(digests)
    its_letters = Letter.objects.filter(request__matter__public_id=public_id)
    its_services = Service.objects.filter(request__matter__public_id=public_id)
    uses = SealUse.objects.filter(Q(base_sha256__in=asked) | Q(result_sha256__in=asked))
    uses = uses.exclude(matter__letter__in=its_letters).exclude(matter__service__in=its_services)
    files = SealedFile.objects.filter(sha256__in=asked).exclude(matter__letter__in=its_letters)
    files = files.exclude(matter__service__in=its_services)
    scans = StandingAuthorisation.objects.filter(scan_sha256__in=asked)
    sheets = PaperSheet.objects.filter(scan_sha256__in=asked).exclude(
        countersigning__document__matter__public_id=public_id
    )
    return {
        *sheets.values_list("scan_sha256", flat=True),
        *scans.exclude(public_id=public_id).values_list("scan_sha256", flat=True),
        *files.exclude(matter__public_id=public_id).values_list("sha256", flat=True),
    }.union(*uses.exclude(matter__public_id=public_id).values_list("base_sha256", "result_sha256"))


def _named(matter: Matter) -> set[str]:
    """What the rows of sealing name by now, should a job have gone on meanwhile."""
    uses = SealUse.objects.filter(matter=matter).values_list("base_sha256", "result_sha256")
    files = SealedFile.objects.filter(matter=matter).values_list("sha256", flat=True)
    copies = OfdCopy.objects.filter(about=matter.public_id).exclude(sha256="").values_list("sha256", flat=True)
    return {*files, *copies}.union(*uses)


def _marks(matter: Matter) -> list[bytes]:
    """The words by which a file says at its beginning that it shows one of the matter's texts."""
    hashes = Version.objects.filter(document=matter.pk).values_list("content_hash", flat=True)
    return [word.encode() for content_hash in hashes for word in marks("", content_hash)]
