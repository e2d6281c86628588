"""Which sentences a letter may hold and which not: in ordinary Dutch, from the law, the sources and letters as they are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from complaints.letters import wording
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.letters.checks import JudgedAs, Lack, Problem, lacks_of, lacks_of_verdict
from complaints.letters.composing import composed
from complaints.letters.facts import GROUND_WORDS, Fact, Value
from complaints.letters.wording import (
    LONGEST_SENTENCE,
    Reading,
    asks_completion_first,
    bars_documents,
    contrary_verdicts,
    limits_return,
    offers_objection,
    plain,
    sentences,
    verdicts_said,
)
from tests.complaints.letters.test_letters import ON, VALUES

OK = None
OBJECTS, BARS, LIMITS, UNSAID = Problem.OBJECTION_CLAUSE, Problem.BARS_DOCUMENTS, Problem.TAKEN_BACK, Problem.NOT_SAID
DOUBT = Problem.DOUBTFUL
COMMITTEE: dict[Fact, Value] = {Fact.COMMITTEE: "de klachtencommissie"}
L01, L02, L03, L04 = LetterCode.CONFIRMATION, LetterCode.COMPLETION, LetterCode.COPY_TO_SUBJECT, LetterCode.HEARING_INVITATION
L05, L07, L10 = LetterCode.NOT_TAKEN_UP, LetterCode.SETTLED, LetterCode.DECISION
OPEN = "Gaat het toch niet goed? U kunt altijd terugkomen."
FREE = "Aanvullen is niet verplicht."

# Letter, block, sentence, what is wrong with it. Why: beside each group.
SENTENCES: list[tuple[LetterCode, str, str, Problem | None]] = [
    # Offered against the judgment itself, which is no besluit (9:3).
    (L10, "questions", "U hebt de mogelijkheid een bezwaarschrift in te dienen.", DOUBT),
    (L10, "motivation", "Tegen dit oordeel kunt u binnen zes weken bezwaar maken.", OBJECTS),
    (L10, "motivation", "Als u het niet eens bent met dit oordeel, kunt u bezwaar maken.", OBJECTS),
    (L10, "motivation", "Bent u het niet eens met dit oordeel dan kunt u in beroep gaan.", OBJECTS),
    (L10, "motivation", "U kunt niet alleen naar de ombudsman, u kunt ook bezwaar maken.", DOUBT),
    (L10, "motivation", "Tegen deze beslissing staat bezwaar open.", OBJECTS),
    (L10, "motivation", "Hiertegen staat beroep open bij de rechtbank.", OBJECTS),
    (L10, "questions", "Niet eens met deze brief? Stuur binnen zes weken een bezwaarschrift naar het college.", OBJECTS),
    (L10, "questions", "Bezwaar maken is mogelijk tot en met 12 mei 2025.", DOUBT),
    (L10, "motivation", "Tegen de uitkomst van de klachtprocedure heeft u het recht om beroep in te stellen.", OBJECTS),
    (L10, "motivation", "U kunt met dit oordeel naar de bestuursrechter.", OBJECTS),
    (L10, "motivation", "Tegen het besluit op uw klacht kunt u bezwaar maken.", OBJECTS),
    (L10, "motivation", "Wilt u bezwaar maken? Dat kan tot 12 mei.", DOUBT),
    (L05, "motivation", "U mag een bezwaarschrift indienen bij de gemeente.", DOUBT),
    (L05, "motivation", "Een belanghebbende kan tegen dit besluit bezwaar maken.", OBJECTS),
    (L10, "conclusions", "U hebt zes weken om bezwaar te maken tegen deze beschikking.", OBJECTS),
    (L10, "conclusions", "U heeft zes weken de tijd om bezwaar aan te tekenen.", OBJECTS),
    (L10, "motivation", "Tegen deze beschikking kan bezwaar worden gemaakt.", OBJECTS),
    (L10, "motivation", "Als u het niet eens bent met deze beschikking, kunt u bezwaar maken.", OBJECTS),
    (L10, "questions", "Rechtsmiddelen: bezwaar bij het college, binnen zes weken.", OBJECTS),
    (L10, "questions", "Uw bezwaar ontvangen wij graag voor 3 januari 2027.", DOUBT),
    # That there is none, what was done, or a decision of somebody else: right, and useful.
    (L10, "motivation", "U kreeg op 3 maart een beschikking van ons. U kunt tegen die beschikking bezwaar maken tot 14 april.", OK),
    (L10, "motivation", "Tegen dit oordeel kunt u geen bezwaar maken of in beroep gaan.", OK),
    (L10, "motivation", "Tegen dit oordeel staat geen bezwaar en beroep open.", OK),
    (L10, "motivation", "Bezwaar maken tegen dit oordeel is niet mogelijk.", OK),
    (L10, "motivation", "In bezwaar of beroep gaan kan niet tegen een oordeel over een klacht.", OK),
    (L10, "motivation", "U kunt bezwaar maken tegen het besluit van 3 maart over uw uitkering.", OK),
    (L10, "motivation", "Het besluit kreeg u op 3 maart. Daartegen kunt u tot en met 14 april bezwaar maken.", OK),
    (L10, "motivation", "Wilt u bezwaar maken? In de brief met het besluit staat hoe dat gaat.", OK),
    (L10, "motivation", "U hebt ook een bezwaarschrift gestuurd; daarover hoort u apart.", OK),
    (L10, "findings", "Op 7 maart 2025 kregen wij deze klacht. Hiertegen heeft u bezwaar ingediend.", OK),
    (L10, "findings", "Op 7 maart 2025 kregen wij deze klacht. U kreeg een verslag voor een hoorzitting over uw bezwaar.", OK),
    (L10, "motivation", "Er was een besluit waartegen u bezwaar had kunnen maken.", OK),
    (L10, "motivation", "De medewerker deed een beroep op de privacywet.", OK),
    (L10, "motivation", "U mag een beroep doen op een cliëntondersteuner.", OK),
    (L10, "motivation", "De klachtprocedure is niet bedoeld als alternatief voor een bezwaarprocedure.", OK),
    (L10, "motivation", "Uw bezwaar tegen het besluit van 3 maart loopt nog.", OK),
    (L10, "motivation", "De behandeling van uw bezwaarschrift duurde te lang.", OK),
    (L05, "motivation", "U had bezwaar kunnen maken tegen het besluit van 1 februari 2024.", OK),
    (L05, "motivation", "U had bezwaar kunnen maken.", OK),
    (L05, "ground_facts", "Het ging om een beslissing op bezwaar.", OK),
    # What others asked, want or should have been told.
    (L10, "findings", "Op 7 maart 2025 kregen wij deze klacht. Mevrouw vroeg aan de balie of zij bezwaar kan maken.", OK),
    (L10, "findings", "Op 7 maart 2025 kregen wij deze klacht. U vroeg: kan ik bezwaar maken?", OK),
    (L10, "motivation", "Mevrouw wil naar de rechter.", OK),
    (L10, "motivation", "De klager vindt dat zij in beroep kan gaan.", OK),
    (L10, "motivation", "De medewerker had u moeten vertellen dat u bezwaar kunt maken.", OK),
    (L10, "motivation", "Aan de balie is u niet gezegd dat u bezwaar kunt maken.", OK),
    (L10, "motivation", "Wij vertellen u hierbij dat u bezwaar kunt maken.", DOUBT),
    (L10, "motivation", "Wij zeiden al dat u tegen dit oordeel bezwaar kunt maken.", DOUBT),
    (L10, "motivation", "U vroeg hoe het verder gaat: u kunt bezwaar maken.", DOUBT),
    (L10, "motivation", "Er kan bezwaar worden gemaakt binnen zes weken.", OBJECTS),
    (L10, "motivation", "Belanghebbenden kunnen binnen zes weken beroep instellen.", OBJECTS),
    # By another name, or to who decides on it.
    (L10, "motivation", "U kunt zich met deze brief wenden tot de commissie voor bezwaarschriften.", OBJECTS),
    (L10, "motivation", "Niet eens met deze uitkomst? Ga naar de bezwaarschriftencommissie.", OBJECTS),
    (L10, "motivation", "U kunt terecht bij de commissie voor bezwaarschriften.", DOUBT),
    (L10, "motivation", "U kunt uw bezwaren sturen naar de bezwaarcommissie.", DOUBT),
    (L10, "motivation", "U kunt protesteren bij de bestuursrechter.", DOUBT),
    (L10, "motivation", "U mag tegen dit oordeel protesteren.", OBJECTS),
    (L10, "motivation", "U kunt binnen zes weken protest aantekenen.", OBJECTS),
    (L10, "motivation", "U kunt dit oordeel voorleggen aan de bestuursrechter.", OBJECTS),
    (L10, "motivation", "Leg dit oordeel voor aan de rechter.", OBJECTS),
    (L10, "motivation", "U kunt dit oordeel aanvechten bij de rechtbank.", OBJECTS),
    (L10, "motivation", "U kunt tegen deze brief opkomen bij de rechtbank.", OBJECTS),
    (L10, "motivation", "Tegen deze brief staat een rechtsmiddel open.", OBJECTS),
    (L10, "motivation", "U kunt beroepschriften sturen naar de rechtbank.", DOUBT),
    (L10, "motivation", "Wendt u zich binnen zes weken tot de bestuursrechter.", OBJECTS),
    (L10, "motivation", "U kunt bij de bestuursrechter terecht.", DOUBT),
    (L10, "motivation", "U kunt hiertegen procederen.", OBJECTS),
    (L10, "motivation", "Bezwaarschriften kunt u sturen naar het college.", DOUBT),
    (L10, "motivation", "U kunt in hoger beroep.", DOUBT),
    # That it is not there, what others do, or what goes on about a decision.
    (L10, "motivation", "De commissie voor bezwaarschriften gaat niet over uw klacht.", OK),
    (L10, "motivation", "Bij de commissie voor bezwaarschriften kunt u met deze klacht niet terecht.", OK),
    (L10, "motivation", "Protesteren bij de bestuursrechter kan niet tegen een oordeel over een klacht.", OK),
    (L10, "motivation", "U kunt dit oordeel niet voorleggen aan de rechter.", OK),
    (L10, "motivation", "Tegen dit oordeel staat geen rechtsmiddel open.", OK),
    (L10, "motivation", "De commissie voor bezwaarschriften behandelt uw bezwaar tegen het besluit van 3 maart.", OK),
    (L10, "motivation", "Uw bezwaar tegen het besluit ligt bij de commissie voor bezwaarschriften. Daar kunt u ook stukken sturen.", OK),
    (L10, "motivation", "U kunt tegen het besluit van 3 maart naar de commissie voor bezwaarschriften.", OK),
    (L10, "motivation", "Uw zaak loopt bij de bestuursrechter.", OK),
    (L10, "motivation", "U protesteerde aan de balie.", OK),
    (L10, "motivation", "U kunt deze uitkomst voorleggen aan de Nationale ombudsman.", OK),
    (L10, "motivation", "U kunt bij de ombudsman terecht.", OK),
    (L10, "motivation", "De secretaris van de bezwaarschriftencommissie belde u te laat terug.", OK),
    (L10, "motivation", "U vertelde dat u bij de rechter wilt procederen.", OK),
    (L10, "motivation", "De commissie voor bezwaarschriften liet u te lang wachten op een zitting.", OK),
    (L10, "motivation", "Over het besluit beslist de bestuursrechter. Daar kunt u protesteren.", OK),
    (L10, "motivation", "Wij gaan bij de commissie voor bezwaarschriften na waarom u geen bericht kreeg.", OK),
    (L10, "questions", "Stukken kunt u sturen naar de klachtencommissie.", OK),
    # What a sentence near it makes it: against the letter, or against the decision that stands there.
    (L10, "motivation", "Niet eens? Stuur binnen zes weken een bezwaarschrift.", OBJECTS),
    (L10, "motivation", "U kunt dit oordeel laten toetsen door de rechter.", OBJECTS),
    (L10, "motivation", "Uw bezwaarschrift moet binnen zes weken bij ons binnen zijn.", OBJECTS),
    (L10, "motivation", "Het college nam een besluit. Hiertegen kunt u bezwaar maken.", DOUBT),
    (L10, "motivation", "U vroeg of u tegen dit oordeel bezwaar kunt maken.", DOUBT),
    (L05, "ground_facts", "U kunt tegen de beslissing op uw bezwaar van 3 maart tot en met 14 april in beroep bij de rechtbank.", OK),
    (L05, "ground_facts", "De gemeente besliste op 3 maart op uw bezwaar. Daartegen kunt u tot 14 april in beroep bij de rechtbank.", OK),
    (L05, "ground_facts", "U kunt tegen de uitspraak van de rechtbank nog in hoger beroep.", OK),
    # Of an objection that there is, of who works on it, and of what was or will be told to people.
    (L10, "motivation", "De brief had moeten vermelden dat u bezwaar kunt maken.", OK),
    (L10, "motivation", "In de brief van 3 maart staat dat u bezwaar kunt maken.", OK),
    (L10, "motivation", "Hieronder staat hoe u bezwaar kunt maken.", DOUBT),
    (L10, "conclusions", "Voortaan leggen onze medewerkers uit of u bezwaar kunt maken.", OK),
    (L10, "motivation", "Als de gemeente te laat beslist op uw bezwaar, kunt u de gemeente in gebreke stellen.", OK),
    (L10, "motivation", "Uw klacht gaat over de behandeling van uw bezwaar, die volgens u te lang duurt. Dit mag niet.", OK),
    (L10, "motivation", "U kunt bellen met mevrouw De Vries van de afdeling bezwaar.", OK),
    (L10, "motivation", "Over uw bezwaar krijgt u binnen zes weken een beslissing.", OK),
    (L10, "motivation", "U kunt dit in uw bezwaar noemen.", OK),
    (L10, "conclusions", "Wij vragen de commissie voor bezwaarschriften om u te bellen.", OK),
    (L10, "conclusions", "Wij adviseren u binnen zes weken bezwaar te maken.", OBJECTS),
    (L10, "conclusions", "Wij sturen uw brief door naar de bezwaarschriftencommissie, die u binnen twee weken schrijft.", OK),
    # Against something else, which may be a decision by any name: a term alone does not tell.
    (L10, "motivation", "Tegen de afwijzing van uw aanvraag kunt u binnen zes weken bezwaar maken.", DOUBT),
    (L10, "motivation", "Tegen de intrekking van uw uitkering kunt u nog binnen zes weken bezwaar maken.", DOUBT),
    (L10, "motivation", "Tegen de afwijzing van uw klacht kunt u binnen zes weken bezwaar maken.", OBJECTS),
    (L10, "motivation", "Krijgt u een nieuwe indicatie en bent u het er niet mee eens? Dan kunt u bezwaar maken.", DOUBT),
    (L10, "motivation", "Bent u het er niet mee eens? Dan kunt u bezwaar maken.", OBJECTS),
    (L10, "motivation", "U kunt bezwaar maken als u het er niet mee eens bent.", OBJECTS),
    (L10, "motivation", "De bezwaarcommissie nodigt u binnen zes weken uit.", DOUBT),
    (L10, "motivation", "In de brief van 3 maart ontbrak dat u binnen zes weken bezwaar kunt maken.", OK),
    (L10, "motivation", "Voor bezwaar hebt u zes weken.", OBJECTS),
    (L10, "motivation", "Na ontvangst van deze brief hebt u zes weken de tijd voor een bezwaarschrift.", OBJECTS),
    (L10, "motivation", "U hebt zes weken gewacht op een antwoord op het bezwaar.", OK),
    (L10, "motivation", "U kunt de rechter vragen om ons oordeel te toetsen.", OBJECTS),
    (L10, "motivation", "U kunt de rechter niet vragen om ons oordeel te toetsen.", OK),
    # Coming back: always, without a term or condition (source 003: no hard return term).
    (L07, "come_back", "U kunt altijd terugkomen, maar wel binnen twee weken.", LIMITS),
    (L07, "come_back", f"{OPEN} Doe dat binnen een maand.", LIMITS),
    (L07, "come_back", f"{OPEN} Dat kan tot en met 1 mei 2025.", LIMITS),
    (L07, "come_back", f"{OPEN} Meld u dan uiterlijk over twee weken.", LIMITS),
    (L07, "come_back", "U kunt altijd terugkomen als u dat één keer doet.", LIMITS),
    (L07, "come_back", "U kunt altijd terugkomen, mits u nieuwe feiten hebt.", LIMITS),
    (L07, "come_back", f"{OPEN} Daarna niet meer.", LIMITS),
    (L07, "come_back", "U kunt niet altijd terugkomen.", LIMITS),
    (L07, "come_back", f"{OPEN} Na een half jaar nemen wij uw klacht niet meer in behandeling.", LIMITS),
    (L07, "come_back", f"{OPEN} Na drie maanden sluiten wij uw dossier voorgoed.", LIMITS),
    (L07, "come_back", f"{OPEN} U hebt daarvoor twee weken de tijd.", LIMITS),
    (L07, "come_back", f"{OPEN} U krijgt dan binnen zes weken antwoord.", OK),
    (L07, "come_back", "U kunt altijd terugkomen als de hulp op 1 maart nog niet is begonnen.", OK),
    (L07, "come_back", f"{OPEN} Bel ons gerust.", OK),
    (L07, "come_back", f"{OPEN} Wij bellen u dan binnen vijf werkdagen.", OK),
    (L07, "come_back", f"{OPEN} Dan behandelen wij uw klacht alsnog.", OK),
    (L07, "come_back", "Lukt het niet zoals wij afspraken, dan kunt u altijd terugkomen. Ook over een jaar.", OK),
    (L07, "come_back", "U kunt altijd terugkomen. Ons loket is open van 9.00 tot 17.00 uur.", OK),
    (L07, "come_back", "U kunt altijd terugkomen: bel 14 0348 of kom binnen bij ons loket.", OK),
    (L07, "come_back", "U kunt altijd terugkomen: bel ons op werkdagen van 9 tot 12 uur.", OK),
    (L07, "come_back", "U kunt altijd terugkomen als het niet lukt.", OK),
    (L07, "come_back", "U kunt altijd terugkomen, ook als het over een jaar nog niet in orde is.", OK),
    (L07, "come_back", "U kunt altijd terugkomen binnen 48 uur.", LIMITS),
    (L07, "come_back", f"{OPEN} Kom dan wel binnen een maand.", LIMITS),
    (L07, "come_back", f"{OPEN} Bel ons binnen drie weken.", DOUBT),
    (L07, "come_back", f"{OPEN} Dat kan tot 01.05.2025.", LIMITS),
    (L07, "come_back", f"{OPEN} Bel ons maandag tot en met vrijdag van 9.00 tot 17.00 uur.", OK),
    (L07, "come_back", f"{OPEN} Mail of bel ons: dan hoort u uiterlijk binnen twee werkdagen iets.", OK),
    (L07, "come_back", f"{OPEN} Dat hoeft niet binnen een bepaalde tijd.", OK),
    # A term of what went wrong, or of something else, does not bind who comes back.
    (L07, "come_back", f"{OPEN} Kom terug als het binnen een maand niet is opgelost.", DOUBT),
    (L07, "come_back", f"{OPEN} Gaat het na een maand niet meer goed? Kom dan terug.", OK),
    (L07, "come_back", f"{OPEN} Na drie weken is de betaling definitief.", DOUBT),
    (L07, "come_back", "Na vier weken is uw klacht gesloten, maar u kunt altijd terugkomen.", DOUBT),
    (L07, "come_back", f"{OPEN} Na zes weken is uw dossier dicht.", LIMITS),
    (L07, "come_back", f"{OPEN} Als het niet lukt kunt u binnen een maand terugkomen.", LIMITS),
    (L07, "come_back", "U kunt alleen terugkomen met nieuwe feiten.", DOUBT),
    (L07, "come_back", "U kunt altijd terugkomen, ook alleen.", OK),
    # Completing: asked, never a condition (9:2).
    (L02, "voluntary", f"{FREE} Maar anders behandelen wij uw klacht niet.", LIMITS),
    (L02, "voluntary", f"{FREE} Zonder uw handtekening nemen wij uw klacht niet in behandeling.", LIMITS),
    (L02, "voluntary", f"{FREE} Pas als wij alles hebben, behandelen wij uw klacht.", LIMITS),
    (L02, "voluntary", f"{FREE} Stuurt u niets, dan stopt de behandeling van uw klacht.", LIMITS),
    (L02, "questions", "Hebben wij op 1 maart niets ontvangen, dan stopt de behandeling.", LIMITS),
    (L02, "voluntary", f"{FREE} Stuurt u niets? Dan kijken wij samen wat kan.", OK),
    (L02, "voluntary", "U hoeft niets te sturen: aanvullen hoeft niet. Wij behandelen uw klacht ook zonder uw handtekening.", OK),
    (L02, "voluntary", f"{FREE} Wij behandelen uw klacht ook als u niets meer stuurt.", OK),
    # New documents at a talk are allowed (source 003), and nobody need bring any.
    (L04, "documents", "Nieuwe stukken zijn niet toegestaan.", BARS),
    (L04, "documents", "U mag op de hoorzitting geen nieuwe stukken meer inbrengen.", BARS),
    (L04, "documents", "Neem geen papieren mee.", BARS),
    (L04, "documents", "Stukken die u later stuurt, bekijken wij niet.", DOUBT),
    (L04, "documents", "Tot tien dagen voor de hoorzitting kunt u stukken indienen.", DOUBT),
    (L04, "documents", "U mag stukken meenemen. Stuur ze uiterlijk tien dagen voor het gesprek; daarna zijn ze te laat.", DOUBT),
    (L04, "documents", "U mag stukken meenemen. Neem geen originelen mee maar kopieën van uw stukken.", OK),
    (L04, "documents", "U mag stukken meenemen. U kunt uw stukken niet per WhatsApp sturen, wel per post of e-mail.", OK),
    (L04, "documents", "Alleen stukken die u vooraf stuurt, tellen mee.", DOUBT),
    (L04, "company", "U mag iemand meenemen. Andere documenten mag u niet meenemen.", BARS),
    (L04, "documents", "U hoeft geen stukken mee te nemen. Hebt u ze wel? Dan mag u stukken meenemen.", OK),
    (L04, "documents", "Hebt u geen stukken? Dan is dat niet erg. Uw stukken mag u ook later sturen.", OK),
    (L04, "documents", "Stukken mag u meenemen, ook als wij ze nog niet kennen? Ja, ook dan mag u documenten meenemen.", OK),
    (L04, "documents", "Stuur uw stukken als het kan vooraf. U mag ze ook meenemen.", OK),
    (L04, "documents", "U mag stukken meenemen, ook nieuwe. Wij hebben nog geen stukken van u.", OK),
    (L04, "company", "U mag iemand meenemen. Neem stukken mee die wij nog niet hebben.", OK),
    (L04, "company", "U mag iemand meenemen. Breng geen originele stukken mee, een kopie is genoeg.", OK),
    (L04, "company", "U mag iemand meenemen. Stuur stukken liever niet per e-mail, want dat is niet veilig.", OK),
    (L04, "company", "U mag iemand meenemen. Stukken die u niet vooraf kunt sturen, mag u meenemen naar het gesprek.", OK),
    (L04, "company", "U mag iemand meenemen. Wij sturen uw stukken niet aan anderen.", OK),
    # What has to be said, denied.
    (L04, "by_phone", "Het gesprek kan niet met de telefoon.", UNSAID),
    (L04, "by_phone", "Kunt u niet komen? Dan kan het ook telefonisch.", OK),
    (L04, "by_phone", "Kunt u die dag niet, dan kan het ook met de telefoon.", OK),
    (L04, "company", "U mag niemand meenemen.", UNSAID),
    (L04, "company", "U mag geen advocaat meenemen.", UNSAID),
    (L04, "company", "U hoeft niet alleen te komen: u mag iemand meenemen.", OK),
    (L03, "heard", "U wordt niet gehoord.", UNSAID),
    (L03, "heard", "Wij willen u graag horen. Dat hoeft niet op kantoor.", OK),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "block", "sentence", "problem"), SENTENCES, ids=[f"{code}: {said}" for code, _block, said, _why in SENTENCES]
)
def test_a_sentence_goes_or_does_not(code: LetterCode, block: str, sentence: str, problem: Problem | None) -> None:
    to = Addressee.SUBJECT if code is L03 else Addressee.COMPLAINANT
    texts = composed(code=code, to=to, values=VALUES) | {block: sentence}

    found = {one.problem for one in lacks_of(code=code, to=to, values=VALUES, texts=texts, on=ON)}

    expected = {problem} if problem else set()
    # A sentence that is wrong may take away what had to be said with it.
    assert found - ({UNSAID} if problem in (LIMITS, BARS, DOUBT) else set()) == expected


def test_what_is_doubtful_is_told_sentence_by_sentence_as_it_was_written() -> None:
    texts = composed(code=L10, to=Addressee.COMPLAINANT, values=VALUES)
    texts["motivation"] = "Tegen dit oordeel kunt u bezwaar maken.\n\nU mag ook in\nBeroep. Dat spijt ons. U mag ook in Beroep."

    found = lacks_of(code=L10, to=Addressee.COMPLAINANT, values=VALUES, texts=texts, on=ON)

    assert [(one.problem, one.block, one.words, one.may_be) for one in found] == [
        (OBJECTS, "motivation", "", None),
        (DOUBT, "motivation", "U mag ook in Beroep.", OBJECTS),
    ]


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("Dit vonden wij. Dat u niet gehoord bent,\nis een ongegrond verwijt.", "Dat u niet gehoord bent, is een ongegrond verwijt."),
        ("Niet gehoord. Is een ongegrond verwijt.", "Is een ongegrond verwijt."),
        ("Niet gehoord Is een ongegrond verwijt.", "Niet gehoord Is een ongegrond verwijt."),
        ("NIET\n gehoord: is een ongegrond verwijt. Niet gehoord.", "NIET gehoord: is een ongegrond verwijt."),
        ("Niet gehoord.", None),
    ],
)
def test_a_doubtful_sentence_is_told_with_the_names_of_subjects_that_stand_in_it(text: str, doubtful: str | None) -> None:
    found = lacks_of_verdict(
        "motivation",
        text,
        judged=JudgedAs(verdicts=frozenset({"UPHELD"}), names=["", "niet gehoord", "ongegronde verwijten"], words="Gegrond"),
    )

    assert [one.words for one in found] == ([doubtful] if doubtful else [])


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("Zij zei: Ik wil in beroep. Kan dat? U kunt bij de rechtbank terecht.", "U kunt bij de rechtbank terecht."),
        ("Zij zei: Ik wil in beroep. Kan dat? Ja.", None),
        ("Ik wil in beroep. Kan dat? vroeg zij, en u kunt dat.", None),
        ("U kunt naar de rechtbank met uw: Ik wil in beroep. Kan dat?", "U kunt naar de rechtbank met uw: Ik wil in beroep. Kan dat?"),
    ],
)
def test_a_doubtful_sentence_is_told_with_what_it_quotes_but_is_not_read_by_it(text: str, doubtful: str | None) -> None:
    values: dict[Fact, Value] = VALUES | {Fact.SAID_BY_COMPLAINANT: "Ik wil in beroep.\nKan dat?"}
    texts = composed(code=LetterCode.HEARING_REPORT, to=Addressee.COMPLAINANT, values=values) | {"questions": text}

    found = lacks_of(code=LetterCode.HEARING_REPORT, to=Addressee.COMPLAINANT, values=values, texts=texts, on=ON)

    assert [one.words for one in found if one.may_be is OBJECTS] == ([doubtful] if doubtful else [])


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("Uw klacht is ongegrond.", True),
        ("Daarom vinden wij uw klacht niet gegrond.", True),
        ("Te laat: ongegrond.", True),
        ("Het verwijt aan de balie is ongegrond.", False),
        ("Hoewel het ons spijt, is uw klacht ongegrond.", True),
        ("Uw klacht is ongegrond, omdat er geen afspraak was.", True),
        ("Wij zien geen andere weg dan uw klacht ongegrond te verklaren.", False),
        ("Had u niet gebeld, dan was uw klacht ongegrond geweest.", False),
    ],
)
def test_another_verdict_in_so_many_words_is_certain(text: str, is_certain: bool) -> None:
    found = lacks_of_verdict("motivation", text, judged=JudgedAs(verdicts=frozenset({"UPHELD"}), names=[], words="Gegrond"))

    certain = Lack(problem=Problem.CONTRARY_VERDICT, block="motivation", words="Gegrond")
    doubtful = Lack(problem=DOUBT, block="motivation", words=text, may_be=Problem.CONTRARY_VERDICT)
    assert found == [certain if is_certain else doubtful]


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("Uw klacht is gegrond.", True),
        ("Uw klacht is niet ongegrond.", True),
        ("Wij verklaren uw klacht deels gegrond.", True),
        ("Wij zien geen reden om uw klacht gegrond te verklaren.", False),
        ("Er is geen grond om uw klacht gegrond te noemen.", False),
        ("U vraagt ons om de klacht gegrond te verklaren.", False),
        ("Had de medewerker u niet gebeld, dan was uw klacht gegrond geweest.", False),
    ],
)
def test_what_denies_a_verdict_or_asks_for_it_is_none_in_so_many_words(text: str, is_certain: bool) -> None:
    found = lacks_of_verdict("motivation", text, judged=JudgedAs(verdicts=frozenset({"NOT_UPHELD"}), names=[], words="Ongegrond"))

    assert [one.problem for one in found] == [Problem.CONTRARY_VERDICT if is_certain else DOUBT]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Uw klacht is gegrond.", {"UPHELD"}),
        ("Wij vinden uw klacht ongegrond.", {"NOT_UPHELD"}),
        ("Uw klacht is niet gegrond.", {"NOT_UPHELD"}),
        ("Uw klacht is niet ongegrond.", {"UPHELD"}),
        ("Wij vinden uw klacht deels gegrond.", {"PARTLY"}),
        ("Te laat: gegrond. Onbeleefd: ongegrond.", {"UPHELD", "NOT_UPHELD"}),
        ("Wij geven geen oordeel.", {"NO_JUDGMENT"}),
        # Of something else, or by somebody else.
        ("Uw bezwaar werd gegrond verklaard.", set()),
        ("De commissie adviseerde om de klacht gegrond te verklaren.", set()),
        ("U vindt uw klacht gegrond.", set()),
        ("U vroeg of uw klacht gegrond is.", set()),
        ("Is uw klacht dan gegrond?", set()),
        ("Een klacht is gegrond als wij iets niet goed deden.", set()),
        ("Dan zou uw klacht gegrond zijn.", set()),
        ("Er was een gegronde reden.", set()),
        ("Uw vorige klacht was ongegrond.", set()),
        ("U kreeg te laat antwoord.", set()),
        ("Om die reden vinden wij uw klacht ongegrond.", {"NOT_UPHELD"}),
        ("Wij vinden de klacht over het loket of de balie ongegrond.", {"NOT_UPHELD"}),
        ("Van de klachten die u noemt is de eerste ongegrond.", {"NOT_UPHELD"}),
        ("Of uw klacht gegrond is, kunnen wij niet vaststellen.", set()),
        ("Of dit onderdeel gegrond is, kunnen wij niet vaststellen.", set()),
        ("Wij leren ook van klachten die ongegrond zijn.", set()),
        ("Als een klacht gegrond is, bespreken wij dat in het team.", set()),
        ("Dat betekent niet dat uw klacht ongegrond is.", set()),
        ("Uw zorgen over de wachttijd waren wel gegrond.", set()),
    ],
)
def test_what_a_text_finds_of_the_complaint_is_read(text: str, said: set[str]) -> None:
    assert verdicts_said(plain(text)) == said


def test_a_committee_of_objections_that_advises_on_complaints_too_is_named() -> None:
    values: dict[Fact, Value] = VALUES | {Fact.COMMITTEE: "de Commissie voor bezwaarschriften en klachten"}
    texts = composed(code=L10, to=Addressee.COMPLAINANT, values=values)
    said = "De Commissie voor bezwaarschriften en klachten nodigt u uit. U kunt de Commissie voor bezwaarschriften en klachten bellen."
    texts["questions"] = said

    found = {one.problem for one in lacks_of(code=L10, to=Addressee.COMPLAINANT, values=values, texts=texts, on=ON)}

    assert found & {OBJECTS, DOUBT} == set()


@pytest.mark.parametrize("code", list(LetterCode))
def test_none_of_our_own_texts_is_refused(code: LetterCode) -> None:
    for to in (Addressee.COMPLAINANT, Addressee.SUBJECT):
        values: dict[Fact, Value] = VALUES | COMMITTEE | {Fact.DEVIATION: "Om de dossiers."}
        texts = composed(code=code, to=to, values=values)
        wrong = {one.problem for one in lacks_of(code=code, to=to, values=values, texts=texts, on=ON)}
        assert wrong & {OBJECTS, BARS, LIMITS, UNSAID, DOUBT} == set()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (LetterCode.HEARING_REPORT, {Fact.SAID_BY_COMPLAINANT: "U kunt bezwaar maken, zei hij. Kan dat?"}),
        (LetterCode.HEARING_REPORT, {Fact.SAID_BY_SUBJECT: "Ik zei: u kunt bezwaar maken."}),
        (L10, {Fact.POINTS: "Kunt u bezwaar maken\nInformatie", Fact.JUDGMENT: "Kunt u bezwaar maken: Gegrond.\nInformatie: Gegrond."}),
        (L10, COMMITTEE | {Fact.ADVICE: "Zeg erbij: u kunt bezwaar maken.", Fact.ADVICE_REPORT: "Op de site staat: u kunt bezwaar maken."}),
    ],
)
def test_what_a_letter_quotes_is_no_offer_of_ours(code: LetterCode, told: dict[Fact, Value]) -> None:
    values = VALUES | told
    texts = composed(code=code, to=Addressee.COMPLAINANT, values=values)

    found = {one.problem for one in lacks_of(code=code, to=Addressee.COMPLAINANT, values=values, texts=texts, on=ON)}
    assert found & {OBJECTS, DOUBT} == set()
    texts |= {"questions": "U kunt bezwaar maken."}
    offers = [one for one in lacks_of(code=code, to=Addressee.COMPLAINANT, values=values, texts=texts, on=ON) if one.may_be is OBJECTS]
    assert [(one.block, one.words) for one in offers] == [("questions", "U kunt bezwaar maken.")]


@pytest.mark.parametrize("ground", GROUND_WORDS)
@pytest.mark.parametrize("reader", [{}, {Fact.THE_COMPLAINT: "de klacht van M", Fact.COMPLAINANT: "M"}], ids=["complainant", "beside"])
def test_that_objection_was_possible_is_a_ground_and_no_offer(ground: str, reader: dict[Fact, Value]) -> None:
    values: dict[Fact, Value] = VALUES | reader | {Fact.GROUND: ground}
    texts = composed(code=L05, to=Addressee.COMPLAINANT, values=values)

    assert lacks_of(code=L05, to=Addressee.COMPLAINANT, values=values, texts=texts, on=ON) == []


# Without a comma or full stop: each begins what a pattern looks for, time and again, and never ends it.
ENDLESS = ("in de brief staat ", "had u vertellen ", "die wij niet ", "na een week ", "of gegrond ", "dit oordeel ", "u kunt ", "x" * 100)


@pytest.mark.parametrize("words", ENDLESS)
@pytest.mark.parametrize(
    "read",
    [offers_objection, bars_documents, limits_return, asks_completion_first, lambda text: contrary_verdicts(text, lambda said: not said)],
    ids=["objection", "documents", "return", "completion", "verdict"],
)
def test_a_sentence_of_a_hundred_thousand_characters_is_read_in_pieces(
    read: Callable[[str], list[Reading]], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, looked_at = (words * 100_000)[:100_000], list[int]()
    for name, one in _patterns_of_wording():
        monkeypatch.setattr(wording, name, _counted(one, looked_at))

    read(text)

    # In hand are a piece and, for an objection, the one on either side of it; never the whole, and each piece so many times at most.
    pieces = 2 * len(text) // LONGEST_SENTENCE
    splits, rest = [one for one in looked_at if one >= len(text) - 1], [one for one in looked_at if one < len(text) - 1]
    assert len(splits) <= 2
    assert max(rest) <= 3 * LONGEST_SENTENCE + 2
    assert len(rest) <= 60 * pieces
    assert sum(rest) <= 60 * len(text)


def _patterns_of_wording() -> list[tuple[str, Any]]:
    return [(name, one) for name, one in vars(wording).items() if isinstance(one, re.Pattern | tuple)]


def _counted(one: Any, looked_at: list[int]) -> Any:
    """The pattern, or the patterns, that tell in how many characters they look."""
    return tuple(_counted(part, looked_at) for part in one) if isinstance(one, tuple) else _Counted(one, looked_at)


class _Counted:
    def __init__(self, pattern: re.Pattern[str], looked_at: list[int]) -> None:
        self._pattern, self._looked_at = pattern, looked_at

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def looked(*given: Any) -> Any:
            self._looked_at.append(len(given[1] if name == "sub" else given[0]))
            return getattr(self._pattern, name)(*given)

        return looked


def test_no_pattern_of_wording_looks_for_more_than_two_things_far_apart() -> None:
    """Three of them take the cube of the length of a sentence."""
    patterns = [one for _name, found in _patterns_of_wording() for one in (_flat(found) if isinstance(found, tuple) else [found])]

    alternatives = [branch for one in patterns for branch in re.split(r"\|(?![^(]*\))", one.pattern)]
    assert [one for one in alternatives if len(re.findall(r"(?:\[\^[^\]]*\]|\.)\*", one)) > 1] == []


def _flat(patterns: tuple[Any, ...]) -> list[re.Pattern[str]]:
    return [one for part in patterns for one in (_flat(part) if isinstance(part, tuple) else [part])]


@pytest.mark.parametrize("sign", ["", ","])
def test_a_piece_of_a_very_long_sentence_is_read_as_any_sentence(sign: str) -> None:
    filler = " ".join(["dit", "was"] * 300)
    text = f"{filler}{sign} u mag ook in beroep{sign} {filler}{sign} u mag ook naar de rechter{sign} {filler}"

    pieces = sentences(text)
    found = offers_objection(text)

    assert " ".join(pieces) == text
    assert [len(one) <= LONGEST_SENTENCE for one in pieces] == [True] * len(pieces)
    assert [one.sentence in pieces for one in found] == [True, True]
    assert [("beroep" in one.sentence, "rechter" in one.sentence) for one in found] == [(True, False), (False, True)]
