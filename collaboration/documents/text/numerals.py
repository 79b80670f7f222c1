"""Chinese numerals as official documents use them: 一 to 九百九十九, and years digit by digit."""

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "○": 0, "O": 0, "0": 0, "两": 2}
UNITS = {"十": 10, "百": 100}
NUMERAL = "[零〇一二三四五六七八九十百两]"


def to_int(numeral: str) -> int:
    """二十七 → 27; digits without a unit are read one by one, as in 二〇二三."""
    if numeral.isdecimal():
        return int(numeral)
    if not any(unit in numeral for unit in UNITS):
        return int("".join(str(DIGITS[digit]) for digit in numeral))
    total = pending = 0
    for character in numeral:
        if character in UNITS:
            total += (pending or 1) * UNITS[character]
            pending = 0
        else:
            pending = DIGITS[character]
    return total + pending


def to_chinese(number: int) -> str:
    """27 → 二十七, 105 → 一百零五; above 999 the digits are written one by one."""
    if number > 999:
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digit(hundreds)}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{digit(tens)}十"
    elif hundreds and ones:
        text += "零"
    return text + (digit(ones) if ones or not text else "")


def digit(value: int) -> str:
    return "零一二三四五六七八九"[value]
