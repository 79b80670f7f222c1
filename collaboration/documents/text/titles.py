"""Lines that read like a title, and which of several lines are one wrapped title."""

import re
from collections.abc import Sequence

from collaboration.documents.text.organs import is_organ

ENDINGS = (
    "通知|意见|办法|方案|协议|协议书|决定|决议|公告|通告|公报|通报|报告|请示|批复|函|纪要|规定|细则|规划|计划|备忘录|"
    "制度|机制|规则|规程|条例|章程|标准|指南|指引|清单|目录|名单|要点|措施|预案|基准|守则|合同|意向书|倡议书|倡议|宣言|"
    "声明|说明|总结|命令|令|议案|一览表|汇总表|登记表|表|汇编|手册|规范|导则|责任书|承诺书|分工|大纲|纲要|体系|流程|"
    "准则|公约|安排|预告|须知|答复|共识|公示|启事|提示|建议|白皮书|简报|议定书|任务书"
)
COMPLETE = re.compile(rf".*(?:{ENDINGS})[》”]?(?:（[^（）]{{1,20}}）)*")
ISSUES = re.compile(r"印发|转发|批转|公布|发布")
ISSUING_END = re.compile(r".*(?:通知|公告|通报|决定|命令|令|函|批复)(?:（[^（）]{1,20}）)*")
QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
LINES = 6


def is_title_like(text: str) -> bool:
    """Short, one phrase, nothing that ends a sentence."""
    return 2 <= len(text) <= 100 and not re.search(r"[。；！？|]|[，：；、.]$", text)


def join_lines(lines: Sequence[str]) -> str:
    """A title on one line; agencies named on lines of their own keep a space between them."""
    joined = ""
    for line in lines:
        glue = " " if joined and _needs_space(joined, line) else ""
        joined += glue + line
    return joined


def _needs_space(before: str, line: str) -> bool:
    if before[-1].isascii() and line[:1].isascii() and before[-1].isalpha() and line[:1].isalpha():
        return True
    last = before.rsplit(" ", 1)[-1]
    return is_organ(last) and (
        is_organ(line) or re.match(r"[\u4e00-\u9fff]{2,20}?[局厅委府室会]关于", line) is not None
    )


def is_complete(title: str) -> bool:
    """It ends as titles end, its brackets are closed, and a title that issues a text says so at its end."""
    if title.count("《") != title.count("》") or title.count("（") != title.count("）"):
        return False
    bare = QUOTED.sub("", title)
    ending = ISSUING_END if title.startswith(("关于", "印发", "转发")) and ISSUES.search(bare) else COMPLETE
    return ending.fullmatch(title) is not None


def wrapped_title(lines: Sequence[str], known: Sequence[str] = ()) -> int:
    """How many of the first lines form one title: one that is known by name, else the longest that is complete."""
    lines = list(lines[:LINES])
    candidates = [(count, join_lines(lines[:count])) for count in range(1, len(lines) + 1)]
    for count, joined in candidates:
        if joined in known:
            return count
    complete = [count for count, joined in candidates if is_complete(joined)]
    return complete[-1] if complete else 0


def titles_named(title: str) -> list[str]:
    """The names in 《》, outermost first; ``关于印发X的通知`` without brackets names X too."""
    names = QUOTED.findall(title)
    plain = re.search(r"(?:印发|转发|公布|发布)([^《》]+?)的(?:通知|公告|决定|函)", title)
    return names + ([plain[1]] if plain else [])
