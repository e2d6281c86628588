"""Finding: by word, name, number or a piece of one, with typing errors; never by what is sensitive or shielded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.finding.filters import ComplaintFilters
from complaints.finding.listing import find_complaints
from complaints.finding.matches import where_found
from complaints.flows.after_import import index_imported_files
from complaints.flows.destruction import carry_out_destruction, propose_destruction
from complaints.flows.looking import reveal_identity
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.models import NAMELESS, Complaint, Identity, Party, Round, SearchEntry
from complaints.same_person import files_of_same_person
from complaints.searching import SearchTooLong, index_complaints
from tenants.actors import Actor, system_actor
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

NOW = datetime(2025, 3, 7, 9, tzinfo=UTC)
TOLD = Submission(
    story="De klachten over bejegening aan de balie werden nooit behandeld. Café Één.",
    wish="Excuses",
    filer=Person(name="Annelies Jansen-de Vries", phone="06-1234 5678", email="annelies@voorbeeld.example"),
    points=(PointTold(description="Terugbelverzoek vergeten"),),
)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def register(actor: Actor, told: Submission = TOLD, **changed: Any) -> str:
    return register_complaint(actor=actor, submission=replace(told, **changed), received_at=NOW, now=NOW).reference


def found(actor: Actor, text: str, **filters: Any) -> list[str]:
    page = find_complaints(actor=actor, filters=ComplaintFilters(text=text, **filters), today=date(2025, 3, 7))
    assert page.total == len(page.items)
    return [complaint.reference for complaint in page.items]


@pytest.mark.parametrize(
    "text",
    [
        "klacht", "bejegening", "bejegeningen", "BALIE", "bejegening balie", '"nooit behandeld"', "cafe een", "café",
        "excuses", "terugbelverzoek", "jansen", "Jansen-de Vries", "annelies@voorbeeld.example", "0612345678", "06-1234 5678", "12345678",
        "2025-00001", "25-00001", "egenin", "bejegning", "Anelies", "Jansn", "balie or nergens", "Jasnen", "ablie", "Annelies Jasnen",
    ],
)  # fmt: skip
def test_a_file_is_found_by_what_somebody_would_type(coordinator: Actor, text: str) -> None:
    reference = register(coordinator)
    register(coordinator, Submission(story="Iets heel anders: een lantaarnpaal op de hoek"))

    assert found(coordinator, text) == [reference]


@pytest.mark.parametrize("text", ["zwembad", "bejegening -balie", "zz", "%", "_", "'; DROP TABLE x", "& | !", "\x00"])
def test_what_is_nowhere_finds_nothing_and_no_sign_is_special(coordinator: Actor, text: str) -> None:
    register(coordinator)

    assert found(coordinator, text) == ([] if text.strip("\x00") else ["2025-00001"])


LAMP = Submission(story="Een lantaarnpaal op de hoek, nooit gemaakt", filer=Person(name="Piet Jansen"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-klachten", ["lamp"]), ("-klacht", ["lamp"]), ("-KLACHTEN", ["lamp"]), ("-bejegeningen", ["lamp"]), ("-lantaarnpaal", ["told"]),
        ("-café", ["lamp"]), ("-piet", ["told"]), ("-zwembad", ["lamp", "told"]), ("-0612345678", ["lamp"]),
        ("-jansen", []), ("-klachten -lantaarnpaal", []), ('-"nooit behandeld"', ["lamp"]), ('-"nooit', []),
        ("-2025-00001", ["lamp"]), ("-00001", ["lamp"]), ("--klachten", ["lamp"]),
        ("jansen -balie", ["lamp"]), ("nooit -klachten", ["lamp"]), ("-balie jansen", ["lamp"]),
        ("jansen -lantaarnpaal -zwembad", ["told"]),
        ("0612345678 -lantaarnpaal", ["told"]), ("balie or hoek -piet", ["told"]), ("-klachten or -zwembad", ["lamp"]),
        ("-", []), ("--", []), ('-""', []), ("- klachten", ["told"]), ("Jansen-de", ["told"]),
    ],
)  # fmt: skip
def test_a_word_with_a_minus_is_in_no_file_that_is_found(coordinator: Actor, text: str, expected: list[str]) -> None:
    names = {register(coordinator): "told", register(coordinator, LAMP): "lamp"}

    assert [names[reference] for reference in found(coordinator, text)] == expected


def test_of_words_that_leave_out_alone_nothing_is_told_to_be_found_anywhere(coordinator: Actor) -> None:
    told, _lamp = register(coordinator), register(coordinator, LAMP)
    file = Complaint.objects.get(reference=told)

    assert where_found([file], "-lantaarnpaal", actor=coordinator, is_alike=False) == {}
    [match] = where_found([file], "jansen -lantaarnpaal", actor=coordinator, is_alike=False).values()
    assert (match.in_number, match.in_person, match.in_text) == (False, True, False)


def test_a_search_goes_with_the_other_filters(coordinator: Actor) -> None:
    late, open_one = register(coordinator), register(coordinator)
    Complaint.objects.get(reference=late).rounds.update(due_on=date(2025, 3, 1))

    assert found(coordinator, "bejegening") == [open_one, late]
    assert found(coordinator, "bejegening", state="late") == [late]


@pytest.mark.parametrize("identity", NAMELESS)
@pytest.mark.parametrize("place", ["filer", "affected_person"])
def test_nobody_is_found_by_what_is_sensitive_or_who_does_not_want_to_be_known(coordinator: Actor, identity: Identity, place: str) -> None:
    register(coordinator, has_sensitive_text=True)
    hidden = Person(name="Verborgen Naam", phone="0698765432", email="verborgen@voorbeeld.example", identity=identity)
    second = register(coordinator, Submission(story="Verhaal", **{place: hidden}))

    for text in ("bejegening", "excuses", "terugbelverzoek", "verborgen", "0698765432"):
        assert found(coordinator, text) == []
    assert found(coordinator, "jansen") == ["2025-00001"]
    assert found(coordinator, "verhaal") == ([second] if identity == Identity.ANONYMOUS else [])
    kept = str(list(SearchEntry.objects.values_list("words", "vector")))
    assert not any(secret in kept for secret in ("bejegen", "excus", "verborgen", "0698765432"))


WAYS_TO_WRITE = ["06 12345678", "0612345678", "+31 6 1234 5678", "06-12345678", "+31612345678", "0031 (0)6 12345678", "31612345678"]


@pytest.mark.parametrize("written", WAYS_TO_WRITE)
@pytest.mark.parametrize("typed", [*WAYS_TO_WRITE, "jansen +31 6 1234 5678"])
def test_a_phone_number_is_found_however_it_is_written(coordinator: Actor, written: str, typed: str) -> None:
    reference = register(coordinator, replace(TOLD, filer=Person(name="Annelies Jansen", phone=written)))
    register(coordinator, replace(TOLD, filer=Person(name="Iemand Anders", phone="06 87654321")))

    assert found(coordinator, typed) == [reference]
    [match] = where_found([Complaint.objects.get(reference=reference)], typed, actor=coordinator, is_alike=False).values()
    assert (match.in_person, match.in_number, match.in_text) == (True, False, False)
    assert [one.by for one in files_of_same_person(actor=coordinator, phone=typed.removeprefix("jansen "))] == [("phone",)]


TEXTS = Submission(
    story="Relaas van mevrouw Schuilnaam",
    wish="Schuilwens",
    other_body="Schuilinstantie",
    points=(PointTold(description="Schuilpunt"),),
    filer=Person(name="Verborgen Naam", identity=Identity.SHIELDED),
)
SHIELDED_WORDS = ("relaas", "schuilnaam", "schuilwens", "schuilinstantie", "schuilpunt", "schuilkort")


@pytest.mark.parametrize("place", ["filer", "affected_person"])
def test_of_a_file_in_which_somebody_is_shielded_no_text_is_found_but_its_number_is(coordinator: Actor, place: str) -> None:
    told = TEXTS if place == "filer" else replace(TEXTS, filer=Person(name="Pieter Anders"), affected_person=TEXTS.filer)
    reference = register(coordinator, told)
    Complaint.objects.update(summary="Schuilkort")
    index_complaints([Complaint.objects.get().pk])

    assert [found(coordinator, word) for word in SHIELDED_WORDS] == [[]] * len(SHIELDED_WORDS)
    assert found(coordinator, reference) == [reference]
    kept = str(list(SearchEntry.objects.values_list("words", "vector"))).lower()
    assert [word for word in ("relaas", "schuil") if word in kept] == []
    [match] = where_found([Complaint.objects.get()], "schuilnaam", actor=coordinator, is_alike=False).values()
    assert (match.in_text, match.text) == (False, "")


def test_texts_leave_the_index_when_somebody_becomes_shielded_and_come_back_after_it(coordinator: Actor) -> None:
    reference = register(coordinator, replace(TEXTS, filer=Person(name="Pieter Anders")))
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    assert found(coordinator, "schuilnaam") == [reference]

    update_complaint(**same, changes={"filer": {"identity": Identity.SHIELDED}})
    assert (found(coordinator, "schuilnaam"), found(coordinator, "anders")) == ([], [])

    reveal_identity(actor=coordinator, reference=reference, reason="Toestemming gekregen", now=NOW)
    update_complaint(**same, changes={"filer": {"identity": Identity.KNOWN}})
    assert (found(coordinator, "schuilnaam"), found(coordinator, "anders")) == ([reference], [reference])


def test_texts_of_who_is_anonymous_are_found(coordinator: Actor) -> None:
    reference = register(coordinator, replace(TEXTS, filer=Person(name="Verborgen Naam", identity=Identity.ANONYMOUS)))

    assert (found(coordinator, "schuilnaam"), found(coordinator, "verborgen")) == ([reference], [])


def test_what_was_in_the_index_of_files_with_somebody_shielded_is_taken_out_and_numbers_from_abroad_come_in(coordinator: Actor) -> None:
    shielded = register(coordinator, replace(TEXTS, filer=Person(name="Pieter Anders")))
    known = register(coordinator, replace(TEXTS, filer=Person(name="Iemand Bekend", phone="+31 6 1234 5678")))
    Party.objects.filter(complaint__reference=shielded).update(identity=Identity.SHIELDED)
    SearchEntry.objects.filter(complaint__reference=known).update(words="niets", vector="")
    assert found(coordinator, "schuilnaam") == [shielded]

    migration = import_module("complaints.migrations.0021_texts_about_shielded_people_leave_the_search_index")
    with connection.cursor() as cursor:
        cursor.execute(migration.FILL)

    assert (found(coordinator, "schuilnaam"), found(coordinator, "0612345678"), found(coordinator, "anders")) == ([known], [known], [])


def test_of_who_does_not_want_to_be_known_no_name_is_shown_beside_what_was_found(coordinator: Actor) -> None:
    told = Submission(
        story="Verhaal",
        filer=Person(name="Pieter Anders"),
        affected_person=Person(name="Verborgen Naam", identity=Identity.SHIELDED),
    )
    reference = register(coordinator, told)
    Round.objects.filter(complaint__reference=reference).update(handler_id=coordinator.user_id)
    files = [Complaint.objects.get(reference=reference)]

    [by_filer] = where_found(files, "pieter", actor=coordinator, is_alike=False).values()
    [by_hidden] = where_found(files, "verborgen", actor=coordinator, is_alike=False).values()

    assert (by_filer.in_person, by_filer.names) == (True, "Pieter Anders")
    assert (by_hidden.in_person, by_hidden.names) == (False, "")


def test_what_was_in_the_index_of_who_wants_to_stay_anonymous_is_taken_out(coordinator: Actor) -> None:
    reference = register(coordinator, Submission(story="Verhaal", filer=Person(name="Verborgen Naam")))
    known = register(coordinator, Submission(story="Relaas", filer=Person(name="Pieter Anders")))
    Party.objects.filter(complaint__reference=reference).update(identity=Identity.ANONYMOUS)
    assert found(coordinator, "verborgen") == [reference]

    migration = import_module("complaints.migrations.0020_anonymous_people_leave_the_search_index")
    with connection.cursor() as cursor:
        cursor.execute(migration.FILL)

    assert (found(coordinator, "verborgen"), found(coordinator, "verhaal"), found(coordinator, "anders")) == ([], [reference], [known])


def test_whoever_is_involved_finds_nothing_of_it(make_actor: Callable[..., Actor], coordinator: Actor) -> None:
    handler = make_actor(Role.HANDLER)
    register(coordinator, involved=(InvolvedTold(user_id=handler.user_id),))

    assert (found(handler, "bejegening"), found(coordinator, "bejegening")) == ([], ["2025-00001"])


def test_a_change_is_found_at_once_and_what_it_was_no_longer(coordinator: Actor) -> None:
    reference = register(coordinator)

    update_complaint(actor=coordinator, reference=reference, changes={"story": "Lantaarnpaal kapot"}, seen_version=None, now=NOW)

    assert (found(coordinator, "lantaarnpaal"), found(coordinator, "bejegening")) == ([reference], [])


def test_imported_files_are_found_after_the_import_by_both_references(coordinator: Actor) -> None:
    extra = {"source_reference": "Oud/2024-17b", "summary": "Wachttijd aan de telefoon"}
    made = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2024, 5, 1)),), extra=extra))

    index_imported_files(actor=system_actor())
    index_imported_files(actor=system_actor())

    for text in ("oud/2024-17B", "2024-17b", "wachttijden", made.reference):
        assert found(coordinator, text) == [made.reference]


def test_a_destroyed_file_is_found_by_nothing(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    register(coordinator)
    complaint = Complaint.objects.get()
    complaint.rounds.update(closed_on=date(2019, 1, 1), opened_on=date(2019, 1, 1))
    Complaint.objects.update(destroy_after=date(2024, 1, 1))
    proposal = propose_destruction(actor=coordinator, references=[complaint.reference], now=NOW)
    carry_out_destruction(actor=make_actor(Role.ADMINISTRATOR), destruction_id=proposal.pk, now=NOW)

    assert found(coordinator, "jansen") == []


def test_a_search_that_is_too_long_is_refused(coordinator: Actor) -> None:
    with pytest.raises(SearchTooLong):
        found(coordinator, "x" * 201)


@pytest.mark.parametrize("typed", ["2025-00199", "2025 00199", "202500199"])
def test_a_number_of_our_own_shape_that_is_not_there_finds_nothing_that_looks_like_it(coordinator: Actor, typed: str) -> None:
    register(coordinator)

    assert found(coordinator, typed) == []


def test_where_a_word_with_two_letters_swapped_was_found_is_told(coordinator: Actor) -> None:
    register(coordinator)
    page = find_complaints(actor=coordinator, filters=ComplaintFilters(text="Jasnen"), today=date(2025, 3, 7))

    told = where_found(page.items, "Jasnen", actor=coordinator, is_alike=page.looks_alike)

    assert (page.looks_alike, [(one.in_number, one.in_person, one.in_text) for one in told.values()]) == (True, [(False, True, False)])


def test_what_only_looks_alike_is_bounded_before_it_is_sorted(coordinator: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.searching.MOST_ALIKE", 2)
    for _file in range(3):
        register(coordinator)

    assert len(found(coordinator, "bejegning")) == 2
    assert len(found(coordinator, "bejegening")) == 3


def test_words_are_found_by_an_index_whose_statistics_know_rare_words(coordinator: Actor) -> None:
    register(coordinator)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    with CaptureQueriesContext(connection) as asked:
        find_complaints(actor=coordinator, filters=ComplaintFilters(text="bejegening"), today=date(2025, 3, 7), count_up_to=0)
    chosen = next(query["sql"] for query in asked if "complaints_searchentry" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {chosen}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT attstattarget FROM pg_attribute WHERE attrelid = 'complaints_searchentry'::regclass AND attname = 'vector'")
        target = cursor.fetchone()

    assert "Bitmap Index Scan on search_by_word" in plan
    assert "Bitmap Index Scan on search_by_fragment" in plan
    assert target == (5000,)
