"""Whatever is done to a sealed file, the examination finds it."""

import dataclasses
import io

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.fields import SigFieldSpec
from pypdf import PdfReader, PdfWriter

from collaboration.sealing.authority import Authority
from collaboration.sealing.names import seal_field
from collaboration.sealing.report import Problem
from collaboration.sealing.signer import fingerprint
from collaboration.sealing.signing import close, prepare, put_seal
from collaboration.sealing.verification import examine
from collaboration.typesetting.seals import seal_pdf
from collaboration.typesetting.typesetter import typeset
from tests.factories.paper import UNITS, print_document

from .conftest import seal_whole, sha256

FIRST, SECOND, *OTHERS = UNITS


def problems(pdf: bytes, expected) -> set[Problem]:
    return {finding.problem for finding in examine(pdf, expected).findings}


def appended(pdf: bytes, change) -> bytes:
    """The file with a revision more, as a PDF editor would write it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def draw_over_page_one(writer: IncrementalPdfFileWriter) -> None:
    stream = generic.StreamObject(stream_data=b"q 1 0 0 rg 100 400 300 80 re f Q")
    writer.add_stream_to_page(0, writer.add_object(stream))


def rotate_page_one(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)


def add_page(writer: IncrementalPdfFileWriter) -> None:
    page = {
        generic.NameObject("/Type"): generic.NameObject("/Page"),
        generic.NameObject("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
        generic.NameObject("/Resources"): generic.DictionaryObject(),
    }
    writer.insert_page(generic.DictionaryObject(page))


def add_note(writer: IncrementalPdfFileWriter) -> None:
    note = {
        generic.NameObject("/Type"): generic.NameObject("/Annot"),
        generic.NameObject("/Subtype"): generic.NameObject("/FreeText"),
        generic.NameObject("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 400, 300, 480))),
        generic.NameObject("/Contents"): generic.TextStringObject("作废"),
    }
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    writer.register_annotation(page, writer.add_object(generic.DictionaryObject(note)))


def swap_title(writer: IncrementalPdfFileWriter) -> None:
    writer.set_info(writer.add_object(generic.DictionaryObject({"/Title": generic.TextStringObject("另一份")})))


def move_seal(writer: IncrementalPdfFileWriter) -> None:
    names = {name: reference for name, _value, reference in fields.enumerate_sig_fields(writer)}
    seal = names[seal_field(FIRST)].get_object()
    seal["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (10, 10, 129, 129)))
    writer.update_container(seal)


def add_field(writer: IncrementalPdfFileWriter) -> None:
    fields.append_signature_field(writer, SigFieldSpec("Seal_990000", box=(10, 10, 129, 129)))


CHANGES = [draw_over_page_one, rotate_page_one, add_page, add_note, swap_title, move_seal, add_field]


@pytest.mark.parametrize("change", CHANGES)
def test_a_revision_appended_to_the_closed_file_is_found(sealed, change):
    found = problems(appended(sealed.final, change), sealed.expected)

    assert Problem.APPENDED in found
    assert Problem.ALTERED_LATER in found or change is swap_title


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_between_sealing_and_closing_is_found(sealed, authority, change):
    changed = appended(sealed.after_seals, change)
    closed = close(changed, base_sha256=sha256(changed), platform=authority.platform())

    found = problems(closed, sealed.expected)

    assert Problem.APPENDED not in found
    assert found or change is swap_title  # the title in the properties is not part of any page


@pytest.mark.parametrize("step", range(24))
def test_one_changed_byte_is_found_wherever_it_lies(sealed, step):
    flipped = bytearray(sealed.final)
    flipped[200 + step * (len(flipped) - 400) // 23] ^= 1

    assert not examine(bytes(flipped), sealed.expected).is_as_signed


def test_a_changed_byte_in_the_mark_at_the_beginning_is_found(sealed):
    flipped = sealed.final.replace(b"%check-code:7K2M", b"%check-code:7K2N")

    assert problems(flipped, sealed.expected) == {Problem.CHANGED}


def test_every_changed_digit_of_the_last_stamp_is_found(sealed):
    end = sealed.final.rindex(b">", 0, sealed.final.rindex(b"/Prev"))
    start = sealed.final.rindex(b"<", 0, sealed.final.rindex(b"/ByteRange"))
    places = [*range(start + 1, start + 200, 20), *range(start + 200, end, 997)]

    for place in places:
        flipped = bytearray(sealed.final)
        flipped[place] = ord("0") if flipped[place] != ord("0") else ord("1")
        assert not examine(bytes(flipped), sealed.expected).is_as_signed, place


@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.9, -1])
def test_a_cut_file_is_found(sealed, kept):
    length = int(len(sealed.final) * kept) if isinstance(kept, float) else kept

    assert not examine(sealed.final[:length], sealed.expected).is_as_signed


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%%EOF\n", b"\0" * 512, b"<html>"])
def test_bytes_behind_the_end_are_found(sealed, tail):
    assert not examine(sealed.final + tail, sealed.expected).is_as_signed


def test_bytes_before_the_beginning_are_found(sealed):
    assert not examine(b"\n" + sealed.final, sealed.expected).is_as_signed


def test_an_earlier_revision_is_not_the_finished_file(sealed):
    for revision in (sealed.certified, sealed.after_seals):
        assert Problem.MISSING in problems(revision, sealed.expected)


def test_a_file_saved_again_is_found(sealed):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(sealed.final)))
    buffer = io.BytesIO()
    writer.write(buffer)

    assert not examine(buffer.getvalue(), sealed.expected).is_as_signed


def test_the_same_paper_sealed_by_another_authority_is_found(sealed, tmp_path):
    forged = seal_whole(print_document(), Authority(tmp_path / "authority"))

    assert examine(forged.final, forged.expected).is_as_signed
    assert Problem.WRONG_KEY in problems(forged.final, sealed.expected)


def test_a_unit_that_signed_with_a_certificate_it_had_not_registered_is_found(sealed):
    registered = dict(sealed.expected.units)
    registered[FIRST] = fingerprint(sealed.expected.trust.roots[0])

    report = examine(sealed.final, dataclasses.replace(sealed.expected, units=registered))

    assert [(finding.problem, finding.unit) for finding in report.findings] == [(Problem.WRONG_KEY, FIRST)]


def test_a_unit_signing_in_the_place_of_another_is_found(sealed, authority):
    """Even where the places were bound to the wrong certificates to begin with."""
    platform, paper, certificates = authority.platform(), typeset(print_document()), authority.unit_certificates()
    swapped = certificates | {FIRST: certificates[SECOND], SECOND: certificates[FIRST]}
    pdf = prepare(paper.pdf, paper.boxes, swapped, platform=platform)
    keys = {unit: unit for unit in UNITS} | {FIRST: SECOND, SECOND: FIRST}
    for unit, signer in keys.items():
        picture = seal_pdf(UNITS[unit])
        pdf = put_seal(pdf, unit, authority.unit_key(signer), picture, base_sha256=sha256(pdf), platform=platform)
    pdf = close(pdf, base_sha256=sha256(pdf), platform=platform)

    findings = {(finding.problem, finding.unit) for finding in examine(pdf, sealed.expected).findings}

    assert findings == {(Problem.WRONG_KEY, FIRST), (Problem.WRONG_KEY, SECOND)}


def test_a_unit_too_many_or_too_few_is_found(sealed):
    units = dict(sealed.expected.units)
    more = dataclasses.replace(sealed.expected, units=units | {"990000": units[FIRST]})
    fewer = dataclasses.replace(sealed.expected, units={unit: units[unit] for unit in OTHERS})

    assert Problem.MISSING in problems(sealed.final, more)
    assert Problem.UNEXPECTED in problems(sealed.final, fewer)


def test_a_file_closed_before_all_had_sealed_is_found(sealed, authority):
    closed = close(sealed.certified, base_sha256=sha256(sealed.certified), platform=authority.platform())

    found = {(finding.problem, finding.unit) for finding in examine(closed, sealed.expected).findings}

    assert found == {(Problem.MISSING, unit) for unit in UNITS}


def hide_seal(writer: IncrementalPdfFileWriter) -> None:
    """Make a seal invisible by its flags."""
    names = {name: reference for name, _value, reference in fields.enumerate_sig_fields(writer)}
    seal = names[seal_field(SECOND)].get_object()
    seal["/F"] = generic.NumberObject(2)
    writer.update_container(seal)


def swap_appearance(writer: IncrementalPdfFileWriter) -> None:
    """Show another picture in the place of a seal."""
    names = {name: reference for name, _value, reference in fields.enumerate_sig_fields(writer)}
    seal = names[seal_field(FIRST)].get_object()
    picture = generic.StreamObject(stream_data=b"0 0 1 rg 0 0 119 119 re f")
    picture[generic.NameObject("/Subtype")] = generic.NameObject("/Form")
    picture[generic.NameObject("/BBox")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 119, 119)))
    seal["/AP"] = generic.DictionaryObject({generic.NameObject("/N"): writer.add_object(picture)})
    writer.update_container(seal)


def run_a_script(writer: IncrementalPdfFileWriter) -> None:
    action = {
        generic.NameObject("/S"): generic.NameObject("/JavaScript"),
        generic.NameObject("/JS"): generic.TextStringObject("app.alert('样例')"),
    }
    writer.root["/OpenAction"] = writer.add_object(generic.DictionaryObject(action))
    writer.update_root()


def attach_a_file(writer: IncrementalPdfFileWriter) -> None:
    stream = writer.add_object(generic.StreamObject(stream_data=b"another text"))
    specification = {
        generic.NameObject("/Type"): generic.NameObject("/Filespec"),
        generic.NameObject("/F"): generic.TextStringObject("more.txt"),
        generic.NameObject("/EF"): generic.DictionaryObject({generic.NameObject("/F"): stream}),
    }
    entry = writer.add_object(generic.DictionaryObject(specification))
    names = generic.ArrayObject([generic.TextStringObject("more"), entry])
    files = generic.DictionaryObject({generic.NameObject("/Names"): names})
    writer.root["/Names"] = generic.DictionaryObject({generic.NameObject("/EmbeddedFiles"): files})
    writer.update_root()


def crop_page_one(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/CropBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 400, 595, 842)))
    writer.update_container(page)


def drop_last_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject(list(pages["/Kids"])[:-1])
    pages["/Count"] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


def turn_pages_round(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject(reversed(list(pages["/Kids"])))
    writer.update_container(pages)


def swap_a_font(writer: IncrementalPdfFileWriter) -> None:
    """Let the letters of page one mean others."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    typefaces = page["/Resources"]["/Font"]
    first, second = list(typefaces)[:2]
    typefaces[first] = typefaces.raw_get(second)
    writer.update_container(page["/Resources"])


def take_the_lock_off(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Perms"] = generic.DictionaryObject()
    writer.update_root()


def cover_with_a_link(writer: IncrementalPdfFileWriter) -> None:
    link = {
        generic.NameObject("/Type"): generic.NameObject("/Annot"),
        generic.NameObject("/Subtype"): generic.NameObject("/Link"),
        generic.NameObject("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
    }
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    writer.register_annotation(page, writer.add_object(generic.DictionaryObject(link)))


def layer_over_page_one(writer: IncrementalPdfFileWriter) -> None:
    """A form drawn last, over everything."""
    form = generic.StreamObject(stream_data=b"1 1 1 rg 0 0 595 842 re f")
    form[generic.NameObject("/Subtype")] = generic.NameObject("/Form")
    form[generic.NameObject("/BBox")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842)))
    named = generic.DictionaryObject({generic.NameObject("/Z"): writer.add_object(form)})
    resources = {generic.NameObject("/XObject"): named}
    stream = writer.add_object(generic.StreamObject(stream_data=b"/Z Do"))
    writer.add_stream_to_page(0, stream, resources=generic.DictionaryObject(resources))


MORE_CHANGES = [
    hide_seal, swap_appearance, run_a_script, attach_a_file, crop_page_one, drop_last_page, turn_pages_round,
    swap_a_font, take_the_lock_off, cover_with_a_link, layer_over_page_one,
]  # fmt: skip


@pytest.mark.parametrize("change", MORE_CHANGES)
@pytest.mark.parametrize("when", ["closed", "between"])
def test_subtler_changes_are_found_whenever_they_are_made(sealed, authority, change, when):
    if when == "closed":
        assert Problem.APPENDED in problems(appended(sealed.final, change), sealed.expected)
        return
    changed = appended(sealed.after_seals, change)
    try:
        closed = close(changed, base_sha256=sha256(changed), platform=authority.platform())
    except Exception as refusal:  # pyHanko refuses to sign what it finds broken; nothing is closed then
        assert change in (take_the_lock_off, drop_last_page), refusal
        return
    assert problems(closed, sealed.expected)
