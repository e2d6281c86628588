"""The organisation's own texts of letters are kept only where they still say what the law asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from complaints.flows.letter_templates import set_letter_templates
from complaints.flows.letters import begin_letter
from complaints.flows.registration import register_complaint
from complaints.intake import Person, Submission
from complaints.letter_template_checks import doubts_of_template, problems_of_template
from complaints.letter_writing import written_letter
from complaints.letters.catalogue import LETTERS, OF_DECISIONS, OF_READER, Addressee, LetterCode
from complaints.letters.example import EXAMPLE, as_example, lacks_of_template
from complaints.letters.facts import SHAPES, Fact
from complaints.models import Letter, LetterTemplate
from tenants.actors import Actor
from tenants.errors import NotFound, NotPermitted, Refusal, Refusals
from tenants.organisation.models import OrganisationEvent
from tenants.permissions import Role
from tests.factories.endings import as_solved

NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
SETTLED = LetterCode.SETTLED


@pytest.fixture
def administrator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.ADMINISTRATOR)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def begin(actor: Actor) -> Letter:
    told = Submission(story="Te laat", channel="LETTER", filer=Person(name="M. de Vries", address="Straat 1"))
    reference = register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference
    as_solved(reference, NOW.date())
    return begin_letter(actor=actor, reference=reference, code=SETTLED, addressee=Addressee.COMPLAINANT, now=NOW)


def texts(actor: Actor, letter: Letter) -> dict[str, str]:
    return dict(written_letter(letter, actor=actor, on=date(2025, 3, 12)).texts)


def codes(told: pytest.ExceptionInfo[Refusal]) -> list[tuple[str, str | None]]:
    found = told.value.refusals if isinstance(told.value, Refusals) else (told.value,)
    return [(one.code, one.field) for one in found]


def test_every_text_of_ours_may_stay_as_it_is() -> None:
    not_told = {Fact.POINTS, Fact.CLOSED_ON, Fact.TERM_OVER, Fact.TOLD_LATE, Fact.WARM, Fact.CONSENT_APART}
    assert set(EXAMPLE) == set(Fact) - not_told - OF_READER - OF_DECISIONS
    for letter in LETTERS.values():
        assert [lack for block in letter.blocks for lack in lacks_of_template(block, block.text)] == []


def test_letters_that_are_being_written_follow_the_organisations_own_text(administrator: Actor, coordinator: Actor) -> None:
    letter = begin(coordinator)

    own = {"opening": "Goedendag {{ naam }},", "come_back": "U kunt altijd terugkomen, bij {{ behandelaar }}.\r\n", "questions": ""}
    set_letter_templates(actor=administrator, code=SETTLED, texts=own, now=NOW)

    assert texts(coordinator, letter) == {
        "opening": "Goedendag M. de Vries,",
        "agreed": "U vertelde ons dat u tevreden bent over hoe uw klacht van 12 maart 2025 is opgelost. Wij spraken af:\n\n[afspraken]",
        "come_back": "U kunt altijd terugkomen, bij Samenwerking Voorbeeldstreek.",
        "questions": "",
    }
    event = OrganisationEvent.objects.get(code="letter_templates_changed")
    assert event.data == {"letter_code": "L07", "changed": ["come_back", "opening", "questions"], "ours_again": []}


def test_emptied_a_part_the_law_asks_for_is_ours_again(administrator: Actor) -> None:
    set_letter_templates(actor=administrator, code=SETTLED, texts={"come_back": "Altijd terugkomen mag."}, now=NOW)
    assert LetterTemplate.objects.values_list("block", "text").get() == ("come_back", "Altijd terugkomen mag.")

    set_letter_templates(actor=administrator, code=SETTLED, texts={"come_back": "  "}, now=NOW)

    assert LetterTemplate.objects.count() == 0
    with pytest.raises(Refusal, match="letter_templates_unchanged"):
        set_letter_templates(actor=administrator, code=SETTLED, texts={"come_back": ""}, now=NOW)


def test_what_the_law_asks_and_what_the_language_has_not_is_told_at_once_and_nothing_is_kept(administrator: Actor) -> None:
    given = {
        "opening": "{{ naam.__class__ }}",
        "receipt": "Wij kregen uw klacht.",
        "handler": "{{ behandelaar }} en {{ verhaal }}",
        "term": "U hoort op {{ uiterste_dag van ons.",
        "committee": "{% if commissie %}{{ commissie }} is erbij.{% endif %}",
        "questions": "{% for x in naam %}x{% endfor %}",
    }

    with pytest.raises(Refusals) as told:
        set_letter_templates(actor=administrator, code=LetterCode.CONFIRMATION, texts=given, now=NOW)

    assert codes(told) == [
        ("template_not_allowed", "texts.opening"),
        ("letter_fact_not_named", "texts.receipt"),
        ("template_unknown_word", "texts.handler"),
        ("template_unreadable", "texts.term"),
        ("letter_sentence_missing", "texts.committee"),
        ("template_not_allowed", "texts.questions"),
    ]
    assert (LetterTemplate.objects.count(), OrganisationEvent.objects.filter(code="letter_templates_changed").count()) == (0, 0)


def test_a_text_that_is_only_doubtful_may_stay_and_is_told(administrator: Actor) -> None:
    doubtful = "Hebt u vragen? U kunt terecht bij de bestuursrechter."
    set_letter_templates(actor=administrator, code=SETTLED, texts={"questions": doubtful}, now=NOW)

    block = next(one for one in LETTERS[SETTLED].blocks if one.key == "questions")
    assert LetterTemplate.objects.get().text == doubtful
    assert problems_of_template(block, doubtful, code=SETTLED) == []
    assert [(one.code, one.field, one.details["sentence"]) for one in doubts_of_template(block, doubtful, code=SETTLED)] == [
        ("letter_wording_doubtful", "meant", "U kunt terecht bij de bestuursrechter.")
    ]
    assert doubts_of_template(block, "{{ onbekend }}", code=SETTLED) == []


def test_a_text_that_leaves_out_what_somebody_is_to_write_is_refused(administrator: Actor) -> None:
    with pytest.raises(Refusal) as told:
        set_letter_templates(actor=administrator, code=LetterCode.DECISION, texts={"judgment": "Uw klacht is gegrond."}, now=NOW)

    assert codes(told) == [("letter_fact_not_named", "texts.judgment")]
    assert "{{ oordeel }}" in told.value.text


@pytest.mark.parametrize(
    ("code", "block", "text", "unsaid"),
    [
        ("L08a", "reason", "Antwoord volgt na {{ uiterste_dag }}.{% if namens %} {{ reden }}{% endif %}", ["{{ reden }}"]),
        (
            "L08a",
            "reason",
            "{{ uiterste_dag }}.{% if namens or mondeling %}{{ reden }}{% else %}Later.{% endif %}",
            ["{{ reden }}"],
        ),
        ("L08a", "reason", "Na {{ uiterste_dag }}. {{ namens or reden }}", ["{{ reden }}"]),
        ("L10", "judgment", "{% if namens %}{{ oordeel }}{% else %}Zie het dossier.{% endif %}", ["{{ oordeel }}"]),
        ("L10", "motivation", "{% if not namens %}{{ motivering }}{% endif %}", ["{{ motivering }}"]),
        (
            "L10",
            "ombudsman",
            "{% if telefoon %}Ga binnen een jaar naar {{ ombudsman }}.{% else %}Tot ziens.{% endif %}",
            ["{{ ombudsman }}", "binnen een jaar"],
        ),
    ],
)
def test_a_text_that_says_under_a_condition_alone_what_the_law_asks_is_refused(
    administrator: Actor, code: str, block: str, text: str, unsaid: list[str]
) -> None:
    with pytest.raises(Refusal) as told:
        set_letter_templates(actor=administrator, code=LetterCode(code), texts={block: text}, now=NOW)

    found = told.value.refusals if isinstance(told.value, Refusals) else (told.value,)
    assert [(one.code, one.field, one.details["words"]) for one in found] == [
        ("template_says_it_sometimes", f"texts.{block}", words) for words in unsaid
    ]
    assert LetterTemplate.objects.count() == 0


def test_each_branch_of_a_condition_may_say_it_in_its_own_way(administrator: Actor) -> None:
    text = "{% if namens %}Voor {{ namens }}: {{ oordeel }}{% else %}{{ oordeel }}{% endif %}{% if telefoon %} Bel gerust.{% endif %}"

    set_letter_templates(actor=administrator, code=LetterCode.DECISION, texts={"judgment": text}, now=NOW)

    assert LetterTemplate.objects.get().text == text


def test_more_conditions_than_can_be_looked_through_are_refused(administrator: Actor) -> None:
    words = [shape.word for shape in list(SHAPES.values())[:9]]
    text = "".join(f"{{% if {word} %}}x{{% endif %}}" for word in words)

    with pytest.raises(Refusal) as told:
        set_letter_templates(actor=administrator, code=SETTLED, texts={"opening": text}, now=NOW)

    assert codes(told) == [("template_too_many_conditions", "texts.opening")]
    assert "8" in told.value.text


def test_a_letter_says_what_the_law_asks_whatever_an_older_text_left_out(coordinator: Actor) -> None:
    letter = begin(coordinator)
    stored = "Tot ziens.{% if namens %} U kunt altijd terugkomen: {{ afspraken }}{% endif %}"
    LetterTemplate.objects.create(code=SETTLED, block="agreed", text=stored, changed_at=NOW)
    Letter.objects.filter(pk=letter.pk).update(facts={"agreed": "Elke maand een overzicht."})

    said = texts(coordinator, Letter.objects.get(pk=letter.pk))["agreed"]

    assert said.endswith("Wij spraken af:\n\nElke maand een overzicht.")


def test_a_text_with_a_sign_that_cannot_be_printed_is_refused(administrator: Actor) -> None:
    given = {"opening": "Dag {{ naam }},", "questions": "Bel ons 😀"}

    with pytest.raises(Refusal) as told:
        set_letter_templates(actor=administrator, code=SETTLED, texts=given, now=NOW)

    assert codes(told) == [("template_unprintable", "texts.questions")]
    assert LetterTemplate.objects.count() == 0


def test_what_has_to_be_said_is_asked_by_its_word_and_not_as_the_example_has_it(administrator: Actor) -> None:
    with pytest.raises(Refusal) as told:
        set_letter_templates(actor=administrator, code=LetterCode.CONFIRMATION, texts={"receipt": "Wij kregen uw klacht."}, now=NOW)

    assert told.value.details["words"] == "{{ ontvangen_op }}"


def test_only_an_administrator_writes_them_and_only_of_a_letter_that_has_the_part(administrator: Actor, coordinator: Actor) -> None:
    asked: dict[str, Any] = {"code": SETTLED, "texts": {"opening": "Dag,"}, "now": NOW}

    with pytest.raises(NotPermitted):
        set_letter_templates(actor=coordinator, **asked)
    with pytest.raises(NotFound):
        set_letter_templates(actor=administrator, **asked | {"texts": {"judgment": "x"}})

    assert LetterTemplate.objects.count() == 0


def test_the_example_names_nobody_that_exists_and_runs_nothing() -> None:
    assert as_example("{% if commissie %}{{ commissie }}{% else %}niemand{% endif %} op {{ uiterste_dag }}") == (
        "de klachtencommissie op 13 april 2026"
    )
