"""Who issued a document and when, from the lines that say so."""

import datetime
import re
from collections.abc import Sequence

from collaboration.documents.text.attachments import is_bare_heading
from collaboration.documents.text.dates import date_line, exact_date
from collaboration.documents.text.drafts import SIGNING, Draft
from collaboration.documents.text.opening import PARTY, Opening
from collaboration.documents.text.organs import is_organ, issuers_of_title, organs_in

SEALED = re.compile(r"(?<=.)（(?:盖章|公章|签章|印章|签字|签名)）[：:]?$")


def letter_of(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """The document itself, without the text it issues and without attachments."""
    is_signed = False
    for position, draft in enumerate(drafts):
        attached = draft.kind == "attachment" and (is_signed or is_bare_heading(draft))
        if draft.kind == "issued_title" or attached:
            return drafts[:position]
        is_signed = is_signed or draft.kind in ("signature", "date")
    return drafts


def date_of(drafts: Sequence[Draft], opening: Opening) -> datetime.date | None:
    """The last date the letter is closed with, else the date of signing in the site's table."""
    dates = [date_line(draft.text) for draft in letter_of(drafts) if draft.kind == "date"]
    values = [line.value for line in dates if line and line.value]
    return values[-1] if values else exact_date(opening.fact("date"))


def issuers_of(drafts: Sequence[Draft], opening: Opening, title: str) -> list[str]:
    """By signature, else by the red head, else by the title, else by the site's table."""
    letter = letter_of(drafts)
    parties = {
        draft.text[:2]: draft.text[3:].strip() for draft in letter if draft.kind == "p" and PARTY.match(draft.text)
    }
    signed = [_signatory(draft.text, parties) for draft in letter if draft.kind == "signature"]
    for names in (signed, opening.marks, issuers_of_title(title), organs_in(opening.fact("issuer"))):
        found = list(dict.fromkeys(name for name in names if name))
        if found:
            return found
    return []


def _signatory(text: str, parties: dict[str, str]) -> str:
    """The agency of a signature line; 甲方 stands for the agency that the agreement's head names."""
    match = SIGNING.fullmatch(text)
    name = match["name"] if match else text
    if PARTY.match(text):
        after = match["after"] if match else text[3:]
        candidates = (SEALED.sub("", after.strip()), parties.get(text[:2], ""))
        return next((party for party in candidates if is_organ(party)), "")
    return name if is_organ(name) else ""
