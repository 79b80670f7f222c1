"""A small, real OpenID Connect provider on loopback: discovery, authorisation, tokens signed with RS256, keys."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode

import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "portal", "only between the two"


class Provider:
    """Whoever comes is signed in as ``person``; the tokens can be spoilt for tests."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signing_key = self.key
        self.person: dict[str, Any] = {"sub": "u-1", "preferred_username": "somebody", "name": "某人"}
        self.audience, self.lifetime = CLIENT, 300
        self.codes: dict[str, dict[str, str]] = {}
        self.issuer = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        query = {name: value[0] for name, value in parse_qs(scope["query_string"].decode()).items()}
        body = (await receive()).get("body", b"")
        headers = dict(scope["headers"])
        status, answer, location = self.answer(scope["path"], query, body, headers)
        content = json.dumps(answer).encode()
        fields = [(b"content-type", b"application/json")] + ([(b"location", location.encode())] if location else [])
        await send({"type": "http.response.start", "status": status, "headers": fields})
        await send({"type": "http.response.body", "body": content})

    def answer(self, path: str, query: dict, body: bytes, headers: dict) -> tuple[int, dict, str]:
        match path:
            case "/.well-known/openid-configuration":
                ends = {"authorization": "authorize", "token": "token", "userinfo": "me"}
                found = {f"{name}_endpoint": f"{self.issuer}/{end}" for name, end in ends.items()}
                return 200, {**found, "issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"}, ""
            case "/keys":
                jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
                return 200, {"keys": [{**jwk, "kid": "one", "alg": "RS256", "use": "sig"}]}, ""
            case "/authorize":
                code = secrets.token_urlsafe(16)
                self.codes[code] = query
                return 302, {}, f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"
            case "/token":
                return self.token({name: value[0] for name, value in parse_qs(body.decode()).items()})
            case "/me":
                return 200, self.person, ""
        return 404, {}, ""

    def token(self, given: dict[str, str]) -> tuple[int, dict, str]:
        asked = self.codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or given.get("client_secret") != SECRET or asked["code_challenge"] != proof:
            return 400, {"error": "invalid_grant"}, ""
        now = int(time.time())
        claims = {**self.person, "iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + self.lifetime}
        signed = jwt.encode({**claims, "jti": secrets.token_hex(8)}, self.signing_key, "RS256", {"kid": "one"})
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": signed}, ""


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, listening on a free port until the block ends."""
    provider = Provider()
    server = uvicorn.Server(uvicorn.Config(provider, port=0, log_level="error", lifespan="off"))
    server.install_signal_handlers = lambda: None
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    provider.issuer = f"http://127.0.0.1:{port}"
    yield provider
    server.should_exit = True
    thread.join(10)
