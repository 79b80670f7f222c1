"""What may happen to a sealed document: it is issued, reviewed, published, changed in its validity, taken down."""

from dataclasses import dataclass, field

from tests.collaboration.documents.histories.signing import Signing
from tests.collaboration.documents.histories.writing import AUTHOR, Acts

COLLEAGUE, OFFICE = 4, 5  # somebody else of the drafting unit; the alliance's office, which is no party
PASSING = {"disclosure": "public", "secrecy": "passed", "risk": "low"}
SEALED = ("sealed", "issued")


@dataclass
class Review:
    outcome: str
    person: int
    hidden: str  # from the public, in the text that was reviewed


@dataclass
class Plan:
    """Carried out when its time has come and everybody who was asked has agreed."""

    asked: set[int]
    is_time: bool
    agreed: set[int] = field(default_factory=set)


@dataclass
class Model(Signing):
    """The whole life of a joint document."""

    has_been_issued: bool = False
    recipients: set[str] = field(default_factory=set)
    reviews: dict[str, Review] = field(default_factory=dict)
    hidden: str = ""
    is_typeset: bool = True  # the file of the public version
    plan: Plan | None = None
    is_down: bool = False
    expires: int = 0  # how often it was noted that it expires today
    told_of: int = 0

    def at_work(self, who: int, *states: str) -> bool:
        return who in (AUTHOR, COLLEAGUE) and self.state in states

    def issue(self, who: int, recipient: str) -> Acts:
        if not self.at_work(who, *SEALED, "published") or not recipient or recipient in self.recipients:
            return None
        act = "issued_further" if self.has_been_issued else "issued"
        self.recipients.add(recipient)
        self.has_been_issued = True
        self.state = "issued" if self.state == "sealed" else self.state
        return (act,)

    def recall(self, who: int, told: int) -> Acts:
        acts = super().recall(who, told)
        if acts:
            self.reviews.clear()  # they were of the text that is taken back
        return acts

    def review(self, who: int, kind: str, outcome: str) -> Acts:
        """Between the last signature and publication; for secrets by somebody else than decided on disclosure."""
        if not self.at_work(who, "signed", "sealing", *SEALED) or self.plan:
            return None
        decided = self.reviews.get("disclosure")
        if kind == "secrecy" and decided and decided.person == who:
            return None
        self.reviews[kind] = Review(outcome, who, self.hidden)
        return ({"disclosure": "disclosure_decided", "secrecy": "secrecy_reviewed", "risk": "risk_assessed"}[kind],)

    def hide(self, who: int, word: str) -> Acts:
        if not self.at_work(who, *SEALED) or self.plan:
            return None
        self.hidden, self.is_typeset = word, not word
        return ("public_version_made",) if word else ("public_version_dropped",)

    @property
    def is_ready(self) -> bool:
        passed = all(kind in self.reviews and self.reviews[kind].outcome == PASSING[kind] for kind in PASSING)
        return passed and self.reviews["secrecy"].hidden == self.hidden and self.is_typeset

    def publish(self, who: int) -> Acts:
        if not self.at_work(who, *SEALED) or self.plan or not self.is_ready:
            return None
        self.state = "published"
        return ("published",)

    def plan_publication(self, who: int, asks_units: bool, is_later: bool) -> Acts:
        if not self.at_work(who, *SEALED) or self.plan or not self.is_ready or not (asks_units or is_later):
            return None
        self.plan = Plan(self.attempt.issuers - {AUTHOR} if asks_units else set(), not is_later)
        return ("publication_planned",)

    def cancel_plan(self, who: int) -> Acts:
        if not self.at_work(who, *SEALED) or not self.plan:
            return None
        self.plan = None
        return ("publication_plan_cancelled",)

    def consent(self, who: int, agrees: bool, read_it: bool) -> Acts:
        """One refusal ends the plan."""
        if not self.plan or who not in self.plan.asked - self.plan.agreed or not read_it:
            return None
        if not agrees:
            self.plan = None
            return ("publication_refused",)
        self.plan.agreed.add(who)
        return ("publication_agreed",) if self.plan.asked - self.plan.agreed else ("publication_agreed_last",)

    def carry_out(self) -> Acts:
        """What the sealer does every minute."""
        if not self.plan or not self.plan.is_time or self.plan.asked != self.plan.agreed:
            return ()
        self.plan, self.state = None, "published"
        return ("published",)

    def note_expiry(self, who: int) -> Acts:
        if not self.at_work(who, "published"):
            return None
        self.expires += 1
        return ("validity_noted",)

    def tell_of_expiry(self) -> Acts:
        """What the portal does once a day: the note that stands today is told of once."""
        if self.expires == self.told_of:
            return ()
        self.told_of = self.expires
        return ("expired",)

    def take_down(self, who: int, lifts: bool) -> Acts:
        may = who in (AUTHOR, COLLEAGUE, OFFICE) and self.state == "published"
        if not may or self.is_down != lifts:
            return None
        self.is_down = not lifts
        return ("put_back",) if lifts else ("taken_down",)

    @property
    def is_public(self) -> bool:
        return self.state == "published" and not self.is_down

    def waiting(self) -> set[tuple[int, str]]:
        if self.state not in SEALED:
            return super().waiting()
        rows = {(AUTHOR, "issue")} if not self.has_been_issued else set()
        if self.plan:
            return rows | {(unit, "agree_publication") for unit in self.plan.asked - self.plan.agreed}
        return rows | {(AUTHOR, "publish")}
