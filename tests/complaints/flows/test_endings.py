"""How a complaint ends: by the complainant's own words (9:5) after the control question; silence and a colleague end nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from complaints.awb.triage import Contested
from complaints.code_lists import FilerRole, Sayer
from complaints.ending import IN_THE_COMPLAINANTS_WORDS, RULES, Ending, asking
from complaints.flows.closing import close_complaint
from complaints.flows.destruction import carry_out_destruction, propose_destruction
from complaints.flows.leaving_out import mark_duplicate, mark_registered_in_error
from complaints.flows.registration import register_complaint
from complaints.intake import Person, PointTold, Submission
from complaints.models import (
    Closing,
    Complaint,
    ComplaintEvent,
    ContactWay,
    FilePerson,
    Identity,
    MentionedDecision,
    PersonRole,
    Regime,
    Round,
)
from complaints.web.timeline import shown_event
from oversight.yearly_figures import yearly_figures
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import Refusal, Refusals
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension, Outcome
from tenants.permissions import Role
from tests.factories.endings import SAID
from tests.factories.register import make_label

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 4, 2, 9, 0, tzinfo=UTC)  # Wednesday
TODAY = date(2025, 4, 2)
BY_MAIL = Submission(story="Te laat betaald", channel="EMAIL", filer=Person(name="Jo", email="jo@voorbeeld.example", address="Straat 1"))
ORAL = replace(BY_MAIL, channel="PHONE")
POLICY = replace(BY_MAIL, points=(PointTold(nature="Beleid"),), is_towards_filer=False)
TOLD_ON = date(2025, 4, 1)
TOLD: dict[str, Any] = {"told_to": Sayer.COMPLAINANT, "told_on": TOLD_ON, "told_way": ContactWay.PHONE}
EXPLAINED = Ending(outcome="POLICY_EXPLAINED", explanation="De raad koos hiervoor", is_asked_if_solved=True, **TOLD)
OBJECTION = Ending(outcome="CONVERTED_TO_OBJECTION", passed_to="Team bezwaar", passed_on=TOLD_ON, **TOLD)


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def actor(person: User, tenant: Tenant) -> Actor:
    return actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


@pytest.fixture
def words(db: None) -> None:
    make_label(Dimension.NATURE, "Beleid", "POLICY")
    make_label(Dimension.NATURE, "Bejegening", "TREATMENT")


def against(actor: Actor, reference: str, *contested: Contested, told_on: date = TODAY) -> None:
    """Decisions that this person is against, in this way each, of which they were told what they can do."""
    of = Complaint.objects.get(reference=reference)
    for one in contested:
        MentionedDecision.objects.create(
            complaint=of, what="Afwijzing", contested=one, announcement="UNKNOWN", told_on=told_on, told_way="LETTER", recorded_at=NOW
        )


def register(actor: Actor, told: Submission = BY_MAIL) -> str:
    return register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference


def close(actor: Actor, reference: str, ending: Ending) -> Complaint:
    return close_complaint(actor=actor, reference=reference, ending=ending, seen_version=None, now=NOW)


def refused(actor: Actor, reference: str, ending: Ending) -> list[tuple[str, str | None]]:
    with pytest.raises(Refusals) as refusal:
        close(actor, reference, ending)
    assert Closing.objects.count() == 0
    assert [one.code for one in ComplaintEvent.objects.filter(code="closed")] == []
    return [(one.code, one.field) for one in refusal.value.refusals]


# In the complainant's own words


@pytest.mark.parametrize("role", [None, PersonRole.REPRESENTATIVE, PersonRole.OTHER_PARENT])
def test_nobody_speaks_for_whoever_complains_without_a_mandate_on_that_day(actor: Actor, role: PersonRole | None) -> None:
    reference = register(actor, replace(BY_MAIL, filer_role=FilerRole.THIRD_PARTY))
    mandate = {"mandate_on": TODAY} if role is PersonRole.REPRESENTATIVE else {}
    if role is not None:
        FilePerson.objects.create(complaint=Complaint.objects.get(), role=role, name="K", recorded_at=NOW, **mandate)
    said = SAID | {"confirmed_by": Sayer.REPRESENTATIVE, "complainants_words": "Fijn", "confirmed_on": TOLD_ON}

    assert refused(actor, reference, Ending(outcome="SETTLED", **said)) == [("nobody_may_speak", "confirmed_by")]


@pytest.mark.parametrize(
    ("filer", "beside"),
    [
        (FilerRole.REPRESENTATIVE, None),
        (FilerRole.COMPLAINANT, {"role": PersonRole.REPRESENTATIVE, "mandate_on": TOLD_ON}),
        (FilerRole.COMPLAINANT, {"role": PersonRole.LEGAL_REPRESENTATIVE}),
    ],
)
def test_somebody_who_may_speak_for_whoever_complains_says_that_it_is_solved(
    actor: Actor, filer: FilerRole, beside: dict[str, Any] | None
) -> None:
    reference = register(actor, replace(BY_MAIL, filer_role=filer))
    if beside is not None:
        FilePerson.objects.create(complaint=Complaint.objects.get(), name="K", recorded_at=NOW, **beside)
    said = SAID | {"confirmed_by": Sayer.REPRESENTATIVE, "complainants_words": "Fijn", "confirmed_on": TOLD_ON}

    close(actor, reference, Ending(outcome="SETTLED", **said))

    assert Closing.objects.get().confirmed_by == "REPRESENTATIVE"


@pytest.mark.parametrize("outcome", ["SETTLED", "WITHDRAWN"])
@pytest.mark.parametrize("words", [".", "-", "?! 12"])
def test_what_holds_no_word_is_nobodys_words(actor: Actor, outcome: str, words: str) -> None:
    reference = register(actor)
    said = SAID | {"complainants_words": words, "confirmed_on": TODAY}

    assert refused(actor, reference, Ending(outcome=outcome, **said)) == [("words_missing", "complainants_words")]


@pytest.mark.parametrize("outcome", ["SETTLED", "WITHDRAWN"])
@pytest.mark.parametrize(
    ("by", "code"), [(Sayer.COLLEAGUE, "colleague_cannot_confirm"), (Sayer.NOBODY, "silence_confirms_nothing"), ("", "confirmer_missing")]
)
def test_a_colleague_or_silence_ends_nothing(actor: Actor, outcome: str, by: str, code: str) -> None:
    reference = register(actor)
    said = SAID | {"confirmed_by": by}

    assert refused(actor, reference, Ending(outcome=outcome, **said, complainants_words="Opgelost", confirmed_on=TODAY)) == [
        (code, "confirmed_by")
    ]


def test_settled_takes_the_control_question_and_withdrawn_does_not(actor: Actor) -> None:
    settled, withdrawn = register(actor), register(actor)
    said: dict[str, Any] = SAID | {"is_asked_if_solved": False, "complainants_words": "Laat maar", "confirmed_on": TODAY}

    assert refused(actor, settled, Ending(outcome="SETTLED", **said)) == [("control_question_missing", "is_asked_if_solved")]
    close(actor, withdrawn, Ending(outcome="WITHDRAWN", **said))

    kept = Closing.objects.get()
    assert (kept.confirmed_by, kept.confirmed_way, kept.confirmed_on) == ("COMPLAINANT", "PHONE", TODAY)
    assert (kept.complainants_words, kept.is_asked_if_solved) == ("Laat maar", False)
    event = ComplaintEvent.objects.get(code="closed")
    assert (event.data["confirmed_by"], event.data["way"]) == ("COMPLAINANT", "PHONE")
    assert shown_event(event, names={}).lines == ["Ingetrokken", "Wie de klacht indiende, telefonisch"]


@pytest.mark.parametrize(
    ("told", "ending", "found"),
    [
        (ORAL, Ending(outcome="UPHELD"), [("control_question_missing", "is_asked_if_solved")]),
        (ORAL, Ending(outcome="UPHELD", is_asked_if_solved=True), []),
        (BY_MAIL, Ending(outcome="NOT_UPHELD"), [("control_question_missing", "is_asked_if_solved")]),
        (BY_MAIL, Ending(outcome="NOT_UPHELD", is_asked_if_solved=True), []),
        (replace(BY_MAIL, filer=Person(identity=Identity.ANONYMOUS)), Ending(outcome="NOT_UPHELD"), []),
    ],
)
def test_a_complaint_that_is_no_klaagschrift_ends_with_our_view_after_the_control_question(
    actor: Actor, told: Submission, ending: Ending, found: list[tuple[str, str]]
) -> None:
    reference = register(actor, told)

    if found:
        assert refused(actor, reference, ending) == found
    else:
        assert close(actor, reference, ending).rounds.get().closed_on == TODAY


@pytest.mark.parametrize(
    ("told", "word", "counted"),
    [
        (ORAL, None, "Informeel"),
        (replace(ORAL, wants_judgment=True), None, "Formeel"),
        # In the organisation's own word for it; a word of a source that says nothing of this stays.
        (ORAL, ("Bellen", "INFORMAL"), "Bellen"),
        (replace(ORAL, wants_judgment=True), ("Bellen", "INFORMAL"), "Formeel"),
        (ORAL, ("Keukentafel", None), "Keukentafel"),
    ],
)
def test_what_is_closed_here_counts_by_how_it_was_handled(
    actor: Actor, told: Submission, word: tuple[str, str | None] | None, counted: str
) -> None:
    reference = register(actor, told)
    if word is not None:
        Round.objects.update(procedure=make_label("procedure", word[0], core_code=word[1]))

    close(actor, reference, Ending(outcome="SETTLED", **SAID, complainants_words="Fijn", confirmed_on=TODAY))

    assert yearly_figures(actor=actor, year=2025, today=TODAY)["handled"]["by_procedure"] == {counted: 1}


def test_what_was_solved_stays_in_the_register(actor: Actor) -> None:
    other, reference = register(actor), register(actor)
    close(actor, reference, Ending(outcome="SETTLED", **SAID, complainants_words="Fijn", confirmed_on=TODAY))
    same: dict[str, Any] = {"actor": actor, "reference": reference, "reason": "Vergissing", "seen_version": None, "now": NOW}

    with pytest.raises(Refusal, match="confirmed_stays"):
        mark_registered_in_error(**same)

    assert (Complaint.objects.get(reference=reference).exclusion, ComplaintEvent.objects.filter(code="marked_in_error").count()) == ("", 0)
    mark_duplicate(**same, of_reference=other)


# Policy that was explained


def test_policy_is_explained_to_somebody_on_a_day_and_never_silently(actor: Actor, words: None) -> None:
    reference = register(actor, POLICY)

    assert refused(actor, reference, Ending(outcome="POLICY_EXPLAINED", is_asked_if_solved=True)) == [
        ("policy_not_explained", "explanation"),
        ("telling_missing", "told_to"),
        ("telling_day_missing", "told_on"),
        ("told_way_missing", "told_way"),
    ]
    assert refused(actor, reference, replace(EXPLAINED, told_to=Sayer.COLLEAGUE)) == [("telling_missing", "told_to")]
    assert refused(actor, reference, replace(EXPLAINED, told_on=date(2025, 4, 3))) == [("day_in_future", "told_on")]
    assert refused(actor, reference, replace(EXPLAINED, told_on=date(2025, 3, 6))) == [("day_before_receipt", "told_on")]
    assert refused(actor, reference, replace(EXPLAINED, closed_on=date(2025, 3, 31))) == [("done_after_closing", "told_on")]
    close(actor, reference, EXPLAINED)

    kept = Closing.objects.get()
    assert (kept.explanation, kept.told_to, kept.told_on, kept.told_way) == ("De raad koos hiervoor", "COMPLAINANT", TOLD_ON, "PHONE")
    event = ComplaintEvent.objects.get(code="closed")
    assert (event.data["told_to"], event.data["told_on"], event.data["told_way"]) == ("COMPLAINANT", "2025-04-01", "PHONE")
    assert shown_event(event, names={}).lines == [
        "Uitleg gegeven over beleid",
        "Verteld aan: Wie de klacht indiende, di 1 april 2025, telefonisch",
    ]


def test_a_klaagschrift_about_conduct_never_ends_with_an_explanation_of_policy(actor: Actor, words: None) -> None:
    signed = replace(POLICY, is_signed=True, is_towards_filer=None)
    conduct = replace(POLICY, is_towards_filer=True)
    klaagschrift, unsigned = register(actor, signed), register(actor, conduct)

    assert Complaint.objects.get(reference=klaagschrift).derived_kind == "FORMAL_COMPLAINT"
    for reference in (klaagschrift, unsigned):
        assert refused(actor, reference, EXPLAINED) == [("conduct_is_no_policy", "outcome")]
        assert Complaint.objects.get(reference=reference).rounds.get().closed_on is None


@pytest.mark.parametrize("points", [(), (PointTold(nature="Bejegening"),), (PointTold(nature="Beleid"), PointTold(nature="Bejegening"))])
def test_only_what_is_wholly_about_policy_ends_so(actor: Actor, words: None, points: tuple[PointTold, ...]) -> None:
    reference = register(actor, replace(POLICY, points=points))

    assert refused(actor, reference, EXPLAINED) == [("not_about_policy", "outcome")]


def test_policy_that_was_complained_of_by_phone_is_explained_and_the_control_question_asked(actor: Actor, words: None) -> None:
    reference = register(actor, replace(POLICY, channel="PHONE"))

    assert refused(actor, reference, replace(EXPLAINED, is_asked_if_solved=False)) == [("control_question_missing", "is_asked_if_solved")]
    close(actor, reference, EXPLAINED)

    assert Closing.objects.get().told_on == TOLD_ON


@pytest.mark.parametrize("outcome", ["POLICY_EXPLAINED", "CLOSED_UNREACHABLE"])
def test_before_a_committee_neither_an_explanation_nor_silence_ends_it(actor: Actor, words: None, outcome: str) -> None:
    reference = register(actor, POLICY)
    Round.objects.update(regime=Regime.COMMISSION)

    assert refused(actor, reference, Ending(outcome=outcome)) == [("committee_is_asked", "outcome")]


# What is an objection


def test_what_is_wholly_an_objection_goes_on_as_one_with_its_day_and_the_person_is_told(actor: Actor) -> None:
    reference = register(actor)
    against(actor, reference, Contested.CONTENT)

    assert refused(actor, reference, Ending(outcome="CONVERTED_TO_OBJECTION")) == [
        ("receiver_of_objection_missing", "passed_to"),
        ("passing_day_missing", "passed_on"),
        ("telling_missing", "told_to"),
        ("telling_day_missing", "told_on"),
        ("told_way_missing", "told_way"),
    ]
    assert refused(actor, reference, replace(OBJECTION, passed_on=date(2025, 4, 3))) == [("day_in_future", "passed_on")]
    assert refused(actor, reference, replace(OBJECTION, passed_to="x" * 201)) == [("text_too_long", "passed_to")]
    assert refused(actor, reference, replace(OBJECTION, closed_on=date(2025, 3, 31))) == [
        ("done_after_closing", "passed_on"),
        ("done_after_closing", "told_on"),
    ]
    close(actor, reference, OBJECTION)

    kept = Closing.objects.get()
    assert (kept.passed_to, kept.passed_on, kept.told_to, kept.told_on, kept.told_way) == (
        *("Team bezwaar", TOLD_ON),
        *("COMPLAINANT", TOLD_ON, "PHONE"),
    )
    event = ComplaintEvent.objects.get(code="closed")
    assert (event.data["passed_on"], "Team bezwaar" in str(event.data)) == ("2025-04-01", False)
    assert shown_event(event, names={}).lines == [
        "Omgezet in bezwaar",
        "Ging verder als bezwaar op di 1 april 2025",
        "Verteld aan: Wie de klacht indiende, di 1 april 2025, telefonisch",
    ]


@pytest.mark.parametrize(
    ("contested", "code"),
    [
        ((), "no_decision_contested"),
        ((Contested.MANNER,), "no_decision_contested"),
        ((Contested.NOT_MADE,), "no_decision_contested"),
        ((Contested.BOTH,), "split_first"),
        ((Contested.CONTENT, Contested.MANNER), "split_first"),
        ((Contested.CONTENT, Contested.NOT_MADE), "split_first"),
    ],
)
def test_without_a_decision_nothing_is_an_objection_and_what_stays_a_complaint_is_split_first(
    actor: Actor, contested: tuple[Contested, ...], code: str
) -> None:
    reference = register(actor)
    against(actor, reference, *contested)

    assert refused(actor, reference, OBJECTION) == [(code, "outcome")]


def test_of_more_than_one_subject_somebody_says_that_each_goes_along(actor: Actor, words: None) -> None:
    reference = register(actor, replace(BY_MAIL, points=(PointTold(nature="Beleid"), PointTold(nature="Bejegening"))))
    against(actor, reference, Contested.CONTENT)

    assert refused(actor, reference, OBJECTION) == [("subjects_not_covered", "covers_all_points")]
    close(actor, reference, replace(OBJECTION, covers_all_points=True))

    assert Closing.objects.get().covers_all_points is True


def test_what_was_only_told_is_no_objection_until_it_is_in_writing(actor: Actor) -> None:
    reference = register(actor, ORAL)
    against(actor, reference, Contested.CONTENT)

    assert refused(actor, reference, OBJECTION) == [("objection_not_in_writing", "outcome")]
    Complaint.objects.update(is_written=True)
    close(actor, reference, OBJECTION)

    assert Closing.objects.get().passed_on == TOLD_ON


def test_what_belongs_to_another_outcome_is_refused(actor: Actor) -> None:
    reference = register(actor)
    told = replace(OBJECTION, outcome="UPHELD", covers_all_points=True, is_asked_if_solved=True)

    assert refused(actor, reference, told) == [
        ("fact_of_another_outcome", name) for name in ("passed_to", "passed_on", "covers_all_points", "told_to", "told_on", "told_way")
    ]


def test_who_said_that_it_is_solved_belongs_to_solved_and_withdrawn_alone(actor: Actor) -> None:
    told = Ending(
        outcome="UPHELD", is_asked_if_solved=True, confirmed_by=Sayer.COLLEAGUE, complainants_words="Prima zo", confirmed_on=TODAY
    )

    assert refused(actor, register(actor), told) == [
        ("fact_of_another_outcome", name) for name in ("confirmed_by", "complainants_words", "confirmed_on")
    ]


def test_policy_is_explained_to_nobody_where_nobody_can_be_reached(actor: Actor, words: None) -> None:
    reference = register(actor, replace(POLICY, filer=Person(identity=Identity.ANONYMOUS)))

    assert refused(actor, reference, Ending(outcome="POLICY_EXPLAINED")) == [("policy_not_explained", "explanation")]
    close(actor, reference, Ending(outcome="POLICY_EXPLAINED", explanation="De raad koos hiervoor"))

    assert (Closing.objects.get().told_to, Closing.objects.get().told_on) == ("", None)


def test_what_the_page_filled_in_for_another_outcome_is_not_held_against_anybody_without_a_script(
    actor: Actor, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    reference = register(actor)
    against(actor, reference, Contested.CONTENT)
    client, address = client_at(tenant, make_person(Role.COORDINATOR)), f"/klachten/{reference}/afsluiten/"
    form = client.get(address).context["form"]
    filled = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    outcome = next(key for key, _text, code in form._outcomes if code == "UPHELD")
    sent = filled | {"outcome": outcome, "is_asked_if_solved": "on", "told_on": TODAY.isoformat()}
    typed = client.post(address, sent | {"passed_to": "Team bezwaar"})

    answer = client.post(address, sent)

    assert (typed.status_code, [*typed.context["form"].errors]) == (422, ["passed_to"])
    assert (answer.status_code, Closing.objects.get().told_on) == (302, None)


def test_destruction_empties_to_whom_it_went_and_keeps_its_days(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    reference = register(actor)
    against(actor, reference, Contested.CONTENT)
    close(actor, reference, replace(OBJECTION, passed_to="Mevrouw Bos"))
    Complaint.objects.update(destroy_after=TODAY)
    first, second = make_actor(Role.ADMINISTRATOR), make_actor(Role.ADMINISTRATOR)
    later = NOW + timedelta(days=1)

    proposal = propose_destruction(actor=first, references=[reference], now=later)
    carry_out_destruction(actor=second, destruction_id=proposal.pk, now=later)

    kept = Closing.objects.get()
    assert (kept.passed_to, kept.passed_on, kept.told_on) == ("", TOLD_ON, TOLD_ON)
    assert "Bos" not in str(list(ComplaintEvent.objects.values("data", "personal")))


def test_every_outcome_has_its_rule_and_one_alone_is_for_years_taken_over() -> None:
    assert set(RULES) == set(Outcome)
    assert len(RULES) == 13
    assert {Outcome.SETTLED, Outcome.WITHDRAWN} == IN_THE_COMPLAINANTS_WORDS
    assert asking("told_on") == {Outcome.CONVERTED_TO_OBJECTION, Outcome.POLICY_EXPLAINED}
    assert asking("explanation") == {Outcome.NO_JUDGMENT, Outcome.CLOSED_UNREACHABLE, Outcome.POLICY_EXPLAINED}


# On the file


def test_the_page_of_closing_asks_whom_was_told_and_the_file_says_so(client: Client, actor: Actor) -> None:
    reference = register(actor)
    against(actor, reference, Contested.CONTENT, told_on=date(2025, 3, 31))
    page = client.get(f"/klachten/{reference}/afsluiten/").content.decode()
    [key] = re.findall(r'<option value="([^"]*)"[^>]*>Omgezet in bezwaar<', page)
    given = {"version": "1", "outcome": key, "passed_to": "Team bezwaar", "passed_on": "2025-04-01", "told_to": "COMPLAINANT"}

    lacking = client.post(f"/klachten/{reference}/afsluiten/", given)
    taken = client.post(f"/klachten/{reference}/afsluiten/", given | {"told_on": "2025-04-01", "told_way": "PHONE"})
    shown = client.get(f"/klachten/{reference}/").content.decode()

    assert "Tegen: Afwijzing" in page
    assert 'name="told_on" value="2025-03-31"' in page
    assert "covers_all_points" not in page
    assert (lacking.status_code, taken.status_code) == (422, 302)
    assert "Geef de dag waarop het deze persoon is verteld." in lacking.content.decode()
    assert 'Team bezwaar <span class="muted">(di 1 april 2025)</span>' in shown
    assert 'Wie de klacht indiende <span class="muted">(di 1 april 2025, telefonisch)</span>' in shown


def test_the_page_of_closing_leads_to_the_decision_that_is_not_recorded(client: Client, actor: Actor) -> None:
    reference = register(actor)

    page = client.get(f"/klachten/{reference}/afsluiten/").content.decode()

    assert "In dit dossier is geen besluit vastgelegd." in page
    assert f'href="/klachten/{reference}/besluit/"' in page


@pytest.mark.parametrize("outcome", ["POLICY_EXPLAINED", "CONVERTED_TO_OBJECTION"])
def test_what_was_explained_or_passed_on_elsewhere_says_that_the_proof_is_not_here(client: Client, actor: Actor, outcome: str) -> None:
    reference = register(actor)
    Round.objects.update(closed_on=TODAY, taken_over=True, outcome=make_label(Dimension.OUTCOME, "Woord van elders", outcome))

    shown = client.get(f"/klachten/{reference}/").content.decode()

    assert "Elders afgesloten: aan wie het is verteld, en wanneer, staat hier niet." in shown


def test_the_file_shows_who_said_so_and_how(client: Client, actor: Actor) -> None:
    reference = register(actor)
    close(actor, reference, Ending(outcome="SETTLED", **SAID, complainants_words="Heel fijn", confirmed_on=TODAY))

    shown = client.get(f"/klachten/{reference}/").content.decode()

    assert 'Heel fijn <span class="muted">(wo 2 april 2025, telefonisch, wie de klacht indiende)</span>' in shown


def test_what_was_closed_elsewhere_needs_no_proof_and_says_so(client: Client, actor: Actor) -> None:
    reference = register(actor)
    close(actor, reference, Ending(outcome="SETTLED", **SAID, complainants_words="Fijn", confirmed_on=TODAY))
    Closing.objects.all().delete()
    one = Complaint.objects.get(reference=reference).rounds.get()
    one.taken_over = True
    one.save(update_fields=["taken_over"])

    shown = client.get(f"/klachten/{reference}/").content.decode()

    assert one.outcome is not None
    assert one.outcome.core_code == Outcome.SETTLED
    assert "Elders afgesloten: wat de persoon toen zei staat hier niet." in shown
