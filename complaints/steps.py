"""One step on a file: found, locked, allowed now, and not overtaken by a colleague. Opens no transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.access import access_complaint
from complaints.differences import changes_since, values_since
from complaints.models import Complaint, Round
from complaints.records import record_event
from complaints.statuses import FileState, Step, allows, state_of
from complaints.step_drafts import end_drafts_of_step
from tenants.actors import Actor
from tenants.errors import Refusal


class NotInThisState(Refusal):
    code = "not_in_this_state"
    message = _("This cannot be done now: the file is %(state)s. Look at the file again for what can be done.")


class ChangedMeanwhile(Refusal):
    """details: complaint_id, version (now), changes and values, the history since the version that was seen.

    values hold what is in the file: whoever is shown them is shown the file.
    """

    code = "changed_meanwhile"
    message = _("A colleague changed this file meanwhile. Compare, choose what should stand, and send it again.")


class UnknownVersion(Refusal):
    """details: version, the one the file has."""

    code = "unknown_version"
    message = _("This file has no such version yet: it is at %(version)s. Read it again, and give the version you see.")


STATE_NAMES = {
    FileState.REGISTERED: _("registered, without a handler"),
    FileState.IN_HANDLING: _("in handling"),
    FileState.CLOSED: _("closed"),
    FileState.LEFT_OUT: _("left out of the figures"),
}


@dataclass(frozen=True, kw_only=True)
class FileInHand:
    """A file that is locked for a step, with its last round."""

    complaint: Complaint
    round: Round
    state: FileState
    step: Step

    @property
    def occasion(self) -> str:
        """What happened to which file, for messages: told once. After `finish_step`."""
        return f"{self.complaint.reference}:{self.complaint.version}"


def take_in_hand(*, actor: Actor, reference: str, step: Step, seen_version: int | None = None) -> FileInHand:
    """Lock a file for a step. seen_version: the version somebody decided on; None for what only adds.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, UnknownVersion.
    """
    complaint = access_complaint(actor=actor, reference=reference, for_change=True)
    if seen_version is not None and seen_version > complaint.version:
        raise UnknownVersion(field="version", version=complaint.version)
    if seen_version is not None and seen_version != complaint.version:
        raise ChangedMeanwhile(
            field="version",
            complaint_id=complaint.pk,
            version=complaint.version,
            changes=changes_since(complaint, version=seen_version),
            values=values_since(complaint, version=seen_version),
        )
    last, state = check_step(complaint, step)
    return FileInHand(complaint=complaint, round=last, state=state, step=step)


def check_step(complaint: Complaint, step: Step) -> tuple[Round, FileState]:
    """The last round and the state of a file that allows the step. Raises NotInThisState."""
    if complaint.destroyed_at is not None:
        # What is left is a row for the figures: nothing personal comes in again.
        raise NotInThisState(state=_("destroyed"))
    last = complaint.rounds.select_related("outcome").order_by("-number")[0]
    state = state_of(is_left_out=bool(complaint.exclusion), is_closed=last.closed_on is not None, has_handler=last.handler_id is not None)
    if not allows(state, step):
        raise NotInThisState(state=STATE_NAMES[state])
    return last, state


def finish_step(
    in_hand: FileInHand,
    *,
    actor: Actor,
    now: datetime,
    code: str,
    data: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
    changed: tuple[str, ...] = (),
) -> Complaint:
    """Write the file's own columns in `changed`, count the version up, and record what happened; what was typed for it so far goes."""
    complaint = in_hand.complaint
    complaint.version += 1
    complaint.save(update_fields=["version", *changed])
    record_event(
        complaint=complaint,
        actor=actor,
        now=now,
        code=code,
        data={"version": complaint.version, "round": in_hand.round.number, **(data or {})},
        personal=personal,
    )
    end_drafts_of_step(complaint, step=in_hand.step, writer_id=actor.user_id)
    return complaint
