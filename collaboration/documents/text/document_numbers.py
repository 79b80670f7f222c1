"""The document number 发文字号: code word, year in 〔〕, running number, 号."""

import re

EXACT = re.compile(r"[\u4e00-\u9fff]{2,12}〔(?:19|20)\d{2}〕[1-9]\d*号")
LIKE = re.compile(
    r"(?:发文字号|文号)?[：:]?"
    r"([\u4e00-\u9fff]{2,16}(?:〔\d{0,4}〕|[\[【（(]\d{2,4}[\]】）)])第?\d{0,6}号?)"
)
IN_TITLE = re.compile(r"（([\u4e00-\u9fff]{2,12}〔\d{4}〕\d+号)）$")
CITED = re.compile(r"〔(?:19|20)\d{2}〕第?\d+号")
IN_PROSE = re.compile(r"[\u4e00-\u9fff]{2,12}〔[^〔〕]{0,6}〕[^号，。；、（）《》]{0,8}号?")


def is_number(text: str) -> bool:
    return EXACT.fullmatch(text) is not None


def number_line(text: str) -> str | None:
    """A line that is a document number and nothing else, whether or not it is a correct one."""
    in_brackets = IN_TITLE.fullmatch(text)
    match = in_brackets or LIKE.fullmatch(text)
    return match[1] if match else None


def split_title(title: str) -> tuple[str, str]:
    """Sites write the number in brackets behind the title: the title without it, and the number."""
    match = IN_TITLE.search(title)
    return (title[: match.start()], match[1]) if match and match.start() else (title, "")


def broken_numbers(text: str) -> list[str]:
    """References in running text that lack a full year or a running number."""
    return [match[0] for match in IN_PROSE.finditer(text) if not CITED.search(match[0])]
