"""A closed file for the archive: whole, with hashes that hold, for a purpose that is kept, and without what must not leave."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pypdf import PdfReader

from complaints.archive.told import Block, BlockKind
from complaints.archiving import LeftBehind
from complaints.checks import TextMissing
from complaints.flows.archiving import (
    ArchiveOrder,
    FileStillOpen,
    SensitiveNotChosen,
    archive_file,
)
from complaints.flows.documents import attach_documents
from complaints.flows.step_drafts import Place, keep_step_draft
from complaints.models import (
    AccessRecord,
    Complaint,
    Document,
    DocumentSource,
    Identity,
    InvolvedPerson,
    Party,
    Round,
    ScanState,
    StepDraft,
)
from complaints.statuses import Step
from tenants.actors import Actor
from tenants.errors import NotFound, NotPermitted
from tenants.permissions import Role
from tests.factories.documents import MAIL, PDF, picture, sent
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

NOW = datetime(2025, 5, 1, 9, 0, tzinfo=UTC)
ORDER = ArchiveOrder(
    purpose="Naar het streekarchief",
    sensitive_too=False,
    printed=lambda complaint, documents: [
        Block(BlockKind.TEXT, (f"Alles over {complaint.reference}: {', '.join(one.name for one in documents)}",))
    ],
)
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[1] / "archive" / "mdto.xsd"))


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def closed(coordinator: Actor) -> Complaint:
    """A closed file with a PDF and a mail."""
    facts = RoundFacts(opened_on=date(2025, 3, 3), closed_on=date(2025, 4, 14), outcome="SETTLED")
    complaint = make_complaint(ComplaintFacts(rounds=(facts,), extra={"retention_class": "15.1.1", "destroy_after": date(2030, 4, 14)}))
    Round.objects.filter(complaint=complaint).update(closed_on=None)
    files = [sent(PDF, "Brief van mevrouw Voorbeeld.pdf"), sent(MAIL, "bericht.eml")]
    attach_documents(actor=coordinator, reference=complaint.reference, files=files, now=NOW)
    Round.objects.filter(complaint=complaint).update(closed_on=date(2025, 4, 14))
    return complaint


def archived(actor: Actor, complaint: Complaint, **changed: Any) -> tuple[dict[str, bytes], LeftBehind]:
    """What is in the package, by path."""
    made = BytesIO()
    left = archive_file(actor=actor, reference=complaint.reference, order=replace(ORDER, **changed), to=made, now=NOW)
    with zipfile.ZipFile(made) as package:
        return {name: package.read(name) for name in package.namelist()}, left


def refused(actor: Actor, complaint: Complaint, refusal: type[Exception], **changed: Any) -> None:
    made = BytesIO()
    with pytest.raises(refusal):
        archive_file(actor=actor, reference=complaint.reference, order=replace(ORDER, **changed), to=made, now=NOW)
    assert (made.getvalue(), AccessRecord.objects.filter(code="exported").count()) == (b"", 0)


def test_a_package_holds_the_file_its_documents_their_metadata_and_hashes_that_hold(coordinator: Actor, closed: Complaint) -> None:
    package, left = archived(coordinator, closed)

    folder = closed.reference
    pieces = ["dossier.pdf", "stuk-01.pdf", "stuk-02.eml"]
    assert sorted(package) == sorted(
        f"{folder}/{name}"
        for name in (
            *pieces,
            *(f"{name}.mdto.xml" for name in pieces),
            *(f"{Path(name).stem}.mdto.xml" for name in pieces),
            f"{folder}.mdto.xml",
            "sha256.txt",
        )
    )
    assert left == LeftBehind()
    assert package[f"{folder}/stuk-01.pdf"] == PDF
    assert f"Alles over {folder}" in PdfReader(BytesIO(package[f"{folder}/dossier.pdf"])).pages[0].extract_text()
    hashes = dict(reversed(line.split("  ")) for line in package[f"{folder}/sha256.txt"].decode().splitlines())
    assert hashes == {
        name.removeprefix(f"{folder}/"): hashlib.sha256(content).hexdigest()
        for name, content in package.items()
        if not name.endswith("sha256.txt")
    }


def test_what_somebody_was_typing_is_not_in_it_and_stays_theirs(coordinator: Actor, closed: Complaint) -> None:
    place = Place(reference=closed.reference, step=Step.ADD_NOTE, page="add_note?")
    keep_step_draft(actor=coordinator, place=place, content={"text": "Half getypt"}, seen_version=0, now=NOW)

    package, _left = archived(coordinator, closed)

    assert ([name for name, content in package.items() if b"Half getypt" in content], StepDraft.objects.count()) == ([], 1)


def test_its_metadata_fit_the_schema_and_say_how_long_it_is_kept(coordinator: Actor, closed: Complaint) -> None:
    package, _left = archived(coordinator, closed)

    read = {name: etree.fromstring(content) for name, content in package.items() if name.endswith(".xml")}
    for root in read.values():
        SCHEMA.assertValid(root)
    whole = read[f"{closed.reference}/{closed.reference}.mdto.xml"]
    assert [str(one.text) for one in whole.iterfind(".//{*}bevatOnderdeel/{*}verwijzingNaam")] == [
        f"Dossier {closed.reference}",
        "Brief van mevrouw Voorbeeld.pdf",
        "bericht.eml",
    ]
    assert [str(one.text) for one in whole.iterfind(".//{*}bewaartermijn/{*}termijnLooptijd")] == ["P5Y"]
    assert [str(one.text) for one in whole.iterfind(".//{*}archiefvormer/{*}verwijzingNaam")] == ["Samenwerking Voorbeeldstreek"]


def test_that_it_was_taken_along_is_recorded_with_what_for(coordinator: Actor, closed: Complaint) -> None:
    archived(coordinator, closed)

    record = AccessRecord.objects.get(code="exported")
    assert (record.complaint_id, record.actor_id) == (closed.pk, coordinator.user_id)
    assert record.data == {"format": "zip", "documents": 2, "sensitive_too": False}
    assert record.personal == {"purpose": "Naar het streekarchief"}


def test_what_is_sensitive_stays_unless_chosen(coordinator: Actor, closed: Complaint) -> None:
    Document.objects.filter(kind="pdf").update(holds_sensitive_data=True)

    package, left = archived(coordinator, closed)
    assert (f"{closed.reference}/stuk-01.eml" in package, left) == (True, LeftBehind(sensitive=1))
    text = PdfReader(BytesIO(package[f"{closed.reference}/dossier.pdf"])).pages[0].extract_text()
    assert "1 document is als gevoelig aangemerkt." in " ".join(text.split())

    package, left = archived(coordinator, closed, sensitive_too=True)
    assert (f"{closed.reference}/stuk-02.eml" in package, left) == (True, LeftBehind())


def test_sensitive_text_leaves_only_when_chosen(coordinator: Actor, closed: Complaint) -> None:
    Complaint.objects.update(has_sensitive_text=True)

    refused(coordinator, closed, SensitiveNotChosen)
    assert archived(coordinator, closed, sensitive_too=True)[1] == LeftBehind()


def test_where_somebody_is_shielded_only_redacted_copies_leave(coordinator: Actor, closed: Complaint) -> None:
    Party.objects.create(complaint=closed, role="COMPLAINANT", name="Mevrouw Voorbeeld", identity=Identity.SHIELDED)

    # What came in tells byte for byte who wrote it, a scan as much as a mail.
    package, left = archived(coordinator, closed, sensitive_too=True)

    assert left == LeftBehind(shielded=2)
    assert not [name for name in package if "stuk" in name]
    printed = " ".join(PdfReader(BytesIO(package[f"{closed.reference}/dossier.pdf"])).pages[0].extract_text().split())
    assert "Uit 2 documenten kan blijken wie er afgeschermd is; alleen gelakte kopieën daarvan gaan mee." in printed

    Document.objects.filter(kind="pdf").update(source=DocumentSource.REDACTED)
    package, left = archived(coordinator, closed, sensitive_too=True)

    assert left == LeftBehind(shielded=1)
    assert package[f"{closed.reference}/stuk-01.pdf"] == PDF
    printed = PdfReader(BytesIO(package[f"{closed.reference}/dossier.pdf"])).pages[0].extract_text()
    assert f"Alles over {closed.reference}: stuk-01" in " ".join(printed.split())
    names = [str(one.text) for name in package if name.endswith(".xml") for one in etree.fromstring(package[name]).iterfind(".//{*}naam")]
    assert "stuk-01" in names
    assert not [one for one in names if "mevrouw" in one]


def test_a_mark_stands_where_the_story_tells_who_is_shielded_and_the_file_keeps_its_words(coordinator: Actor, closed: Complaint) -> None:
    story = "Ik ben Fatima el Amrani.\nAlle brieven aan mevrouw Amráni, Straat 1, zijn weg. Bel +31 6 12345678."
    Complaint.objects.update(story=story)
    known = {"name": "Fatima El Amrani", "phone": "0612345678", "address": "Straat 1, Elders"}
    Party.objects.create(complaint=closed, role="COMPLAINANT", identity=Identity.SHIELDED, **known)

    def printed(complaint: Complaint, documents: list[Document]) -> list[Block]:
        return [Block(BlockKind.TEXT, tuple(complaint.story.splitlines()))]

    def told() -> str:
        package, _left = archived(coordinator, closed, printed=printed)
        return " ".join(PdfReader(BytesIO(package[f"{closed.reference}/dossier.pdf"])).pages[0].extract_text().split())

    assert "Ik ben [afgeschermd]. Alle brieven aan mevrouw [afgeschermd], [afgeschermd], zijn weg. Bel [afgeschermd]." in told()
    assert Complaint.objects.get().story == story
    closed.parties.update(identity=Identity.KNOWN)
    assert "Ik ben Fatima el Amrani. Alle brieven aan mevrouw Amráni, Straat 1, zijn weg." in told()


def test_what_waits_for_the_scanner_stays(coordinator: Actor, closed: Complaint) -> None:
    Document.objects.filter(kind="eml").update(scan_state=ScanState.WAITING)

    assert archived(coordinator, closed)[1] == LeftBehind(unscanned=1)


def test_an_open_file_a_destroyed_one_or_no_purpose_gives_nothing(coordinator: Actor, closed: Complaint) -> None:
    refused(coordinator, closed, TextMissing, purpose=" ")
    Round.objects.update(closed_on=None)
    refused(coordinator, closed, FileStillOpen)
    Complaint.objects.update(destroyed_at=NOW)
    refused(coordinator, closed, NotFound)


def test_who_may_not_or_is_involved_gets_nothing(make_actor: Callable[..., Actor], coordinator: Actor, closed: Complaint) -> None:
    refused(make_actor(Role.EMPLOYEE), closed, NotPermitted)
    InvolvedPerson.objects.create(complaint=closed, user_id=coordinator.user_id)
    refused(coordinator, closed, NotFound)


def test_names_of_files_in_it_tell_nobodys_name(coordinator: Actor, closed: Complaint) -> None:
    Round.objects.update(closed_on=None)
    attach_documents(actor=coordinator, reference=closed.reference, files=[sent(picture(), "mevrouw Voorbeeld.jpg")], now=NOW)
    Round.objects.update(closed_on=date(2025, 4, 14))

    package, _left = archived(coordinator, closed)

    assert not [name for name in package if "oorbeeld" in name]
    assert f"{closed.reference}/stuk-03.jpg" in package
