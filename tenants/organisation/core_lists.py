"""The core code lists (pure). A tenant's own words are labels mapped onto these; sources in docs/code-lists.md.

Each list: code -> Dutch name, in the order they are shown. `KNOWN_WORDS` holds the words organisations were seen to use,
so that a label created by an import need not be mapped by hand where the word leaves no doubt.
"""

from __future__ import annotations

from enum import StrEnum


class Dimension(StrEnum):
    """What a label is a word for."""

    KIND = "kind"
    CHANNEL = "channel"
    UNIT = "unit"
    NATURE = "nature"
    MUNICIPALITY = "municipality"
    PROCEDURE = "procedure"
    OUTCOME = "outcome"
    HANDLED_BY = "handled_by"


class Kind(StrEnum):
    """Kind of expression of discontent: derived, never asked (Awb 9:1, 9:2, 9:4)."""

    SIGNAL = "SIGNAL"
    REPORT = "REPORT"
    COMPLAINT = "COMPLAINT"
    FORMAL_COMPLAINT = "FORMAL_COMPLAINT"
    CONTRACT_SUPERVISION_REQUEST = "CONTRACT_SUPERVISION_REQUEST"
    PROACTIVE_CONTACT = "PROACTIVE_CONTACT"


class Outcome(StrEnum):
    UPHELD = "UPHELD"
    PARTLY_UPHELD = "PARTLY_UPHELD"
    UPHELD_OR_PARTLY = "UPHELD_OR_PARTLY"
    NOT_UPHELD = "NOT_UPHELD"
    NO_JUDGMENT = "NO_JUDGMENT"
    SETTLED = "SETTLED"
    WITHDRAWN = "WITHDRAWN"
    NOT_TAKEN_UP = "NOT_TAKEN_UP"
    CLOSED_UNREACHABLE = "CLOSED_UNREACHABLE"
    FORWARDED = "FORWARDED"
    WARM_TRANSFERRED = "WARM_TRANSFERRED"
    CONVERTED_TO_OBJECTION = "CONVERTED_TO_OBJECTION"
    POLICY_EXPLAINED = "POLICY_EXPLAINED"


JUDGED_OUTCOMES = frozenset({Outcome.UPHELD, Outcome.PARTLY_UPHELD, Outcome.UPHELD_OR_PARTLY, Outcome.NOT_UPHELD})
# Registered and kept, with no term under the Awb (a tenant norm at most).
KINDS_WITHOUT_TERM = frozenset({Kind.SIGNAL, Kind.REPORT})


class HandlingMode(StrEnum):
    INFORMAL = "INFORMAL"
    FORMAL = "FORMAL"
    COMMISSION = "COMMISSION"


CHANNELS = {
    "PHONE": "Telefoon",
    "EMAIL": "E-mail",
    "WEB_FORM": "Webformulier",
    "LETTER": "Brief",
    "DESK": "Balie",
    "DIGITAL_UNSPECIFIED": "Digitaal",
    "SOCIAL_MEDIA": "Sociale media",
    "VIA_STAFF": "Via een medewerker",
    "INTERNAL_SIGNAL": "Intern signaal",
    "VIA_ALDERMAN": "Via de wethouder",
    "VIA_COUNCIL_MEMBER": "Via een raadslid",
    "VIA_MUNICIPALITY": "Via de gemeente",
    "VIA_PROVIDER": "Via de aanbieder",
    "VIA_SUPPORTER": "Via een ondersteuner",
    "OMBUDSMAN_REFERRAL": "Via de ombudsman",
}
ORAL_CHANNELS = frozenset({"PHONE", "DESK"})

KINDS = {
    Kind.SIGNAL: "Signaal",
    Kind.REPORT: "Melding",
    Kind.COMPLAINT: "Klacht",
    Kind.FORMAL_COMPLAINT: "Klaagschrift",
    Kind.CONTRACT_SUPERVISION_REQUEST: "Verzoek om toezicht op een contract",
    Kind.PROACTIVE_CONTACT: "Contact uit onszelf",
}

OUTCOMES = {
    Outcome.UPHELD: "Gegrond",
    Outcome.PARTLY_UPHELD: "Gedeeltelijk gegrond",
    Outcome.UPHELD_OR_PARTLY: "(Deels) gegrond",
    Outcome.NOT_UPHELD: "Ongegrond",
    Outcome.NO_JUDGMENT: "Geen oordeel",
    Outcome.SETTLED: "Naar tevredenheid opgelost",
    Outcome.WITHDRAWN: "Ingetrokken",
    Outcome.NOT_TAKEN_UP: "Niet in behandeling genomen",
    Outcome.CLOSED_UNREACHABLE: "Niet bereikbaar",
    Outcome.FORWARDED: "Doorgezonden",
    Outcome.WARM_TRANSFERRED: "Warm overgedragen",
    Outcome.CONVERTED_TO_OBJECTION: "Omgezet in bezwaar",
    Outcome.POLICY_EXPLAINED: "Uitleg gegeven over beleid",
}

PROCEDURES = {
    HandlingMode.INFORMAL: "Informeel",
    HandlingMode.FORMAL: "Formeel",
    HandlingMode.COMMISSION: "Klachtencommissie",
}

THEMES = {
    "TREATMENT": "Bejegening",
    "INFORMATION": "Informatie",
    "OMISSION": "Nalatigheid",
    "HANDLING_TIME": "Behandeltermijn",
    "SERVICE": "Dienstverlening",
    "POLICY": "Beleid",
    "REFERRAL": "Doorverwijzing",
    "PRIVACY": "Privacy",
    "COMPLEXITY": "Complexiteit",
    "ACCESS": "Bereikbaarheid",
    "CARE_QUALITY": "Kwaliteit van zorg",
    "COMPLAINT_HANDLING": "Klachtbehandeling",
    "OTHER": "Overig",
}

# Units and "handled by" are an organisation's own: they map onto nothing. Municipalities map onto CBS codes.
CORE_LISTS: dict[Dimension, dict[str, str]] = {
    Dimension.KIND: {str(code): name for code, name in KINDS.items()},
    Dimension.CHANNEL: CHANNELS,
    Dimension.NATURE: THEMES,
    Dimension.PROCEDURE: {str(code): name for code, name in PROCEDURES.items()},
    Dimension.OUTCOME: {str(code): name for code, name in OUTCOMES.items()},
}
DIMENSIONS_WITHOUT_CORE_LIST = frozenset({Dimension.UNIT, Dimension.HANDLED_BY})

# Words seen in published reports that leave no doubt. "Niet ontvankelijk" is not here: organisations use it both for
# 9:8 and for people they could not reach, and it is no term of title 9.1.
KNOWN_WORDS: dict[Dimension, dict[str, str]] = {
    Dimension.KIND: {
        "klacht": Kind.COMPLAINT,
        "signaal": Kind.SIGNAL,
        "melding": Kind.REPORT,
        "klaagschrift": Kind.FORMAL_COMPLAINT,
        "formele klacht": Kind.FORMAL_COMPLAINT,
        "uit onszelf": Kind.PROACTIVE_CONTACT,
    },
    Dimension.CHANNEL: {
        "telefonisch": "PHONE",
        "telefoon": "PHONE",
        "e-mail": "EMAIL",
        "email": "EMAIL",
        "mail": "EMAIL",
        "digitaal formulier": "WEB_FORM",
        "webformulier": "WEB_FORM",
        "digitaal": "DIGITAL_UNSPECIFIED",
        "schriftelijk": "LETTER",
        "brief": "LETTER",
        "post": "LETTER",
        "balie": "DESK",
        "aan de balie": "DESK",
        "sociale media": "SOCIAL_MEDIA",
        "social media": "SOCIAL_MEDIA",
        "medewerkers": "VIA_STAFF",
        "medewerker": "VIA_STAFF",
        "intern signaal": "INTERNAL_SIGNAL",
        "via de wethouder": "VIA_ALDERMAN",
        "wethouder": "VIA_ALDERMAN",
        "raadslid": "VIA_COUNCIL_MEMBER",
        "ombudsman": "OMBUDSMAN_REFERRAL",
    },
    Dimension.NATURE: {
        "bejegening": "TREATMENT",
        "informatie": "INFORMATION",
        "gebrekkige informatie": "INFORMATION",
        "gebrekkige informatie/nalatigheid": "INFORMATION",
        "nalatigheid": "OMISSION",
        "afhandelingsduur": "HANDLING_TIME",
        "behandeltermijn": "HANDLING_TIME",
        "dienstverlening": "SERVICE",
        "beleid": "POLICY",
        "doorverwijzing": "REFERRAL",
        "privacy": "PRIVACY",
        "bereikbaarheid": "ACCESS",
    },
    Dimension.PROCEDURE: {
        "informal": HandlingMode.INFORMAL,
        "informeel": HandlingMode.INFORMAL,
        "formal": HandlingMode.FORMAL,
        "formeel": HandlingMode.FORMAL,
        "commission": HandlingMode.COMMISSION,
        "commissie": HandlingMode.COMMISSION,
        "klachtencommissie": HandlingMode.COMMISSION,
    },
    Dimension.OUTCOME: {
        "gegrond": Outcome.UPHELD,
        "gedeeltelijk gegrond": Outcome.PARTLY_UPHELD,
        "deels gegrond": Outcome.PARTLY_UPHELD,
        "(deels) gegrond": Outcome.UPHELD_OR_PARTLY,
        "ongegrond": Outcome.NOT_UPHELD,
        "geen oordeel": Outcome.NO_JUDGMENT,
        "wederzijdse overeenstemming": Outcome.SETTLED,
        "naar tevredenheid opgelost": Outcome.SETTLED,
        "naar tevredenheid": Outcome.SETTLED,
        "ingetrokken": Outcome.WITHDRAWN,
        "niet in behandeling genomen": Outcome.NOT_TAKEN_UP,
        "niet bereikbaar": Outcome.CLOSED_UNREACHABLE,
        "doorgezonden": Outcome.FORWARDED,
        "doorgestuurd": Outcome.FORWARDED,
        "warm overgedragen": Outcome.WARM_TRANSFERRED,
        "omgezet in bezwaar": Outcome.CONVERTED_TO_OBJECTION,
    },
}


# Of a label's text, and of its key: folding case makes some texts longer ("ß" becomes "ss").
LONGEST_LABEL = 200


def label_key(text: str) -> str:
    """How labels are compared: without regard to case and to white space around or repeated within."""
    return " ".join(text.split()).casefold()


def proposed_core_code(*, dimension: Dimension, text: str) -> str | None:
    """The core code a word stands for without doubt; None means "nog in te delen"."""
    key = label_key(text)
    known = KNOWN_WORDS.get(dimension, {}).get(key)
    if known is not None:
        return str(known)
    return next((code for code, name in CORE_LISTS.get(dimension, {}).items() if label_key(name) == key), None)
