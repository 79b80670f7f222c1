"""What kind of scan some bytes are, judged by the bytes alone: names and declared types prove nothing."""

PDF, JPEG = "application/pdf", "image/jpeg"
LARGEST = 20 * 1024 * 1024
TAIL = 2048  # programs append a few bytes behind the last mark
EXTENSIONS = {PDF: "pdf", JPEG: "jpg"}


def type_of_scan(data: bytes) -> str | None:
    """``application/pdf`` or ``image/jpeg`` for a whole file of that kind; None for anything else, or a part of one."""
    tail = data[-TAIL:]
    if data.startswith(b"%PDF-") and b"%%EOF" in tail and b"startxref" in tail:
        return PDF
    if data.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in tail:
        return JPEG
    return None
