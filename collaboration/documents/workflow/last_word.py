"""The version that a unit last had its word on: answered in a round, or signed."""

from django.db.models import Q

from collaboration.documents.models import JointDocument, Version
from tenants.units.models import Unit


def last_word(unit: Unit, document: JointDocument) -> Version | None:
    """The newest version on which this unit answered or which it signed, also where the signature was voided since."""
    answered = Q(rounds__answers__unit=unit)
    signed = Q(countersignings__signatures__unit=unit)
    return document.versions.filter(answered | signed).exclude(title="").order_by("-number").first()


def last_known(unit: Unit, document: JointDocument, version: Version) -> Version | None:
    """What the unit knows of the text before this version: what it last had its word on, else what was last sent."""
    if (spoken := last_word(unit, document)) is not None and spoken.number < version.number:
        return spoken
    sent = document.versions.filter(is_sent=True, number__lt=version.number).exclude(title="")
    return sent.order_by("-number").first()
