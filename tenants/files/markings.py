"""Marks of state secrets 密级. This portal is not for them, so whatever bears one is refused.

A mark stands alone, carries a star, or stands where names and heads carry it; ordinary prose about
secrets (商业秘密, 保守国家秘密) is no mark.
"""

import re
from collections.abc import Iterable

LEVEL = "(?:绝密|機密|机密|秘密|絕密)"
STAR = "[★☆⭐✩✭*＊]"
TERM = r"(?:长期|(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:年|个?月|天|日))"
STARRED = re.compile(rf"{LEVEL}{STAR}")
ALONE = re.compile(
    rf"(?:份号[：:]?)?\d{{0,6}}(?:密级[：:]?)?[【\[（(]?{LEVEL}(?:级|件|文件|资料)?[】\]）)]?[·•—\-]?{TERM}?(?:特急|特提|加急|平急|急件)?\d{{0,6}}"
)
LABELLED = re.compile(rf"密级(?:和?保密期限)?[：:|]{LEVEL}(?:级)?(?:{STAR}|{TERM}|$|\|)")
BRACKETED = re.compile(rf"[【\[（(]{LEVEL}(?:级|件)?(?:{STAR}?{TERM})?[】\]）)]")
IN_NAME = re.compile(rf"(?:^|[\s_\-—.【\[（(]){LEVEL}(?:级|件)?{TERM}?(?:$|[\s_\-—.】\]）)])")
SHORT = 60
IGNORED = re.compile(r"[\s\u3000\u00a0\u200b-\u200f\ufeff]+")


def marking_in(lines: Iterable[str]) -> str:
    """The first mark in these lines; empty if there is none."""
    for line in lines:
        mark = _marking_of_line(IGNORED.sub("", line))
        if mark:
            return mark
    return ""


def marking_of_name(name: str) -> str:
    """A file is marked by its name where the word stands apart: ``机密-….docx``, ``…（秘密）.docx``."""
    stem = name.replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    match = STARRED.search(IGNORED.sub("", stem)) or IN_NAME.search(stem)
    return match[0].strip(" _-—.") if match else ""


def _marking_of_line(text: str) -> str:
    starred = STARRED.search(text)
    if starred:
        return starred[0]
    if ALONE.fullmatch(text):
        return text
    labelled = LABELLED.search(text)
    if labelled:
        return labelled[0]
    bracketed = BRACKETED.search(text) if len(text) <= SHORT and "。" not in text else None
    return bracketed[0] if bracketed else ""
