"""The register's own code lists (pure), beside those an organisation maps its words onto; sources in docs/code-lists.md.

Each list: code -> Dutch name, in the order they are shown.
"""

from __future__ import annotations

from enum import StrEnum


class HandlingWish(StrEnum):
    """What somebody wants done with what they told. Asked in plain words; the kind is derived from it, never asked."""

    HANDLE = "HANDLE"
    ONLY_TELL = "ONLY_TELL"
    REPAIR = "REPAIR"
    SUPERVISE = "SUPERVISE"
    BY_US = "BY_US"


class FilerRole(StrEnum):
    """What the person who came to us is in the matter. Whom it befell is kept apart (Awb 9:1, 2:1)."""

    COMPLAINANT = "COMPLAINANT"
    REPRESENTATIVE = "REPRESENTATIVE"
    LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE"
    CLIENT_SUPPORTER = "CLIENT_SUPPORTER"
    CONFIDANT = "CONFIDANT"
    FAMILY_CARER = "FAMILY_CARER"
    LAWYER = "LAWYER"
    ADVISER = "ADVISER"
    ORGANISATION = "ORGANISATION"
    NEXT_OF_KIN = "NEXT_OF_KIN"
    THIRD_PARTY = "THIRD_PARTY"
    ANONYMOUS = "ANONYMOUS"
    CREDITOR = "CREDITOR"


class NonHandlingGround(StrEnum):
    """Why a body need not handle a complaint (Awb 9:8); it always may."""

    ALREADY_HANDLED = "9_8_1_A"
    LONGER_THAN_A_YEAR_AGO = "9_8_1_B"
    OBJECTION_WAS_POSSIBLE = "9_8_1_C"
    APPEAL_POSSIBLE = "9_8_1_D"
    BEFORE_ANOTHER_COURT = "9_8_1_E"
    CRIMINAL_INVESTIGATION = "9_8_1_F"
    TOO_SLIGHT = "9_8_2"


class RedactionReason(StrEnum):
    """Why a passage is covered in a redacted copy of a document."""

    THIRD_PARTY = "THIRD_PARTY"
    SHIELDED = "SHIELDED"
    SPECIAL_CATEGORY = "SPECIAL_CATEGORY"
    OTHER = "OTHER"


class ConductOf(StrEnum):
    """Whose conduct it is where somebody who was involved may handle it all the same (Awb 9:7(2))."""

    BODY = "BODY"
    CHAIR = "CHAIR"
    MEMBER = "MEMBER"


class Sayer(StrEnum):
    """Who said that it is solved, or that it is withdrawn. COLLEAGUE and NOBODY never can (Awb 9:5)."""

    COMPLAINANT = "COMPLAINANT"
    AFFECTED_PERSON = "AFFECTED_PERSON"
    REPRESENTATIVE = "REPRESENTATIVE"
    COLLEAGUE = "COLLEAGUE"
    NOBODY = "NOBODY"


class HandOverKind(StrEnum):
    """What stands in or beside a complaint and is somebody else's work, while the complaint goes on."""

    DATA_BREACH = "DATA_BREACH"
    ACCESS_REQUEST = "ACCESS_REQUEST"
    WOO_REQUEST = "WOO_REQUEST"
    DAMAGE_CLAIM = "DAMAGE_CLAIM"
    DANGER = "DANGER"
    CONDUCT = "CONDUCT"
    AGGRESSION = "AGGRESSION"


class LadderStep(StrEnum):
    """The ombudsman's ladder of complaint handling: who is at work on it."""

    EMPLOYEE = "STEP_1"
    HANDLER = "STEP_2"
    OMBUDSMAN = "STEP_3"


WISHES = {
    HandlingWish.HANDLE: "Een antwoord of een oplossing",
    HandlingWish.ONLY_TELL: "Alleen laten weten",
    HandlingWish.REPAIR: "Dat iets gemaakt of geregeld wordt",
    HandlingWish.SUPERVISE: "Dat wij een aanbieder aanspreken",
    HandlingWish.BY_US: "Wij namen zelf contact op",
}

FILER_ROLES = {
    FilerRole.COMPLAINANT: "Klager zelf",
    FilerRole.REPRESENTATIVE: "Gemachtigde",
    FilerRole.LEGAL_REPRESENTATIVE: "Wettelijk vertegenwoordiger (ouder, voogd, curator, mentor, bewindvoerder)",
    FilerRole.CLIENT_SUPPORTER: "Cliëntondersteuner",
    FilerRole.CONFIDANT: "Vertrouwenspersoon",
    FilerRole.FAMILY_CARER: "Mantelzorger",
    FilerRole.LAWYER: "Advocaat",
    FilerRole.ADVISER: "Sociaal raadslieden",
    FilerRole.ORGANISATION: "Organisatie",
    FilerRole.NEXT_OF_KIN: "Nabestaande",
    FilerRole.THIRD_PARTY: "Iemand die het zag gebeuren",
    FilerRole.ANONYMOUS: "Anoniem",
    FilerRole.CREDITOR: "Schuldeiser",
}
REDACTION_REASONS = {
    RedactionReason.THIRD_PARTY: "Gegevens van iemand anders",
    RedactionReason.SHIELDED: "Afgeschermd",
    RedactionReason.SPECIAL_CATEGORY: "Bijzonder: gezondheid, geloof, strafbaar feit",
    RedactionReason.OTHER: "Anders",
}
CONDUCT_OF = {
    ConductOf.BODY: "Het bestuursorgaan zelf",
    ConductOf.CHAIR: "De voorzitter ervan, zoals de burgemeester",
    ConductOf.MEMBER: "Een lid ervan, zoals een wethouder",
}
# Conduct that befell the person who complains; a bystander's written complaint is a complaint under 9:2, not a klaagschrift.
ROLES_OF_BYSTANDERS = frozenset({FilerRole.THIRD_PARTY})

SAYERS = {
    Sayer.COMPLAINANT: "Wie de klacht indiende",
    Sayer.AFFECTED_PERSON: "Wie het overkwam",
    Sayer.REPRESENTATIVE: "Iemand die voor deze persoon mag spreken",
    Sayer.COLLEAGUE: "Een collega vindt dat het opgelost is",
    Sayer.NOBODY: "Niemand: er kwam geen reactie",
}
SPEAKING_FOR_THEMSELVES = frozenset({Sayer.COMPLAINANT, Sayer.AFFECTED_PERSON, Sayer.REPRESENTATIVE})

HAND_OVERS = {
    HandOverKind.DATA_BREACH: "Vermoeden van een datalek",
    HandOverKind.ACCESS_REQUEST: "Verzoek om inzage in eigen gegevens",
    HandOverKind.WOO_REQUEST: "Woo-verzoek",
    HandOverKind.DAMAGE_CLAIM: "Schadeclaim of aansprakelijkstelling",
    HandOverKind.DANGER: "Acuut gevaar of een calamiteit",
    HandOverKind.CONDUCT: "Ongewenst gedrag van een collega",
    HandOverKind.AGGRESSION: "Agressie tegen een collega",
}

LAWS = {
    "WMO": "Wmo 2015",
    "JW": "Jeugdwet",
    "PW": "Participatiewet",
    "WGS": "Wet gemeentelijke schuldhulpverlening",
    "IOAW": "IOAW",
    "IOAZ": "IOAZ",
    "BBZ": "Bbz 2004",
    "WSW": "Wet sociale werkvoorziening",
    "WKKGZ_REFERRAL": "Wkkgz (verwijzing)",
    "WLZ": "Wet langdurige zorg",
    "OTHER": "Andere wet",
    "NONE": "Geen wet",
}

NON_HANDLING_GROUNDS = {
    NonHandlingGround.ALREADY_HANDLED: "Over deze gedraging is al eerder geklaagd en die klacht is behandeld (9:8 lid 1 a)",
    NonHandlingGround.LONGER_THAN_A_YEAR_AGO: "De gedraging was langer dan een jaar voor de klacht (9:8 lid 1 b)",
    NonHandlingGround.OBJECTION_WAS_POSSIBLE: "De klager had bezwaar kunnen maken (9:8 lid 1 c)",
    NonHandlingGround.APPEAL_POSSIBLE: "De klager kan of kon in beroep (9:8 lid 1 d)",
    NonHandlingGround.BEFORE_ANOTHER_COURT: "De zaak ligt bij een andere rechter (9:8 lid 1 e)",
    NonHandlingGround.CRIMINAL_INVESTIGATION: "Er loopt een strafrechtelijk onderzoek (9:8 lid 1 f)",
    NonHandlingGround.TOO_SLIGHT: "Het belang of de gedraging is duidelijk te klein (9:8 lid 2)",
}

LADDER_STEPS = {
    LadderStep.EMPLOYEE: "Medewerker zelf",
    LadderStep.HANDLER: "Klachtbehandelaar",
    LadderStep.OMBUDSMAN: "Ombudsvoorziening",
}

# Channels by which a complaint comes in writing, and orally; the others leave it open.
WRITTEN_CHANNELS = frozenset({"EMAIL", "WEB_FORM", "LETTER", "DIGITAL_UNSPECIFIED", "SOCIAL_MEDIA"})
ELECTRONIC_CHANNELS = frozenset({"EMAIL", "WEB_FORM", "DIGITAL_UNSPECIFIED"})


class Verdict(StrEnum):
    """What is found of one klachtonderdeel (Awb 9:12)."""

    UPHELD = "UPHELD"
    NOT_UPHELD = "NOT_UPHELD"
    NO_JUDGMENT = "NO_JUDGMENT"


VERDICTS = {
    Verdict.UPHELD: "Gegrond",
    Verdict.NOT_UPHELD: "Ongegrond",
    Verdict.NO_JUDGMENT: "Geen oordeel: de feiten staan niet vast",
}

# The Behoorlijkheidswijzer of the Nationale ombudsman: 22 norms under four core values.
PROPRIETY_NORMS: dict[str, dict[str, str]] = {
    "Open en duidelijk": {
        "A1": "Transparant",
        "A2": "Goede informatieverstrekking",
        "A3": "Luisteren naar de burger",
        "A4": "Goede motivering",
    },
    "Respectvol": {
        "B1": "Respecteren van grondrechten",
        "B2": "Bevorderen van actieve deelname door de burger",
        "B3": "Fatsoenlijke bejegening",
        "B4": "Fair play",
        "B5": "Evenredigheid",
        "B6": "Bijzondere zorg",
    },
    "Betrokken en oplossingsgericht": {
        "C1": "Maatwerk",
        "C2": "Samenwerking",
        "C3": "Coulante opstelling",
        "C4": "Voortvarendheid",
        "C5": "De-escalatie",
    },
    "Eerlijk en betrouwbaar": {
        "D1": "Integriteit",
        "D2": "Betrouwbaarheid",
        "D3": "Onpartijdigheid",
        "D4": "Redelijkheid",
        "D5": "Goede voorbereiding",
        "D6": "Goede organisatie",
        "D7": "Professionaliteit",
    },
}
# What each norm asks, as a letter says it: "De overheid hoort …".
NORMS_IN_LETTERS = {
    "A1": "open te zijn over wat zij doet",
    "A2": "goede, volledige informatie op tijd te geven",
    "A3": "goed te luisteren",
    "A4": "duidelijk uit te leggen waarom zij iets doet",
    "B1": "grondrechten te respecteren",
    "B2": "mensen te betrekken bij wat zij doet",
    "B3": "mensen fatsoenlijk te behandelen",
    "B4": "mensen de kans te geven om hun rechten te gebruiken",
    "B5": "niet zwaarder in te grijpen dan nodig is",
    "B6": "extra goed te zorgen voor wie van haar afhankelijk is",
    "C1": "te kijken naar wat iemands situatie nodig maakt",
    "C2": "goed samen te werken met andere organisaties",
    "C3": "ruimhartig te zijn als zij een fout maakt",
    "C4": "snel te doen wat nodig is",
    "C5": "een ruzie kleiner te maken en niet groter",
    "D1": "haar macht alleen te gebruiken waarvoor die is bedoeld",
    "D2": "te doen wat zij belooft",
    "D3": "niet bevooroordeeld te zijn",
    "D4": "alle belangen eerlijk af te wegen",
    "D5": "alle feiten te verzamelen voordat zij iets besluit",
    "D6": "haar werk goed te regelen",
    "D7": "deskundige medewerkers te hebben",
}
NORM_NAMES = {code: name for norms in PROPRIETY_NORMS.values() for code, name in norms.items()}


class Quadrant(StrEnum):
    """The ombudskwadrant: lawful and proper are two questions."""

    LAWFUL_PROPER = "LAWFUL_PROPER"
    LAWFUL_IMPROPER = "LAWFUL_IMPROPER"
    UNLAWFUL_PROPER = "UNLAWFUL_PROPER"
    UNLAWFUL_IMPROPER = "UNLAWFUL_IMPROPER"


def quadrant_of(*, lawful: bool | None, proper: bool | None) -> Quadrant | None:
    """None where one of the two was not tested."""
    if lawful is None or proper is None:
        return None
    return Quadrant(f"{'' if lawful else 'UN'}LAWFUL_{'' if proper else 'IM'}PROPER")
