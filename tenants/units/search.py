"""Finding a unit by its name, its pinyin, its initials or its division code."""

from django.db.models import Q, QuerySet

from tenants.units.models import Unit

LONGEST = 60


def matching(query: str) -> QuerySet[Unit]:
    """Units, open and closed, whose present or former name, short name, pinyin, initials or code is meant; by level."""
    words = query.strip()[:LONGEST]
    if not words:
        return Unit.objects.none()
    typed = "".join(words.lower().split()).replace("'", "")
    wanted = Q(name__contains=words) | Q(short_name__contains=words) | Q(former_names__name__contains=words)
    if typed.isascii():
        wanted |= Q(name_en__icontains=words) | Q(pinyin__contains=typed) | Q(initials__contains=typed)
    if typed.isdigit():
        wanted |= Q(code__startswith=typed)
    return Unit.objects.filter(wanted).distinct().order_by("level", "code")
