"""Which characters count as Chinese text when punctuation and spaces are judged."""

HANZI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
MARKS = "。、《》〈〉【】〔〕「」『』·★"
HALF_TO_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}


def is_hanzi(character: str) -> bool:
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003ffff"
        or character == "〇"
    )


def is_chinese(character: str) -> bool:
    """Hanzi and the marks that occur in Chinese text only."""
    return is_hanzi(character) or (character != "" and character in MARKS)
