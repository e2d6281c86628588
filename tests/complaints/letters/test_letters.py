"""Each letter says what the law asks of it, in its own words, and all that is missing is told at once."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from complaints.letters.catalogue import LETTERS, Addressee, LetterCode, blocks_of, facts_of, is_optional, name_of
from complaints.letters.checks import Problem, by_lines, lacks_of, lacks_of_block, lacks_of_document
from complaints.letters.choice import Situation, letters_for
from complaints.letters.composing import composed
from complaints.letters.facts import GROUND_WORDS, SHAPES, Fact, Value, as_stored, as_told, greeted, read_fact, time_in
from complaints.letters.language import TemplateFault, check_template
from tenants.organisation.letters import LETTERS as NAMES

ON = date(2025, 4, 1)  # Tuesday
TO, SUBJECT, OTHER = Addressee.COMPLAINANT, Addressee.SUBJECT, Addressee.OTHER_BODY
# The last day, 7 March + 6 weeks, is Good Friday 18 April, so Tuesday 22 April; four weeks from 18 April is Friday 16 May.
VALUES: dict[Fact, Value] = {
    Fact.NAME: "M. de Vries",
    Fact.ADDRESSEE: "J. Jansen\nAfdeling Werk",
    Fact.REFERENCE: "2025-00001",
    Fact.ORGANISATION: "Gemeente Voorbeeld",
    Fact.PHONE: "030 123 45 67",
    Fact.PHONE_HOURS: "op werkdagen van 9 tot 12 uur",
    Fact.RECEIVED_ON: date(2025, 3, 7),
    Fact.HANDLER: "Karin Kort",
    Fact.DUE_ON: date(2025, 4, 22),
    Fact.OMBUDSMAN: "de Nationale ombudsman",
    Fact.OMBUDSMAN_CONTACT: "Telefoon 0800 33 55 555",
    Fact.MISSING_PARTS: "uw handtekening\nuw adres",
    Fact.REPLY_BY: date(2025, 4, 15),
    Fact.ENCLOSED: "De klacht van 7 maart 2025",
    Fact.HEARING_ON: date(2025, 4, 16),
    Fact.HEARING_PLACE: "om 10.00 uur in het stadhuis",
    Fact.HEARD_ON: date(2025, 3, 28),
    Fact.PRESENT: "Mevrouw De Vries\nDe heer Jansen",
    Fact.SAID_BY_COMPLAINANT: "Niemand belde terug.",
    Fact.SAID_BY_SUBJECT: "De brief lag op een stapel.",
    Fact.GROUND: "9_8_1_B",
    Fact.GROUND_FACTS: "Het gesprek was op 3 februari 2024.",
    Fact.MOTIVATION: "Wij kunnen niet meer nagaan wat er is gezegd.",
    Fact.AGREED: "U krijgt elke maand een overzicht.",
    Fact.REASON: "Een getuige is tot 28 april weg.",
    Fact.WEEKS: 4,
    Fact.NEW_DUE_ON: date(2025, 5, 16),
    Fact.CONSENTED_ON: date(2025, 3, 31),
    Fact.FINDINGS: "Wij spraken met u en met de heer Jansen.",
    Fact.JUDGMENT: "Bejegening: gegrond.\nInformatie: ongegrond.",
    Fact.CONCLUSIONS: "Wij bieden u onze excuses aan.",
    Fact.MEASURES: "Terugbellen gebeurt voortaan binnen twee dagen.",
    Fact.HEARING_REPORT: "Op 28 maart 2025 zijn beiden gehoord.",
    Fact.ADVICE: "De klacht is gegrond.",
    Fact.ADVICE_REPORT: "Bevindingen\nBeiden zijn gehoord.\n\nAdvies\nDe klacht is gegrond.",
    Fact.RECOMMENDATION: "Betaal de kosten terug.",
    Fact.RECOMMENDED_ON: date(2025, 3, 20),
    Fact.FOLLOWED: "Wij volgen uw aanbeveling.",
    Fact.YEAR: 2024,
    Fact.OVERVIEW: "Werk: 12 klachten.",
    Fact.FORWARDED_TO: "Gemeente Elders",
    Fact.FORWARDED_ON: ON,
    Fact.SENDER_TOLD_ON: ON,
    Fact.WHY_FORWARDED: "Zij beslissen over uw uitkering.",
}
WARM: dict[Fact, Value] = {
    Fact.WARM: "ja",
    Fact.FORWARDED_TO: "Zorggroep Elders",
    Fact.WHY_FORWARDED: "Zij geven u de hulp.",
    Fact.TRANSFER_AGREED_ON: date(2025, 3, 31),
    Fact.NEXT_CONTACT: "Mevrouw De Wit belt u op 3 april.",
}
COMMITTEE: dict[Fact, Value] = {Fact.COMMITTEE: "de klachtencommissie"}
QUESTIONS = "Bel ons op 030 123 45 67 (op werkdagen van 9 tot 12 uur). Noem daarbij het nummer 2025-00001."
OMBUDSMAN = (
    "U kunt binnen een jaar een verzoekschrift indienen bij de Nationale ombudsman. Het jaar begint op de dag na deze brief."
    "\n\nTelefoon 0800 33 55 555"
)
TEXTS: list[tuple[LetterCode, Addressee, list[str]]] = [
    (
        LetterCode.CONFIRMATION,
        TO,
        [
            "Wij hebben uw klacht ontvangen op 7 maart 2025. Dank u wel dat u dit aan ons vertelt.",
            "Karin Kort behandelt uw klacht en neemt contact met u op.",
            "U hoort uiterlijk op 22 april 2025 wat wij van uw klacht vinden. Hebben wij meer tijd nodig? Dan laten wij u dat voor die dag"
            " weten.",
        ],
    ),
    (
        LetterCode.COMPLETION,
        TO,
        [
            "Wij hebben uw klacht ontvangen op 7 maart 2025. Wij missen nog:\n\nuw handtekening\nuw adres",
            "Wilt u ons dit uiterlijk op 15 april 2025 sturen? Lukt dat niet? Bel ons, dan zoeken wij samen een andere dag.",
            "Aanvullen is niet verplicht om uw klacht te laten registreren. Wij behandelen uw klacht ook als u niets meer stuurt.",
        ],
    ),
    (
        LetterCode.COPY_TO_SUBJECT,
        SUBJECT,
        [
            "Op 7 maart 2025 kregen wij een klacht over uw werk. Bij deze brief zit een kopie met alle bijlagen:"
            "\n\nDe klacht van 7 maart 2025",
            "Karin Kort behandelt de klacht. Uiterlijk op 22 april 2025 krijgt de klager antwoord."
            " Geven wij een oordeel over de klacht? Dan krijgt u dat ook in een brief.",
            "U wordt gehoord voordat er een oordeel is. U mag vertellen wat er volgens u is gebeurd en stukken meesturen.",
        ],
    ),
    (
        LetterCode.HEARING_INVITATION,
        TO,
        [
            "Wij willen graag uw verhaal horen over de klacht van 7 maart 2025. Het gesprek is op 16 april 2025, om 10.00 uur in het"
            " stadhuis.",
            "Wilt u ons uiterlijk op 15 april 2025 laten weten of u komt? Wij bellen u als wij niets horen.",
            "Het gesprek kan ook met de telefoon, of op een andere dag. Laat ons weten wat u het beste past.",
            "U mag iemand meenemen die u helpt.",
            "Hebt u stukken die u wilt laten zien? Die mag u vooraf sturen of meenemen naar het gesprek.",
        ],
    ),
    (
        LetterCode.NOT_TAKEN_UP,
        TO,
        [
            "Op 7 maart 2025 kregen wij uw klacht. Wij nemen uw klacht niet in behandeling, want het gebeurde langer dan een jaar voordat u"
            " uw klacht indiende (artikel 9:8, eerste lid, onder b).",
            "Het gesprek was op 3 februari 2024.",
            "Wij kunnen niet meer nagaan wat er is gezegd.",
            OMBUDSMAN,
        ],
    ),
    (
        LetterCode.HEARING_REPORT,
        SUBJECT,
        [
            "Het gesprek over de klacht van 7 maart 2025 was op 28 maart 2025. Aanwezig waren:\n\nMevrouw De Vries\nDe heer Jansen",
            "Niemand belde terug.",
            "De brief lag op een stapel.",
            "Klopt er iets niet, of mist u iets? Laat het ons uiterlijk op 15 april 2025 weten. Bel, mail of schrijf ons. Wat u zegt, doen"
            " wij bij dit verslag. Horen wij niets? Dan gaan wij verder met het verslag zoals het hier staat.",
        ],
    ),
    (
        LetterCode.SETTLED,
        TO,
        [
            "U vertelde ons dat u tevreden bent over hoe uw klacht van 7 maart 2025 is opgelost. Wij spraken af:\n\nU krijgt elke maand een"
            " overzicht.",
            "Gaat het toch niet goed? U kunt altijd terugkomen. Dan behandelen wij uw klacht alsnog.",
        ],
    ),
    (
        LetterCode.EXTENSION,
        TO,
        [
            "U zou uiterlijk op 22 april 2025 antwoord krijgen op uw klacht. Dat lukt niet. Een getuige is tot 28 april weg.",
            "Wij nemen 4 weken langer de tijd. U krijgt uiterlijk op 16 mei 2025 antwoord.",
        ],
    ),
    (
        LetterCode.EXTENSION_TO_SUBJECT,
        SUBJECT,
        [
            "De klacht over uw werk zou uiterlijk op 22 april 2025 klaar zijn. Dat lukt niet. Een getuige is tot 28 april weg.",
            "Wij nemen 4 weken langer de tijd. Uiterlijk op 16 mei 2025 is er een oordeel.",
        ],
    ),
    (
        LetterCode.POSTPONEMENT,
        TO,
        [
            "U zou uiterlijk op 22 april 2025 antwoord krijgen. Wij spraken met u af dat het later mag. Een getuige is tot 28 april weg.",
            "Op 31 maart 2025 schreef u ons dat u dat goed vindt. Een kopie daarvan zit bij deze brief.",
            "U krijgt uiterlijk op 16 mei 2025 antwoord op uw klacht.",
        ],
    ),
    (
        LetterCode.DECISION,
        TO,
        [
            "Op 7 maart 2025 kregen wij deze klacht.\n\nWij spraken met u en met de heer Jansen.",
            "Bejegening: gegrond.\nInformatie: ongegrond.",
            "Wij kunnen niet meer nagaan wat er is gezegd.",
            "Wij bieden u onze excuses aan.\n\nTerugbellen gebeurt voortaan binnen twee dagen.",
            OMBUDSMAN,
        ],
    ),
    (
        LetterCode.DECISION,
        SUBJECT,
        [
            "Op 7 maart 2025 kregen wij deze klacht.\n\nWij spraken met u en met de heer Jansen.",
            "Bejegening: gegrond.\nInformatie: ongegrond.",
            "Wij kunnen niet meer nagaan wat er is gezegd.",
            "Wij bieden u onze excuses aan.\n\nTerugbellen gebeurt voortaan binnen twee dagen.",
        ],
    ),
    (
        LetterCode.ANSWER_TO_OMBUDSMAN,
        Addressee.OMBUDSMAN,
        [
            "Op 20 maart 2025 deed u ons deze aanbeveling:\n\nBetaal de kosten terug.",
            "Wij volgen uw aanbeveling.\n\nWij kunnen niet meer nagaan wat er is gezegd.",
        ],
    ),
    (LetterCode.YEARLY_LIST, Addressee.PUBLIC, ["Dit zijn de klachten die wij in 2024 kregen, zonder namen.\n\nWerk: 12 klachten."]),
    (
        LetterCode.FORWARDING,
        TO,
        [
            "Wij sturen uw klacht door naar Gemeente Elders. Zij beslissen over uw uitkering.",
            "De klacht kwam bij ons binnen op 7 maart 2025. Die dag telt.",
            "Wij stuurden uw klacht op 1 april 2025 door.",
        ],
    ),
    (
        LetterCode.FORWARDING,
        OTHER,
        [
            "Deze klacht is voor Gemeente Elders. Zij beslissen over uw uitkering. Wij sturen mee:\n\nDe klacht van 7 maart 2025",
            "De klacht kwam bij ons binnen op 7 maart 2025. Die dag telt.",
            "Wij stuurden de klacht op 1 april 2025 door. Wij lieten de klager dat weten op 1 april 2025.",
        ],
    ),
]
WITH_COMMITTEE: list[tuple[LetterCode, Addressee, str, str]] = [
    (LetterCode.CONFIRMATION, TO, "committee", "Over uw klacht adviseert de klachtencommissie."),
    (LetterCode.ADVICE, Addressee.AUTHORITY, "advice", "de klachtencommissie adviseert:\n\nDe klacht is gegrond."),
    (
        LetterCode.DECISION,
        TO,
        "advice",
        "de klachtencommissie gaf ons advies. Het advies zit bij deze brief. De commissie schrijft:\n\nDe klacht is gegrond.\n\n"
        "Wij wijken af van het advies. De dossiers zeggen anders.",
    ),
]
WITH_COMMITTEE.append(
    (
        LetterCode.COPY_TO_SUBJECT,
        SUBJECT,
        "committee",
        "De klacht ligt voor advies bij de klachtencommissie. Die hoort u en de klager, en adviseert ons over de klacht.",
    )
)
WITH_COMMITTEE += [
    (
        LetterCode.HEARING_INVITATION,
        to,
        "committee",
        "De klacht ligt voor advies bij de klachtencommissie. Die hoort u, en adviseert ons over de klacht.",
    )
    for to in (TO, SUBJECT)
]
WITH_COMMITTEE.append((LetterCode.DECISION, TO, "enclosed_advice", str(VALUES[Fact.ADVICE_REPORT])))
EVERY = [(code, to) for code, letter in LETTERS.items() for to in letter.addressees]


def lacks(code: LetterCode, to: Addressee, values: dict[Fact, Value], **rewritten: str) -> list[tuple[Problem, str, str | None]]:
    texts = composed(code=code, to=to, values=values) | rewritten
    return [(one.problem, one.block, one.fact) for one in lacks_of(code=code, to=to, values=values, texts=texts, on=ON)]


@pytest.mark.parametrize(("code", "to", "expected"), TEXTS, ids=[f"{code}-{to}" for code, to, _texts in TEXTS])
def test_each_letter_says_this_and_may_go(code: LetterCode, to: Addressee, expected: list[str]) -> None:
    texts = list(composed(code=code, to=to, values=VALUES).values())

    assert texts == ["Beste M. de Vries,", *expected, QUESTIONS]
    assert lacks(code, to, VALUES) == []


@pytest.mark.parametrize(("code", "to", "block", "expected"), WITH_COMMITTEE)
def test_a_committee_is_named_only_where_it_advises(code: LetterCode, to: Addressee, block: str, expected: str) -> None:
    with_it: dict[Fact, Value] = VALUES | COMMITTEE | {Fact.DEVIATION: "De dossiers zeggen anders."}

    assert composed(code=code, to=to, values=with_it)[block] == expected
    assert lacks(code, to, with_it) == []
    if code is not LetterCode.ADVICE:
        assert block not in composed(code=code, to=to, values=VALUES)


def test_every_code_of_a_mandate_has_its_letter() -> None:
    assert sorted({code[:3] for code in LETTERS}) == sorted(NAMES)
    assert [code.value for code in LETTERS] == [
        "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08a", "L08b", "L09", "L10", "L11", "L12", "L13", "L14"
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "to"), EVERY)
def test_without_any_fact_every_one_is_missed_at_once_and_no_other(code: LetterCode, to: Addressee) -> None:
    always = {fact: VALUES[fact] for fact in (Fact.REFERENCE, Fact.ORGANISATION)}
    asked = [fact for fact in facts_of(code, to=to, values=always) if not is_optional(fact)]
    if Fact.WEEKS in asked:
        # The clock tells it, from the weeks.
        asked.remove(Fact.NEW_DUE_ON)

    found = lacks(code, to, always)

    assert [fact for problem, _block, fact in found if problem in (Problem.FACT_MISSING, Problem.NOT_IN_REGISTER)] == asked
    assert {problem for problem, _block, _fact in found} <= {Problem.FACT_MISSING, Problem.NOT_IN_REGISTER}


@pytest.mark.parametrize(("code", "to"), EVERY)
def test_an_emptied_letter_misses_each_of_its_mandatory_blocks_at_once(code: LetterCode, to: Addressee) -> None:
    values = VALUES | COMMITTEE
    blocks = blocks_of(code, to=to, values=values)

    found = lacks(code, to, values, **{block.key: " \n" for block in blocks})

    assert found == [(Problem.BLOCK_EMPTY, block.key, None) for block in blocks if block.key not in ("opening", "questions")]


@pytest.mark.parametrize(("code", "to"), EVERY)
def test_what_has_to_stand_in_a_block_is_missed_whoever_rewrote_it(code: LetterCode, to: Addressee) -> None:
    values: dict[Fact, Value] = VALUES | COMMITTEE | {Fact.DEVIATION: "De dossiers zeggen anders."}
    for block in blocks_of(code, to=to, values=values):
        expected = [(Problem.NOT_NAMED, block.key, fact) for fact in block.named]
        expected += [(Problem.NOT_SAID, block.key, None) for _words in block.says]

        found = [one for one in lacks(code, to, values, **{block.key: "Iets heel anders"}) if one[0] is not Problem.POINT_LEFT_OUT]

        assert found == expected, block.key


def test_who_can_still_object_to_a_decision_is_told_so_with_the_day_in_the_confirmation() -> None:
    until: dict[Fact, Value] = {Fact.OBJECTION_UNTIL: date(2025, 4, 3)}

    assert composed(code=LetterCode.CONFIRMATION, to=TO, values=VALUES | until)["objection"] == (
        "Een klacht verlengt de bezwaartermijn niet. U kunt tot en met 3 april 2025 bezwaar maken."
        " Wij zien uw brief ook als bezwaar, tenzij u dat niet wilt."
    )
    assert "objection" not in composed(code=LetterCode.CONFIRMATION, to=TO, values=VALUES)
    assert lacks(LetterCode.CONFIRMATION, TO, VALUES | until) == []
    without = lacks(LetterCode.CONFIRMATION, TO, VALUES | until, objection="U kunt nog bezwaar maken.")
    assert without == [(Problem.NOT_NAMED, "objection", Fact.OBJECTION_UNTIL), (Problem.NOT_SAID, "objection", None)]


@pytest.mark.parametrize(
    ("code", "changed", "rewritten", "expected"),
    [
        (LetterCode.COMPLETION, {Fact.REPLY_BY: ON}, {}, [(Problem.DAY_NOT_AHEAD, "", Fact.REPLY_BY)]),
        (LetterCode.HEARING_INVITATION, {Fact.HEARING_ON: ON}, {}, [(Problem.DAY_NOT_AHEAD, "", Fact.HEARING_ON)]),
        (
            LetterCode.HEARING_INVITATION,
            {},
            {"documents": "U mag geen nieuwe stukken meenemen."},
            [(Problem.NOT_SAID, "documents", None), (Problem.BARS_DOCUMENTS, "documents", None)],
        ),
        (LetterCode.HEARING_INVITATION, {Fact.HEARING_PLACE: "kamer 2"}, {}, [(Problem.TIME_MISSING, "", Fact.HEARING_PLACE)]),
        (LetterCode.HEARING_INVITATION, {Fact.REPLY_BY: date(2025, 4, 7)}, {}, [(Problem.REPLY_TOO_SOON, "", Fact.REPLY_BY)]),
        (LetterCode.HEARING_INVITATION, {Fact.REPLY_BY: date(2025, 4, 8)}, {}, []),
        (LetterCode.HEARING_INVITATION, {Fact.REPLY_BY: date(2025, 4, 16)}, {}, []),  # the day of the talk
        (LetterCode.HEARING_INVITATION, {Fact.REPLY_BY: date(2025, 4, 17)}, {}, [(Problem.REPLY_AFTER_TALK, "", Fact.REPLY_BY)]),
        (LetterCode.COMPLETION, {Fact.REPLY_BY: date(2025, 4, 7)}, {}, [(Problem.REPLY_TOO_SOON, "", Fact.REPLY_BY)]),
        (LetterCode.HEARING_REPORT, {Fact.HEARD_ON: date(2025, 4, 2)}, {}, [(Problem.DAY_AHEAD, "", Fact.HEARD_ON)]),
        (LetterCode.EXTENSION, {Fact.WEEKS: 5}, {}, [(Problem.NOT_ONE_TO_FOUR, "", Fact.WEEKS)]),
        (LetterCode.EXTENSION, {Fact.WEEKS: 0}, {}, [(Problem.NOT_ONE_TO_FOUR, "", Fact.WEEKS)]),
        (LetterCode.EXTENSION, {Fact.DUE_ON: date(2025, 3, 31)}, {}, [(Problem.TERM_OVER, "", Fact.DUE_ON)]),
        (LetterCode.EXTENSION, {Fact.DUE_ON: ON}, {}, []),
        # Agreed before that day, and told after it.
        (LetterCode.POSTPONEMENT, {Fact.DUE_ON: date(2025, 3, 31)}, {}, []),
        (LetterCode.POSTPONEMENT, {Fact.CONSENTED_ON: date(2025, 4, 2)}, {}, [(Problem.DAY_AHEAD, "", Fact.CONSENTED_ON)]),
        (LetterCode.POSTPONEMENT, {Fact.NEW_DUE_ON: date(2025, 4, 22)}, {}, [(Problem.NOT_LATER, "", Fact.NEW_DUE_ON)]),
        (LetterCode.FORWARDING, {Fact.FORWARDED_ON: date(2025, 3, 31)}, {}, [(Problem.NOT_SAME_DAY, "", Fact.FORWARDED_ON)]),
        (LetterCode.DECISION, {Fact.POINTS: "Bejegening\nInformatie"}, {}, []),
        (
            LetterCode.DECISION,
            {Fact.POINTS: "Bejegening\nInformatie\nPrivacy\nWachttijd"},
            {},
            [(Problem.POINT_LEFT_OUT, "judgment", None), (Problem.POINT_LEFT_OUT, "judgment", None)],
        ),
        (
            LetterCode.DECISION,
            {},
            {"motivation": "Daarom. U kunt tegen dit oordeel bezwaar maken."},
            [(Problem.OBJECTION_CLAUSE, "motivation", None)],
        ),
        (
            LetterCode.DECISION,
            {},
            {"questions": "Bent u het niet eens? Dan kunt u binnen zes weken een bezwaarschrift sturen aan het college."},
            [(Problem.OBJECTION_CLAUSE, "questions", None)],
        ),
        (LetterCode.DECISION, {}, {"motivation": "U kunt bezwaar maken tegen het besluit van 3 maart over uw uitkering."}, []),
        (LetterCode.DECISION, {}, {"motivation": "U hebt ook een bezwaarschrift gestuurd; daarover hoort u apart."}, []),
        (LetterCode.DECISION, {}, {"motivation": "Tegen dit oordeel kunt u geen bezwaar maken of in beroep gaan."}, []),
        (LetterCode.DECISION, {}, {"motivation": "Tegen het besluit van 3 maart over uw uitkering loopt uw bezwaar nog."}, []),
        (
            LetterCode.SETTLED,
            {},
            {"agreed": "Zie [afspraken] en [oordeel]."},
            [(Problem.GAP_LEFT, "agreed", Fact.AGREED), (Problem.GAP_LEFT, "agreed", Fact.JUDGMENT)],
        ),
    ],
)  # fmt: skip
def test_each_letter_has_checks_of_its_own(
    code: LetterCode, changed: dict[Fact, Value], rewritten: dict[str, str], expected: list[Any]
) -> None:
    assert lacks(code, TO, VALUES | changed, **rewritten) == expected


def test_whoever_it_is_about_and_a_bystander_need_not_read_the_judgment_on_every_subject() -> None:
    two: dict[Fact, Value] = {Fact.POINTS: "Bejegening\nInformatie", Fact.JUDGMENT: "Bejegening: gegrond."}

    assert lacks(LetterCode.DECISION, TO, VALUES | two) == [(Problem.POINT_LEFT_OUT, "judgment", None)]
    assert lacks(LetterCode.DECISION, Addressee.SUBJECT, VALUES | two) == []
    assert lacks(LetterCode.DECISION, TO, VALUES | two | {Fact.THE_COMPLAINT: "de klacht van M", Fact.COMPLAINANT: "M"}) == []


def test_a_fact_comes_back_from_how_it_is_stored() -> None:
    assert {fact: read_fact(fact, as_stored(value)) for fact, value in VALUES.items()} == VALUES
    assert [as_told(Fact.WEEKS, weeks) for weeks in (1, 2)] == ["1 week", "2 weken"]
    assert read_fact(Fact.REASON, "  ") is None
    for fact, text in ((Fact.HEARD_ON, "31-02-2025"), (Fact.WEEKS, "veel"), (Fact.GROUND, "9_9")):
        with pytest.raises(ValueError):  # noqa: PT011 - the caller says what to do
            read_fact(fact, text)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("om 10.00 uur in het stadhuis", time(10, 0)),
        ("kamer 3.12, om 14.30 uur", time(14, 30)),
        ("tussen 9 en 10 uur bellen wij u", time(9, 0)),
        ("van 13:15 tot 14 uur bij u thuis", time(13, 15)),
        ("15:45, balie 4", time(15, 45)),
        ("om 3 uur", None),
        ("op 3 april in het stadhuis", None),
        ("half elf", None),
        ("half 11 uur, stadhuis", None),
        ("kwart voor 11 uur, stadhuis", None),
        ("om 10 voor 11 uur", None),
        ("om 5 over 11", None),
        ("kamer 11.00, om half elf", None),
        ("kwart voor elf, dus om 10.45 uur", time(10, 45)),
        ("om 10.30 voor een gesprek van een uur", time(10, 30)),
        ("Stadhuis, kamer 2", None),
    ],
)
def test_the_time_of_a_talk_is_the_first_that_its_letter_tells_of_the_day(words: str, expected: time | None) -> None:
    assert time_in(words) == expected


@pytest.mark.parametrize(
    ("to", "due", "name", "expected"),
    [
        (
            TO,
            {Fact.FEEDBACK_BY: date(2025, 4, 22)},
            "Wie u verder helpt met uw klacht",
            [
                "Wij kregen uw klacht op 7 maart 2025. Op 31 maart 2025 is met u afgesproken dat Zorggroep Elders u verder helpt. Zij geven"
                " u de hulp. Wij vertelden uw klacht daar op 1 april 2025.",
                "Mevrouw De Wit belt u op 3 april.",
                "Uw klacht blijft ook bij ons. Uiterlijk op 22 april 2025 horen wij wat eruit is gekomen. Horen wij niets, dan vragen wij"
                " ernaar. Komt u er niet uit? U kunt altijd bij ons terugkomen.",
            ],
        ),
        (
            TO,
            {},
            "Wie u verder helpt met uw klacht",
            [
                "Wij kregen uw klacht op 7 maart 2025. Op 31 maart 2025 is met u afgesproken dat Zorggroep Elders u verder helpt. Zij geven"
                " u de hulp. Wij vertelden uw klacht daar op 1 april 2025.",
                "Mevrouw De Wit belt u op 3 april.",
                "Uw klacht blijft ook bij ons. Wij vragen na wat eruit is gekomen. Komt u er niet uit? U kunt altijd bij ons terugkomen.",
            ],
        ),
        (
            OTHER,
            {Fact.FEEDBACK_BY: date(2025, 4, 22)},
            "Overdracht van een klacht",
            [
                "Op 7 maart 2025 kregen wij deze klacht. Op 31 maart 2025 stemde de klager ermee in dat Zorggroep Elders verder helpt. Zij"
                " geven u de hulp. Wij vertelden u dat op 1 april 2025. Wij sturen mee:\n\nDe klacht van 7 maart 2025",
                "Wij spraken met de klager af: Mevrouw De Wit belt u op 3 april.",
                "Wilt u ons uiterlijk op 22 april 2025 laten weten wat eruit is gekomen? Wij volgen de klacht, en de klager kan altijd bij"
                " ons terugkomen.",
            ],
        ),
    ],
)
def test_the_letter_of_a_warm_transfer_says_what_was_agreed_who_calls_and_that_we_follow_it(
    to: Addressee, due: dict[Fact, Value], name: str, expected: list[str]
) -> None:
    values: dict[Fact, Value] = VALUES | WARM | due

    assert name_of(LetterCode.FORWARDING, to=to, values=values) == name
    assert list(composed(code=LetterCode.FORWARDING, to=to, values=values).values())[1:-1] == expected
    assert lacks(LetterCode.FORWARDING, to, values) == []
    # It is no forwarding (2:3): nothing is asked of the day on which it went.
    assert lacks(LetterCode.FORWARDING, to, values | {Fact.FORWARDED_ON: date(2025, 3, 31)}) == []
    without = {fact: value for fact, value in values.items() if fact is not Fact.NEXT_CONTACT}
    assert [(problem, fact) for problem, _block, fact in lacks(LetterCode.FORWARDING, to, without)] == [
        (Problem.FACT_MISSING, Fact.NEXT_CONTACT)
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mevrouw Jansen", "mevrouw Jansen"),
        ("Mevr. J. Jansen", "mevrouw Jansen"),
        ("mw. A.B. de Vries", "mevrouw De Vries"),
        ("meneer Pieter van den Berg", "meneer Van den Berg"),
        ("Mevrouw Anna Jansen", "mevrouw Anna Jansen"),
        ("mevrouw Garcia Marquez", "mevrouw Garcia Marquez"),
        ("meneer Nguyen Van Minh", "meneer Nguyen Van Minh"),
        ("meneer Tran Le", "meneer Tran Le"),
        ("mevrouw Anna Jansen - de Vries", "mevrouw Anna Jansen - de Vries"),
        ("mevrouw Yilmaz geb. Demir", "mevrouw Yilmaz geb. Demir"),
        ("meneer A B Jansen", "meneer Jansen"),
        ("mevrouw De Wit van Dam", "mevrouw De Wit van Dam"),
        ("mevrouw Garcia Marquez de Leon", "mevrouw Garcia Marquez de Leon"),
        ("mevrouw Anna Jansen-de Vries", "mevrouw Jansen-de Vries"),
        ("mevrouw Van Dijk-van den Berg", "mevrouw Van Dijk-van den Berg"),
        ("mw. J. Jansen Smit", "mevrouw Jansen Smit"),
        ("De heer dr. J van 't Hart", "meneer Van 't Hart"),
        ("mevrouw 't Hart", "mevrouw 't Hart"),
        ("mevrouw Fatima El Idrissi", "mevrouw Fatima El Idrissi"),
        ("meneer Mohammed Ben Ali", "meneer Mohammed Ben Ali"),
        ("meneer Jan Smit jr.", "meneer Jan Smit jr."),
        ("familie van den Berg", "familie Van den Berg"),
        ("De heer en mevrouw Jansen", "meneer en mevrouw Jansen"),
        ("mevrouw Jansen, A.", "mevrouw Jansen, A."),
        ("Pieter van den Berg", "Pieter van den Berg"),
        ("De heer K. Smit", "meneer Smit"),
        ("Dhr. Smit", "meneer Smit"),
        ("Familie Bakker", "familie Bakker"),
        ("M. de Vries", "M. de Vries"),
        ("Jo Voorbeeld", "Jo Voorbeeld"),
        ("Mevrouwtje", "Mevrouwtje"),
        ("Heerema B.V.", "Heerema B.V."),
    ],
)
def test_somebody_is_greeted_as_they_call_themselves(name: str, expected: str) -> None:
    values: dict[Fact, Value] = VALUES | {Fact.NAME: greeted(name)}

    assert composed(code=LetterCode.SETTLED, to=TO, values=values)["opening"] == f"Beste {expected},"


def test_who_has_no_name_here_is_greeted_all_the_same() -> None:
    values = {fact: value for fact, value in VALUES.items() if fact is not Fact.NAME}

    assert composed(code=LetterCode.SETTLED, to=TO, values=values)["opening"] == "Geachte heer, mevrouw,"


# The language of templates


def test_every_text_of_ours_is_in_the_language_and_uses_its_own_facts() -> None:
    words = {shape.word for shape in SHAPES.values()}
    for letter in LETTERS.values():
        for block in letter.blocks:
            check_template(block.text, words=words)
            assert all(SHAPES[fact].word in block.text for fact in block.facts), (letter.code, block.key)


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{{ naam.__class__ }}", "not_allowed"),
        ("{{ naam|upper }}", "not_allowed"),
        ("{{ naam() }}", "not_allowed"),
        ("{{ 'a' * 1000000000 }}", "not_allowed"),
        ("{% for x in naam %}x{% endfor %}", "not_allowed"),
        ("{% include 'x' %}", "not_allowed"),
        ("{% set naam = 1 %}", "not_allowed"),
        ("{% if naam == 'x' %}x{% endif %}", "not_allowed"),
        ("{{ verhaal }}", "unknown_word"),
        ("Dag\n{{ naam", "unreadable"),
        ("a" * 10_001, "too_long"),
    ],
)
def test_a_template_can_do_nothing_but_name_facts(template: str, code: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        check_template(template, words={"naam"})

    assert fault.value.code == code


def test_the_committee_wants_to_hear_where_it_advises_and_we_do_elsewhere() -> None:
    def invitation(values: dict[Fact, Value]) -> str:
        return composed(code=LetterCode.HEARING_INVITATION, to=TO, values=values)["invitation"]

    assert invitation(VALUES).startswith("Wij willen graag uw verhaal horen over de klacht van 7 maart 2025.")
    by_committee = VALUES | {Fact.COMMITTEE: "De klachtencommissie"}
    assert invitation(by_committee).startswith("De klachtencommissie wil graag uw verhaal horen over de klacht van 7 maart 2025.")


def test_that_an_investigation_runs_is_told_as_temporary_with_the_day_on_which_we_look_again() -> None:
    values = VALUES | {Fact.GROUND: "9_8_1_F", Fact.REVIEW_ON: date(2025, 9, 1)}

    assert "review" not in composed(code=LetterCode.NOT_TAKEN_UP, to=TO, values=VALUES)
    assert composed(code=LetterCode.NOT_TAKEN_UP, to=TO, values=values)["review"] == (
        "Wij nemen uw klacht nu niet in behandeling. Dat is tijdelijk: zolang het strafrechtelijk onderzoek of de vervolging duurt."
        " Op 1 september 2025 kijken wij of wij uw klacht alsnog kunnen behandelen. U krijgt daarover bericht van ons."
    )
    assert lacks(LetterCode.NOT_TAKEN_UP, TO, values) == []
    assert lacks(LetterCode.NOT_TAKEN_UP, TO, values, review="Op 1 september 2025 kijken wij opnieuw.") == [
        (Problem.NOT_SAID, "review", None)
    ]


def test_another_body_reads_when_who_complains_was_told_or_that_they_could_not_be() -> None:
    def said(values: dict[Fact, Value]) -> str:
        return composed(code=LetterCode.FORWARDING, to=OTHER, values=values)["same_day"]

    later = VALUES | {Fact.SENDER_TOLD_ON: date(2025, 4, 2)}
    nobody = {fact: value for fact, value in VALUES.items() if fact is not Fact.SENDER_TOLD_ON}
    assert said(later) == "Wij stuurden de klacht op 1 april 2025 door. Wij lieten de klager dat weten op 2 april 2025."
    assert said(nobody) == "Wij stuurden de klacht op 1 april 2025 door. Wij konden de klager dat niet laten weten."


# Which letters make sense


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "L01 L04 L05 L10"),
        ({"is_mailed": True}, "L04 L05 L10"),
        ({"is_confirmed": True, "is_incomplete": True}, "L02 L04 L05 L10"),
        ({"has_term_of_law": True, "has_subject": True}, "L01 L03 L04 L04 L05 L08a L08b L10"),
        ({"has_term_of_law": True, "weeks_extended": 4}, "L01 L04 L05 L10"),
        ({"has_later_day": True}, "L01 L04 L05 L09 L10"),
        ({"has_term_of_law": True, "today": date(2025, 4, 22)}, "L01 L04 L05 L08a L10"),
        ({"has_term_of_law": True, "today": date(2025, 4, 23)}, "L01 L04 L05 L10"),
        ({"is_decided": True, "has_subject": True}, "L01 L03 L04 L04 L05 L10 L10"),
        ({"has_talk": True, "has_subject": True}, "L01 L03 L04 L04 L05 L06 L06 L10"),
        ({"has_transfer": True}, "L01 L04 L05 L10 L14 L14"),
        ({"is_open": False, "has_transfer": True}, ""),
        ({"is_confirmed": True}, "L04 L05 L10"),
        ({"is_confirmed": True, "is_mailed": True, "owes_committee": True}, "L01 L04 L05 L10"),
        ({"has_recommendation": True}, "L01 L04 L05 L10 L13"),
        ({"is_open": False, "has_recommendation": True}, "L13"),
        ({"is_open": False}, ""),
        ({"is_open": False, "is_settled": True}, "L07"),
        ({"is_open": False, "is_settled": True, "is_told": True}, ""),
        ({"is_open": False, "owes_receipt": True, "owes_sender": True}, "L01 L14"),
        ({"is_open": False, "is_decided": True, "has_subject": True}, "L10"),
    ],
)
def test_only_letters_that_make_sense_are_offered(changed: dict[str, Any], expected: str) -> None:
    now = Situation(**({"today": ON, "due_on": date(2025, 4, 22), "is_open": True} | changed))

    assert " ".join(code for code, _to in letters_for(now)) == expected


@pytest.mark.parametrize("ground", sorted(GROUND_WORDS))
def test_no_ground_in_our_words_offers_an_objection(ground: str) -> None:
    values: dict[Fact, Value] = {Fact.RECEIVED_ON: date(2025, 3, 7), Fact.GROUND: ground}
    block = next(one for one in LETTERS[LetterCode.NOT_TAKEN_UP].blocks if one.key == "ground")
    text = f"Op 7 maart 2025 kregen wij uw klacht. Wij nemen uw klacht niet in behandeling, want {GROUND_WORDS[ground]}."

    assert lacks_of_block(block, values, text) == []
    offered = lacks_of_block(block, values, f"{text} U kunt bezwaar maken.")
    assert [(lack.problem, lack.may_be, lack.words) for lack in offered] == [
        (Problem.DOUBTFUL, Problem.OBJECTION_CLAUSE, "U kunt bezwaar maken.")
    ]


OBJECTS = "Bijlage: het besluit van 3 maart\nBent u het niet eens met dit besluit? Dan kunt u binnen zes weken bezwaar maken."


@pytest.mark.parametrize("more", [{}, COMMITTEE, WARM])
@pytest.mark.parametrize(("code", "to"), [(code, to) for code in LetterCode for to in LETTERS[code].addressees])
def test_each_letter_made_here_may_come_back_as_a_document(code: LetterCode, to: Addressee, more: dict[Fact, Value]) -> None:
    values = VALUES | more
    texts = composed(code=code, to=to, values=values)
    said = "\n".join(f"{block.title}\n{texts[block.key]}" for block in blocks_of(code, to=to, values=values))

    assert lacks_of_document(code, to=to, values=values, text=by_lines(said)) == []


@pytest.mark.parametrize(
    ("code", "to", "expected"),
    [
        (LetterCode.COPY_TO_SUBJECT, SUBJECT, Problem.DOUBTFUL),
        (LetterCode.FORWARDING, OTHER, Problem.DOUBTFUL),
        (LetterCode.SETTLED, TO, Problem.OBJECTION_CLAUSE),
    ],
)
def test_what_a_document_says_is_certain_only_where_nothing_of_others_goes_along(
    code: LetterCode, to: Addressee, expected: Problem
) -> None:
    found = lacks_of_document(code, to=to, values=VALUES, text=by_lines(OBJECTS))

    sentence = "Dan kunt u binnen zes weken bezwaar maken."
    assert (found[0].problem, found[0].words) == (expected, sentence if expected is Problem.DOUBTFUL else "")
