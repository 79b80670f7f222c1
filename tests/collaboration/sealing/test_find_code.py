"""Finding the code in files that are no longer what they were."""

import io
import subprocess
import sys
import time

import pytest
from pypdf import PdfReader, PdfWriter

from collaboration.sealing.check_codes import new_check_code, read_check_code
from collaboration.sealing.find_code import find_check_code
from collaboration.typesetting.typesetter import typeset
from tests.factories.paper import CHECK_CODE, print_document

OTHER_CODE = "ZZZZ-YYYY-XXXX-WWWW"


def saved_again(pdf: bytes, *, with_metadata: bool = True) -> bytes:
    """The file as another program writes it: new tables, everything packed anew."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.pop("/Annots", None)  # the seals' fields hold on to all metadata
        writer.add_page(page)
    if with_metadata:
        writer.add_metadata({"/Keywords": f"check-code:{CHECK_CODE}"})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def final(sealed) -> bytes:
    return sealed.final


def test_the_code_is_found_in_the_file_itself(final):
    assert find_check_code(final) == CHECK_CODE


@pytest.mark.parametrize("kept", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_the_code_is_found_in_the_first_part_of_a_cut_file(final, kept):
    assert find_check_code(final[: int(len(final) * kept)]) == CHECK_CODE


def test_the_code_is_found_when_the_beginning_is_missing(final):
    assert find_check_code(final[1_000:]) == CHECK_CODE


def test_the_code_is_found_in_a_file_with_something_appended(final):
    assert find_check_code(final + b"\n%% more\n" * 1000) == CHECK_CODE


def test_the_code_is_found_after_saving_with_another_program(final):
    assert find_check_code(saved_again(final)) == CHECK_CODE


def test_the_code_is_read_from_the_page_when_all_metadata_are_gone(final):
    bare = saved_again(final, with_metadata=False)

    assert b"check-code" not in bare
    assert find_check_code(bare) == CHECK_CODE


def test_a_page_taken_out_of_the_file_still_names_it(final):
    writer = PdfWriter()
    writer.add_page(PdfReader(io.BytesIO(final)).pages[-1])
    buffer = io.BytesIO()
    writer.write(buffer)

    assert find_check_code(buffer.getvalue()) == CHECK_CODE


def test_another_document_names_its_own_code():
    assert find_check_code(typeset(print_document(check_code=OTHER_CODE)).pdf) == OTHER_CODE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 1000,
        b"%PDF-1.7\n",
        b"GIF89a",
        b"stream\n" * 1000,
        b"%PDF-1.7\n" + b"<<" * 100_000,
        bytes(range(256)),
    ],
)
def test_a_file_that_is_not_ours_names_nothing(data):
    assert find_check_code(data) is None


def test_a_paper_without_a_code_names_nothing():
    assert find_check_code(typeset(print_document(check_code="", verify_url="")).pdf) is None


def test_it_runs_as_a_program_of_its_own_without_settings(final):
    program = [sys.executable, "-m", "collaboration.sealing.find_code"]

    found = subprocess.run(program, input=final, capture_output=True, check=True, env={"PATH": ""})

    assert found.stdout.decode() == CHECK_CODE
    assert found.stderr == b""


def test_twenty_megabytes_of_streams_are_searched_within_two_seconds():
    hostile = b"stream\n" * (20 * 1024 * 1024 // 7)

    began = time.process_time()
    assert find_check_code(hostile) is None
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "typed", ["7k2m-q9xd-4trw-bozh", " 7K2M Q9XD 4TRW B0ZH ", "７Ｋ２ＭＱ９ＸＤ４ＴＲＷＢ０ＺＨ", "7K2M—Q9XD—4TRW—BOZH"]
)
def test_a_typed_code_is_understood(typed):
    assert read_check_code(typed) == CHECK_CODE


@pytest.mark.parametrize("typed", ["", "7K2M", "7K2M-Q9XD-4TRW-B0ZH-0", "7U2M-Q9XD-4TRW-B0ZH", "核验码"])
def test_what_is_no_code_is_not_read_as_one(typed):
    assert read_check_code(typed) is None


def test_new_codes_differ_and_read_back():
    codes = {new_check_code() for _ in range(1000)}

    assert len(codes) == 1000
    assert all(read_check_code(code) == code for code in codes)
