"""The corpus of hostile uploads: everything is refused or harmless, in the sandbox as here."""

import os
import resource
import socket
import struct
from threading import Thread

import pytest

from collaboration.casefiles import checking, contents, films, looking, scanning
from collaboration.casefiles.contents import Refused
from collaboration.casefiles.models import CaseFile, State
from tests.collaboration.casefiles.corpus import EICAR, HARMLESS, REFUSED, Sample, samples
from tests.factories import casefiles, requests
from tests.factories.people import at_home, make_actor

EVERYTHING = bool(os.environ.get("PORTAL_PROVE"))
GROWTH = 50 * 1024  # kilobytes
CORPUS = samples()


def fate_of(sample: Sample, look) -> tuple[str, list[bytes]]:
    try:
        name = contents.fit_name(sample.name)
        contents.fit_size(len(sample.data))
        ends = sample.data[: contents.ENDS], sample.data[-contents.ENDS :]
        media_type = contents.type_by(name, *ends)
        assert not set(name) & set("/\\\0\r\n\u202e") and len(name) <= contents.LONGEST_NAME
    except Refused:
        return REFUSED, []
    if media_type in films.FORMS:  # kept whatever it is; what is drawn of it must be a picture
        return HARMLESS, look(media_type, sample.data)[1]
    if media_type in checking.UNREADABLE:
        return HARMLESS, []
    return look(media_type, sample.data)


def here(media_type: str, data: bytes) -> tuple[str, list[bytes]]:
    try:
        _facts, pictures = looking.look(media_type, data, len(data))
    except Exception:  # as the sandbox has it
        return REFUSED, []
    return HARMLESS, [picture for *_size, picture in pictures]


def in_the_sandbox(media_type: str, data: bytes) -> tuple[str, list[bytes]]:
    answer, pictures = checking.drawn(media_type, len(data), [data])
    return (REFUSED, []) if "refused" in answer else (HARMLESS, [picture for *_size, picture in pictures])


def test_the_whole_corpus_is_refused_or_harmless():
    assert len(CORPUS) >= 80
    wrong = {f"{number} {one.name}" for number, one in enumerate(CORPUS) if not as_it_should(one, fate_of(one, here))}
    assert wrong == set()


def as_it_should(sample: Sample, judged: tuple[str, list[bytes]]) -> bool:
    fate, pictures = judged
    return fate == sample.fate and all(one.startswith(b"\x89PNG") and b"script" not in one for one in pictures)


def test_the_sandbox_says_the_same_and_the_worker_does_not_grow():
    chosen = CORPUS if EVERYTHING else CORPUS[69::12]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wrong = [one.name for one in chosen if not as_it_should(one, fate_of(one, in_the_sandbox))]
    assert wrong == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH


class Scanner(Thread):
    """A stand-in for clamd: speaks INSTREAM, knows one virus."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.door.getsockname()[1]}"

    def run(self) -> None:
        while True:
            line, _ = self.door.accept()
            with line, line.makefile("rb") as said:
                assert said.read(10) == b"zINSTREAM\0"
                data = b""
                while size := struct.unpack("!L", said.read(4))[0]:
                    data += said.read(size)
                line.sendall(b"stream: Eicar-Signature FOUND\0" if EICAR in data else b"stream: OK\0")


@pytest.mark.django_db
def test_a_scanner_is_asked_before_anybody_opens_a_file(settings):
    scanner = Scanner()
    scanner.start()
    asking = make_actor("320100")
    request = requests.make_request(asking, make_actor("340100").unit)
    settings.CLAMD = "127.0.0.1:9"
    with pytest.raises(scanning.Unreachable):
        casefiles.keep(asking, request.matter, name="eicar.txt", content=EICAR)
    with at_home(asking):
        file = CaseFile.objects.get()
        assert file.state == State.WAITING
        settings.CLAMD = scanner.address
        checking.check(file.public_id)
        file.refresh_from_db()
        assert (file.state, file.finding) == (State.INFECTED, "virus")
    assert casefiles.keep(asking, request.matter, name="words.txt", content=b"words").state == State.CLEAN
