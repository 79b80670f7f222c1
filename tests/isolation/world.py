"""A small world full of canaries: random words in everything that units keep, each with the units that may read it."""

import re
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from uuid import UUID

from django_tenants.utils import tenant_context

from collaboration.assistance.models import AssistanceRequest
from collaboration.casefiles.models import CaseFile, Unfinished
from collaboration.consultation.models import Comment, Consultation
from collaboration.deadlines.models import Deadline
from collaboration.dispatch.models import Dispatch
from collaboration.documents.models import Counterpart, JointDocument, Opinion, PaperSheet, Upload
from collaboration.letters.models import Letter
from collaboration.levels.models import Decision
from collaboration.outgoing.models import Delivery, Webhook
from collaboration.sealing.models import StandingAuthorisation
from collaboration.service.models import Service
from collaboration.supervision.models import Slip
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

WORD = re.compile("canary[0-9a-f]{12}")
PLACES = ("310000", "320000", "320100", "320102", "340100")  # the last but two share one tenant
ADMINISTRATIONS = (Role.UNIT_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR, Role.EDITOR)


@dataclass
class World:
    """Who there is, what lies where, and which word may be read by whom."""

    people: dict[str, Actor] = field(default_factory=dict)
    readers: dict[str, frozenset[str]] = field(default_factory=dict)  # canary to the codes of its units
    documents: list[JointDocument] = field(default_factory=list)
    consultations: list[Consultation] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    counterparts: list[Counterpart] = field(default_factory=list)
    sheets: list[PaperSheet] = field(default_factory=list)
    registered: list[JointDocument] = field(default_factory=list)
    templates: list[UUID] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    hand_overs: list[UUID] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    dispatches: list[Dispatch] = field(default_factory=list)
    requests: list[AssistanceRequest] = field(default_factory=list)
    rated: list[AssistanceRequest] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    outside_steps: list[UUID] = field(default_factory=list)
    questions: list[UUID] = field(default_factory=list)
    files: list[CaseFile] = field(default_factory=list)
    unfinished: list[Unfinished] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    levels: list[Decision] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)  # by the digest of its files
    archived: list[UUID] = field(default_factory=list)
    transfers: list[UUID] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    authorisations: list[StandingAuthorisation] = field(default_factory=list)
    certificates: list[str] = field(default_factory=list)
    hooks: list[Webhook] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    mails: list[UUID] = field(default_factory=list)
    shifts: list[int] = field(default_factory=list)
    escalations: list[int] = field(default_factory=list)
    saved: list[int] = field(default_factory=list)
    house_steps: list[int] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)
    findings: list[int] = field(default_factory=list)
    feeds: dict[str, str] = field(default_factory=dict)  # by user name: the private address is its owner's to give away
    invitations: list[UUID] = field(default_factory=list)
    papers: dict[str, set[str]] = field(default_factory=dict)  # addresses of files, with the people who are given them
    opened_by: list[str] = field(default_factory=list)  # steps that open what names persons, for whoever may
    stop: str = ""

    def canary(self, *codes: str) -> str:
        """A fresh word for these units alone."""
        word = f"canary{secrets.token_hex(6)}"
        self.readers[word] = frozenset(codes)
        return word

    def foreign_to(self, actor: Actor | None) -> set[str]:
        """The words that this person must never see; administrations see no content at all, their own unit's either.

        What is theirs to arrange (``"310000 unit_administrator"``) is no content.
        """
        if actor is None or actor.membership.valid_until is not None:
            return set(self.readers)
        code = actor.unit.code
        mine = {code} if actor.handles_content else {f"{code} {role}" for role in actor.membership.roles}
        return {word for word, codes in self.readers.items() if not mine & codes}

    def own_of(self, actor: Actor) -> set[str]:
        """The words this person should meet somewhere."""
        return set(self.readers) - self.foreign_to(actor)


def act_as_unit(actor: Actor) -> AbstractContextManager[None]:
    """Inside the schema of the actor's tenant, as on the desk."""
    return tenant_context(actor.unit.tenant)
