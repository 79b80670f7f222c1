"""A video, looked at in the sandbox: how long and how large it is, when it was taken, and its first picture.

Of long ones only both ends are handed over, where the index and the first picture lie; nothing of Django is loaded.
"""

import contextlib
import io
import re
from typing import Any

ENDS = 48 * 1024 * 1024, 16 * 1024 * 1024
FORMS = {"video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm", "video/x-msvideo": "avi"}
MOST_PIXELS = 40_000_000
CAPTURED = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?")
TAKEN_AT = ("com.apple.quicktime.creationdate", "creation_time", "DATE_RECORDED")


class Ends(io.RawIOBase):
    """A file of which both ends are at hand; between them it reads as zeros."""

    def __init__(self, data: bytes, size: int) -> None:
        self._head, self._tail = data[: ENDS[0]], data[ENDS[0] :]
        self._size, self._at = size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, begin + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        start, end = self._at, self._size if size < 0 else min(self._size, self._at + size)
        tail = self._size - len(self._tail)
        if start < len(self._head):
            found = self._head[start:end]
        elif start < tail:
            found = bytes(min(end, tail) - start)
        else:
            found = self._tail[start - tail : max(end - tail, 0)]
        self._at = start + len(found)
        return found


def look(media_type: str, data: bytes, size: int) -> tuple[dict[str, Any], Any]:
    """Facts, and the first picture as people hold it upright, or None. Raises anything for what is damaged."""
    import av

    with av.open(Ends(data, size), format=FORMS[media_type], metadata_errors="ignore") as film:
        stream = film.streams.video[0]
        width, height = stream.codec_context.width, stream.codec_context.height
        facts: dict[str, Any] = {"width": width, "height": height}
        if film.duration:
            facts["seconds"] = max(1, round(film.duration / av.time_base))
        if captured := _captured({**stream.metadata, **film.metadata}):
            facts["captured"] = captured
        if not 0 < width * height <= MOST_PIXELS:
            return facts, None
        picture = None
        stream.codec_context.thread_count = 1  # the sandbox lets nothing be started
        with contextlib.suppress(StopIteration, av.FFmpegError):
            frame = next(film.decode(stream))
            picture = frame.to_image().rotate(frame.rotation, expand=True)
        return facts, picture


def _captured(said: dict[str, str]) -> str:
    """When the camera says it was taken, as pictures say it, with the zone where there is one."""
    for name in TAKEN_AT:
        if found := CAPTURED.fullmatch(said.get(name, "")):
            year, month, day, time, zone = found.groups()
            if year > "1970":  # a clock that was never set
                return f"{year}:{month}:{day} {time}{' UTC' if zone == 'Z' else f' {zone}' if zone else ''}"
    return ""
