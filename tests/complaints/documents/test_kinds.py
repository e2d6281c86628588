"""Which files are kept: told by their bytes and their name together. Everything else is refused with a reason."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from complaints.document_refusals import refusal_of
from complaints.documents.examination import LARGEST_DOCUMENT, examine
from complaints.documents.faults import UnfitDocument
from complaints.documents.kinds import ENDINGS, KINDS, PROGRAMS, WITH_MACROS
from tests.factories.documents import MAIL, PDF, of_every_kind, office, ole, picture, zipped

EVERY_KIND = of_every_kind()
MACRO_TYPE = '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
BOMB_PART = b"\x00" * (21 * 1024 * 1024)


def look_at(content: bytes, name: str) -> str:
    """The kind, or the code of what is the matter."""
    try:
        return examine(io.BytesIO(content), name=name).kind.code
    except UnfitDocument as fault:
        return refusal_of(fault).code


def test_there_is_an_example_of_every_kind() -> None:
    assert sorted(EVERY_KIND) == sorted(KINDS)


@pytest.mark.parametrize("code", KINDS)
def test_a_true_file_is_kept_as_what_it_is(code: str) -> None:
    for ending in KINDS[code].endings:
        assert look_at(EVERY_KIND[code], f"Bijlage{ending.upper()}") == code


@pytest.mark.parametrize("code", KINDS)
def test_a_file_with_the_name_of_another_kind_is_refused(code: str) -> None:
    """A plain text, and one that reads as rows, are each other's; a mail is text as well."""
    taken = {ending for ending in ENDINGS if look_at(EVERY_KIND[code], "x" + ending) in KINDS and ending not in KINDS[code].endings}

    assert taken == {"txt": {".csv"}, "csv": {".txt"}, "eml": {".txt", ".csv"}}.get(code, set())


@pytest.mark.parametrize("ending", sorted(PROGRAMS))
def test_a_program_is_refused_by_its_name(ending: str) -> None:
    assert look_at(PDF, f"factuur.pdf{ending}") == "document_is_program"


@pytest.mark.parametrize("ending", sorted(WITH_MACROS))
def test_an_office_file_with_macros_is_refused_by_its_name(ending: str) -> None:
    assert look_at(office("docx"), f"x{ending}") == "document_has_macros"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "leeg.pdf", "document_empty"),
        (b"%PDF-1.7" + b"0" * LARGEST_DOCUMENT, "groot.pdf", "document_too_large"),
        (PDF, "zonder", "document_type_unknown"),
        (zipped({"a.txt": "a"}), "map.zip", "document_type_unknown"),
        (b"MZ\x90\x00" + b"\x00" * 200, "factuur.pdf", "document_not_what_it_says"),
        (b"\x7fELF\x02\x01" + b"\x00" * 200, "foto.jpg", "document_not_what_it_says"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 200, "foto.png", "picture_has_other_ending"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 200, "foto.pdf", "document_not_what_it_says"),
        (b"MZ\x90\x00" + b"\x00" * 200, "brief.txt", "document_not_what_it_says"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "brief.txt", "document_not_what_it_says"),
        (b"\xef\xbb\xbf  <svg xmlns='http://www.w3.org/2000/svg'>", "brief.txt", "document_not_what_it_says"),
        (b"<?xml version='1.0'?><svg/>", "brief.csv", "document_not_what_it_says"),
        (b"#!/bin/sh\nrm -rf /\n", "brief.txt", "document_not_what_it_says"),
        (b"Geen kop\r\n\r\ntekst", "brief.eml", "document_not_what_it_says"),
        (zipped({"a.txt": "a"}), "brief.docx", "document_not_what_it_says"),
        (zipped({"mimetype": "application/zip"}), "brief.odt", "document_not_what_it_says"),
        (office("xlsx"), "brief.docx", "document_not_what_it_says"),
        (office("docx", more_types=MACRO_TYPE), "brief.docx", "document_has_macros"),
        (office("docx", word__vbaProject___bin=b"x"), "brief.docx", "document_has_macros"),
        (office("xlsx", xl__macrosheets__sheet1___xml=b"x"), "brief.xlsx", "document_has_macros"),
        (office("docx", word__embeddings__pak___exe=b"MZ"), "brief.docx", "document_holds_program"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml": "x"}),
            "brief.odt",
            "document_has_macros",
        ),
        (office("docx")[:-30], "brief.docx", "document_damaged"),
        (ole(("WordDocument", b"x"), ("Macros/VBA/dir", b"x")), "brief.doc", "document_has_macros"),
        (ole(("Workbook", b"x"), ("_VBA_PROJECT_CUR/VBA/dir", b"x")), "blad.xls", "document_has_macros"),
        (
            ole(("PowerPoint Document", b"\x02\x00\x00\x04\x0c\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00")),
            "dia.ppt",
            "document_has_macros",
        ),
        (ole(("WordDocument", b"x"), ("ObjectPool/_1/\x01Ole10Native", b"x")), "brief.doc", "document_holds_program"),
        (ole(("EncryptedPackage", b"x"), ("EncryptionInfo", b"x")), "brief.docx", "document_encrypted"),
        (ole(("EncryptedPackage", b"x")), "blad.xls", "document_encrypted"),
        (ole(("Workbook", b"x")), "brief.doc", "document_not_what_it_says"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "brief.doc", "document_damaged"),
        (
            ole(
                ("__properties_version1.0", b"x"),
                ("__attach_version1.0_#00000000/__substg1.0_3707001F", "factuur.exe".encode("utf-16-le")),
            ),
            "bericht.msg",
            "document_holds_program",
        ),
        (picture("jpeg", size=(9_000, 9_000)), "foto.jpg", "picture_too_large"),
        (picture("jpeg")[:200], "foto.jpg", "document_damaged"),
        (picture("png")[:-30], "foto.png", "document_damaged"),
    ],
)
def test_what_is_refused_and_why(content: bytes, name: str, code: str) -> None:
    assert look_at(content, name) == code


PROGRAM = b"MZ" + b"\x90" * 5_000
PACKED_PROGRAM = ole(("\x01Ole10Native", b"\x02\x00pak.exe\x00" + PROGRAM))
WITH_A_PROGRAM_DEEP_INSIDE = office("xlsx", xl__embeddings__oleObject1___bin=ole(("Package", office("docx", a___bin=PACKED_PROGRAM))))
EMBEDDED_WITH_MACROS = office("xlsx", xl__vbaProject___bin=b"x")


def odt(**parts: bytes) -> bytes:
    """A text of LibreOffice with more parts in it; names as of `office`, with "_0" for a blank."""
    written = {name.replace("___", ".").replace("__", "/").replace("_0", " "): content for name, content in parts.items()}
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"} | written)


def slides(*objects: bytes) -> bytes:
    """A presentation of old PowerPoint: one stream with what is in it one after the other, behind a slide."""
    return ole(("PowerPoint Document", struct.pack("<HHL", 0x0F, 0x03EE, 12) + b"\x11\x10 slide text" + b"".join(objects)))


def ppt_object(content: bytes, *, is_packed: bool, level: int = 6, window: int = 15) -> bytes:
    """A file in a slide: an ExOleObjStg of [MS-PPT] 2.10.34, as it is or packed behind its size. window: two to this power bytes."""
    packer = zlib.compressobj(level, zlib.DEFLATED, window)
    body = struct.pack("<L", len(content)) + packer.compress(content) + packer.flush() if is_packed else content
    return struct.pack("<HHL", 0x10 if is_packed else 0, 0x1011, len(body)) + body


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (slides(ppt_object(PACKED_PROGRAM, is_packed=True)), "dia.ppt", "document_holds_program"),
        (slides(ppt_object(PACKED_PROGRAM, is_packed=False)), "dia.ppt", "document_holds_program"),
        (
            slides(ppt_object(ole(("Workbook", b"x")), is_packed=True), ppt_object(PACKED_PROGRAM, is_packed=True)),
            "dia.ppt",
            "document_holds_program",
        ),
        (slides(ppt_object(ole(("VBA/dir", b"x")), is_packed=True)), "dia.ppt", "document_has_macros"),
        (slides(ppt_object(ole(("Package", EMBEDDED_WITH_MACROS)), is_packed=True)), "dia.ppt", "document_has_macros"),
        (slides(ppt_object(PACKED_PROGRAM, is_packed=True)[:200]), "dia.ppt", "document_damaged"),
        (
            office("docx", word__embeddings__dia___bin=slides(ppt_object(PACKED_PROGRAM, is_packed=True))),
            "brief.docx",
            "document_holds_program",
        ),
        (office("docx", word__embeddings__oleObject1___bin=PROGRAM), "brief.docx", "document_holds_program"),
        (office("docx", word__media__image1___png=PROGRAM), "brief.docx", "document_holds_program"),
        (office("pptx", ppt__embeddings__oleObject1___bin=b"\x7fELF\x02"), "dia.pptx", "document_holds_program"),
        (office("docx", word__embeddings__oleObject1___bin=PACKED_PROGRAM), "brief.docx", "document_holds_program"),
        (office("docx", word__embeddings__blad1___xlsx=WITH_A_PROGRAM_DEEP_INSIDE), "brief.docx", "document_holds_program"),
        (ole(("WordDocument", b"x"), ("ObjectPool/_1/Package", WITH_A_PROGRAM_DEEP_INSIDE)), "brief.doc", "document_holds_program"),
        (odt(Object_01=PACKED_PROGRAM), "brief.odt", "document_holds_program"),
        (b"{\\rtf1{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata 0105}}}", "brief.rtf", "document_holds_program"),
        (office("docx", word__embeddings__blad1___xlsm=b"PK"), "brief.docx", "document_has_macros"),
        (office("docx", word__embeddings__blad1___xlsx=EMBEDDED_WITH_MACROS), "brief.docx", "document_has_macros"),
        (office("docx", word__embeddings__oleObject1___bin=ole(("Macros/VBA/dir", b"x"))), "brief.docx", "document_has_macros"),
        (odt(Object_01=ole(("Workbook", b"x"), ("_VBA_PROJECT_CUR/VBA/dir", b"x"))), "brief.odt", "document_has_macros"),
        (office("docx", word__embeddings__oleObject1___bin=ole(("EncryptedPackage", b"x"))), "brief.docx", "document_encrypted"),
        (office("docx", word__embeddings__blad1___xlsx=b"PK\x03\x04" + b"x" * 99), "brief.docx", "document_damaged"),
        (ole(("WordDocument", b"x"), ("ObjectPool/_1/Package", b"PK\x03\x04")), "brief.doc", "document_damaged"),
    ],
)
def test_what_is_packed_inside_an_office_file_is_looked_at_by_its_bytes(content: bytes, name: str, code: str) -> None:
    assert look_at(content, name) == code


@pytest.mark.parametrize("window", range(9, 16))
@pytest.mark.parametrize("level", [0, 2, 6, 9])
def test_a_program_in_a_slide_is_found_however_it_was_packed(level: int, window: int) -> None:
    content = slides(ppt_object(PACKED_PROGRAM, is_packed=True, level=level, window=window))

    assert look_at(content, "dia.ppt") == "document_holds_program"


def test_text_in_a_slide_that_looks_like_the_start_of_a_pack_and_is_none_is_kept() -> None:
    lookalike = struct.pack("<HHL", 0x10, 0x1011, 9) + b"size" + b"\x78\x00tekst"

    assert look_at(slides(lookalike), "dia.ppt") == "ppt"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (
            office(
                "docx",
                word__charts__chart1___xml=b"<x/>",
                word__embeddings__Microsoft_Excel_Sheet1___xlsx=EVERY_KIND["xlsx"],
                word__media__image1___png=picture("png"),
                word__media__image2___jpeg=picture("jpeg"),
                word__fonts__font1___odttf=bytes(range(256)),
                word__printerSettings1___bin="MZ printer".encode("utf-16-le"),
            ),
            "brief.docx",
        ),
        (office("docx", word__embeddings__oleObject1___bin=ole(("Package", EVERY_KIND["xlsx"]), ("\x01CompObj", b"x"))), "brief.docx"),
        (office("docx", word__embeddings__oleObject1___bin=ole(("Equation Native", b"x"), ("\x01Ole", b"x"))), "brief.docx"),
        (office("docx", word__embeddings__oleObject1___bin=ole(("CONTENTS", PDF))), "brief.docx"),
        (office("pptx", ppt__embeddings__tekst___docx=office("docx", word__embeddings__blad___xlsx=EVERY_KIND["xlsx"])), "dia.pptx"),
        (
            odt(Object_01__content___xml=b"<x/>", ObjectReplacements__Object_01=b"\x01\x00", Pictures__1___png=picture("png")),
            "brief.odt",
        ),
        (odt(Object_01=ole(("Workbook", b"\x09\x08"))), "brief.odt"),
        (ole(("WordDocument", b"x"), ("ObjectPool/_1/Package", EVERY_KIND["xlsx"])), "brief.doc"),
        (slides(ppt_object(ole(("Workbook", b"x")), is_packed=True)), "dia.ppt"),
        (slides(ppt_object(ole(("Workbook", b"x")), is_packed=False)), "dia.ppt"),
        (slides(b"\x10\x00\x11\x10 no file but words", b"\x00\x00\x11\x10"), "kaal.ppt"),
        (b"{\\rtf1\\ansi\\ansicpg1254 \\u286?stanbul {\\pict\\pngblip 89504e470d0a1a0a} }", "mektup.rtf"),
    ],
    ids=[
        "chart and pictures",
        "table in a package",
        "equation",
        "pdf",
        "text in a slide",
        "odt",
        "old table in odt",
        "old text",
        "packed in an old slide",
        "in an old slide",
        "old slide",
        "rtf",
    ],
)
def test_what_people_put_in_their_texts_is_kept(content: bytes, name: str) -> None:
    """Tables, charts, equations and pictures stand in an office file as files of their own."""
    assert look_at(content, name) == name.rpartition(".")[2]


def test_files_inside_each_other_deeper_than_real_ones_are_refused() -> None:
    content = office("docx")
    for _ in range(6):
        content = office("docx", word__embeddings__tekst___docx=content)

    assert look_at(content, "brief.docx") == "document_unpacks_too_large"


def test_files_inside_a_file_may_together_not_unpack_to_more_than_one_file_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.documents.containers.MOST_UNPACKED", 2_000_000)
    inside = {f"word__embeddings__blad{number}___xlsx": office("xlsx", xl__a___xml=b"\x00" * 900_000) for number in range(3)}

    assert look_at(office("docx", **dict(list(inside.items())[:2])), "brief.docx") == "docx"
    assert look_at(office("docx", **inside), "brief.docx") == "document_unpacks_too_large"


def test_a_mail_with_a_program_attached_is_refused_however_its_name_is_written() -> None:
    for name in ('"factuur.exe"', '"=?utf-8?B?ZmFjdHV1ci5leGU=?="', "utf-8''factuur%2Eexe"):
        disposition = f"attachment; filename{'*' if name.startswith('utf') else ''}={name}".encode()
        mail = MAIL.replace(b"\r\n\r\n", b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n', 1)
        mail += b"--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: " + disposition + b"\r\n\r\nMZ\r\n--b--\r\n"

        assert look_at(mail, "bericht.eml") == "document_holds_program"


def nested_mail(*, depth: int, lines: int) -> bytes:
    """A part in a part in a part, with lines of text in the innermost."""
    parts = (f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'.encode() for level in range(depth))
    return MAIL.partition(b"\r\n\r\n")[0] + b"\r\n" + b"".join(parts) + b"Content-Type: text/plain\r\n\r\n" + b"a\n" * lines


@pytest.mark.parametrize(("depth", "lines"), [(101, 10), (90, 400_000), (1_500, 10), (1, 600_001)])
def test_a_mail_that_takes_longer_to_read_than_any_real_one_is_refused_unread(depth: int, lines: int) -> None:
    assert look_at(nested_mail(depth=depth, lines=lines), "bericht.eml") == "document_unpacks_too_large"


def test_a_mail_as_large_and_as_often_sent_on_as_real_ones_are_is_kept() -> None:
    assert look_at(nested_mail(depth=20, lines=20_000), "bericht.eml") == "eml"


@pytest.mark.parametrize("error", [RecursionError, MemoryError])
def test_a_mail_over_which_reading_breaks_down_is_refused_as_damaged(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr("complaints.documents.recognition.message_from_bytes", breaks)

    assert look_at(MAIL, "bericht.eml") == "document_damaged"


def test_an_outlook_mail_whose_entries_share_their_content_is_refused() -> None:
    names = [f"__attach_version1.0_#0000000{number}/__substg1.0_3707001F" for number in range(6)]
    content = bytearray(ole(("__properties_version1.0", b"x" * 20_480), *((name, b"x") for name in names)))
    # Entries of 128 bytes after two sectors; the last two fields of a stream's are where it starts and how long it is.
    entries = [bytes(content[at : at + 128]) for at in range(1024, 1024 + 128 * 16, 128)]
    large = next(entry for entry in entries if entry[120:122] == (20_480).to_bytes(2, "little"))
    for place, entry in enumerate(entries):
        if entry[66] == 2:
            content[1024 + 128 * place + 116 : 1024 + 128 * place + 128] = large[116:]

    assert look_at(bytes(content), "bericht.msg") == "document_unpacks_too_large"


def test_a_mail_with_a_web_page_as_its_text_is_kept() -> None:
    assert look_at(MAIL.replace(b"\r\n\r\n", b"\r\nContent-Type: text/html\r\n\r\n<p>", 1), "bericht.eml") == "eml"


@pytest.mark.parametrize(
    "content",
    [
        office("docx", word__media__leeg___xml=BOMB_PART),
        zipped({f"{number}.xml": "" for number in range(5_001)} | {"[Content_Types].xml": "<x/>"}, compression=zipfile.ZIP_STORED),
    ],
    ids=["much in little", "very many parts"],
)
def test_an_office_file_that_unpacks_far_larger_is_refused(content: bytes) -> None:
    assert look_at(content, "bom.docx") == "document_unpacks_too_large"


def test_an_office_file_that_lies_about_the_size_of_a_part_is_refused() -> None:
    content = bytearray(office("docx", word__media__leeg___xml=BOMB_PART))
    real = struct.pack("<L", len(BOMB_PART))
    small = struct.pack("<L", 10)

    assert look_at(bytes(content).replace(real, small), "bom.docx") == "document_damaged"


def test_a_locked_part_is_refused() -> None:
    content = bytearray(office("docx"))
    for head in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.index(head) + (6 if head == b"PK\x03\x04" else 8)
        content[at] |= 1

    assert look_at(bytes(content), "slot.docx") == "document_encrypted"
