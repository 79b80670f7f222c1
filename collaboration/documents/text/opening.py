"""The top of a document: furniture, facts, number, signer and title, up to the first line of the body."""

import re
from dataclasses import dataclass, field

from collaboration.documents.text.chrome import is_furniture, is_picture_name
from collaboration.documents.text.dates import date_line
from collaboration.documents.text.document_numbers import is_number, number_line, split_title
from collaboration.documents.text.drafts import Draft, draft_of, is_note
from collaboration.documents.text.lines import SIGNER, Line
from collaboration.documents.text.metadata import Fact, accepts, facts_of
from collaboration.documents.text.numbering import number_of
from collaboration.documents.text.organs import is_organ
from collaboration.documents.text.titles import is_title_like, join_lines, wrapped_title

PARTY = re.compile(r"[甲乙丙丁戊己庚辛]方[：:（]")
MARK = re.compile(r"(.{2,40}?)文件")
ADDRESSED = re.compile(r"各[^关]")
URGENCY = re.compile(r"特急|加急|平急|急件|特提|\d{6}")
ECHO = 12  # lines of the top within which a title is looked for twice
BRACKETED = re.compile(r"（[^（）]+(?:（[^（）]*）[^（）]*)*）")


@dataclass
class Opening:
    """What the top of the document told, and the lines below it."""

    rest: list[Line] = field(default_factory=list)
    title_lines: tuple[str, ...] = ()
    numbers: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    furniture: int = 0
    pictures: int = 0
    contents: int = 0
    left_out: list[str] = field(default_factory=list)

    @property
    def number(self) -> str | None:
        """The first correct number, in the text itself before the site's table."""
        return next((number for number in self.all_numbers if is_number(number)), None)

    @property
    def all_numbers(self) -> list[str]:
        return self.numbers + [fact.value for fact in self.facts if fact.kind == "number" and fact.value]

    def fact(self, kind: str) -> str:
        return next((fact.value for fact in self.facts if fact.kind == kind and fact.value), "")


def read_opening(lines: list[Line]) -> Opening:
    opening = Opening()
    runs: list[list[Line]] = [[]]
    for position, line in enumerate(lines):
        if _take_styled(opening, line) or _take_facts(opening, line) or _take_known(opening, line):
            runs.append([])
        elif _may_be_title(line):
            runs[-1].append(line)
        else:
            opening.rest = lines[position:]
            break
    if not opening.title_lines:
        _choose_title(opening, [run for run in runs if run])
    return opening


def take_closing(opening: Opening, lines: list[Line]) -> None:
    """The units and the date that a file of ours prints below the text although no block says them."""
    for line in lines:
        if date_line(line.text):
            opening.facts.append(Fact("date", line.text))
        elif line.text not in opening.marks:
            opening.marks.append(line.text)


def _may_be_title(line: Line) -> bool:
    text = line.text
    if line.is_owned or line.rows or number_of(text) or PARTY.match(text) or draft_of(line).kind != "p":
        return False
    return is_title_like(text) and not ADDRESSED.match(text)


def _take_styled(opening: Opening, line: Line) -> bool:
    """Parts that our own Word styles name."""
    style = line.source.style
    if style == "title":
        opening.title_lines += (line.text,)
    elif style == "number":
        opening.numbers.append(number_line(line.text) or line.text)
    elif style == "mark":
        cells = [cell for row in line.rows for cell in row] or [line.text]
        opening.marks += [cell for cell in dict.fromkeys(cells) if cell not in ("", "文件")]
    else:
        return False
    return True


def _take_facts(opening: Opening, line: Line) -> bool:
    facts = facts_of(line)
    if not facts and opening.facts and accepts(opening.facts[-1], line.text):
        facts = [Fact(opening.facts.pop().kind, line.text)]
    opening.facts += facts
    opening.furniture += bool(facts)
    return bool(facts)


def _take_known(opening: Opening, line: Line) -> bool:
    text = line.text
    if line.rows or line.is_owned:
        return False
    number = number_line(text)
    mark = MARK.fullmatch(text)
    if number:
        opening.numbers.append(number)
    elif is_picture_name(text):
        opening.pictures += 1
    elif is_furniture(text):
        opening.furniture += 1
    elif SIGNER.fullmatch(text) or date_line(text) or is_note(text):
        opening.drafts.append(draft_of(line))
    elif mark and is_organ(mark[1]):
        opening.marks.append(mark[1])
    elif URGENCY.fullmatch(text):
        opening.left_out.append(text)
    else:
        return False
    return True


def _choose_title(opening: Opening, runs: list[list[Line]]) -> None:
    """The last complete title before the body; without one, the first line that could be one."""
    runs = [_without_echo(run) for run in runs]
    chosen, count = None, 0
    for run in runs:
        complete = wrapped_title([line.text for line in run])
        if complete:
            chosen, count = run, complete
    if chosen is None:
        if not runs:
            opening.title_lines = tuple(filter(None, [opening.fact("title")]))
            return
        chosen = runs[-1] if opening.numbers else runs[0]
        count = len(chosen) if len(chosen) <= 3 else 1
    last, number = split_title(chosen[count - 1].text)
    opening.numbers += [number] if number else []
    opening.title_lines = (*(line.text for line in chosen[: count - 1]), last)
    for run in runs:
        if run is not chosen:
            _set_aside(opening, run)
    for line in chosen[count:]:
        status = BRACKETED.fullmatch(line.text)
        opening.drafts.append(Draft(line, "note" if status else "p"))


def _set_aside(opening: Opening, run: list[Line]) -> None:
    """Lines of the top that are not the title: the title once more, an agency of the red head, or unknown."""
    texts = [line.text for line in run]
    if join_lines(texts) == join_lines(opening.title_lines):
        opening.furniture += len(texts)
    elif opening.numbers and all(is_organ(text) for text in texts):
        opening.marks += texts
    else:
        opening.left_out += texts


def _without_echo(run: list[Line]) -> list[Line]:
    """A page names its title, or the site its owner, once more just above the title: keep the last."""
    texts = [line.text for line in run[:ECHO]]
    begin = 0
    for start in range(1, len(texts)):
        said = texts[begin]
        repeats = any(join_lines(texts[start:end]) == said for end in range(start + 1, len(texts) + 1))
        if repeats or (start == begin + 1 and texts[start].startswith(said)):
            begin = start
    return run[begin:]
