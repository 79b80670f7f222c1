"""Finding a unit by its name, its pinyin, its initials or its division code."""

from django.db.models import Q, QuerySet

from tenants.units.models import Unit

LONGEST = 60


def meant_by(query: str) -> Q:
    """Units whose present or former name, short name, region, pinyin, initials or code is meant; of no words, none.

    Former names are rows of their own: ask for distinct units.
    """
    words = query.strip()[:LONGEST]
    if not words:
        return Q(pk__in=())
    typed = "".join(words.lower().split()).replace("'", "")
    wanted = Q(name__contains=words) | Q(short_name__contains=words) | Q(region__contains=words)
    wanted |= Q(former_names__name__contains=words)
    if typed.isascii():
        wanted |= Q(name_en__icontains=words) | Q(pinyin__contains=typed) | Q(initials__contains=typed)
    if typed.isdigit():
        wanted |= Q(code__startswith=typed)
    return wanted


def matching(query: str) -> QuerySet[Unit]:
    """Units, open and closed, that are meant; by level."""
    return Unit.objects.filter(meant_by(query)).distinct().order_by("level", "code")
