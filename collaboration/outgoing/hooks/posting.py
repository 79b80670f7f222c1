"""One request to somebody else's machine: to a public address, within seconds, reading little of what comes back."""

import ssl
from dataclasses import dataclass
from typing import Final

import aiohttp
from yarl import URL

from collaboration.outgoing.hooks import guard
from collaboration.outgoing.hooks.formats import Request

SECONDS: Final = 5.0
READ: Final = 16 * 1024
HEADERS = {"Content-Type": "application/json; charset=utf-8", "Accept-Encoding": "identity", "User-Agent": "portal"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status and the beginning of the body, or why nothing did."""

    status: int | None
    body: bytes
    trouble: str = ""


async def post(request: Request) -> Answer:
    """Post it to an address that a unit entered."""
    return await exchange("POST", request, guarded=True)


async def exchange(method: str, request: Request, *, guarded: bool) -> Answer:
    """Ask and listen. Follows no redirect, keeps no cookie, uses no proxy, unpacks nothing.

    Unguarded only for services that the operator set up: those may lie in the operator's own network.
    """
    factory = guard.socket_for if guarded else None
    try:
        async with (
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(socket_factory=factory, use_dns_cache=False, force_close=True),
                timeout=aiohttp.ClientTimeout(total=SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            ) as session,
            session.request(
                method,
                URL(request.address, encoded=True),
                data=request.body,
                headers=HEADERS | dict(request.headers),
                allow_redirects=False,
            ) as response,
        ):
            body = await _beginning(response)
            response.close()
            return Answer(response.status, body)
    except TimeoutError:
        return Answer(None, b"", f"no answer within {SECONDS:.0f} seconds")
    except (aiohttp.ClientError, ssl.SSLError, OSError, ValueError) as error:
        return Answer(None, b"", _words(error))


async def _beginning(response: aiohttp.ClientResponse) -> bytes:
    body = b""
    async for chunk in response.content.iter_chunked(4096):
        body += chunk
        if len(body) >= READ:
            break
    return body[:READ]


def _words(error: BaseException) -> str:
    """The sentence of a refusal of ours; of everything else its kind and what the system says, never the address."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, guard.NotPublic):
            return str(cause)
        cause = getattr(cause, "os_error", None) or cause.__cause__
    system = getattr(error, "os_error", error)
    return f"{type(error).__name__}: {getattr(system, 'strerror', None) or type(system).__name__}"[:300]
