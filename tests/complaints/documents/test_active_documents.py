"""What acts when somebody opens it is not kept, though its name and first bytes are in order: PDFs, and what office files fetch."""

from __future__ import annotations

import base64
import io
import zlib

import pytest

from complaints.document_refusals import refusal_of
from complaints.documents.examination import examine
from complaints.documents.faults import UnfitDocument
from tests.factories.documents import office

PROGRAM = b"MZ" + b"\x90" * 500
ACTIVE = "document_is_active_pdf"


def look_at(content: bytes, name: str) -> str:
    """The kind, or the code of what is the matter."""
    try:
        return examine(io.BytesIO(content), name=name).kind.code
    except UnfitDocument as fault:
        return refusal_of(fault).code


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    numbered = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, start=2))
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + numbered + b"trailer<</Root 1 0 R" + trailer + b">>\n%%EOF\n"


def stream(dictionary: bytes, content: bytes) -> bytes:
    return b"<<" + dictionary + b">>\nstream\r\n" + content + b"\nendstream"


def packed(content: bytes, more: bytes = b"") -> bytes:
    return stream(b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode" + more, zlib.compress(content))


def held(content: bytes, filters: bytes = b"/Filter/FlateDecode") -> bytes:
    return stream(b"/Type/EmbeddedFile" + filters, zlib.compress(content) if filters else content)


SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"


@pytest.mark.parametrize(
    "content",
    [
        pdf(SCRIPT),
        pdf(b"<</S /J#61vaScript /JS (app.alert(1))>>"),
        pdf(b"<</OpenAction<</S/Launch/F(cmd.exe)>>>>"),
        pdf(b"<</Names<</JavaScript 5 0 R>>>>"),
        pdf(b"<</OpenAction<</S/Rendition/JS(app.alert(1))/OP 0>>>>"),
        pdf(packed(b"2 0 <</AA<</O<</S/R#65ndition/JS 5 0 R>>>>>>")),
        pdf(b"<</S/RichMediaExecute/CMD<</C(play)>>>>"),
        pdf(b"<</Type/3D/Subtype/U3D/OnInstantiate 5 0 R>>"),
        pdf(b"<</AcroForm<</XFA[(template)5 0 R]>>>>"),
        pdf(packed(b"2 0 <</AcroForm<</Fields[]/XFA 5 0 R>>>>")),
        pdf(packed(b"2 0 " + SCRIPT)),
        pdf(packed(b"2 0 <</S/La#75nch/F(cmd.exe)>>")),
        pdf(packed(b"2 0 " + SCRIPT).replace(b"ObjStm", b"O#62jStm")),
        pdf(held(PROGRAM)),
        pdf(held(PROGRAM, b"")),
        pdf(held(office("docx", word__vbaProject___bin=b"x"))),
        pdf(b"<</Type/Filespec/UF(factuur.js)/EF<</F 5 0 R>>>>", held(b"WScript.Echo(1)")),
        pdf(b"<</Type/Filespec/UF<FEFF0078002E007600620073>/EF<</F 5 0 R>>>>", held(b"x")),
        pdf(stream(b"/Filter/FlateDecode", zlib.compress(PROGRAM))),
    ],
)
def test_a_pdf_that_starts_or_holds_a_program_is_refused(content: bytes) -> None:
    assert look_at(content, "brief.pdf") == ACTIVE


@pytest.mark.parametrize(
    "content",
    [
        pdf(stream(b"/Type/ObjStm/N 1/First 4/Filter[/ASCII85Decode/FlateDecode]", base64.a85encode(zlib.compress(SCRIPT)))),
        pdf(stream(b"/Type/ObjStm/N 1/First 4/Filter[/FlateDecode /ASCII85Decode]", zlib.compress(base64.a85encode(SCRIPT)))),
        pdf(packed(SCRIPT, b"/DecodeParms<</Predictor 12>>")),
        pdf(stream(b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode", zlib.compress(SCRIPT)[:-8])),
        pdf(packed(b"2 0 <<>>", b"/X(obj)")),
        pdf(b"% stream\n" + packed(b"2 0 <<>>")),
    ],
)
def test_a_pdf_of_which_the_objects_cannot_be_looked_into_is_refused(content: bytes) -> None:
    assert look_at(content, "brief.pdf") in (ACTIVE, "document_damaged")


def test_a_locked_pdf_that_nobody_can_look_into_is_refused_and_another_is_kept() -> None:
    assert look_at(pdf(packed(b"2 0 <<>>"), trailer=b"/Encrypt 9 0 R"), "brief.pdf") == "document_encrypted"
    assert look_at(pdf(stream(b"/Filter/FlateDecode", b"\x01\x02"), trailer=b"/Encrypt 9 0 R"), "brief.pdf") == "pdf"


@pytest.mark.parametrize(
    "content",
    [
        pdf(packed(b"2 0 <</Type/Page>>"), packed(b"3 0 <</Type/Page>>")),
        pdf(stream(b"/Filter/FlateDecode", zlib.compress(b"BT (Zie /JavaScript en /Launch) Tj ET"))),
        pdf(stream(b"/Subtype/Image/Filter/DCTDecode", b"\xff\xd8 geen programma")),
        pdf(b"<</Type/Filespec/UF(factuur.xml)/EF<</F 3 0 R>>>>", held(b"<factuur/>")),
        pdf(b"<</Type/Action/S/URI/URI(https://voorbeeld.example/LaunchPad)>>", b"<</LaunchPad 1/JavaScripts 2>>"),
        pdf(stream(b"/Filter/CCITTFaxDecode", b"\x91/JS \x07/JS(\x88/XFA \x12")),
    ],
)
def test_an_ordinary_pdf_is_kept(content: bytes) -> None:
    assert look_at(content, "brief.pdf") == "pdf"


def test_packed_objects_unpack_no_further_than_the_allowance() -> None:
    assert look_at(pdf(packed(b" " * (301 * 1024 * 1024))), "bom.pdf") == "document_unpacks_too_large"


def test_the_refusal_says_to_print_it_to_a_new_pdf() -> None:
    assert "Druk" in refusal_of(UnfitDocument(ACTIVE)).text


RELATION = (
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" TargetMode="{}"/>'
)
LIST = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def with_relation(kind: str, target: str, mode: str = "External") -> bytes:
    return office("docx", word___rels__settings___xml___rels=LIST.format(RELATION.format(kind, target, mode)).encode())


@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "frame", "subDocument", "image"])
@pytest.mark.parametrize(
    "target", ["http://evil.example/a.dotm", "https://evil.example/a", "file:///\\\\evil.example\\a.dotx", "\\\\evil\\a", "file://evil/a"]
)
def test_an_office_file_that_fetches_a_part_from_elsewhere_is_refused(kind: str, target: str) -> None:
    assert look_at(with_relation(kind, target), "brief.docx") == "document_fetches_parts"


def test_such_a_file_inside_another_is_refused_too() -> None:
    inside = with_relation("attachedTemplate", "http://evil.example/a.dotm")

    assert look_at(office("xlsx", xl__embeddings__a___docx=inside), "blad.xlsx") == "document_fetches_parts"


@pytest.mark.parametrize(
    ("kind", "target", "mode"),
    [
        ("hyperlink", "https://voorbeeld.example/", "External"),
        ("attachedTemplate", "file:///C:\\Sjablonen\\Brief.dotx", "External"),
        ("attachedTemplate", "file:///Users/jan/Brief.dotx", "External"),
        ("attachedTemplate", "Normal.dotm", "External"),
        ("image", "file:///C:\\Fotos\\stoep.jpg", "External"),
        ("image", "media/image1.png", "Internal"),
        ("oleObject", "embeddings/oleObject1.bin", "Internal"),
    ],
)
def test_links_to_click_on_and_templates_on_a_drive_may_stay(kind: str, target: str, mode: str) -> None:
    assert look_at(with_relation(kind, target, mode), "brief.docx") == "docx"
