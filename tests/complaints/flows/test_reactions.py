"""A question for a reaction: only what was chosen is seen, behind sign-in or a code; it is chased, and is no hearing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.reactions import (
    ReactionAsked,
    answer_reaction,
    ask_reaction,
    chase_reaction,
    open_asked,
    open_reaction,
    withdraw_reaction,
)
from complaints.flows.reactions_outside import CodeNotRight, answer_with_code, open_with_code
from complaints.flows.registration import register_complaint
from complaints.flows.returning import return_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.models import Compartment, Complaint, ComplaintEvent, Identity, ReactionRequest
from complaints.reacting import colleagues_to_ask, opened_before, shown_passages
from complaints.repeated_requests import RequestKey
from complaints.web.timeline import shown_event
from complaints.work.reactions import reactions_asked_of, reactions_due
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal, Refusals
from tenants.models import Tenant
from tenants.permissions import Role
from tenants.templatetags.polsslag import moment
from tests.factories.endings import UPHELD

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
TODAY, BY = date(2025, 3, 12), date(2025, 3, 19)
STORY = "Ik werd niet teruggebeld. De medewerker was kortaf. Mijn buurvrouw weet ervan."
OUTSIDE = ReactionAsked(
    name="Zorg Oost, mevrouw Bos", question="Hoe ging het gesprek?", passages=("De medewerker was kortaf.",), answer_by=BY
)


@pytest.fixture
def actor(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def colleague(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.EMPLOYEE)


@pytest.fixture
def reference(actor: Actor, colleague: Actor) -> str:
    told = Submission(story=STORY, channel="EMAIL", involved=(InvolvedTold(user_id=colleague.user_id),))
    return register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference


def ask(actor: Actor, reference: str, told: ReactionAsked = OUTSIDE, **more: Any) -> Any:
    return ask_reaction(actor=actor, reference=reference, told=told, now=NOW, **more)


def of_colleague(colleague: Actor) -> ReactionAsked:
    return replace(OUTSIDE, name="", user_id=colleague.user_id)


def same(actor: Actor, reference: str) -> dict[str, Any]:
    return {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}


def codes(refused: pytest.ExceptionInfo[Any]) -> list[tuple[str, str | None]]:
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


def test_who_is_asked_answers_once_though_involved_and_it_lands_in_the_file(
    actor: Actor, colleague: Actor, reference: str, make_actor: Callable[..., Actor]
) -> None:
    asked = ask(actor, reference, of_colleague(colleague))
    given = {"reaction_id": asked.request.pk, "now": NOW + timedelta(hours=1)}
    assert (asked.code, open_reaction(actor=colleague, **given).passages) == (None, ["De medewerker was kortaf."])
    with pytest.raises(NotFound):
        answer_reaction(actor=make_actor(Role.HANDLER), text="Ik", **given)

    answer_reaction(actor=colleague, text="Ik had haast", **given)
    with pytest.raises(Refusal, match="reaction_over"):
        answer_reaction(actor=colleague, text="Nog iets", **given)

    kept = ReactionRequest.objects.get()
    assert (kept.answer, kept.opened_at, kept.answered_at) == ("Ik had haast", given["now"], given["now"])
    event = ComplaintEvent.objects.get(code="reaction_answered")
    assert (event.actor_id, shown_event(event, names={}).lines) == (
        colleague.user_id, ["Een collega, na het inloggen", "Antwoord uiterlijk wo 19 maart 2025"],
    )  # fmt: skip
    # It is no hearing: whoever it is about still has to be heard.
    assert not Complaint.objects.get().rounds.get().hearings.exists()


def test_somebody_outside_comes_in_with_the_code_alone_and_five_wrong_ones_close_it(actor: Actor, reference: str) -> None:
    asked = ask(actor, reference)
    kept, wrong = asked.request, f"{(int(asked.code) + 1) % 10**8:08d}"
    assert re.fullmatch(r"[0-9]{8}", asked.code)
    assert asked.code not in json.dumps(ReactionRequest.objects.values()[0], default=str)

    opened = open_with_code(reaction_id=kept.pk, code=f"{asked.code[:4]} {asked.code[4:]}", now=NOW)
    for _attempt in range(5):
        with pytest.raises(CodeNotRight):
            open_with_code(reaction_id=kept.pk, code=wrong, now=NOW)
    with pytest.raises(CodeNotRight):
        open_with_code(reaction_id=kept.pk, code=asked.code, now=NOW)
    # Whoever handles it hears of that at once, however far the last day is.
    assert [one.is_code_used_up for one in reactions_due(actor=actor, today=TODAY)] == [True]
    with pytest.raises(CodeNotRight):
        open_with_code(reaction_id=actor_id_of_nothing(), code=asked.code, now=NOW)

    answer_with_code(reaction_id=kept.pk, code_hash=opened.code_hash, text="Zij was overstuur", now=NOW)
    with pytest.raises(Refusal, match="reaction_over"):
        answer_with_code(reaction_id=kept.pk, code_hash=opened.code_hash, text="Weer", now=NOW)
    kept.refresh_from_db()
    assert (kept.answer, kept.code_hash, kept.is_code_used_up) == ("Zij was overstuur", "", False)
    assert ComplaintEvent.objects.get(code="reaction_answered").actor_kind == "system"


def actor_id_of_nothing() -> Any:
    return ReactionRequest().pk


def test_a_code_ends_with_its_day_with_a_new_one_and_when_nothing_is_asked_any_more(actor: Actor, reference: str) -> None:
    first = ask(actor, reference)
    pk = first.request.pk
    after = datetime(2025, 3, 20, 8, 0, tzinfo=UTC)

    def works(code: str, at: datetime = NOW) -> bool:
        try:
            return bool(open_with_code(reaction_id=pk, code=code, now=at))
        except CodeNotRight:
            return False

    assert [works(first.code), works(first.code, at=after)] == [True, False]
    opened = open_with_code(reaction_id=pk, code=first.code, now=NOW)
    second = chase_reaction(**same(actor, reference), reaction_id=pk, answer_by=date(2025, 3, 26))
    assert [works(first.code), works(second.code, at=after)] == [False, True]
    with pytest.raises(Refusal, match="reaction_over"):
        opened_before(reaction_id=pk, code_hash=opened.code_hash, now=NOW)
    withdraw_reaction(**same(actor, reference), reaction_id=pk, reason="Gesproken")
    assert not works(second.code)
    for work in (chase_reaction, withdraw_reaction):
        with pytest.raises(Refusal, match="reaction_settled"):
            work(**same(actor, reference), reaction_id=pk, **({"answer_by": BY} if work is chase_reaction else {"reason": "x"}))
    third = ask(actor, reference)
    close_complaint(**same(actor, reference), ending=UPHELD)
    with pytest.raises(CodeNotRight):
        open_with_code(reaction_id=third.request.pk, code=third.code, now=NOW)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (replace(OUTSIDE, name=" ", question=" ", passages=()),
         [("text_missing", "question"), ("ask_one_person", "user_id"), ("no_passage_chosen", "passages")]),
        (replace(OUTSIDE, user_id=0, passages=("Dit zei niemand.",)),
         [("ask_one_person", "user_id"), ("passage_not_told", "passages")]),
        (replace(OUTSIDE, name="", user_id=0, answer_by=TODAY), [("colleague_unknown", "user_id"), ("answer_day_unfit", "answer_by")]),
        (replace(OUTSIDE, answer_by=date(2025, 4, 24)), [("answer_day_unfit", "answer_by")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_once_and_nothing_is_asked(actor: Actor, reference: str, told: Any, expected: Any) -> None:
    with pytest.raises(Refusal) as refused:
        ask(actor, reference, told)

    assert codes(refused) == expected
    assert (ReactionRequest.objects.count(), Complaint.objects.get().version) == (0, 1)


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.COUNCIL_REGISTRY, Role.COMMITTEE_MEMBER])
def test_whoever_sees_no_such_complaint_is_asked_nothing_about_it(
    actor: Actor, reference: str, make_actor: Callable[..., Actor], role: Role
) -> None:
    outsider, both, colleague = make_actor(role), make_actor(role, Role.EMPLOYEE), make_actor(Role.COORDINATOR)

    with pytest.raises(Refusal) as refused:
        ask(actor, reference, of_colleague(outsider))
    offered = {one.user_id for one in colleagues_to_ask(Complaint.objects.get(), today=TODAY)}

    assert codes(refused) == [("colleague_unknown", "user_id")]
    assert (outsider.user_id in offered, both.user_id in offered) == (False, True)
    Complaint.objects.update(compartment=Compartment.COUNCIL)
    of_council = {one.user_id for one in colleagues_to_ask(Complaint.objects.get(), today=TODAY)}
    assert (outsider.user_id in of_council, colleague.user_id in of_council) == (role is Role.COUNCIL_REGISTRY, False)


def test_asked_twice_with_one_key_it_is_asked_once_and_the_code_is_told_once(actor: Actor, reference: str) -> None:
    first, second = (ask(actor, reference, request_key=RequestKey(key="k", digest="d")) for _again in range(2))

    assert (first.request.pk == second.request.pk, second.code, ReactionRequest.objects.count()) == (True, None, 1)


def test_it_stands_in_mijn_werk_two_days_before_and_with_whoever_is_asked_at_once(actor: Actor, colleague: Actor, reference: str) -> None:
    ask(actor, reference, of_colleague(colleague))

    due = [len(reactions_due(actor=actor, today=date(2025, 3, day))) for day in (16, 17, 25)]
    assert (due, len(reactions_asked_of(actor=colleague)), len(reactions_asked_of(actor=actor))) == ([0, 1, 1], 1, 0)
    close_complaint(**same(actor, reference), ending=UPHELD)
    assert (reactions_due(actor=actor, today=BY), reactions_asked_of(actor=colleague)) == ([], [])


def test_whoever_is_asked_sees_every_question(actor: Actor, colleague: Actor, reference: str) -> None:
    for _number in range(12):
        ask(actor, reference, of_colleague(colleague))

    assert len(reactions_asked_of(actor=colleague)) == 12


def test_the_pages_show_the_chosen_passage_and_nothing_else(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], colleague: Actor, reference: str
) -> None:
    coordinator, outside = client_at(tenant, make_person(Role.COORDINATOR)), client_at(tenant)
    at = coordinator.get(f"/klachten/{reference}/reactie/")["Location"]
    given = {"name": "Zorg Oost", "question": "Hoe ging het gesprek?", "passages": "De medewerker was kortaf."}
    told = coordinator.post(at, given).content.decode()
    code = "".join(re.search(r">(\d{4}) (\d{4})<", told).groups())  # type: ignore[union-attr]
    kept = ReactionRequest.objects.get()
    address = f"/reactie/{kept.pk}/"
    assert address in told

    first = outside.get(address).content.decode()
    assert outside.post(address, {"code": "00000000" if code != "00000000" else "1"}).status_code == 422
    shown = outside.post(address, {"code": code}, follow=True).content.decode()
    secrets = ("teruggebeld", "buurvrouw", reference)
    assert ("kortaf" in first, "kortaf" in shown, [word in first + shown for word in secrets]) == (False, True, [False] * 3)
    assert outside.post(address, {"text": ""}).status_code == 422
    assert "Uw reactie is binnen." in outside.post(address, {"text": "Zij was overstuur"}).content.decode()
    assert "kortaf" not in outside.get(address).content.decode()
    assert outside.get(f"/reactie/{ReactionRequest().pk}/").status_code == 404
    page = coordinator.get(f"/klachten/{reference}/").content.decode()
    assert ("Zij was overstuur" in page, code in page) == (True, False)


def test_a_colleague_answers_on_a_page_and_by_the_api_and_others_find_nothing(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    person = make_person(Role.HANDLER)
    own, other = client_at(tenant, person), client_at(tenant, make_person(Role.COORDINATOR))
    coordinator = make_person(Role.COORDINATOR)
    today = dutch_date(read_clock())
    asker = actor_for(user=coordinator, tenant=tenant, today=today, has_second_factor=True)
    told = Submission(story=STORY, involved=(InvolvedTold(user_id=person.pk),))
    reference = register_complaint(actor=asker, submission=told, received_at=read_clock(), now=read_clock()).reference
    question = replace(OUTSIDE, name="", user_id=person.pk, answer_by=today + timedelta(days=7))
    first, second = (ask_reaction(actor=asker, reference=reference, told=question, now=read_clock()).request for _each in range(2))
    asked = "{ reactionsAsked { nodes { id question passages } } }"
    answer = "mutation ($i: AnswerReactionInput!) { answerReaction(input: $i) { isAnswered errors { code } } }"

    def api(client: Client, query: str, **variables: Any) -> Any:
        body = json.dumps({"query": query, "variables": variables})
        return client.post("/graphql/", body, content_type="application/json").json()["data"]

    assert "Er is om uw reactie gevraagd" in own.get("/").content.decode()
    page = own.get(f"/reacties/{first.pk}/").content.decode()
    assert ("kortaf" in page, "buurvrouw" in page, reference in page) == (True, False, False)
    assert "Uw reactie is binnen." in own.post(f"/reacties/{first.pk}/", {"text": "Ik had haast"}).content.decode()
    again = [" ".join(one.get(f"/reacties/{first.pk}/").content.decode().split()) for one in (own, own)]
    answered = moment(ReactionRequest.objects.get(pk=first.pk).answered_at)
    assert [f"U antwoordde hierop op {answered}. Uw reactie staat in het dossier." in page for page in again] == [True, True]
    assert [("Ik had haast" in page, "niet meer nodig" in page, "kortaf" in page) for page in again] == [(True, False, False)] * 2
    second_page = own.post(f"/reacties/{first.pk}/", {"text": "Nog iets"}).content.decode()
    assert ("Ik had haast" in second_page, ReactionRequest.objects.get(pk=first.pk).answer) == (True, "Ik had haast")
    listed = {"id": str(second.pk), "question": "Hoe ging het gesprek?", "passages": ["De medewerker was kortaf."]}
    assert (api(own, asked), api(other, asked)) == ({"reactionsAsked": {"nodes": [listed]}}, {"reactionsAsked": {"nodes": []}})
    given = {"reactionId": str(second.pk), "text": "Ja"}
    results = [api(one, answer, i=given)["answerReaction"] for one in (other, own, own)]
    assert results == [
        {"isAnswered": None, "errors": [{"code": "not_found"}]},
        {"isAnswered": True, "errors": []},
        {"isAnswered": None, "errors": [{"code": "reaction_over"}]},
    ]
    assert [other.get(f"/reacties/{first.pk}/").status_code, own.get(f"/klachten/{reference}/").status_code] == [404, 404]
    assert client_at(tenant).get(f"/reacties/{first.pk}/").status_code == 302


def test_a_question_of_a_round_that_was_closed_is_not_asked_again(actor: Actor, reference: str) -> None:
    kept = ask(actor, reference).request
    close_complaint(**same(actor, reference), ending=UPHELD)
    return_complaint(**same(actor, reference), reason="Toch niet")
    before = ReactionRequest.objects.values().get()

    with pytest.raises(Refusal, match="reaction_settled"):
        chase_reaction(**same(actor, reference), reaction_id=kept.pk, answer_by=BY)

    assert ReactionRequest.objects.values().get() == before


def test_what_others_wait_for_is_not_ones_own_work(actor: Actor, reference: str, make_actor: Callable[..., Actor]) -> None:
    first, second = make_actor(Role.HANDLER), make_actor(Role.HANDLER)
    ask(actor, reference)
    assign_complaint(**same(actor, reference), handler_id=first.user_id or 0)

    assert [len(reactions_due(actor=one, today=date(2025, 3, 17))) for one in (first, second)] == [1, 0]


def test_a_passage_that_tells_who_is_shielded_is_not_shown_to_who_is_asked(actor: Actor, colleague: Actor) -> None:
    story = "Ik ben Jo Voorbeeld. De medewerker was kortaf."
    filer = Person(name="Jo Voorbeeld")
    told = Submission(story=story, channel="EMAIL", filer=filer)
    reference = register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference
    asked = ask(actor, reference, replace(of_colleague(colleague), passages=("Ik ben Jo Voorbeeld.",)))
    shield = {"filer": {"identity": Identity.SHIELDED}}
    update_complaint(actor=actor, reference=reference, changes=shield, seen_version=None, now=NOW)

    with pytest.raises(Refusal) as refused:
        ask(actor, reference, replace(OUTSIDE, passages=("Ik ben Jo Voorbeeld.", "De medewerker was kortaf.")))
    opened = open_reaction(actor=colleague, reaction_id=asked.request.pk, now=NOW)

    assert (codes(refused), ReactionRequest.objects.count()) == ([("passage_tells_shielded", "passages")], 1)
    assert (shown_passages(opened), opened.passages) == (["Ik ben [afgeschermd]."], ["Ik ben Jo Voorbeeld."])
    assert [shown_passages(one) for one in open_asked(actor=colleague, now=NOW)] == [["Ik ben [afgeschermd]."]]


def test_the_question_tells_nobody_who_is_shielded_nor_does_one_that_was_asked_before(
    actor: Actor, colleague: Actor, client_at: Callable[..., Client], tenant: Tenant
) -> None:
    told = Submission(story=STORY, channel="EMAIL", filer=Person(name="Jo Voorbeeld"))
    reference = register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference
    question = "Wat zei u tegen meneer Voorbeeld?"
    asked = ask(actor, reference, replace(of_colleague(colleague), question=question))
    # Pages read the clock, so its last day is not over.
    ReactionRequest.objects.update(answer_by=dutch_date(read_clock()))
    shield = {"filer": {"identity": Identity.SHIELDED}}
    update_complaint(actor=actor, reference=reference, changes=shield, seen_version=None, now=NOW)

    with pytest.raises(Refusal) as refused:
        ask(actor, reference, replace(OUTSIDE, question=question))
    client = client_at(tenant, User.objects.get(pk=colleague.user_id))
    sent = json.dumps({"query": "{ reactionsAsked { nodes { question } } }"})
    shown = [client.get(at).content.decode() for at in ("/", f"/reacties/{asked.request.pk}/")]
    shown.append(client.post("/graphql/", sent, content_type="application/json").content.decode())

    assert (codes(refused), refused.value.details["what"]) == ([("text_tells_shielded", "question")], "de naam")
    assert ReactionRequest.objects.count() == 1
    assert ["Wat zei u tegen meneer [afgeschermd]?" in one for one in shown] == [True] * 3
    assert ["Voorbeeld?" in one for one in shown] == [False] * 3


def test_where_every_passage_tells_who_is_shielded_the_question_alone_is_asked(actor: Actor) -> None:
    filer = Person(name="Jo Voorbeeld", identity=Identity.SHIELDED)
    told = Submission(story="Ik ben Jo Voorbeeld en werd niet gebeld.", channel="EMAIL", filer=filer)
    reference = register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference

    assert ask(actor, reference, replace(OUTSIDE, passages=())).request.passages == []


@pytest.mark.parametrize("count", [1, 3])
def test_opening_what_was_asked_takes_the_same_number_of_questions_for_one_and_for_three(
    actor: Actor, colleague: Actor, reference: str, count: int, django_assert_num_queries: Any
) -> None:
    for _one in range(count):
        ask(actor, reference, of_colleague(colleague))
    open_asked(actor=colleague, now=NOW)

    with django_assert_num_queries(6):
        assert [shown_passages(one) for one in open_asked(actor=colleague, now=NOW)] == [["De medewerker was kortaf."]] * count


def test_who_withdraws_what_a_colleague_withdrew_is_told_so_and_keeps_the_reason_they_typed(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], actor: Actor, reference: str
) -> None:
    client, file = client_at(tenant, make_person(Role.COORDINATOR)), f"/klachten/{reference}/"
    kept = ask(actor, reference).request
    seen = Complaint.objects.get().version
    withdraw_reaction(**same(actor, reference), reaction_id=kept.pk, reason="Zij belde zelf")
    before = ReactionRequest.objects.values().get(), ComplaintEvent.objects.count()
    address = f"{file}reactie/{kept.pk}/intrekken/"

    changed = client.post(address, {"version": seen, "reason": "Niet meer nodig"})
    again = client.post(address, {"version": Complaint.objects.get().version, "reason": "Niet meer nodig"})
    opened = [client.get(one, follow=True) for one in (address, f"{file}reactie/{kept.pk}/")]

    assert [page.status_code for page in (changed, again, *opened)] == [422, 422, 200, 200]
    told = [" ".join(page.content.decode().split()) for page in (changed, again, *opened)]
    assert [": Zij belde zelf" in page and "Deze vraag is al ingetrokken op" in page for page in told] == [True] * 4
    assert [page.context["form"]["reason"].value() for page in (changed, again)] == ["Niet meer nodig"] * 2
    assert [page.redirect_chain for page in opened] == [[(file, 302)]] * 2
    assert (ReactionRequest.objects.values().get(), ComplaintEvent.objects.count()) == before
    assert client.get(f"{file}reactie/{ReactionRequest().pk}/intrekken/").status_code == 404


def test_a_question_that_was_withdrawn_tells_who_was_asked_nothing_of_it(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], actor: Actor, reference: str
) -> None:
    person = make_person(Role.HANDLER)
    kept = ask(actor, reference, replace(OUTSIDE, name="", user_id=person.pk)).request
    withdraw_reaction(**same(actor, reference), reaction_id=kept.pk, reason="Zij belde zelf")

    page = client_at(tenant, person).get(f"/reacties/{kept.pk}/").content.decode()

    assert ("Uw reactie is niet meer nodig." in page, "Zij belde zelf" in page, "Wat u hebt geantwoord" in page) == (True, False, False)
