"""What was typed on the pages of steps so far goes by itself: with its step, and with the file. Opens no transaction."""

from __future__ import annotations

from django.db.models import Q

from complaints.access import visible_complaints
from complaints.models import Complaint, InvolvedPerson, StepDraft
from complaints.statuses import Step
from tenants.actors import Actor
from tenants.permissions import Permission

# How the place of a page ends that is about nothing smaller than the file: its name, without a part of the file after it.
ABOUT_THE_FILE = "?"


def end_drafts_of_step(complaint: Complaint, *, step: str, writer_id: int | None) -> None:
    """The step is done, so what its writer typed for it is in the file. Whoever lost the file by it (9:7) keeps nothing of it either.

    What was typed about one of several things, such as a promise, stays: its own page knows when that one is done.
    """
    lost = InvolvedPerson.objects.filter(complaint=complaint, user__isnull=False, handles_by_exception=False)
    done = Q(writer_id=writer_id or 0, step=step, page__endswith=ABOUT_THE_FILE)
    StepDraft.objects.filter(done | Q(writer__in=lost.values("user_id")), complaint=complaint).delete()


def forget_of_lost_files(*, person: Actor) -> int:
    """What somebody typed in files that they do not see any more, or for steps that they no longer take. person: with the roles held
    now. Returns how many drafts.
    """
    own = StepDraft.objects.filter(writer_id=person.user_id)
    if person.may(Permission.SEE_COMPLAINTS):
        kept = Q(complaint__in=visible_complaints(actor=person))
        # Whoever handles nothing and hears nobody finishes at most what was handed to them.
        own = own.exclude(kept if person.may(Permission.HEAR) else kept & Q(step=Step.SETTLE_HAND_OVER))
    gone, _models = own.delete()
    return gone


def forget_what_was_typed(complaint: Complaint) -> None:
    """By anybody: it may tell who is shielded now, or be of somebody to whom the file is closed."""
    StepDraft.objects.filter(complaint=complaint).delete()
