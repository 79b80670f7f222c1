"""Names of agencies, recognised by how they end."""

import re

ENDINGS = (
    "局|厅|委|委员会|政府|办公室|办公厅|办|院|中心|支队|总队|大队|中队|部|会|署|司|管委会|公司|集团|协会|学院|大学|"
    "小组|指挥部|联盟|街道|法院|检察院|联席会议|专班|单位"
)
NAME = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9·“”]{{1,38}}?(?:{ENDINGS})(?:（[^（）]{{2,40}}）)?")
NO_NAME = re.compile(r"关于|根据|为了|附件|各[省市县区级单]|抄送|联系")
TITLE_VERB = re.compile(r"(?:关于|印发|转发|公布|批转|发布)")


def is_organ(text: str) -> bool:
    """One agency's name and nothing else, possibly with its second name in brackets."""
    return 3 <= len(text) <= 60 and NAME.fullmatch(text) is not None and NO_NAME.match(text) is None


def organs_in(text: str) -> list[str]:
    """Agencies named side by side, separated by spaces; empty unless every part is one."""
    parts = text.split()
    return parts if parts and all(is_organ(part) for part in parts) else []


def issuers_of_title(title: str) -> list[str]:
    """The agencies a title opens with: ``A局 B厅关于…``."""
    verb = TITLE_VERB.search(title)
    return organs_in(title[: verb.start()]) if verb else []
