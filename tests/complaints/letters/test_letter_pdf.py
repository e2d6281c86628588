"""A letter as PDF is archival and accessible, and nothing that somebody typed is read as source."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from complaints.letters.pdf import Looks, PrintedLetter, Unprintable, letter_pdf

LETTER = PrintedLetter(
    title="Wij hebben meer tijd nodig",
    reference="2025-00001",
    addressee="M. de Vries\nStraat 1",
    dated_on=date(2025, 4, 1),
    parts=(("", "Beste M. de Vries,"), ("Waarom het langer duurt", "Eerste regel\nTweede regel\n\nNieuwe alinea")),
    authority="College van burgemeester en wethouders",
    signer="Karin Kort",
    function_title="Klachtencoördinator",
    looks=Looks(organisation="Gemeente Voorbeeld"),
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def read(letter: PrintedLetter) -> PdfReader:
    return PdfReader(io.BytesIO(letter_pdf(letter)))


def text_of(pdf: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in pdf.pages)


def test_it_is_pdf_a_2a_and_pdf_ua_1_tagged_in_dutch_with_a_title_and_fonts_inside() -> None:
    pdf = read(LETTER)
    root = pdf.trailer["/Root"]
    told = root["/Metadata"].get_data().decode()

    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("nl-NL", True, True)
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == ("Wij hebben meer tijd nodig (2025-00001)", "Gemeente Voorbeeld")
    for mark in ("<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>"):
        assert mark in told
    assert "/StructTreeRoot" in root
    assert not pdf.is_encrypted
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    assert all("/FontDescriptor" in one["/DescendantFonts"][0] for one in fonts)
    assert len(fonts) == 2


def test_it_reads_as_it_was_written() -> None:
    assert text_of(read(LETTER)).split("\n") == [
        "Gemeente Voorbeeld",
        "M. de Vries",
        "Straat 1",
        "Datum: 1 april 2025",
        "Ons kenmerk: 2025-00001",
        "Wij hebben meer tijd nodig",
        "Beste M. de Vries,",
        "Waarom het langer duurt",
        "Eerste regel",
        "Tweede regel",
        "Nieuwe alinea",
        "Met vriendelijke groet,",
        "College van burgemeester en wethouders",
        "namens deze,",
        "Karin Kort",
        "Klachtencoördinator",
        "Gemeente Voorbeeld 2025-00001 1 van 1",
    ]


def test_what_goes_along_stands_on_a_page_of_its_own_after_the_name_under_the_letter() -> None:
    pdf = read(replace(LETTER, enclosed=(("Bijlage: rapport en advies", "Bevindingen\nNiet gebeld."),)))

    assert [page.extract_text().split("\n")[-6:] for page in pdf.pages] == [
        [
            "Met vriendelijke groet,",
            "College van burgemeester en wethouders",
            "namens deze,",
            "Karin Kort",
            "Klachtencoördinator",
            "Gemeente Voorbeeld 2025-00001 1 van 2",
        ],
        ["Bijlage: rapport en advies", "Bevindingen", "Niet gebeld.", "Gemeente Voorbeeld 2025-00001 2 van 2"],
    ]


def test_what_somebody_typed_is_never_read_as_source() -> None:
    typed = '#panic("x") *vet* $x^2$ @verwijzing #read("/etc/passwd") `code` // niets \\ = Kop </script>'

    told = text_of(read(replace(LETTER, parts=(("= Kop #panic()", typed),), addressee="#eval(x)")))

    assert '#panic("x") *vet* $x^2$ @verwijzing #read("/etc/passwd") `code` // niets \\ = Kop </script>' in told.replace("\n", " ")
    assert "#eval(x)" in told


def test_a_draft_says_so_and_has_no_date() -> None:
    told = text_of(read(replace(LETTER, dated_on=None)))

    assert ("CONCEPT" in told, "Datum" in told) == (True, False)


def test_a_sign_that_no_font_has_is_told_instead_of_left_out() -> None:
    with pytest.raises(Unprintable):
        letter_pdf(replace(LETTER, parts=(("", "Dank u \N{GRINNING FACE}"),)))


def test_a_logo_has_words_for_who_cannot_see_it() -> None:
    pdf = read(replace(LETTER, looks=Looks(organisation="Gemeente", logo=PIXEL, logo_type="image/png", logo_text="Wapen van Voorbeeld")))

    assert [len(page.images) for page in pdf.pages] == [1]
    assert b"Wapen van Voorbeeld".hex() in letter_pdf_structure(pdf)


def letter_pdf_structure(pdf: PdfReader) -> str:
    """The words beside pictures, as hexadecimal."""
    found = [one.get_object() for one in (pdf.get_object(number) for number in range(1, len(pdf.xref[0]) + 1)) if one is not None]
    return " ".join(str(one["/Alt"]).encode().hex() for one in found if isinstance(one, dict) and "/Alt" in one)
