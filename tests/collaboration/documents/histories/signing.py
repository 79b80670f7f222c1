"""What may happen to a final text: it is signed in its order, on paper too, or comes back; then numbered and sealed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.collaboration.documents.histories.writing import AUTHOR, Acts, Writing

MOST_LEFT_OUT = 50  # numbers that may be left out before one chosen by hand


@dataclass
class Attempt:
    """Groups of units; those of one sign in any order, after those of all groups before."""

    groups: list[set[int]]
    signed: set[int] = field(default_factory=set)
    on_paper: set[int] = field(default_factory=set)
    abstained: set[int] = field(default_factory=set)
    sheets: set[int] = field(default_factory=set)  # scans of the sheets they will have signed

    @property
    def units(self) -> set[int]:
        return set().union(*self.groups)

    @property
    def waits_for(self) -> set[int]:
        given = self.signed | self.abstained
        return next((group - given for group in self.groups if group - given), set())

    @property
    def current(self) -> set[int]:
        """The group whose turn it is."""
        return next((group for group in self.groups if group & self.waits_for), set())

    @property
    def issuers(self) -> set[int]:
        return self.units - self.abstained

    @property
    def sealing(self) -> set[int]:
        """A unit that signed on paper has its seal there."""
        return self.issuers - self.on_paper


@dataclass
class Ledger:
    """The drafting unit's numbers: every one up to the last is reserved, given, or free to be given next."""

    last: int = 0
    reserved: set[int] = field(default_factory=set)
    free: set[int] = field(default_factory=set)
    given: int = 0

    def next(self) -> int:
        return min(self.free, default=self.last + 1)

    def can_give(self, chosen: int) -> bool:
        return chosen in self.reserved | self.free or self.last < chosen <= self.last + MOST_LEFT_OUT

    def give(self, chosen: int | None) -> None:
        self.given = chosen or self.next()
        self.free |= set(range(self.last + 1, self.given))
        self.last = max(self.last, self.given)
        self.free.discard(self.given)
        self.reserved.discard(self.given)


@dataclass
class Signing(Writing):
    """Countersigning, numbering and sealing."""

    is_numbered: bool = False
    may_abstain: bool = False
    attempt: Attempt = field(default_factory=lambda: Attempt([]))  # the newest
    ledger: Ledger = field(default_factory=Ledger)
    released: set[int] = field(default_factory=set)
    sealed: set[int] = field(default_factory=set)
    is_certified: bool = False

    def start(self, who: int, order: Sequence[int]) -> Acts:
        """``order`` gives the turn of each unit that takes part; without one they are asked at once."""
        units = sorted({AUTHOR} | self.taking)
        if not self.may(who, "final"):
            return None
        turns = {unit: order[unit] if order else 1 for unit in units}
        self.attempt = Attempt([{u for u in units if turns[u] == turn} for turn in sorted(set(turns.values()))])
        self.state = "countersigning"
        return ("countersigning_started",)

    def _has_turn(self, who: int) -> bool:
        return self.state == "countersigning" and who in self.attempt.waits_for

    def _pass_on(self, who: int, act: str) -> Acts:
        if not self.attempt.waits_for:
            self.state = "signed"
            return ("signed" if act == "countersigned" else f"{act}_last",)
        return (act,) if who in self.attempt.current else (f"{act}_turn",)

    def sign(self, who: int, read_it: bool) -> Acts:
        """Nobody signs another text than the one that was read."""
        if not self._has_turn(who) or not read_it:
            return None
        self.attempt.signed.add(who)
        return self._pass_on(who, "countersigned")

    def bring_sheet(self, who: int) -> Acts:
        if not self._has_turn(who):
            return None
        self.attempt.sheets.add(who)
        return ("sheet_uploaded",)

    def sign_on_paper(self, who: int) -> Acts:
        if not self._has_turn(who) or who not in self.attempt.sheets:
            return None
        self.attempt.signed.add(who)
        self.attempt.on_paper.add(who)
        return self._pass_on(who, "countersigned_on_paper")

    def abstain(self, who: int) -> Acts:
        """Where the alliance allows it; never the drafting unit, and two units always sign."""
        allowed = self.may_abstain and who != AUTHOR and len(self.attempt.issuers) > 2
        if not self._has_turn(who) or not allowed:
            return None
        self.attempt.abstained.add(who)
        return self._pass_on(who, "abstained")

    def withdraw(self, who: int) -> Acts:
        """A unit takes its signature back before the next turn has come."""
        attempt = self.attempt
        if self.state != "countersigning" or who not in attempt.signed or who not in attempt.current:
            return None
        attempt.signed.remove(who)
        attempt.on_paper.discard(who)
        return ("signature_withdrawn",)

    def give_back(self, who: int, read_it: bool) -> Acts:
        if who not in self.attempt.units or self.state != "countersigning" or not read_it:
            return None
        self.state, self.next_step = "final", "revise"
        return ("returned",)

    def recall(self, who: int, told: int) -> Acts:
        """The drafting unit was told how many signatures become void."""
        if not self.may(who, "countersigning", "signed") or told != len(self.attempt.signed):
            return None
        self.state, self.next_step = "final", "revise"
        return ("recalled",)

    def cancel(self, who: int) -> Acts:
        if not self.may(who, "draft", "soliciting", "final", "countersigning", "signed", "sealing"):
            return None
        self.state = "cancelled"
        return ("cancelled",)

    def reserve(self) -> None:
        number = self.ledger.next()
        self.ledger.free.discard(number)
        self.ledger.last = max(self.ledger.last, number)
        self.ledger.reserved.add(number)

    def release_number(self) -> int | None:
        if not self.ledger.reserved:
            return None
        number = min(self.ledger.reserved)
        self.ledger.reserved.remove(number)
        self.ledger.free.add(number)
        return number

    def send_to_sealing(self, who: int, chosen: int | None) -> Acts:
        if not self.may(who, "signed"):
            return None
        if self.is_numbered:
            if chosen and not self.ledger.can_give(chosen):
                return None
            self.ledger.give(chosen)
        self.state = "sealing"
        return ("numbered",) if self.is_numbered else ("sealing_started",)

    def release_seal(self, who: int, read_it: bool) -> Acts:
        if self.state != "sealing" or who not in self.attempt.sealing - self.released or not read_it:
            return None
        self.released.add(who)
        return ("seal_released",)

    def put_seals(self) -> Acts:
        """What the sealer does whenever it is called: certify once, put on each released seal once, close once."""
        if self.state != "sealing":
            return ()
        acts = () if self.is_certified else ("file_certified",)
        acts += ("seal_put",) * len(self.released - self.sealed)
        self.is_certified, self.sealed = True, set(self.released)
        if self.sealed == self.attempt.sealing:
            self.state = "sealed"
            acts += ("sealed", "originals_kept")
        return acts

    def waiting(self) -> set[tuple[int, str]]:
        match self.state:
            case "countersigning":
                return {(unit, "countersign") for unit in self.attempt.waits_for}
            case "signed":
                return {(AUTHOR, "send_to_sealing")}
            case "sealing":
                return {(unit, "release_seal") for unit in self.attempt.sealing - self.released}
        return super().waiting()
