"""What a letter says to somebody else than who complains: a representative, or somebody of whom it was decided that they are told."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.letters.catalogue import LETTERS, Addressee, LetterCode, blocks_of, facts_of, name_of
from complaints.letters.checks import Problem, lacks_of
from complaints.letters.composing import composed
from complaints.letters.facts import GROUND_WORDS, GROUND_WORDS_BESIDE, SHAPES, Fact, Value
from complaints.letters.language import check_template
from tests.complaints.letters.test_letters import COMMITTEE, ON, VALUES

TO = Addressee.COMPLAINANT
WITHOUT_NAME: dict[Fact, Value] = VALUES | {Fact.NAME: "Mr. A. Bos"}
FILED: dict[Fact, Value] = WITHOUT_NAME | {
    Fact.THE_COMPLAINT: "de klacht die u namens M. de Vries indiende",
    Fact.COMPLAINANT: "M. de Vries",
    Fact.ON_BEHALF_OF: "M. de Vries",
}
BESIDE: dict[Fact, Value] = WITHOUT_NAME | {Fact.THE_COMPLAINT: "de klacht van M. de Vries", Fact.COMPLAINANT: "M. de Vries"}
REPRESENTS = "U krijgt deze brief als vertegenwoordiger van M. de Vries."
TOUCHED = "U krijgt deze brief omdat u te maken hebt met de klacht van M. de Vries."
QUESTIONS = "Bel ons op 030 123 45 67 (op werkdagen van 9 tot 12 uur). Noem daarbij het nummer 2025-00001."
OMBUDSMAN = (
    "U kunt namens M. de Vries binnen een jaar een verzoekschrift indienen bij de Nationale ombudsman. Het jaar begint op de dag na deze"
    " brief.\n\nTelefoon 0800 33 55 555"
)
OMBUDSMAN_BESIDE = (
    "Een verzoekschrift indienen bij de Nationale ombudsman kan binnen een jaar. Het jaar begint op de dag na onze brief aan M. de Vries."
    "\n\nTelefoon 0800 33 55 555"
)
TO_A_REPRESENTATIVE: list[tuple[LetterCode, str, list[str]]] = [
    (
        LetterCode.CONFIRMATION,
        "Wij hebben een klacht ontvangen",
        [
            "Op 7 maart 2025 kregen wij de klacht die u namens M. de Vries indiende.",
            "Karin Kort behandelt de klacht en neemt contact met u op.",
            "U hoort uiterlijk op 22 april 2025 wat wij van de klacht vinden. Hebben wij meer tijd nodig? Dan laten wij u dat voor die dag"
            " weten.",
        ],
    ),
    (
        LetterCode.COMPLETION,
        "Wij hebben nog iets van u nodig",
        [
            "Op 7 maart 2025 kregen wij de klacht die u namens M. de Vries indiende. Wij missen nog:\n\nuw handtekening\nuw adres",
            "Wilt u ons dit uiterlijk op 15 april 2025 sturen? Lukt dat niet? Bel ons, dan zoeken wij samen een andere dag.",
            "Aanvullen is niet verplicht om de klacht te laten registreren. Wij behandelen de klacht ook als u niets meer stuurt.",
        ],
    ),
    (
        LetterCode.HEARING_INVITATION,
        "Uitnodiging voor een gesprek",
        [
            "Op 7 maart 2025 kregen wij de klacht die u namens M. de Vries indiende. Wij nodigen u uit voor een gesprek daarover."
            " Wij willen graag het verhaal van M. de Vries horen. Het gesprek is op 16 april 2025, om 10.00 uur in het stadhuis.",
            "Wilt u ons uiterlijk op 15 april 2025 laten weten wie er komen, M. de Vries, u, of u beiden?"
            " Wij bellen u als wij niets horen.",
            "Het gesprek kan ook met de telefoon, of op een andere dag. Laat ons weten wat u het beste past.",
            "U mag iemand meenemen die u helpt.",
            "Hebt u stukken die u wilt laten zien? Die mag u vooraf sturen of meenemen naar het gesprek.",
        ],
    ),
    (
        LetterCode.NOT_TAKEN_UP,
        "Wij nemen de klacht niet in behandeling",
        [
            "Op 7 maart 2025 kregen wij de klacht die u namens M. de Vries indiende. Wij nemen de klacht niet in behandeling, want het"
            " gebeurde langer dan een jaar voordat de klacht werd ingediend (artikel 9:8, eerste lid, onder b).",
            "Het gesprek was op 3 februari 2024.",
            "Wij kunnen niet meer nagaan wat er is gezegd.",
            OMBUDSMAN,
        ],
    ),
    (
        LetterCode.SETTLED,
        "De klacht is opgelost",
        [
            "Wij hoorden dat de klacht van 7 maart 2025 naar tevredenheid is opgelost. Wij spraken af:"
            "\n\nU krijgt elke maand een overzicht.",
            "Gaat het toch niet goed? U kunt namens M. de Vries altijd terugkomen. Dan behandelen wij de klacht alsnog.",
        ],
    ),
    (
        LetterCode.EXTENSION,
        "Wij hebben meer tijd nodig",
        [
            "Uiterlijk op 22 april 2025 zou er antwoord zijn op de klacht die u namens M. de Vries indiende. Dat lukt niet. Een getuige is"
            " tot 28 april weg.",
            "Wij nemen 4 weken langer de tijd. Uiterlijk op 16 mei 2025 is er antwoord.",
        ],
    ),
    (
        LetterCode.POSTPONEMENT,
        "Wij spraken af dat het later wordt",
        [
            "Uiterlijk op 22 april 2025 zou er antwoord zijn op de klacht die u namens M. de Vries indiende. Wij spraken af dat het later"
            " mag. Een getuige is tot 28 april weg.",
            "Op 31 maart 2025 kregen wij schriftelijk bericht dat M. de Vries dat goed vindt. Een kopie daarvan zit bij deze brief.",
            "Uiterlijk op 16 mei 2025 is er antwoord op de klacht.",
        ],
    ),
    (
        LetterCode.DECISION,
        "Ons oordeel over de klacht",
        [
            "Op 7 maart 2025 kregen wij de klacht die u namens M. de Vries indiende.\n\nWij spraken met u en met de heer Jansen.",
            "Bejegening: gegrond.\nInformatie: ongegrond.",
            "Wij kunnen niet meer nagaan wat er is gezegd.",
            "Wij bieden u onze excuses aan.\n\nTerugbellen gebeurt voortaan binnen twee dagen.",
            OMBUDSMAN,
        ],
    ),
    (
        LetterCode.FORWARDING,
        "Doorgestuurde klacht",
        [
            "Wij sturen de klacht die u namens M. de Vries indiende door naar Gemeente Elders. Zij beslissen over uw uitkering.",
            "De klacht kwam bij ons binnen op 7 maart 2025. Die dag telt.",
            "Wij stuurden de klacht die u namens M. de Vries indiende op 1 april 2025 door.",
        ],
    ),
]
TO_SOMEBODY_BESIDE: list[tuple[LetterCode, list[str]]] = [
    (
        LetterCode.CONFIRMATION,
        [
            "Op 7 maart 2025 kregen wij de klacht van M. de Vries.",
            "Karin Kort behandelt de klacht.",
            "Uiterlijk op 22 april 2025 hoort M. de Vries wat wij van de klacht vinden.",
        ],
    ),
    (
        LetterCode.HEARING_INVITATION,
        [
            "Op 7 maart 2025 kregen wij de klacht van M. de Vries. Wij nodigen u uit voor een gesprek daarover. Het gesprek is op 16 april"
            " 2025, om 10.00 uur in het stadhuis.",
            "Wilt u ons uiterlijk op 15 april 2025 laten weten of u komt? Wij bellen u als wij niets horen.",
            "Het gesprek kan ook met de telefoon, of op een andere dag. Laat ons weten wat u het beste past.",
            "U mag iemand meenemen die u helpt.",
            "Hebt u stukken die u wilt laten zien? Die mag u vooraf sturen of meenemen naar het gesprek.",
        ],
    ),
    (
        LetterCode.SETTLED,
        [
            "Wij hoorden dat de klacht van 7 maart 2025 naar tevredenheid is opgelost. Wij spraken af:"
            "\n\nU krijgt elke maand een overzicht.",
            "Gaat het toch niet goed? Dan kan M. de Vries altijd terugkomen. Dan behandelen wij de klacht alsnog.",
        ],
    ),
    (
        LetterCode.DECISION,
        [
            "Op 7 maart 2025 kregen wij de klacht van M. de Vries.\n\nWij spraken met u en met de heer Jansen.",
            "Bejegening: gegrond.\nInformatie: ongegrond.",
            "Wij kunnen niet meer nagaan wat er is gezegd.",
            "Wij bieden u onze excuses aan.\n\nTerugbellen gebeurt voortaan binnen twee dagen.",
            OMBUDSMAN_BESIDE,
        ],
    ),
]
TO_WHO_COMPLAINS = [code for code, letter in LETTERS.items() if TO in letter.addressees]


def lacks(code: LetterCode, values: dict[Fact, Value]) -> list[tuple[Problem, str]]:
    texts = composed(code=code, to=TO, values=values)
    return [(one.problem, one.block) for one in lacks_of(code=code, to=TO, values=values, texts=texts, on=ON)]


@pytest.mark.parametrize(("code", "name", "expected"), TO_A_REPRESENTATIVE, ids=[code for code, *_rest in TO_A_REPRESENTATIVE])
def test_a_letter_to_a_representative_says_on_whose_behalf(code: LetterCode, name: str, expected: list[str]) -> None:
    texts = list(composed(code=code, to=TO, values=FILED).values())

    assert (name_of(code, to=TO, values=FILED), texts) == (name, ["Beste Mr. A. Bos,", REPRESENTS, *expected, QUESTIONS])
    assert lacks(code, FILED) == []


@pytest.mark.parametrize(("code", "expected"), TO_SOMEBODY_BESIDE, ids=[code for code, *_rest in TO_SOMEBODY_BESIDE])
def test_a_letter_to_somebody_beside_speaks_of_the_complaint_of_who_complains(code: LetterCode, expected: list[str]) -> None:
    assert list(composed(code=code, to=TO, values=BESIDE).values()) == ["Beste Mr. A. Bos,", TOUCHED, *expected, QUESTIONS]
    assert lacks(code, BESIDE) == []


@pytest.mark.parametrize("reader", [FILED, BESIDE], ids=["representative", "beside"])
@pytest.mark.parametrize("code", TO_WHO_COMPLAINS)
def test_no_letter_to_somebody_else_calls_it_their_complaint(code: LetterCode, reader: dict[Fact, Value]) -> None:
    values: dict[Fact, Value] = reader | COMMITTEE | {Fact.OBJECTION_UNTIL: date(2025, 4, 3)}
    titles = [block.title for block in blocks_of(code, to=TO, values=values)]

    said = "\n".join([name_of(code, to=TO, values=values), *titles, *composed(code=code, to=TO, values=values).values()]).lower()

    assert "uw klacht" not in said
    assert "uw brief" not in said
    assert lacks(code, values) == []


def test_who_is_told_only_how_it_ended_reads_the_judgment_and_what_we_do_without_what_everybody_said() -> None:
    values: dict[Fact, Value] = BESIDE | COMMITTEE | {Fact.OUTCOME_ALONE: "ja"}

    assert [block.key for block in blocks_of(LetterCode.DECISION, to=TO, values=values)] == [
        *("opening", "for_whom", "judgment", "conclusions", "ombudsman", "questions")
    ]
    assert lacks(LetterCode.DECISION, values) == []
    asked = (Fact.JUDGMENT, Fact.CONCLUSIONS, Fact.MEASURES, Fact.OMBUDSMAN)
    assert facts_of(LetterCode.DECISION, to=TO, values=values) == asked


@pytest.mark.parametrize(
    ("reader", "told", "expected"),
    [
        (VALUES, {Fact.TOLD_BY: "uw vertegenwoordiger"}, "Wij hoorden van uw vertegenwoordiger dat uw klacht van 7 maart 2025 naar"),
        (FILED, {Fact.TOLD_BY_READER: "ja"}, "U vertelde ons namens M. de Vries dat de klacht van 7 maart 2025 naar"),
        (FILED, {Fact.TOLD_BY: "M. de Vries"}, "Wij hoorden van M. de Vries dat de klacht van 7 maart 2025 naar"),
        (BESIDE, {Fact.TOLD_BY: "M. de Vries"}, "Wij hoorden van M. de Vries dat de klacht van 7 maart 2025 naar"),
    ],
)  # fmt: skip
def test_the_letter_says_who_told_that_it_is_solved(reader: dict[Fact, Value], told: dict[Fact, Value], expected: str) -> None:
    agreed = composed(code=LetterCode.SETTLED, to=TO, values=reader | told)["agreed"]

    assert agreed == f"{expected} tevredenheid is opgelost. Wij spraken af:\n\nU krijgt elke maand een overzicht."


def test_a_text_of_the_organisation_for_who_complains_does_not_go_to_somebody_else() -> None:
    theirs = {("L07", "come_back"): "Uw klacht is klaar. U kunt altijd terugkomen.", ("L07", "questions"): "Over uw klacht: bel ons."}
    both = {
        ("L07", "come_back"): "{% if namens %}Samen met {{ namens }} kunt u{% else %}U kunt{% endif %} altijd terugkomen.",
        ("L07", "for_whom"): "U krijgt deze brief omdat u erbij hoort.",
    }

    def said(values: dict[Fact, Value], templates: dict[tuple[str, str], str], *keys: str) -> list[str]:
        texts = composed(code=LetterCode.SETTLED, to=TO, values=values, templates=templates)
        return [texts[key] for key in keys]

    assert said(VALUES, theirs, "come_back", "questions") == ["Uw klacht is klaar. U kunt altijd terugkomen.", "Over uw klacht: bel ons."]
    assert said(FILED, theirs, "come_back", "questions") == [TO_A_REPRESENTATIVE[4][2][1], QUESTIONS]
    assert said(VALUES, both, "come_back") == ["U kunt altijd terugkomen."]
    assert said(FILED, both, "come_back", "for_whom") == [
        "Samen met M. de Vries kunt u altijd terugkomen.", "U krijgt deze brief omdat u erbij hoort.",
    ]  # fmt: skip


def test_a_text_of_the_organisation_for_who_complains_does_not_go_to_whom_it_is_about_or_another_body() -> None:
    own = {
        (
            "L10",
            "findings",
        ): "Op {{ ontvangen_op }} kregen wij {% if klager %}de klacht{% else %}uw klacht{% endif %}.\n\n{{ bevindingen }}",
        ("L10", "questions"): "",
        ("L14", "received_on"): "Uw klacht kwam binnen op {{ ontvangen_op }}.",
        ("L14", "enclosed"): "Voor {{ doorgestuurd_naar }}: {{ waarom_doorgestuurd }} {{ bijlagen }}",
        ("L08b", "reason"): "Het duurt langer dan {{ uiterste_dag }}. {{ reden }}",
    }

    def said(code: LetterCode, to: Addressee, key: str) -> str:
        return composed(code=code, to=to, values=VALUES, templates=own)[key]

    assert said(LetterCode.DECISION, TO, "findings").startswith("Op 7 maart 2025 kregen wij uw klacht.")
    assert said(LetterCode.DECISION, Addressee.SUBJECT, "findings").startswith("Op 7 maart 2025 kregen wij deze klacht.")
    assert (
        said(LetterCode.FORWARDING, Addressee.OTHER_BODY, "received_on") == "De klacht kwam bij ons binnen op 7 maart 2025. Die dag telt."
    )
    # What was left out is so for everybody; what goes to them alone is theirs.
    assert said(LetterCode.DECISION, Addressee.SUBJECT, "questions") == ""
    assert said(LetterCode.FORWARDING, Addressee.OTHER_BODY, "enclosed").startswith("Voor ")
    assert said(LetterCode.EXTENSION_TO_SUBJECT, Addressee.SUBJECT, "reason").startswith("Het duurt langer dan 22 april 2025.")


def test_what_goes_to_somebody_beside_may_go_on_a_later_day_than_the_complaint_itself() -> None:
    later = {Fact.FORWARDED_ON: date(2025, 3, 31)}

    assert lacks(LetterCode.FORWARDING, FILED | later) == [(Problem.NOT_SAME_DAY, "")]
    assert lacks(LetterCode.FORWARDING, BESIDE | later) == []


def test_every_text_to_somebody_else_is_in_the_language_and_uses_its_own_facts() -> None:
    words = {shape.word for shape in SHAPES.values()}
    for letter in LETTERS.values():
        for block in letter.blocks:
            check_template(block.beside, words=words)
            assert not block.beside or all(SHAPES[fact].word in block.beside for fact in block.facts), (letter.code, block.key)
    assert set(GROUND_WORDS_BESIDE) == set(GROUND_WORDS)
    assert not any(" u " in f" {words} " or "uw " in words for words in GROUND_WORDS_BESIDE.values())
