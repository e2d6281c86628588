"""Metadata of a file, as the archive's own schema wants them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from complaints.archive.mdto import ArchivedComplaint, ArchivedDocument, Identified, of_bytes, of_document, of_file

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("mdto.xsd")))
FILE = ArchivedComplaint(
    file=Identified("Dossier K-2025-000012", "K-2025-000012", "Polsslag, Gemeente Elders"),
    organisation=Identified("Gemeente Elders", "GM0344", "CBS"),
    started_on=date(2025, 3, 3),
    ended_on=date(2025, 4, 14),
    selection_class="15.1.1",
    kept_years=5,
    destroy_after=date(2030, 4, 14),
)
DOCUMENT = ArchivedDocument(
    document=Identified("Brief.pdf", "11111111-1111-1111-1111-111111111111", "Polsslag, Gemeente Elders"),
    file_name="stuk-01.pdf",
    media_type="application/pdf",
    size=1234,
    sha256="ab" * 32,
    hashed_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
    made_on=date(2025, 3, 3),
)


def read(content: bytes) -> etree._Element:
    root = etree.fromstring(content)
    SCHEMA.assertValid(root)
    return root[0]


def texts(element: etree._Element, path: str) -> list[str]:
    return [str(one.text) for one in element.iterfind("/".join(f"{{*}}{name}" for name in path.split("/")))]


def test_the_file_is_a_dossier_kept_for_a_time_from_closing() -> None:
    element = read(of_file(FILE, [DOCUMENT]))

    assert texts(element, "identificatie/identificatieKenmerk") == ["K-2025-000012"]
    assert texts(element, "aggregatieniveau/begripLabel") == ["Dossier"]
    assert texts(element, "dekkingInTijd/dekkingInTijdBegindatum") == ["2025-03-03"]
    assert texts(element, "dekkingInTijd/dekkingInTijdEinddatum") == ["2025-04-14"]
    assert texts(element, "waardering/begripCode") == ["V"]
    assert texts(element, "bewaartermijn/termijnStartdatumLooptijd") == ["2025-04-14"]
    assert texts(element, "bewaartermijn/termijnLooptijd") == ["P5Y"]
    assert texts(element, "bewaartermijn/termijnEinddatum") == ["2030-04-14"]
    assert texts(element, "informatiecategorie/begripCode") == ["15.1.1"]
    assert texts(element, "bevatOnderdeel/verwijzingIdentificatie/identificatieKenmerk") == [DOCUMENT.document.number]
    assert texts(element, "archiefvormer/verwijzingIdentificatie/identificatieKenmerk") == ["GM0344"]


def test_what_is_not_known_is_left_out() -> None:
    unknown = replace(FILE, organisation=Identified("Samenwerking", "", "CBS"), selection_class="", kept_years=None, destroy_after=None)
    element = read(of_file(unknown, []))

    assert {str(etree.QName(one).localname) for one in element} == {
        *("identificatie", "naam", "aggregatieniveau", "dekkingInTijd", "taal", "waardering", "archiefvormer", "activiteit"),
        "beperkingGebruik",
    }
    assert texts(element, "archiefvormer/verwijzingIdentificatie") == []


def test_a_document_belongs_to_its_file_and_has_its_bytes() -> None:
    element = read(of_document(FILE, DOCUMENT))

    assert texts(element, "aggregatieniveau/begripLabel") == ["Archiefstuk"]
    assert texts(element, "isOnderdeelVan/verwijzingIdentificatie/identificatieKenmerk") == ["K-2025-000012"]
    assert texts(element, "heeftRepresentatie/verwijzingNaam") == ["stuk-01.pdf"]


@pytest.mark.parametrize(("pronom", "of_list", "codes"), [("fmt/476", "PRONOM-register", ["fmt/476"]), ("", "IANA Media Types", [])])
def test_bytes_have_size_format_and_hash(pronom: str, of_list: str, codes: list[str]) -> None:
    element = read(of_bytes(replace(DOCUMENT, pronom=pronom)))

    assert texts(element, "omvang") == ["1234"]
    assert texts(element, "bestandsformaat/begripCode") == codes
    assert texts(element, "bestandsformaat/begripBegrippenlijst/verwijzingNaam") == [of_list]
    assert texts(element, "checksum/checksumAlgoritme/begripLabel") == ["SHA-256"]
    assert texts(element, "checksum/checksumWaarde") == ["ab" * 32]
    assert texts(element, "checksum/checksumDatum") == ["2026-11-20T09:00:00+00:00"]
    assert texts(element, "isRepresentatieVan/verwijzingIdentificatie/identificatieKenmerk") == [DOCUMENT.document.number]
