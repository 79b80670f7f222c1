"""Spaces: Chinese text has none, save the few that carry meaning."""

import re

from collaboration.documents.text.characters import HANZI

EXOTIC = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
ORGAN_END = "局厅委府室会院部办"
CHINESE = rf"[{HANZI}\u3001-\u301f\uff01-\uff65“”‘’—…]"
BETWEEN = re.compile(rf"(?<={CHINESE}) +|(?<=\S) +(?={CHINESE})")
# One space stays between two agencies named in a row, between an agency and a date, after the number of a
# chapter or article, and after the word for an attachment with its number.
MEANT = (
    re.compile(rf"(?<=[{ORGAN_END}]) +(?=[{HANZI}]{{2,20}}?[{ORGAN_END}]|\d{{4}}年\d{{1,2}}月\d{{1,2}}日)"),
    re.compile(r"(?<=[编章节条]) +(?=\S)"),
    re.compile(r"(?<=[\d件]) +(?=\S)"),
)
NUMBERED = re.compile(r"第[零〇一二三四五六七八九十百\d]+[编章节条]|附件\s?\d*")


def tidy_spaces(text: str) -> tuple[str, int]:
    """The text without spaces that mean nothing, and how many places changed."""
    exotic = len(EXOTIC.findall(text))
    text = EXOTIC.sub(" ", text).strip()
    kept = _meant(text)
    removed = 0

    def judge(match: re.Match[str]) -> str:
        nonlocal removed
        if match.start() in kept:
            return " "
        removed += 1
        return ""

    text = BETWEEN.sub(judge, text)
    return re.sub(" {2,}", " ", text), exotic + removed


def _meant(text: str) -> set[int]:
    organs, numbered, attached = MEANT
    kept = {match.start() for match in organs.finditer(text)}
    number = NUMBERED.match(text)
    if number:
        rule = attached if text.startswith("附") else numbered
        at = rule.match(text, number.end())
        if at:
            kept.add(at.start())
    return kept
