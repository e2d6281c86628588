"""Metadata of an archived file by MDTO 1.0.1 (pure): the standard of the Nationaal Archief for what the government keeps.

Source: https://www.nationaalarchief.nl/archiveren/mdto, with its XML schema. Order and number of the elements are the schema's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree as ET

NAMESPACE = "https://www.nationaalarchief.nl/mdto"
SCHEMA = f"{NAMESPACE} {NAMESPACE}/MDTO-XML1.0.1.xsd"
LONGEST_NAME = 80
# In PRONOM, the register of file formats: PDF/A-2a. What others sent goes by its media type: of that the version is not known.
PDF_A_2A = "fmt/476"


@dataclass(frozen=True, slots=True)
class Identified:
    """What is referred to: a name, its number, and who gave that number."""

    name: str
    number: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedComplaint:
    """A file as the archive knows it. started_on, ended_on: receipt of the complaint and closing; selection_class: of the selection
    list, "" where nobody confirmed one; kept_years, destroy_after: how long it is kept from closing, None where that is not known.
    """

    file: Identified
    organisation: Identified
    started_on: date
    ended_on: date
    selection_class: str
    kept_years: int | None
    destroy_after: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedDocument:
    """A document of it. pronom: its format in PRONOM, "" where only its media type is known; size in bytes; hashed_at: when its
    hash was taken.
    """

    document: Identified
    file_name: str
    media_type: str
    size: int
    sha256: str
    hashed_at: datetime
    made_on: date
    pronom: str = ""


def of_file(archived: ArchivedComplaint, documents: list[ArchivedDocument]) -> bytes:
    """The metadata of the file as a whole: an information object of the level "Dossier"."""
    root, element = _root("informatieobject")
    _identity(element, archived.file)
    _term(element, "aggregatieniveau", "Dossier", "Begrippenlijst Aggregatieniveaus MDTO")
    _of_time(element, "Looptijd van het dossier", archived.started_on, archived.ended_on)
    ET.SubElement(element, "taal").text = "nl"
    _appraisal(element, archived)
    for one in documents:
        _refer(element, "bevatOnderdeel", one.document)
    _made_by(element, archived)
    return _written(root)


def of_document(archived: ArchivedComplaint, document: ArchivedDocument) -> bytes:
    """The metadata of one document in it: an information object of the level "Archiefstuk"."""
    root, element = _root("informatieobject")
    _identity(element, document.document)
    _term(element, "aggregatieniveau", "Archiefstuk", "Begrippenlijst Aggregatieniveaus MDTO")
    _of_time(element, "Dag waarop het stuk in het dossier kwam", document.made_on, None)
    ET.SubElement(element, "taal").text = "nl"
    _appraisal(element, archived)
    _refer(element, "isOnderdeelVan", archived.file)
    _refer(element, "heeftRepresentatie", Identified(document.file_name, document.sha256, "SHA-256"))
    _made_by(element, archived)
    return _written(root)


def of_bytes(document: ArchivedDocument) -> bytes:
    """The metadata of the bytes of a document: size, format, hash."""
    root, element = _root("bestand")
    _identity(element, Identified(document.file_name, document.sha256, "SHA-256"))
    ET.SubElement(element, "omvang").text = str(document.size)
    of_list = "PRONOM-register" if document.pronom else "IANA Media Types"
    _term(element, "bestandsformaat", document.media_type, of_list, code=document.pronom)
    checksum = ET.SubElement(element, "checksum")
    _term(checksum, "checksumAlgoritme", "SHA-256", "Begrippenlijst ChecksumAlgoritme MDTO")
    ET.SubElement(checksum, "checksumWaarde").text = document.sha256
    ET.SubElement(checksum, "checksumDatum").text = document.hashed_at.isoformat(timespec="seconds")
    _refer(element, "isRepresentatieVan", document.document)
    return _written(root)


def _root(kind: str) -> tuple[ET.Element, ET.Element]:
    root = ET.Element(
        "MDTO",
        {"xmlns": NAMESPACE, "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance", "xsi:schemaLocation": SCHEMA},
    )
    return root, ET.SubElement(root, kind)


def _identity(parent: ET.Element, one: Identified) -> None:
    _number(parent, "identificatie", one)
    ET.SubElement(parent, "naam").text = one.name[:LONGEST_NAME]


def _number(parent: ET.Element, tag: str, one: Identified) -> None:
    element = ET.SubElement(parent, tag)
    ET.SubElement(element, "identificatieKenmerk").text = one.number
    ET.SubElement(element, "identificatieBron").text = one.source


def _refer(parent: ET.Element, tag: str, to: Identified) -> None:
    element = ET.SubElement(parent, tag)
    ET.SubElement(element, "verwijzingNaam").text = to.name[:LONGEST_NAME]
    if to.number:
        _number(element, "verwijzingIdentificatie", to)


def _term(parent: ET.Element, tag: str, label: str, of_list: str, *, code: str = "") -> None:
    element = ET.SubElement(parent, tag)
    ET.SubElement(element, "begripLabel").text = label
    if code:
        ET.SubElement(element, "begripCode").text = code
    _refer(element, "begripBegrippenlijst", Identified(of_list, "", ""))


def _of_time(parent: ET.Element, kind: str, first: date, last: date | None) -> None:
    element = ET.SubElement(parent, "dekkingInTijd")
    _term(element, "dekkingInTijdType", kind, "Begrippenlijst Polsslag")
    ET.SubElement(element, "dekkingInTijdBegindatum").text = first.isoformat()
    if last:
        ET.SubElement(element, "dekkingInTijdEinddatum").text = last.isoformat()


def _appraisal(parent: ET.Element, archived: ArchivedComplaint) -> None:
    """Complaints are kept for a time (V), from closing; a day that is not known is left out, never guessed."""
    _term(parent, "waardering", "Tijdelijk te bewaren", "Begrippenlijst Waarderingen MDTO", code="V")
    if archived.destroy_after:
        term = ET.SubElement(parent, "bewaartermijn")
        _term(term, "termijnTriggerStartLooptijd", "Sluiting dossier", "Begrippenlijst Polsslag")
        ET.SubElement(term, "termijnStartdatumLooptijd").text = archived.ended_on.isoformat()
        if archived.kept_years:
            ET.SubElement(term, "termijnLooptijd").text = f"P{archived.kept_years}Y"
        ET.SubElement(term, "termijnEinddatum").text = archived.destroy_after.isoformat()
    if archived.selection_class:
        _term(
            parent,
            "informatiecategorie",
            archived.selection_class,
            "Selectielijst gemeenten en intergemeentelijke organen",
            code=archived.selection_class,
        )


def _made_by(parent: ET.Element, archived: ArchivedComplaint) -> None:
    _refer(parent, "archiefvormer", archived.organisation)
    _refer(parent, "activiteit", Identified("Behandelen van klachten (Awb hoofdstuk 9)", "", ""))
    limit = ET.SubElement(parent, "beperkingGebruik")
    _term(limit, "beperkingGebruikType", "Persoonsgegevens; niet openbaar", "Begrippenlijst Polsslag")
    ET.SubElement(
        limit, "beperkingGebruikNadereBeschrijving"
    ).text = "Het dossier bevat persoonsgegevens van wie klaagde en over wie het ging (AVG). Openbaar zijn alleen cijfers (9:12a Awb)."


def _written(root: ET.Element) -> bytes:
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
