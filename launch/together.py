"""``python -m launch.together FD``: one process for many management commands, which standard input names.

Loading the portal's code takes seconds; five commands need it once. The outcome of each is a line on the descriptor.
This module needs the environment's packages.
"""

import json
import os
import signal
import sys
import traceback

from django.core.management import ManagementUtility


def main(answers: int) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that what it started ends with it
    with os.fdopen(answers, "w") as outcome:
        for line in sys.stdin:
            code = _run(json.loads(line))
            sys.stdout.flush()
            sys.stderr.flush()
            print(code, file=outcome, flush=True)


def _run(command: list[str]) -> int:
    try:
        ManagementUtility(["./run manage", *command]).execute()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except Exception:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    main(int(sys.argv[1]))
