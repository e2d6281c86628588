"""What a row of the list has beside it, which its own statements load."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from complaints.flows.registration import register_complaint
from complaints.intake import PointTold, Submission
from complaints.models import Complaint, IncomingMessage, MessageHandling, MessageNature
from complaints.rows import loaded_rows
from tenants.actors import Actor
from tenants.permissions import Role
from tests.conftest import NOW


@pytest.fixture
def complaint(make_actor: Callable[..., Actor]) -> Complaint:
    told = Submission(story="Te laat betaald", channel="EMAIL", points=(PointTold(nature="HANDLING_TIME"), PointTold(nature="PRIVACY")))
    reference = register_complaint(actor=make_actor(Role.COORDINATOR), submission=told, received_at=NOW, now=NOW).reference
    return Complaint.objects.get(reference=reference)


@pytest.mark.parametrize("nature", list(MessageNature))
@pytest.mark.parametrize("handling", list(MessageHandling))
def test_a_row_has_a_mail_that_waits_as_the_file_itself_has(complaint: Complaint, nature: str, handling: str) -> None:
    IncomingMessage.objects.create(
        complaint=complaint,
        round=complaint.rounds.get(),
        nature=nature,
        handling=handling,
        handled_at=NOW if handling else None,
        digest="1",
        arrived_at=NOW,
        taken_in_at=NOW,
    )

    (row,) = loaded_rows([complaint.pk])

    assert row.is_mail_waiting is IncomingMessage.objects.waiting().exists()  # type: ignore[attr-defined]
    assert row.is_mail_waiting is (handling == "" and nature != MessageNature.AUTOMATIC)  # type: ignore[attr-defined]


def test_rows_come_in_the_order_asked_with_labels_rounds_and_points_in_theirs(
    complaint: Complaint, make_actor: Callable[..., Actor]
) -> None:
    reference = register_complaint(actor=make_actor(Role.COORDINATOR), submission=Submission(story="x"), received_at=NOW, now=NOW).reference
    other = Complaint.objects.get(reference=reference)

    rows = loaded_rows([other.pk, complaint.pk])

    assert [row.pk for row in rows] == [other.pk, complaint.pk]
    row = rows[1]
    assert [one.number for one in row.loaded_rounds or []] == [1]
    assert [one.nature and one.nature.core_code for one in row.loaded_points or []] == ["HANDLING_TIME", "PRIVACY"]
    assert row.channel is not None
    assert row.channel.core_code == "EMAIL"


def test_a_file_that_is_not_there_by_now_is_left_out(complaint: Complaint) -> None:
    assert [row.pk for row in loaded_rows([uuid4(), complaint.pk])] == [complaint.pk]
