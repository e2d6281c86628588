"""A file as PDF: everything it says is in it, whatever was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from complaints.archive.pdf import PrintedFile, file_pdf
from complaints.archive.told import Block, BlockKind

FILE = PrintedFile(
    title="Dossier K-2025-000012",
    reference="K-2025-000012",
    organisation="Gemeente Elders",
    colour="#154273",
    stand="Stand van 20-11-2026.",
    on=date(2026, 11, 20),
    blocks=[
        Block(BlockKind.HEADING, ("Bejegening",), level=1),
        Block(BlockKind.TEXT, ("Eerste regel", "#let x = 1 en $formule$ en @bron")),
        Block(BlockKind.HEADING, ("Mensen",), level=2),
        Block(BlockKind.FACT, ("De indiener",), name="Wie"),
        Block(BlockKind.ITEM, ("Bevestigd", "3 maart 2025")),
    ],
)


def read(file: PrintedFile) -> tuple[PdfReader, str]:
    reader = PdfReader(BytesIO(file_pdf(file)))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_tells_everything_and_reads_nothing_as_source() -> None:
    reader, text = read(FILE)

    for words in (
        "Bejegening",
        "Eerste regel",
        "#let x = 1 en $formule$ en @bron",
        "Wie: De indiener",
        "Bevestigd",
        "Stand van 20-11-2026.",
    ):
        assert words in text
    assert reader.metadata is not None
    assert reader.metadata.title == "Dossier K-2025-000012"
    metadata = reader.xmp_metadata
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "A")


def test_a_sign_no_font_has_is_written_as_its_number() -> None:
    smiling = replace(FILE, blocks=[Block(BlockKind.TEXT, ("Dank u 😀 – €\u00a05 voor café Łódź",))])

    assert "Dank u [U+1F600] – € 5 voor café Łódź" in read(smiling)[1].replace("\u00a0", " ")
