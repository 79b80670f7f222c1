"""Asking a running portal how it is."""

import http.client
import json
import socket
import time
from collections.abc import Callable

LOOPBACK = "127.0.0.1"


def is_free(host: str, port: int) -> bool:
    """Could we listen here?"""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def ailment(host: str, port: int) -> str | None:
    """What ``/healthz`` says is down; None when all is well."""
    reached = LOOPBACK if host in ("", "0.0.0.0", "::") else host  # noqa: S104 (compared, not bound)
    connection = http.client.HTTPConnection(reached, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"{LOOPBACK}:{port}"})
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
    except OSError as error:
        return f"no answer on port {port} ({error.strerror or type(error).__name__})"
    except http.client.HTTPException as error:
        return f"no proper answer on port {port} ({type(error).__name__})"
    finally:
        connection.close()
    if answer.status == http.HTTPStatus.OK:
        return None
    return f"/healthz answers {answer.status}: {_in_words(body)}"


def _in_words(body: str) -> str:
    try:
        parts = json.loads(body)
        down = parts.get("down") or [name for name, state in parts.items() if state not in (True, "ok")]
        return ", ".join(map(str, down))
    except (ValueError, AttributeError):
        return body[:200]


def wait_until_well(host: str, port: int, seconds: float, meanwhile: Callable[[], None]) -> str | None:
    """Ask until all is well (None) or time is over (what was down last)."""
    end = time.monotonic() + seconds
    while (down := ailment(host, port)) and time.monotonic() < end:
        meanwhile()
        time.sleep(0.2)
    return down
