"""The left navigation: at most six entries, by role."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor
from tenants.permissions import Permission

MOST_ENTRIES = 6


@dataclass(frozen=True, kw_only=True)
class Place:
    """An entry that a permission opens. addresses: the URL names of the pages that belong under it."""

    text: Promise
    url_name: str
    permission: Permission
    addresses: frozenset[str]


PLACES = (
    Place(text=_("Start"), url_name="home", permission=Permission.SEE_START_PAGE, addresses=frozenset({"home"})),
    Place(
        text=_("Complaints"),
        url_name="complaints",
        permission=Permission.SEE_COMPLAINTS,
        # And every page of a file, or of a new one.
        addresses=frozenset(
            {
                "complaints",
                "complaint",
                "complaint_search",
                "export_complaints",
                "export_run",
                "register_complaint",
                "complaint_registered",
                "change_complaint",
                "assign_complaint",
                "acknowledge_complaint",
                "record_contact",
                "record_lesson",
                "correct_lesson",
                "record_measure",
                "change_measure",
                "end_measure",
                "check_measure",
                "archive_complaint",
                "advice_report",
                "record_behaviour_rule",
                "correct_behaviour_rule",
                "record_ombudsman",
                "correct_ombudsman_entry",
                "answer_ombudsman",
                "apologise",
                "correct_apology",
                "explore_complaint",
                "add_note",
                "add_promise",
                "keep_promise",
                "break_promise",
                "withdraw_promise",
                "hand_over",
                "end_hand_over",
                "move_hand_over",
                "forward_complaint",
                "transfer_complaint",
                "record_feedback",
                "chase_feedback",
                "take_back_transfer",
                "choose_letter",
                "write_letter",
                "send_letter",
                "ask_for_look",
                "look_at_letter",
                "finish_letter",
                "handle_message",
                "extend_term",
                "take_back_extension",
                "take_back_postponement",
                "postpone_term",
                "hearings",
                "judge_after_silence",
                "put_before_committee",
                "take_back_from_committee",
                "record_advice",
                "record_judgment",
                "record_copy",
                "invite_to_hearing",
                "record_hearing",
                "record_hearing_reply",
                "waive_hearing",
                "close_complaint",
                "record_decision",
                "correct_decision",
                "record_objection_told",
                "review_not_taken_up",
                "return_complaint",
                "propose_mediation",
                "record_mediation",
                "end_mediation",
                "ask_reaction",
                "chase_reaction",
                "withdraw_reaction",
                "record_person",
                "correct_person",
                "record_mandate",
                "decide_telling",
                "split_complaint",
                "link_files",
                "unlink_files",
                "mark_duplicate",
                "mark_in_error",
                "restore_complaint",
                "correct_receipt",
                "attach_documents",
                "document_sensitivity",
                "mark_passages",
                "remove_document",
                "reveal_identity",
                "correct_shielded",
            }
        ),
    ),
    Place(
        text=_("Yearly figures"),
        url_name="figures",
        permission=Permission.SEE_YEARLY_FIGURES,
        addresses=frozenset({"figures", "figures_of_year", "publication"}),
    ),
    Place(
        text=_("Import complaints"),
        url_name="import_complaints",
        permission=Permission.IMPORT_COMPLAINTS,
        addresses=frozenset({"import_complaints", "import_run"}),
    ),
    Place(
        text=_("People and roles"),
        url_name="memberships",
        permission=Permission.MANAGE_MEMBERSHIPS,
        addresses=frozenset({"memberships", "grant_membership", "end_membership", "who_may_what"}),
    ),
    Place(text=_("Our words"), url_name="labels", permission=Permission.MANAGE_LABELS, addresses=frozenset({"labels", "map_label"})),
    Place(
        text=_("Organisation"),
        url_name="authorities",
        permission=Permission.MANAGE_ORGANISATION,
        addresses=frozenset(
            {
                "authorities",
                "authority",
                "add_authority",
                "change_authority",
                "name_ombudsman",
                "correct_ombudsman",
                "appoint_committee",
                "change_committee",
                "seat_committee_member",
                "grant_signing_mandate",
                "end_signing_mandate",
                "add_participant",
                "change_participant",
                "norms",
                "looks",
                "reachability",
                "retention",
                "reminders",
                "who_looked",
                "letter_templates",
                "change_letter_templates",
                "absences",
                "record_absence",
                "change_absence",
                "name_substitute",
            }
        ),
    ),
    Place(text=_("Care providers"), url_name="providers", permission=Permission.SEE_PROVIDERS, addresses=frozenset({"providers"})),
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    text: Promise
    address: str
    is_current: bool


def entries_for(*, actor: Actor, url_name: str | None, urlconf: str) -> list[Entry]:
    """What this person may open from anywhere, in a fixed order. The pages left out are linked from the start page."""
    entries = []
    for place in PLACES:
        if not actor.may(place.permission):
            continue
        try:
            address = reverse(place.url_name, urlconf=urlconf)
        except NoReverseMatch:
            continue
        entries.append(Entry(text=place.text, address=address, is_current=url_name in place.addresses))
    return entries[:MOST_ENTRIES]
