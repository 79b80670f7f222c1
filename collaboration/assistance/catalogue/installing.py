"""Give a new installation the kinds and subjects to begin with; what the alliance has changed since is left alone."""

from collaboration.assistance.catalogue.questions import dump
from collaboration.assistance.catalogue.standard import KINDS, SUBJECTS
from collaboration.assistance.models import KindVersion, RequestKind, Subject


def install() -> None:
    """Write what is missing. Owner only."""
    there = set(RequestKind.objects.values_list("code", flat=True))
    for order, kind in enumerate(KINDS):
        if kind.code in there:
            continue
        made = RequestKind.objects.create(code=kind.code, name=kind.name, name_en=kind.name_en, order=order)
        KindVersion.objects.create(
            kind=made,
            number=1,
            purpose=kind.purpose,
            purpose_en=kind.purpose_en,
            source=kind.source,
            questions=dump(kind.questions),
            proof=dump(kind.proof),
            days=kind.days,
            goes_by_letter=kind.goes_by_letter,
            closes_by_itself=kind.closes_by_itself,
        )
    Subject.objects.bulk_create(
        [Subject(code=code, name=name, name_en=english, keywords=words) for code, name, english, words in SUBJECTS],
        ignore_conflicts=True,
    )
