"""What may happen to a joint document while its text is written, and what each step leaves in the record.

Every step is a method that lets it happen and answers with the acts that are recorded, or answers ``None`` where it is
refused. Units are numbers; the first is the one that drafts.
"""

from dataclasses import dataclass, field

Acts = tuple[str, ...] | None
AUTHOR, FIRST, SECOND, LATER = range(4)
OPEN_TEXT = ("draft", "soliciting")


@dataclass
class Round:
    """Who is asked, by name or as everybody who takes part, and who has answered."""

    audience: frozenset[int]
    stays_with_drafter: bool
    answered: set[int] = field(default_factory=set)
    is_open: bool = True
    is_over: bool = False  # its last day

    def asks(self, unit: int) -> bool:
        return not self.audience or unit in self.audience


@dataclass
class Opinion:
    unit: int
    round: Round
    outcome: str = ""
    reply: str = ""

    @property
    def is_on_the_table(self) -> bool:
        """Handed in, and its round is closed."""
        return self.unit in self.round.answered and not self.round.is_open

    @property
    def waits_for_reply(self) -> bool:
        return self.outcome == "declined" and not self.reply


@dataclass
class Writing:
    """Drafting, rounds of opinions, decisions, replies, up to the final text."""

    state: str = "draft"
    known: set[int] = field(default_factory=lambda: {FIRST, SECOND})  # ever invited
    taking: set[int] = field(default_factory=lambda: {FIRST, SECOND})  # and taking part
    parties: set[int] = field(default_factory=lambda: {AUTHOR})  # who knows of it
    rounds: list[Round] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    next_step: str = "start_countersigning"  # of the drafting unit, when the text is final

    def may(self, who: int, *states: str) -> bool:
        return who == AUTHOR and self.state in states

    @property
    def open_round(self) -> Round | None:
        return next((one for one in self.rounds if one.is_open), None)

    def save_version(self, who: int) -> Acts:
        return ("version_saved",) if self.may(who, *OPEN_TEXT) else None

    def write(self, who: int) -> Acts:
        """What is written between two versions is nobody else's business."""
        return () if self.may(who, *OPEN_TEXT) else None

    def invite(self, who: int, unit: int) -> Acts:
        if not self.may(who, *OPEN_TEXT) or unit in self.known or unit == AUTHOR:
            return None
        self.known.add(unit)
        self.taking.add(unit)
        if self.state == "soliciting":
            self.parties.add(unit)
        if self.open_round and not self.open_round.audience:
            self.open_round.is_over = False  # whoever comes late has the day
        return ("units_invited",)

    def uninvite(self, who: int, unit: int) -> Acts:
        if not self.may(who, "draft") or unit not in self.known:
            return None
        self.known.remove(unit)
        self.taking.remove(unit)
        return ("invitation_withdrawn",)

    def solicit(self, who: int, audience: frozenset[int], stays_with_drafter: bool) -> Acts:
        asked = audience or self.taking
        if not self.may(who, *OPEN_TEXT) or self.open_round or not asked or not asked <= self.taking:
            return None
        self.rounds.append(Round(audience, stays_with_drafter))
        self.state = "soliciting"
        self.parties |= asked
        return ("round_opened",)

    def takes_part(self, who: int) -> bool:
        return who in self.taking and who in self.parties

    def _asked(self, who: int) -> Round | None:
        held = self.open_round if self.state == "soliciting" and self.takes_part(who) else None
        return held if held and held.asks(who) and who not in held.answered else None

    def note(self, who: int) -> Acts:
        """An opinion is written down; it is its own unit's until that hands it in."""
        held = self._asked(who)
        if held is None:
            return None
        self.opinions.append(Opinion(who, held))
        return ()

    def answer(self, who: int, has_opinions: bool) -> Acts:
        held = self._asked(who)
        if held is None or has_opinions != any(one.unit == who and one.round is held for one in self.opinions):
            return None
        held.answered.add(who)
        return (f"answered{self._close_if_complete()}",)

    def decline(self, who: int) -> Acts:
        if not self.takes_part(who) or self.state != "soliciting":
            return None
        self.taking.remove(who)
        return (f"declined{self._close_if_complete()}",)

    def _close_if_complete(self) -> str:
        held = self.open_round
        if held is None or not all(unit in held.answered for unit in self.taking if held.asks(unit)):
            return ""
        held.is_open = False
        return "_last"

    def close_round(self, who: int, early: bool) -> Acts:
        held = self.open_round
        if not self.may(who, "soliciting") or held is None or not (early or held.is_over):
            return None
        held.is_open = False
        return ("round_closed",) if held.is_over else ("round_closed_early",)

    def let_the_day_pass(self) -> None:
        if self.open_round:
            self.open_round.is_over = True

    def run_out(self) -> Acts:
        """What the portal does by itself once the last day of a round is over."""
        held = self.open_round
        if held is None or not held.is_over or self.state != "soliciting":
            return ()
        held.is_open = False
        return ("round_ran_out",)

    def decide(self, who: int, opinion: Opinion, outcome: str) -> Acts:
        if not self.may(who, "soliciting") or not opinion.is_on_the_table:
            return None
        opinion.outcome, opinion.reply = outcome, ""
        return ("opinion_decided",)

    def reply(self, who: int, opinion: Opinion, stance: str) -> Acts:
        may = self.takes_part(who) and who == opinion.unit and self.state in ("soliciting", "final")
        if not may or not opinion.waits_for_reply:
            return None
        opinion.reply = stance
        return (f"opinion_{stance}",)

    def fix(self, who: int) -> Acts:
        undecided = any(one.is_on_the_table and not one.outcome for one in self.opinions)
        if not self.may(who, "soliciting") or self.open_round or undecided or not self.taking:
            return None
        self.state, self.next_step = "final", "start_countersigning"
        self.parties |= self.taking
        return ("text_fixed",)

    def reopen(self, who: int) -> Acts:
        if not self.may(who, "final"):
            return None
        self.state = "soliciting"
        return ("text_reopened",)

    def reads(self, who: int, opinion: Opinion) -> bool:
        """A unit reads its own; the table once the round is closed, where that does not stay with the drafter; and
        what a unit maintains."""
        is_shared = who == AUTHOR or not opinion.round.stays_with_drafter or opinion.reply == "maintained"
        return who in self.parties and (opinion.unit == who or (opinion.is_on_the_table and is_shared))

    def waiting(self) -> set[tuple[int, str]]:
        """Who has to do what."""
        replies = {(one.unit, "reply") for one in self.opinions if one.waits_for_reply and one.unit in self.taking}
        match self.state:
            case "draft":
                return {(AUTHOR, "solicit")}
            case "soliciting" if held := self.open_round:
                asked = {unit for unit in self.taking if held.asks(unit)}
                return replies | {(unit, "answer") for unit in asked - held.answered}
            case "soliciting":
                return replies | {(AUTHOR, "decide")}
            case "final":
                return replies | {(AUTHOR, self.next_step)}
        return set()
