"""Sentences of the register's pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from complaints.awb.clock import HandlingClock
from complaints.closing_advice import NotDone, drafts_of, not_done
from complaints.document_refusals import text_of_refusal
from complaints.ending import IN_THE_COMPLAINANTS_WORDS, asking, closed_against
from complaints.letter_writing import lapsed_among, offered_among, undelivered_among
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.mail import AS_MAIL
from complaints.models import (
    AgreedDate,
    Apology,
    Complaint,
    ConsentedChange,
    Extension,
    FilePerson,
    Improvement,
    LessonLevel,
    Letter,
    MessageNature,
    NotTakenUp,
    PersonRole,
    Postponement,
    PreferredContact,
    Regime,
    Round,
    TermChange,
    Who,
)
from complaints.not_taking_up import GroundFact
from complaints.people import DECIDED_FIRST, is_shielded, needs_decision
from complaints.same_person import SamePerson
from complaints.selectors import ShownMessage, ShownParty, current_round, main_point
from complaints.statuses import Step
from complaints.web.comparing import ThreeTexts
from complaints.work.reasons import Reason, WaitsFor, WorkReason
from complaints.work.takers import Taking, Why
from tenants.organisation.core_lists import HandlingMode
from tenants.templatetags.polsslag import day, moment
from tenants.web.wording import letter_name, time_left

# Why a mail of ours did not go, as the history keeps it.
WHY_NOT_SENT: dict[str, Promise] = {
    "no_address": gettext_lazy("There was no e-mail address any more."),
    "refused": gettext_lazy("The address takes no mail."),
    "tried_in_vain": gettext_lazy("The mail server did not take it, for days."),
    "in_error": gettext_lazy("The complaint was registered by mistake."),
    "not_secure": gettext_lazy("This installation has no secure mail any more, and a letter goes by no other."),
}
EVENT_NAMES: dict[str, Promise] = {
    "taken_over": gettext_lazy("Taken over from the earlier register"),
    "terms_recomputed": gettext_lazy("Dates computed anew"),
    "registered": gettext_lazy("Registered"),
    "updated": gettext_lazy("Facts changed"),
    "explored": gettext_lazy("Conversation card filled in"),
    "receipt_corrected": gettext_lazy("Moment of receipt corrected; dates computed anew"),
    "assigned": gettext_lazy("Given to a handler"),
    "acknowledged": gettext_lazy("Receipt confirmed"),
    "mail_not_sent": gettext_lazy("Our mail was not sent"),
    "contact_recorded": gettext_lazy("Contact recorded"),
    "note_added": gettext_lazy("Note added"),
    "promise_added": gettext_lazy("Promise recorded"),
    "promise_kept": gettext_lazy("Promise kept"),
    "promise_not_kept": gettext_lazy("Promise not kept"),
    "promise_withdrawn": gettext_lazy("Promise taken back: recorded by mistake"),
    "letter_begun": gettext_lazy("Letter begun"),
    "letter_discarded": gettext_lazy("Draft of a letter thrown away"),
    "letter_sent": gettext_lazy("Letter sent"),
    "final_letter_kept": gettext_lazy("Letter that was finished elsewhere kept, for a colleague to look at"),
    "letter_look_asked": gettext_lazy("Asked a colleague to look at a letter"),
    "letter_approved": gettext_lazy("Letter looked at, and approved as it read then"),
    "letter_sent_back": gettext_lazy("Letter looked at, and sent back with remarks"),
    "document_attached": gettext_lazy("Document added"),
    "document_marked": gettext_lazy("Document marked as sensitive or not"),
    "passages_marked": gettext_lazy("Passages marked for a redacted copy"),
    "passage_unmarked": gettext_lazy("Marked passage taken away"),
    "redacted_copy_made": gettext_lazy("Redacted copy made"),
    "document_removed": gettext_lazy("Document removed"),
    "document_infected": gettext_lazy("Document removed: the virus scanner found a virus"),
    "reply_received": gettext_lazy("Reply came in"),
    "automatic_reply_received": gettext_lazy("Automatic reply came in"),
    "mail_not_delivered": gettext_lazy("Our mail did not arrive"),
    "message_read": gettext_lazy("Message read"),
    "message_answered": gettext_lazy("Message answered"),
    "term_extended": gettext_lazy("Term extended"),
    "extension_taken_back": gettext_lazy("Extension taken back: recorded by mistake"),
    "postponement_taken_back": gettext_lazy("Later day taken back: recorded by mistake"),
    "term_postponed": gettext_lazy("Later day agreed with the complainant"),
    "copy_sent": gettext_lazy("Copy sent to whoever it is about"),
    "hearing_invited": gettext_lazy("Invited to a talk"),
    "hearing_recorded": gettext_lazy("Talk recorded"),
    "hearing_reply_recorded": gettext_lazy("Report of a talk, and the reaction"),
    "hearing_waived": gettext_lazy("The person who complains is not heard"),
    "put_before_committee": gettext_lazy("Put before the advisory committee"),
    "taken_back_from_committee": gettext_lazy("Taken back from the committee"),
    "advice_written": gettext_lazy("The committee worked on its advice"),
    "advice_given": gettext_lazy("The committee advised"),
    "judged": gettext_lazy("Judgment recorded"),
    "apology_recorded": gettext_lazy("Apology made"),
    "apology_corrected": gettext_lazy("Apology corrected"),
    "lesson_recorded": gettext_lazy("Recorded what we learned"),
    "lesson_corrected": gettext_lazy("What we learned corrected"),
    "lesson_told": gettext_lazy("Recorded whether this person was told what we learned"),
    "rule_recorded": gettext_lazy("Rule for contact announced"),
    "rule_corrected": gettext_lazy("Rule for contact corrected"),
    "ombudsman_recorded": gettext_lazy("The ombudsman asked or wrote"),
    "ombudsman_corrected": gettext_lazy("What the ombudsman asked or wrote corrected"),
    "ombudsman_answered": gettext_lazy("Answered to the ombudsman"),
    "measure_recorded": gettext_lazy("Measure recorded"),
    "measure_changed": gettext_lazy("Measure changed"),
    "measure_done": gettext_lazy("Measure done"),
    "measure_dropped": gettext_lazy("Measure dropped"),
    "measure_checked": gettext_lazy("Looked whether a measure helps"),
    "forwarded": gettext_lazy("Forwarded to another authority"),
    "warm_transferred": gettext_lazy("Transferred warmly"),
    "feedback_recorded": gettext_lazy("Feedback on it came in"),
    "feedback_given_up": gettext_lazy("We wait no longer for feedback"),
    "feedback_chased": gettext_lazy("Asked for feedback"),
    "transfer_taken_back": gettext_lazy("Handing over taken back: recorded by mistake"),
    "handed_over": gettext_lazy("Passed on beside the complaint"),
    "hand_over_moved": gettext_lazy("Another day for what was passed on"),
    "hand_over_done": gettext_lazy("What was passed on is done"),
    "hand_over_dropped": gettext_lazy("What was passed on turned out to be nothing"),
    "closed": gettext_lazy("Closed"),
    "decision_recorded": gettext_lazy("Recorded that a decision is mentioned"),
    "objection_told": gettext_lazy("This person was told about the objection"),
    "reviewed": gettext_lazy("Looked again at the criminal investigation"),
    "returned": gettext_lazy("The person came back; a new round"),
    "mediation_proposed": gettext_lazy("Mediation proposed"),
    "mediation_recorded": gettext_lazy("Recorded how mediation goes"),
    "mediation_ended": gettext_lazy("Mediation ended"),
    "reaction_asked": gettext_lazy("Asked for a reaction"),
    "reaction_chased": gettext_lazy("Asked again for a reaction"),
    "reaction_withdrawn": gettext_lazy("Question for a reaction withdrawn"),
    "reaction_answered": gettext_lazy("Reaction came in"),
    "person_recorded": gettext_lazy("Somebody beside whoever complains recorded"),
    "person_corrected": gettext_lazy("Somebody beside whoever complains corrected"),
    "mandate_recorded": gettext_lazy("Mandate recorded"),
    "telling_decided": gettext_lazy("Decided who is told what"),
    "split": gettext_lazy("Split: a part of it went to a new file"),
    "split_from": gettext_lazy("Split from another file, with the same moment of receipt"),
    "linked": gettext_lazy("Linked with another file"),
    "unlinked": gettext_lazy("No longer linked with another file"),
    "marked_duplicate": gettext_lazy("Marked as double"),
    "marked_in_error": gettext_lazy("Marked as registered by mistake"),
    "involvement_shared": gettext_lazy("Who was involved in the double file, or in the one that counts, is involved here too"),
    "shield_shared": gettext_lazy("Somebody in a double file, or in the other part of the letter, is shielded; everybody here is too"),
    "compartment_shared": gettext_lazy("Went along with the file that counts, which is about the council"),
    "restored": gettext_lazy("Counts again"),
    "retention_followed": gettext_lazy("The class of the selection list was confirmed; kept by it"),
    "destroyed": gettext_lazy("Personal data destroyed"),
    "kind_followed": gettext_lazy("The word for the kind got another meaning"),
    "channel_followed": gettext_lazy("The word for how it came in got another meaning"),
    "meaning_followed": gettext_lazy("Kind or procedure got another meaning; dates computed anew"),
}


MODE_NAMES: dict[str, Promise] = {
    HandlingMode.INFORMAL: gettext_lazy("informally"),
    HandlingMode.FORMAL: gettext_lazy("formally, with a judgment"),
    HandlingMode.COMMISSION: gettext_lazy("by an advisory committee"),
}

# The address and the words of a step: as the first thing to do, and beside it.
STEP_WORDS: dict[Step, tuple[str, Promise]] = {
    Step.ASSIGN: ("assign_complaint", gettext_lazy("Give to a handler")),
    Step.ACKNOWLEDGE: ("acknowledge_complaint", gettext_lazy("Confirm receipt")),
    Step.RECORD_CONTACT: ("record_contact", gettext_lazy("Record contact")),
    Step.EXPLORE: ("explore_complaint", gettext_lazy("Conversation card")),
    Step.ADD_NOTE: ("add_note", gettext_lazy("Add a note")),
    Step.ADD_PROMISE: ("add_promise", gettext_lazy("Record a promise")),
    Step.WRITE_LETTER: ("choose_letter", gettext_lazy("Write a letter")),
    Step.HANDLE_MESSAGE: ("handle_message", gettext_lazy("Answer the reply")),
    Step.EXTEND: ("extend_term", gettext_lazy("Extend the term")),
    Step.POSTPONE: ("postpone_term", gettext_lazy("Agree on a later day")),
    Step.TAKE_BACK_POSTPONEMENT: ("take_back_postponement", gettext_lazy("Take the later day back")),
    Step.TAKE_BACK_EXTENSION: ("take_back_extension", gettext_lazy("Take the extension back")),
    Step.PUT_BEFORE_COMMITTEE: ("put_before_committee", gettext_lazy("Put it before the committee")),
    Step.TAKE_BACK_FROM_COMMITTEE: ("take_back_from_committee", gettext_lazy("Take back from the committee")),
    Step.ADVISE: ("record_advice", gettext_lazy("Advice of the committee")),
    Step.JUDGE: ("record_judgment", gettext_lazy("Judgment")),
    Step.INVITE: ("hearings", gettext_lazy("Copy and hearing")),
    Step.APOLOGISE: ("apologise", gettext_lazy("Record an apology")),
    Step.RECORD_LESSON: ("record_lesson", gettext_lazy("Record what we learned")),
    Step.RECORD_RULE: ("record_behaviour_rule", gettext_lazy("Record a rule for contact")),
    Step.RECORD_OMBUDSMAN: ("record_ombudsman", gettext_lazy("The ombudsman asks or writes")),
    Step.RECORD_MEASURE: ("record_measure", gettext_lazy("Record a measure")),
    Step.TRANSFER: ("transfer_complaint", gettext_lazy("Transfer warmly")),
    Step.FORWARD: ("forward_complaint", gettext_lazy("Forward")),
    Step.HAND_OVER: ("hand_over", gettext_lazy("Pass on a data breach, danger or another request")),
    Step.CLOSE: ("close_complaint", gettext_lazy("Close the complaint")),
    Step.RECORD_DECISION: ("record_decision", gettext_lazy("A decision is mentioned")),
    Step.TELL_OBJECTION: ("record_objection_told", gettext_lazy("Told about the objection")),
    Step.REVIEW: ("review_not_taken_up", gettext_lazy("Look again at the investigation")),
    Step.RETURN: ("return_complaint", gettext_lazy("The person comes back")),
    Step.RESTORE: ("restore_complaint", gettext_lazy("Let this file count again")),
    Step.UPDATE: ("change_complaint", gettext_lazy("Change the facts")),
    Step.CORRECT_RECEIPT: ("correct_receipt", gettext_lazy("Correct the moment of receipt")),
    Step.PROPOSE_MEDIATION: ("propose_mediation", gettext_lazy("Propose mediation")),
    Step.ASK_REACTION: ("ask_reaction", gettext_lazy("Ask for a reaction")),
    Step.RECORD_PERSON: ("record_person", gettext_lazy("Somebody beside whoever complains")),
    Step.SPLIT: ("split_complaint", gettext_lazy("Split into two files")),
    Step.LINK: ("link_files", gettext_lazy("Belongs with another file")),
    Step.MARK_DUPLICATE: ("mark_duplicate", gettext_lazy("This file is double")),
    Step.MARK_IN_ERROR: ("mark_in_error", gettext_lazy("Registered by mistake")),
}


# How what is folded away is found: by what somebody is at, in the order of the ombudsman's rules of thumb.
STEP_GROUPS: tuple[tuple[Promise, tuple[Step, ...]], ...] = (
    (
        gettext_lazy("Find out and solve"),
        (
            *(Step.HANDLE_MESSAGE, Step.RECORD_CONTACT, Step.ACKNOWLEDGE, Step.EXPLORE, Step.ADD_NOTE, Step.WRITE_LETTER),
            *(Step.ADD_PROMISE, Step.ASK_REACTION, Step.PROPOSE_MEDIATION, Step.APOLOGISE, Step.TRANSFER, Step.FORWARD, Step.HAND_OVER),
            *(Step.RECORD_DECISION, Step.TELL_OBJECTION),
        ),
    ),
    (
        gettext_lazy("When a judgment is needed"),
        (
            Step.PUT_BEFORE_COMMITTEE,
            Step.TAKE_BACK_FROM_COMMITTEE,
            Step.INVITE,
            Step.ADVISE,
            Step.JUDGE,
            Step.EXTEND,
            Step.POSTPONE,
            Step.TAKE_BACK_EXTENSION,
            Step.TAKE_BACK_POSTPONEMENT,
        ),
    ),
    (
        gettext_lazy("Round off and learn"),
        (
            *(Step.CLOSE, Step.REVIEW, Step.RETURN, Step.RECORD_LESSON, Step.RECORD_MEASURE),
            *(Step.RECORD_OMBUDSMAN, Step.RECORD_RULE),
        ),
    ),
    (
        gettext_lazy("The file itself"),
        (
            *(Step.ASSIGN, Step.UPDATE, Step.RECORD_PERSON, Step.CORRECT_RECEIPT, Step.SPLIT, Step.LINK),
            *(Step.MARK_DUPLICATE, Step.MARK_IN_ERROR, Step.RESTORE),
        ),
    ),
)


def grouped_steps(steps: Collection[Step]) -> list[dict[str, Any]]:
    """These steps under what somebody is at; without the groups that have none."""
    groups = ((title, [shown_step(step) for step in members if step in steps]) for title, members in STEP_GROUPS)
    return [{"title": title, "steps": shown} for title, shown in groups if shown]


def shown_step(step: Step) -> dict[str, str]:
    """What a button of a step needs: the name of its address and its words."""
    address, words = STEP_WORDS[step]
    return {"address": address, "words": str(words)}


def shown_not_done(complaint: Complaint) -> list[dict[str, Any]]:
    """What the ombudsman waits for and what the last round still asks, open or closed, each with where it is done."""
    opened = current_round(complaint)
    asked = [one for one in complaint.ombudsman_entries.all() if one.answer_by and (not one.answered_on or one.lacks_following)]
    answers = [
        {
            "text": _("We answered a recommendation of the ombudsman. Say whether we follow it.")
            if one.lacks_following
            else _("The ombudsman waits for an answer, by %(day)s.") % {"day": day(one.answer_by)},
            "words": _("Record the answer"),
            "address": reverse("answer_ombudsman", args=[complaint.reference, one.pk]),
        }
        for one in sorted(asked, key=lambda one: (one.answer_by or date.max, str(one.pk)))
    ]
    return answers + [_shown_not_done(complaint, what, is_open=opened.closed_on is None) for what in not_done(complaint, opened)]


def _shown_not_done(complaint: Complaint, what: NotDone, *, is_open: bool) -> dict[str, Any]:
    words = NOT_DONE[what][1]
    text = str(NOT_DONE[what][0])
    steps = {NotDone.TALK: "record_contact", NotDone.PLANNED: "hearings", NotDone.LESSON: "record_lesson"} | (
        {NotDone.RECEIPT: "acknowledge_complaint"} if is_open else {}
    )
    address = reverse(steps.get(what, "choose_letter"), args=[complaint.reference])
    query = f"?brief={LETTER_OF[what]}" if what in LETTER_OF and what not in steps else ""
    if what is NotDone.DRAFT:
        drafts = "; ".join(f"{letter_title(one.code)}, {letter_to(one)}" for one in drafts_of(current_round(complaint)))
        after = _("Once the complaint is closed, most letters do not go any more.")
        text = " ".join((text % {"letters": drafts}, *([after] if is_open else [])))
    shown = {"text": text, "words": str(words), "address": f"{address}{query}"}
    return shown | ({"nothing": _nothing_learned(complaint)} if what is NotDone.LESSON else {})


def _nothing_learned(complaint: Complaint) -> dict[str, Any]:
    """What one press sends to say that there was nothing to learn."""
    told = {"text": _("There is nothing to improve."), "level": LessonLevel.NONE.value, "not_told_because": _("Nothing was learned.")}
    return {"version": complaint.version} | told


def how_to_inform(complaint: Complaint, *, filer: ShownParty | None) -> str:
    """How whoever complains wants to hear from us, as far as was told; of somebody shielded only what was agreed."""
    told = []
    if filer is not None and filer.preferred_contact:
        told.append(str(PreferredContact(filer.preferred_contact).label))
    if complaint.inform_weeks:
        every = ngettext("each week", "once in %(n)s weeks", complaint.inform_weeks) % {"n": complaint.inform_weeks}
        told.append(every)
    first = ", ".join(told)
    return ": ".join(part for part in (first, complaint.informing) if part)


SAME_BY: dict[str, Promise] = {
    "phone": gettext_lazy("same phone number"),
    "email": gettext_lazy("same e-mail address"),
    "name": gettext_lazy("a name like it"),
}


def shown_same_person(found: SamePerson) -> dict[str, Any]:
    """A file that may be of the same person, for a row: what it is about and what it has in common."""
    return {
        "complaint": found.complaint,
        "point": main_point(found.complaint),
        "round": current_round(found.complaint),
        "why": ", ".join(str(SAME_BY[way]) for way in found.by),
    }


def shown_left_out(files: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Files that came with a mail and are not kept: the name of each, and why not."""
    return [(one["name"], text_of_refusal(code=one["code"], details=one.get("details", {}))) for one in files]


# What was not done yet when a file is closed, or was, with what to do about it.
NOT_DONE: dict[NotDone, tuple[Promise, Promise]] = {
    NotDone.RECEIPT: (gettext_lazy("Receipt of this complaint was not confirmed (article 9:6)."), gettext_lazy("Confirm receipt")),
    NotDone.TALK: (gettext_lazy("Nobody has spoken with this person yet."), gettext_lazy("Was there contact? Record it first")),
    NotDone.SENDER: (
        gettext_lazy("Whoever complains was not told that it was forwarded (article 2:3)."),
        gettext_lazy("Write that letter"),
    ),
    NotDone.SUBJECT: (gettext_lazy("Whoever it is about does not have the judgment yet."), gettext_lazy("Write that letter")),
    NotDone.DRAFT: (gettext_lazy("Not sent yet: %(letters)s."), gettext_lazy("Send it, or throw it away")),
    NotDone.PLANNED: (gettext_lazy("Somebody is still expected at a talk."), gettext_lazy("Call it off, or record how it went")),
    NotDone.LESSON: (gettext_lazy("What did we learn? Nothing is recorded of it yet."), gettext_lazy("Record what we learned")),
}
# The letter that does so, as the page of letters names it.
LETTER_OF = {
    NotDone.RECEIPT: f"{LetterCode.CONFIRMATION}:{Addressee.COMPLAINANT}",
    NotDone.SENDER: f"{LetterCode.FORWARDING}:{Addressee.COMPLAINANT}",
    NotDone.SUBJECT: f"{LetterCode.DECISION}:{Addressee.SUBJECT}",
}
ADDRESSEE_NAMES: dict[Addressee, Promise] = {
    Addressee.COMPLAINANT: gettext_lazy("to who complains"),
    Addressee.SUBJECT: gettext_lazy("to whom it is about"),
    Addressee.AUTHORITY: gettext_lazy("to the authority"),
    Addressee.OMBUDSMAN: gettext_lazy("to the ombudsman"),
    Addressee.OTHER_BODY: gettext_lazy("to the other organisation"),
    Addressee.PUBLIC: gettext_lazy("to everybody"),
}


def shown_letters(letters: Iterable[Letter], *, today: date) -> list[dict[str, Any]]:
    """The letters of a file as its page lists them, those that are being written first. is_lost: it did not arrive, and may go again."""
    letters = list(letters)
    lapsed = lapsed_among(letters, today=today)
    undelivered = undelivered_among(letters)
    lost = offered_among((one for one in letters if one.pk in undelivered), today=today)
    rows = [
        {"letter": one, "name": letter_title(one.code), "to": letter_to(one), "has_lapsed": one.pk in lapsed, "is_lost": one.pk in lost}
        for one in letters
    ]
    return sorted(rows, key=lambda row: row["letter"].is_sent)


def letter_to(letter: Letter) -> str:
    """Who gets a letter, without a name."""
    of = letter.person
    return addressee_name(letter.addressee, who=of.who if of else "", role=of.role if of else "")


def addressee_name(addressee: str, *, who: str = "", role: str = "") -> str:
    """Who gets a letter. who, role: of somebody of the complainant's side who was chosen."""
    if who in ("", Who.FILER):
        return str(ADDRESSEE_NAMES[Addressee(addressee)])
    return _("to: %(who)s") % {"who": PersonRole(role).label if who == Who.OTHER else Who(who).label}


def letter_title(code: str) -> str:
    """The letter, as the people who handle complaints call it."""
    return letter_name(code)


def shown_message(one: ShownMessage, *, complaint: Complaint) -> dict[str, Any]:
    """A mail in a file, as the page lists it: what it is, what is special about it, and its parts."""
    came = one.incoming
    if came is None:
        name = letter_title(one.kind)
        remarks = [_("This mail did not arrive.")] if one.is_returned else ([] if one.is_handled else [_("Waits to be sent.")])
        return {"message": one, "name": name, "remarks": remarks, "is_open": False}
    remarks = []
    if came.is_from_other_address:
        remarks.append(_("From another address than in this file."))
    if one.came_for:
        remarks.append(_("It answers the double file %(reference)s.") % {"reference": one.came_for})
    if came.is_after_closing:
        remarks.append(_("It came after the file was closed."))
    # That the mail itself is not kept asks nothing of anybody: what it says stands here.
    refused = [file for file in came.refused_files if file["name"] != AS_MAIL]
    not_kept = shown_left_out([file | {"name": _("a file")} for file in refused] if one.is_shielded else refused)
    remarks += [_("Not kept: %(name)s. %(why)s") % {"name": name, "why": why} for name, why in not_kept]
    return {
        "message": one,
        "name": str(MessageNature(came.nature).label).capitalize(),
        "remarks": remarks,
        "handling": came.get_handling_display() if came.handling else "",
        "is_open": came.waits,
    }


REASON_NAMES: dict[Reason, Promise] = {
    Reason.NO_HANDLER: gettext_lazy("nobody handles it yet"),
    Reason.REPLY: gettext_lazy("somebody wrote back, or our mail came back"),
    Reason.OBJECTION: gettext_lazy("tell this person what they can do about the decision"),
    Reason.INCOMING_MAIL: gettext_lazy("a mail waits for an answer"),
    Reason.KEEP_INFORMED: gettext_lazy("agreed to keep this person informed"),
    Reason.COMPLETION: gettext_lazy("what we asked for did not come: call, or go on without it"),
    Reason.FIRST_CONTACT: gettext_lazy("first contact, our norm"),
    Reason.UNSENT_MAIL: gettext_lazy("our mail has not gone yet: the mail server does not take it"),
    Reason.EXTENSION: gettext_lazy("the letter about more time went: record the extension"),
    Reason.EXTENSION_LETTER: gettext_lazy("a letter about more time went: send the other one as well"),
    Reason.ACKNOWLEDGEMENT: gettext_lazy("written confirmation, our norm"),
    Reason.STATUTORY_TERM: gettext_lazy("last day by law"),
    Reason.OWN_NORM: gettext_lazy("last day by our own norm"),
}
# Why nobody handles it, where that is known.
UNHANDLED_NAMES: dict[Why, Promise] = {
    Why.HANDLER_LEFT: gettext_lazy("whoever handled it may not do so any more"),
    Why.COORDINATOR_INVOLVED: gettext_lazy("a coordinator is involved, so it is yours to hand out"),
    Why.NO_COORDINATOR: gettext_lazy("no coordinator is left who was not involved and is here; give it to somebody"),
}


def reason_words(reason: Reason, *, taking: Taking | None) -> str:
    """Why something has to be done by its day."""
    if reason is Reason.NO_HANDLER and taking is not None:
        return str(UNHANDLED_NAMES.get(taking.why, REASON_NAMES[reason]))
    return str(REASON_NAMES[reason])


def waiting_words(waiting: WorkReason, *, tries: int) -> str:
    """On whom a file waits, and until when."""
    texts = {
        WaitsFor.CALLING_BACK: _("We left a message. Does nobody call back? Then try again after %(until)s."),
        WaitsFor.NEXT_TRY: _("Not reached. Try again after %(until)s."),
        WaitsFor.COMPLETION: _("Asked for what is missing, up to and including %(until)s. The term runs on."),
        WaitsFor.ANSWER: _("The person prefers writing and has our confirmation. No answer? Then write again after %(until)s."),
    }
    text = texts[waiting.waits_for or WaitsFor.ANSWER] % {"until": day(waiting.until)}
    if tries > 1:
        text = ngettext("Tried %(n)s time.", "Tried %(n)s times.", tries) % {"n": tries} + " " + text
    return text


def unproven(one: Round) -> str:
    """What is not here of a round that was closed elsewhere, without the proof its outcome asks here; "" of any other."""
    code = one.outcome.core_code if one.outcome is not None else None
    if not one.taken_over or code is None:
        return ""
    if code in IN_THE_COMPLAINANTS_WORDS:
        return _("Closed elsewhere: what the person said then is not here.")
    return _("Closed elsewhere: who was told, and when, is not here.") if code in asking("told_on") else ""


def holds_no_more(of: Complaint, one: Round) -> str:
    """Why a round that is closed would not be by what the file says now; "" where it would, or was taken up again."""
    found = closed_against(of, one) if one == current_round(of) else None
    return _("The facts changed after it was closed so. %(why)s Take it up again.") % {"why": found.text} if found is not None else ""


NOT_TAKEN_UP_NAMES: dict[str, Promise] = {
    GroundFact.EARLIER_HANDLING: gettext_lazy("The earlier complaint"),
    GroundFact.CONDUCT_ON: gettext_lazy("Last day of the conduct"),
    GroundFact.DECISION: gettext_lazy("Decision"),
    GroundFact.DECISION_ANNOUNCED_ON: gettext_lazy("Decision sent or handed over on"),
    GroundFact.COURT: gettext_lazy("Court"),
    GroundFact.COURT_CASE: gettext_lazy("Number of the case"),
    GroundFact.INVESTIGATION: gettext_lazy("Investigation or prosecution"),
    GroundFact.REVIEW_ON: gettext_lazy("Look again on"),
    GroundFact.BURDEN: gettext_lazy("Why handling is too heavy a burden"),
    GroundFact.SLIGHTNESS: gettext_lazy("Why it is plainly too slight"),
    "notice_sent_on": gettext_lazy("Letter sent on"),
    "late_reason": gettext_lazy("Why so late"),
}


def shown_not_taken_up(kept: NotTakenUp | None) -> list[tuple[str, str]]:
    """What proves the ground, and the day of the letter, as (what it is, its text)."""
    told = [(str(words), getattr(kept, name, None)) for name, words in NOT_TAKEN_UP_NAMES.items()]
    return [(words, day(value) if isinstance(value, date) else value) for words, value in told if value]


APOLOGY_NAMES: dict[str, Promise] = {
    "what_went_wrong": gettext_lazy("What went wrong"),
    "regret": gettext_lazy("That we regret it"),
    "responsibility": gettext_lazy("That we are responsible for it"),
    "what_now": gettext_lazy("What we do now"),
    "what_changes": gettext_lazy("What changes"),
}


def shown_apology(one: Apology) -> dict[str, Any]:
    """An apology with its parts as (what it is, its text), and what is missing for a whole one."""
    return {
        "apology": one,
        "parts": [(str(words), getattr(one, name)) for name, words in APOLOGY_NAMES.items() if getattr(one, name)],
        "missing": [str(APOLOGY_NAMES[name]).lower() for name in one.missing],
    }


def person_title(row: FilePerson) -> str:
    """Who somebody is in the matter, without a name."""
    return str(row.get_role_display() if row.who == Who.OTHER else row.get_who_display())


def shown_people(complaint: Complaint, rows: Iterable[FilePerson]) -> list[dict[str, Any]]:
    """Everybody of whom something was recorded, for the file: who, by which mandate, what they are told."""
    is_named = not is_shielded(complaint)
    return [
        {
            "row": one,
            "key": one.pk if one.who == Who.OTHER else one.who,
            "title": person_title(one),
            "contact": ", ".join(part for part in (one.name, one.phone, one.email, one.address) if part) if is_named else "",
            "is_hidden": one.who == Who.OTHER and not is_named,
            "can_correct": one.who == Who.OTHER and is_named,
            "has_mandate_page": (one.who == Who.OTHER and one.role not in DECIDED_FIRST) or one.mandate_on is not None,
            "waits": needs_decision(one),
        }
        for one in rows
    ]


def shown_measure(one: Improvement, *, names: Mapping[int, str], today: date) -> dict[str, Any]:
    """A measure with how it stands in words."""
    by = one.check_on if one.waits_for_check else None if one.ended_on else one.due_on
    is_late = by is not None and by < today
    if one.ended_on is None:
        words = _("To be done by %(due)s") % {"due": day(one.due_on)}
    elif not one.is_done:
        words = _("Dropped on %(day)s") % {"day": day(one.ended_on)}
    elif one.waits_for_check:
        words = _("Done on %(day)s; look whether it helps on %(check)s") % {"day": day(one.ended_on), "check": day(one.check_on)}
    else:
        words = _("Done on %(day)s") % {"day": day(one.ended_on)}
    shape = "late" if is_late else "info" if by else "closed"
    return {"measure": one, "owner": names.get(one.owner_id, ""), "words": words, "is_late": is_late, "shape": shape}


MISSING_NAMES: dict[str, Promise] = {
    "in_writing": gettext_lazy("that it is in writing"),
    "towards_filer": gettext_lazy("that it befell the person who complains"),
    "signature": gettext_lazy("a signature"),
    "name": gettext_lazy("a name"),
    "address": gettext_lazy("an address"),
    "date": gettext_lazy("a date"),
    "description": gettext_lazy("a description of what happened"),
}


def missing_words(codes: Iterable[str]) -> list[str]:
    """What a klaagschrift lacks, in words."""
    return [str(MISSING_NAMES[code]) for code in codes]


def contact_as_note(given: Mapping[str, Any]) -> str:
    """A contact as it was typed, for a note: what came of it, how, when, and what was said."""
    head = f"{str(given['result'].label).capitalize()}, {given['way'].label}, {moment(given['happened_at'])}"
    return "\n".join(part for part in (head, given["text"]) if part)


def event_name(code: str) -> str:
    """What happened, in words; an event that has none yet is named by its code."""
    return str(EVENT_NAMES.get(code, code.replace("_", " ")))


def clock_sentence(*, one: Round, today: date) -> str:
    """How a round stands in time, in one sentence."""
    if one.closed_on:
        days = (one.closed_on - one.opened_on).days
        if days == 0:
            return _("Closed on %(closed)s, the day it came in.") % {"closed": day(one.closed_on)}
        took = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
        return _("Closed on %(closed)s, after %(took)s.") % {"closed": day(one.closed_on), "took": took}
    left = time_left(due_on=one.due_on, today=today)
    if not one.is_under_law:
        return _("By our own norm closed by %(due)s at the latest: %(left)s.") % {"due": day(one.due_on), "left": left}
    return _("Must be closed by %(due)s at the latest: %(left)s.") % {"due": day(one.due_on), "left": left}


def shown_term_change(change: TermChange) -> dict[str, Any]:
    """What moved the last day, for the page: what it was, from which day to which, where that is written, and why."""
    if isinstance(change, Extension):
        weeks = ngettext("%(weeks)s week extended", "%(weeks)s weeks extended", change.weeks) % {"weeks": change.weeks}
        return {"what": weeks, "proof": letters_in_words(change), "change": change}
    assert isinstance(change, ConsentedChange)
    agreed = _("the complainant agreed in writing on %(day)s") % {"day": day(change.consented_on)}
    if isinstance(change, AgreedDate):
        return {"what": _("Agreed: at the latest on %(day)s") % {"day": day(change.due_on)}, "proof": agreed, "change": change}
    assert isinstance(change, Postponement)
    period = {"first": day(change.starts_on), "last": day(change.ends_on)}
    return {"what": _("Postponed from %(first)s up to and including %(last)s") % period, "proof": agreed, "change": change}


def letters_in_words(extension: Extension) -> str:
    """Who had a letter about it, and when."""
    to_complainant = _("letter to the complainant on %(day)s") % {"day": day(extension.complainant_sent_on)}
    if extension.subject_sent_on is None:
        return f"{to_complainant}; {extension.get_no_subject_display()}"
    return _("%(letter)s, to whom it is about on %(day)s") % {"letter": to_complainant, "day": day(extension.subject_sent_on)}


def clock_explanation(clock: HandlingClock | None) -> list[str]:
    """Why the dates are what they are, a line for each date; empty where no statute explains them."""
    return clock.explanation(language=get_language() or "nl") if clock else []


def clock_warnings(clock: HandlingClock | None) -> list[str]:
    return [warning.text(language=get_language() or "nl") for warning in clock.warnings] if clock else []


def state_of(one: Round, *, today: date) -> tuple[str, str]:
    """The shape and the words of a round's state."""
    if one.closed_on:
        return "closed", _("closed")
    if one.due_on < today:
        return "late", time_left(due_on=one.due_on, today=today)
    if (one.due_on - today).days <= 7:
        return "soon", time_left(due_on=one.due_on, today=today)
    return "open", time_left(due_on=one.due_on, today=today)


def regime_name(one: Round) -> str:
    return str(Regime(one.regime).label)


def who_has_it(taking: Taking, names: Mapping[int, str]) -> str:
    """Who has a file today, where that is not its handler, in words. names: of users, as far as they are known here."""
    people = ", ".join(names[one] for one in taking.takers if one in names)
    if taking.why is Why.HANDLER_LEFT:
        return _("handles no complaints here any more; this file waits for a new handler")
    if taking.why is Why.NOBODY:
        return _("nobody who may handle this file is here today")
    if taking.why is Why.NO_COORDINATOR:
        return _("no coordinator is left who was not involved and is here; whoever handles complaints can give it to somebody")
    if taking.why in (Why.STANDS_IN, Why.STAND_IN_INVOLVED) and people:
        return _("away today; %(people)s does it meanwhile") % {"people": people}
    if taking.why is Why.COORDINATOR_INVOLVED and people:
        return _("%(people)s hands it out, for a coordinator is involved") % {"people": people}
    return ""


def compared_row(field: Any, texts: ThreeTexts, *, is_choice: bool, chosen: str | None = None) -> dict[str, Any]:
    """A line of two texts side by side: the field, what stands there now, what this person typed where they touched it.

    chosen: which of the two was chosen already, on a page that is shown again.
    """
    return {
        "name": field.name,
        "label": field.label,
        "address": field.id_for_label,
        "theirs": _as_chosen(field, texts.now.get(field.name)),
        "ours": _as_chosen(field, texts.typed.get(field.name)) if texts.is_touched(field.name) else "",
        "is_choice": is_choice,
        "chosen": chosen,
    }


def _as_chosen(field: Any, value: Any) -> str:
    choices = dict(getattr(field.field, "choices", ()))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(choices.get(value, value) or "")
