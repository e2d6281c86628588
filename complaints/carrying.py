"""What a file that was split off keeps of the whole letter: its term as it stands, that somebody was reached, and what was decided of
the people in it. Opens no transaction.
"""

from __future__ import annotations

import uuid

from complaints.models import Complaint, Round
from complaints.recomputing import DATES
from complaints.selectors import TERM_CHANGES

REACHED = ("first_attempt_on", "first_contact_on", "acknowledged_on", "acknowledged_by")
TERM = ("mode", "regime", "committee_id", "committee_since", "extension_weeks", "extension_sent_on", *DATES)


def carry_round(of: Round, *, to: Round) -> bool:
    """Whoever complains was told of one letter: what confirmed its receipt, extended or postponed its term holds for each part.

    Why the term was moved stays in the file where it was decided. Where the new file has no term of law, or another authority, its term
    is its own. of: the round that was split; to: the first one of the new file. Returns whether the last day is another than that of
    receipt alone.
    """
    due_before = to.due_on
    is_one_term = of.is_under_law and to.is_under_law and of.complaint.authority_id == to.complaint.authority_id
    for name in (*REACHED, *(TERM if is_one_term else ())):
        setattr(to, name, getattr(of, name))
    to.save()
    for name in TERM_CHANGES if is_one_term else ():
        for change in getattr(of, name).all():
            change.pk, change.round, change.reason = None, to, ""
            change._state.adding = True
            change.save()
    return to.due_on != due_before


def carry_people(of: Complaint, *, to: Complaint) -> None:
    """Who stands beside whoever complains, by which mandate, and who is told what: an address that is to be safe is so in each part.

    Why that was decided stays where it was: it may tell of somebody who is involved there (9:7).
    """
    for person in of.file_people.all():
        person.pk, person.complaint, person.telling_reason = uuid.uuid4(), to, ""
        person._state.adding = True
        person.save()
