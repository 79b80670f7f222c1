"""Webhooks must not become a way into the own network: every form of address, and a name that changes its mind."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from collaboration.outgoing.hooks import guard
from collaboration.outgoing.hooks.formats import Request
from collaboration.outgoing.hooks.forms import WebhookForm
from collaboration.outgoing.hooks.posting import SECONDS, post
from tests.collaboration.outgoing.listeners import listening

INSIDE = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.254", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "2001:2::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::10.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::", "2002:c0a8:101::",
    "2001:0:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "fec0::1",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "1.1.1.1", "223.5.5.5", "114.114.114.114", "::ffff:8.8.8.8", "2400:3200::1", "2606:4700::1111"]
WRITTEN = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "017700000001", "0177.0.0.1",
    "0177.1", "0", "0x0", "00000000177.0.0.1", "127.0.0.1.", "[::1]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]",
    "localhost", "LOCALHOST", "localhost.", "app.localhost", "db.internal", "printer.local", "[fe80::1%25eth0]",
    "10.1", "192.168.257", "3232235777", "2852039166", "0xa9fea9fe", "169.254.43518",
]  # fmt: skip
BROKEN = [
    "ftp://agency.example/", "file:///etc/passwd", "gopher://agency.example/", "//agency.example/", "agency.example",
    "https://", "https:///x", "https://user@agency.example/", "https://user:pw@agency.example/", "https://a b/",
    "https://agency.example/#x", "https://agency.example:0/", "https://agency.example:99999/", "https://[::1/",
    "javascript:alert(1)", "https://agency.example/\r\nX: y", "http://agency.example/", "data:text/plain,x",
]  # fmt: skip


@contextlib.contextmanager
def canary() -> Iterator[list[object]]:
    """Whoever connects to loopback is noted."""
    met: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        ended = threading.Event()

        def accept() -> None:
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    met.append(server.accept())

        thread = threading.Thread(target=accept)
        thread.start()
        met.append(server.getsockname()[1])
        try:
            yield met
        finally:
            ended.set()
            thread.join()


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_of_the_own_network_are_refused(address):
    assert guard.may_connect(address) is False


@pytest.mark.parametrize("address", OUTSIDE)
def test_public_addresses_are_allowed(address):
    assert guard.may_connect(address) is True


def test_operator_opens_networks_of_their_own_and_no_others(settings):
    settings.WEBHOOK_NETWORKS = ("10.1.0.0/16", "fd00::/64")

    assert [guard.may_connect(one) for one in ("10.1.2.3", "fd00::1", "10.2.0.1", "127.0.0.1")] == [
        True, True, False, False
    ]  # fmt: skip


def test_no_form_of_writing_leads_to_loopback():
    with canary() as met:
        port = met.pop()
        for host in WRITTEN:
            answer = asyncio.run(post(Request(f"http://{host}:{port}/", b"{}")))
            assert (answer.status, bool(answer.trouble)) == (None, True), host

    assert met == []


def test_name_that_leads_inside_when_it_is_asked_again_is_refused(monkeypatch):
    """The form saw a public address; by the time of the connection the name says loopback."""
    answers = iter(["8.8.8.8"])

    def rebinding(host, port, *args, **kwargs):
        address = next(answers, "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    with canary() as met:
        port = met.pop()
        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        assert socket.getaddrinfo("rebind.example", port)[0][4][0] == "8.8.8.8"
        answer = asyncio.run(post(Request(f"http://rebind.example:{port}/", b"{}")))

    assert (met, answer.trouble) == ([], "127.0.0.1 is no public address")


def test_the_canary_would_sing(settings):
    settings.WEBHOOK_NETWORKS = ("127.0.0.0/8",)
    with canary() as met:
        port = met.pop()
        asyncio.run(post(Request(f"http://127.0.0.1:{port}/", b"{}")))

    assert len(met) == 1


@pytest.mark.parametrize("host", WRITTEN)
def test_form_refuses_addresses_inside(host):
    form = WebhookForm({"name": "x", "form": "plain", "address": f"https://{host}/", "is_on": "on"})

    assert list(form.errors) == ["address"]


@pytest.mark.parametrize("address", BROKEN)
def test_form_refuses_what_is_no_address(address):
    form = WebhookForm({"name": "x", "form": "plain", "address": address, "is_on": "on"})

    assert list(form.errors) == ["address"]


def test_redirects_are_not_followed(settings):
    settings.WEBHOOK_NETWORKS = ("127.0.0.0/8",)
    with listening() as first, listening() as second:
        first.status, first.headers = 307, {"Location": second.address}

        answer = asyncio.run(post(Request(first.address, b"{}")))

    assert (answer.status, second.heard) == (307, [])


def test_little_is_read_of_an_endless_answer(settings):
    settings.WEBHOOK_NETWORKS = ("127.0.0.0/8",)
    with listening() as listener:
        listener.endless = True

        answer = asyncio.run(post(Request(listener.address, b"{}")))

        assert (answer.status, len(answer.body)) == (200, 16 * 1024)
        assert listener.sent < 2**26


def test_nobody_is_waited_for_longer_than_a_few_seconds(settings):
    settings.WEBHOOK_NETWORKS = ("127.0.0.0/8",)
    with listening() as listener:
        listener.silence = SECONDS + 3

        answer = asyncio.run(post(Request(listener.address, b"{}")))

    assert (answer.status, answer.trouble) == (None, "no answer within 5 seconds")


def test_bytes_that_drip_in_are_not_waited_for_either(settings):
    settings.WEBHOOK_NETWORKS = ("127.0.0.0/8",)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            with contextlib.suppress(OSError):
                peer, _address = server.accept()
                for sign in b"HTTP/1.1 200 OK\r\n" + b"X: y" * 50:
                    peer.send(bytes([sign]))
                    threading.Event().wait(0.3)

        threading.Thread(target=drip, daemon=True).start()
        answer = asyncio.run(post(Request(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}")))

    assert answer.trouble == "no answer within 5 seconds"
