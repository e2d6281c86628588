"""closeComplaint: with what the law asks for that outcome."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import graphene

from api.complaints.inputs import ContactWay, Sayer, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.ending import Ending
from complaints.flows.closing import close_complaint
from complaints.not_taking_up import NotTakenUpFacts
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class CloseComplaintInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    outcome = graphene.String(required=True, description="The organisation's own word, its id, or a code such as SETTLED.")
    closed_on = graphene.Date(description="Left out: the day of the letter that ends it, else today.")
    complainants_words = graphene.String(description="For SETTLED and WITHDRAWN: what the person said.")
    confirmed_on = graphene.Date(description="For SETTLED and WITHDRAWN: the day the person said so.")
    confirmed_by = Sayer(description="For SETTLED and WITHDRAWN: who said so. COLLEAGUE and NOBODY are refused (9:5).")
    confirmed_way = ContactWay(description="For SETTLED and WITHDRAWN: how the person said so.")
    is_asked_if_solved = graphene.Boolean(
        description="The control question was asked. For SETTLED, and for a complaint that is no klaagschrift and ends with our view."
    )
    passed_to = graphene.String(description="For CONVERTED_TO_OBJECTION: who handles the objection and got the writing (6:15).")
    passed_on = graphene.Date(description="For CONVERTED_TO_OBJECTION: the day the writing went there.")
    covers_all_points = graphene.Boolean(description="For CONVERTED_TO_OBJECTION of more than one subject: each of them goes along.")
    told_to = Sayer(description="For CONVERTED_TO_OBJECTION and POLICY_EXPLAINED: who was told. COLLEAGUE and NOBODY are refused.")
    told_on = graphene.Date(description="For CONVERTED_TO_OBJECTION and POLICY_EXPLAINED: the day this person was told.")
    told_way = ContactWay(description="For CONVERTED_TO_OBJECTION and POLICY_EXPLAINED: how this person was told.")
    ground = graphene.String(description="For NOT_TAKEN_UP: 9_8_1_A to 9_8_1_F, or 9_8_2.")
    explanation = graphene.String(description="Why; with 9_8_2 burden and slightness say so. For POLICY_EXPLAINED: what was explained.")
    earlier_handling = graphene.String(description="9_8_1_A: the number of the earlier file, or where and when it was handled.")
    conduct_on = graphene.Date(description="9_8_1_B: the last day of the conduct; more than a year before the complaint came in.")
    decision = graphene.String(description="9_8_1_C and _D: which one.")
    decision_announced_on = graphene.Date(description="9_8_1_C and _D: the day it was sent or handed over.")
    is_decision_late = graphene.Boolean(description="It is about a decision that was not made in time: neither ground then applies.")
    court = graphene.String(description="9_8_1_E.")
    court_case = graphene.String(description="9_8_1_E: its number.")
    investigation = graphene.String(description="9_8_1_F: the investigation or prosecution.")
    review_on = graphene.Date(description="9_8_1_F: the day to look again, after today.")
    burden = graphene.String(description="9_8_2: why handling is too heavy a burden.")
    slightness = graphene.String(description="9_8_2: why it is plain that interest or conduct is too slight.")
    notice_sent_on = graphene.Date(
        description="For NOT_TAKEN_UP: the day of the letter (9:8(3)); where letters that decide need a second look, of one sent here."
    )
    names_ombudsman = graphene.Boolean(description="For NOT_TAKEN_UP: the letter names the ombudsman and the term of one year.")
    is_signed_by_mandate = graphene.Boolean(
        description="Of a letter that was not sent from here: it offers no objection (9:3), and whoever signed it was allowed to."
    )
    late_reason = graphene.String(description="For NOT_TAKEN_UP: why the letter went after the four weeks of 9:8(3).")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    reference, version = given.pop("reference"), given.pop("version")
    told = {name: value for name, value in given.items() if value is not None}
    facts = NotTakenUpFacts(**{one.name: told.pop(one.name) for one in fields(NotTakenUpFacts) if one.name in told})
    told |= {name: str(plain(told[name])) for name in ("confirmed_by", "told_to") if name in told}
    told |= {name: models.ContactWay(plain(told[name])) for name in ("confirmed_way", "told_way") if name in told}
    ending = Ending(**told, not_taken_up=facts)
    return close_complaint(actor=actor, reference=reference, ending=ending, seen_version=version, now=read_clock()).reference


class CloseComplaint(graphene.ObjectType):
    close_complaint = ComplaintMutation(CloseComplaintInput, _work, permission=Permission.HANDLE_COMPLAINTS)
