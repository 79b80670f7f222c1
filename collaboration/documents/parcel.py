"""``python -m collaboration.documents.parcel``: an upload goes in with its name, a compressed answer comes out.

The sandbox gives a child nothing but bytes and takes a limited number of bytes back, so both ways are packed here.
"""

import json
import sys
import zlib
from typing import Any

from collaboration.documents.text.__main__ import answer


def pack(kind: str, name: str, data: bytes) -> bytes:
    """What the child reads: how to read the file and its name on one line, then the file."""
    return json.dumps([kind, name]).encode() + b"\n" + data


def unpack(answered: bytes) -> dict[str, Any]:
    """What the child has understood: a manuscript, or an ``error``."""
    return json.loads(zlib.decompress(answered))


def main() -> None:
    head, _line_break, data = sys.stdin.buffer.read().partition(b"\n")
    kind, name = json.loads(head)
    sys.stdout.buffer.write(zlib.compress(json.dumps(answer(kind, name, data), ensure_ascii=False).encode()))


if __name__ == "__main__":
    main()
