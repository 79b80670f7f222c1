"""The case as one volume 一案一卷: contents list, note and transfer list, its papers, then its files, in one .zip.

The parcel is made while it is sent: no file is ever held whole, nor written to a disk in clear.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from collaboration.casefiles import storing
from collaboration.casefiles.contents import fit_name
from collaboration.casefiles.models import Confirmation, Ending
from collaboration.casefiles.models.files import in_groups
from collaboration.casefiles.storing import Listed
from collaboration.casefiles.vault import Locked
from collaboration.casefiles.volume import Paper, papers_of
from collaboration.matters.models import Matter
from collaboration.matters.telling import titles_of
from collaboration.typesetting.lists import Listing, typeset_lists
from tenants.files.pieces import Pipe
from tenants.identity.actor import Actor

LANGUAGE = "zh-hans"  # papers for the archive
DAWN = (1980, 1, 1, 0, 0, 0)


def contents_pdf(actor: Actor, matter: Matter) -> bytes:
    """Contents list, note and transfer list of what the acting unit may open."""
    with translation.override(LANGUAGE):
        return _listed(actor, matter, papers_of(actor, matter), _files(actor, matter))


def _files(actor: Actor, matter: Matter) -> list[Listed]:
    return [one for one in storing.listed(actor, matter) if one.file.is_open]


def _listed(actor: Actor, matter: Matter, papers: Sequence[Paper], files: Sequence[Listed]) -> bytes:
    return typeset_lists(_contents(actor, matter, papers, files), by=actor.name, at=moment(timezone.now()))


def certificate_pdf(actor: Actor, matter: Matter, ending: Ending) -> bytes:
    """What was erased, when and why, and where the sides keep the case."""
    with translation.override(LANGUAGE):
        return typeset_lists(certificate(matter, ending), by=actor.name, at=moment(timezone.now()))


def _contents(actor: Actor, matter: Matter, papers: Sequence[Paper], files: Sequence[Listed]) -> list[Listing]:
    title = titles_of([matter]).get(matter.pk, "")
    pages = sum(one.file.facts.get("pages", 1) for one in files)
    head = [(_("Case"), title), (_("Papers and files"), str(len(papers) + len(files))),
            (_("Unit"), actor.unit.display_name)]  # fmt: skip
    said = [(one.unit, one.title, one.at, "", in_groups(_sha256(one.pdf))) for one in papers]
    kept = [
        (one.file.unit.display_name, one.name, one.file.kept_at, str(one.file.facts.get("pages", "")),
         one.file.digest_in_groups)
        for one in files
    ]  # fmt: skip
    rows = [
        [str(number), unit, name, moment(at)[:10], count, digest]
        for number, (unit, name, at, count, digest) in enumerate([*said, *kept], start=1)
    ]
    confirmed = Confirmation.objects.filter(matter=matter).select_related("unit")
    sides = [[one.unit.display_name, one.dossier, one.user_name, moment(one.at)] for one in confirmed]
    heads = [_("No."), _("Responsible"), _("Title"), _("Date"), _("Pages"), "SHA-256"]
    counted = {"papers": len(papers), "files": len(files), "pages": pages}
    note = [
        (
            _("State of the file"),
            _("%(papers)d papers, %(files)d files of %(pages)d pages") % counted,
        ),
        (_("Begun"), moment(matter.opened_at)),
        (_("Closed"), moment(matter.closed_at)),
        (_("Compiled by"), actor.name),
        (_("Checked by"), ""),
        (_("Date"), moment(timezone.now())[:10]),
    ]
    return [
        Listing(_("Contents list of the dossier"), head, heads, rows, [6, 18, 32, 14, 8, 34]),
        Listing(_("Note at the end of the dossier"), note, [], [], []),
        Listing(
            _("Transfer list"),
            [*head, (_("Handed over by"), ""), (_("Taken over by"), ""), (_("Date"), "")],
            [_("Unit"), _("Number of the dossier"), _("Confirmed by"), _("Date")], sides, [30, 30, 20, 20],
        ),
    ]  # fmt: skip


def certificate(matter: Matter, ending: Ending) -> list[Listing]:
    """The certificate of erasure as it stands on page and paper."""
    said: dict[str, Any] = ending.certificate
    facts = [
        (_("Matter"), str(matter.public_id)),
        (_("Closed"), said.get("closed_at", "")[:10]),
        (_("All sides archived"), moment(ending.confirmed_at)),
        (_("Term ended on"), ending.erase_on.isoformat()),
        (_("Erased"), moment(ending.erased_at)),
        (_("Files removed"), moment(ending.files_gone_at)),
        (_("Basis"), ending.rule.basis or _("Retention schedule of the alliance")),
    ]
    files = [
        [str(number), one["sha256"], str(one["size"])] for number, one in enumerate(said.get("files", []), start=1)
    ]
    kept = [[one["unit"], one["dossier"], one["at"][:10]] for one in said.get("archives") or []]
    return [
        Listing(_("Certificate of erasure"), facts, [_("No."), "SHA-256", _("Bytes")], files, [8, 74, 18]),
        Listing(
            _("Where the sides keep the case"),
            [],
            [_("Unit"), _("Number of the dossier"), _("Date")],
            kept,
            [40, 40, 20],
        ),
    ]


def moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def parcel(actor: Actor, matter: Matter) -> Iterator[bytes]:
    """The .zip, piece by piece. Everything the database knows is asked here, before the first piece."""
    with translation.override(LANGUAGE):
        papers, files = papers_of(actor, matter), _files(actor, matter)
        contents = _listed(actor, matter, papers, files)
    made = [(f"{number:03} {fit_name(one.title)}.pdf", one.pdf) for number, one in enumerate(papers, start=1)]
    named = [(f"{number:03} {one.name}", one.file) for number, one in enumerate(files, start=len(papers) + 1)]
    sums = [f"{_sha256(pdf)}  {name}\n" for name, pdf in made]
    sums += [f"{file.sha256}  {name}\n" for name, file in named]
    said = [("目录.pdf", contents), ("SHA256SUMS", "".join(sums).encode()), *made]
    return _parcelled(said, [(name, storing.locked_of(file)) for name, file in named])


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _parcelled(papers: Sequence[tuple[str, bytes]], files: Sequence[tuple[str, Locked]]) -> Iterator[bytes]:
    pipe = Pipe()
    with ZipFile(pipe, "w", ZIP_STORED) as made:
        for name, data in papers:
            made.writestr(ZipInfo(name, DAWN), data)
        yield pipe.taken()
        for name, locked in files:
            with made.open(ZipInfo(name, DAWN), "w", force_zip64=True) as entry:
                for piece in locked.pieces():
                    entry.write(piece)
                    yield pipe.taken()
    yield pipe.taken()
