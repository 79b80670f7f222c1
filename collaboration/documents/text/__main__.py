"""``python -m collaboration.documents.text KIND NAME``: bytes in, JSON out.

Run by the parser worker in a child that has no database, no keys and no network. The answer is a
manuscript, or ``{"error": {"code": …, "params": …}}`` whose words the web side finds in ``refusals``.
"""

import json
import sys

from collaboration.documents.text import limits
from collaboration.documents.text.conversion import KINDS, convert
from collaboration.documents.text.problems import Unreadable


def answer(kind: str, name: str, data: bytes) -> dict[str, object]:
    try:
        return convert(kind, name, data).to_json()
    except Unreadable as problem:
        return {"error": problem.to_json()}
    except (MemoryError, RecursionError):
        return {"error": Unreadable("too_complex").to_json()}


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or arguments[0] not in KINDS:
        sys.stderr.write(f"usage: python -m collaboration.documents.text {'|'.join(KINDS)} NAME\n")
        return 2
    kind, name = arguments
    answered = answer(kind, name, sys.stdin.buffer.read(limits.FILE_BYTES + 1))
    sys.stdout.buffer.write(json.dumps(answered, ensure_ascii=False).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
