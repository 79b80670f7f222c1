import hashlib
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.sealing import expectations
from collaboration.sealing.authority import Authority
from collaboration.sealing.models import SealedFile
from collaboration.sealing.renewal import Stamp, judged
from collaboration.sealing.report import Finding, Problem, Report, SignatureSeen
from collaboration.sealing.technical import Facts, technical_report
from collaboration.sealing.verification import examine
from tenants.units.models import Unit


class Command(BaseCommand):
    """Say whether a file is exactly what was signed."""

    help = "Examines a sealed PDF, revision by revision; exits with 1 when it is not exactly as signed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="the whole technical report for a program")
        parser.add_argument("--brief", action="store_true", help="the verdict without the technical report")

    def handle(self, *args: Any, **options: Any) -> None:
        authority = Authority.of_installation()
        if not authority.exists():
            raise CommandError(_("No certificates are registered in this installation."))
        try:
            pdf = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(_("The file cannot be read: %(reason)s") % {"reason": error.strerror}) from error
        said: list[str] = []
        report, recorded = self._examined(pdf, authority, said)
        stamps = _stamps(recorded, authority)
        facts = technical_report(pdf)
        if options["json"]:
            self.stdout.write(json.dumps(_as_data(report, recorded, stamps, facts), ensure_ascii=False, indent=2))
        else:
            self._tell(report, stamps, said, {} if options["brief"] else facts)
        if not report.is_as_signed or any(stamp.problem for stamp in stamps):
            sys.exit(1)

    def _tell(self, report: Report, stamps: list[Stamp], said: list[str], facts: Facts) -> None:
        """Plain words first, the technical report below."""
        for sentence in (*said, *map(signature_sentence, report.signatures), *map(stamp_sentence, stamps)):
            self.stdout.write(sentence)
        if report.is_as_signed:
            self.stdout.write(_("The file is exactly as it was signed."))
        else:
            self.stdout.write(_("The file is not exactly as it was signed:"))
            for sentence in problem_sentences(report):
                self.stdout.write(f"- {sentence}")
        if facts:
            self.stdout.write("\n" + _("Technical report"))
            for line in _lines(facts):
                self.stdout.write(line)

    def _examined(self, pdf: bytes, authority: Authority, said: list[str]) -> tuple[Report, SealedFile | None]:
        try:
            recorded = expectations.recorded_file(pdf)
        except expectations.NoRecord:
            said.append(_("The database cannot be asked; the registered certificates decide alone."))
            return examine(pdf, expectations.by_registered_certificates(pdf, authority)), None
        if recorded is None:
            said.append(_("No document recorded here is named by this file."))
            return examine(pdf, expectations.by_registered_certificates(pdf, authority)), None
        if recorded.sha256 == hashlib.sha256(pdf).hexdigest():
            said.append(_("These are the very bytes that were sealed here."))
        else:
            said.append(_("The bytes differ from the file that was sealed here under this check code."))
        said += paper_sentences(recorded)
        if recorded.is_scan:
            said.append(
                _("It was signed before the portal; the file is its registered scan, and nothing in it is electronic.")
            )
            is_same = recorded.sha256 == hashlib.sha256(pdf).hexdigest()
            return Report(findings=() if is_same else (Finding(Problem.CHANGED),)), recorded
        return examine(pdf, expectations.by_record(recorded, authority)), recorded


def paper_sentences(recorded: SealedFile) -> list[str]:
    """Whose seals no program can check."""
    if not recorded.on_paper:
        return []
    names = Unit.objects.filter(pk__in=recorded.on_paper).order_by("code").values_list("name", flat=True)
    values = {"units": "、".join(names)}
    return [_("Signed and sealed on paper, of which the portal keeps scans; not electronic: %(units)s.") % values]


def _stamps(recorded: SealedFile | None, authority: Authority) -> list[Stamp]:
    """The stamps that were renewed beside the recorded file."""
    if recorded is None:
        return []
    tokens = [bytes(one.token) for one in recorded.renewed.all()]
    return judged(recorded.sha256, tokens, authority.trust())


def _as_data(report: Report, recorded: SealedFile | None, stamps: list[Stamp], facts: Facts) -> Facts:
    return {
        "as_signed": report.is_as_signed,
        "same_bytes_as_recorded": recorded.sha256 == facts["sha256"] if recorded else None,
        "on_paper": list(Unit.objects.filter(pk__in=recorded.on_paper).values_list("code", flat=True))
        if recorded
        else [],
        "outcome_at_closing": recorded.outcome.get("as_signed") if recorded else None,
        "problems": [{"problem": one.problem.value, "field": one.field} for one in report.findings],
        "renewed_stamps": [{"at": one.at.isoformat(), "by": one.by, "problem": one.problem} for one in stamps],
        **facts,
    }


def _lines(facts: Any, indent: str = "  ") -> Iterator[str]:
    """Facts in facts, one on a line."""
    for name, value in facts.items() if isinstance(facts, dict) else enumerate(facts, 1):
        if isinstance(value, dict | list):
            yield f"{indent}{name}:"
            yield from _lines(value, indent + "  ")
        else:
            yield f"{indent}{name}: {value}"


def stamp_sentence(stamp: Stamp) -> str:
    """A renewed stamp, and what is wrong with it."""
    values = {"time": date_format(timezone.localtime(stamp.at), "Y-m-d H:i:s"), "service": stamp.by}
    if stamp.problem == "changed":
        return _("Time stamp renewed %(time)s by %(service)s: it does not belong to this file.") % values
    if stamp.problem:
        return _("Time stamp renewed %(time)s by %(service)s: not trusted, or renewed too late.") % values
    return _("Time stamp renewed %(time)s by %(service)s.") % values


def signature_sentence(signature: SignatureSeen) -> str:
    """Who signed, and when by an attested clock."""
    if signature.signed_at is None:
        return _("Signed by %(holder)s, time not attested.") % {"holder": signature.holder}
    time = date_format(timezone.localtime(signature.signed_at), "Y-m-d H:i:s")
    return _("Signed by %(holder)s, %(time)s.") % {"holder": signature.holder, "time": time}


def problem_sentences(report: Report) -> list[str]:
    """Every problem, with the signer's name where the file shows one."""
    holders = {signature.field: signature.holder for signature in report.signatures}
    return [finding.sentence(holders) for finding in report.findings]
