"""What the words of a letter say or take back (pure). Dutch, as the letters are.

Read sentence by sentence, and a sentence in parts: a word that has to be said does not count where its own part denies it ("het gesprek
kan niet met de telefoon"). It sees wording, no meaning: what stands in other words, spread over sentences, or between the lines it does
not see. What the law asks for is there all the same, for a part that nobody rewrote is ours; whoever rewrites it answers for the rest,
as does whoever signs (docs/register.md).
"""

from __future__ import annotations

import re

from complaints.code_lists import Verdict

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PART = re.compile(r"[,;()]|:\s| (?:maar|dan|want|omdat|en) |(?= als (?:u|het|dit|dat|er|iets|wij|we)\b)")
_NOT = re.compile(r"\b(geen|niet|niemand|nooit|noch)\b(?! (alleen|eens|slechts)\b)")

# An objection or an appeal, by whatever name, or who decides on it. Not "een beroep doen op", "op zijn beroep", nor a civil judge.
_OBJECTION = re.compile(
    r"\b(bezwaar(schrift|schriften|procedure|clausule|commissie|schriftencommissie)?|bezwaren"
    r"|beroep(schrift|schriften|sprocedure)?(?! (op|doen op|doet op)\b)|verzetschrift|rechtsmiddel(en)?"
    r"|protest|protesteren|te protesteren|procederen|aanvechten|aan te vechten"
    r"|(naar|bij|aan|tot) de (bestuursrechter|rechtbank)|(naar|aan|tot) de rechter)\b"
)
_NO_APPEAL = re.compile(r"\b(een|uw|dat) beroep (doen |te doen )?op\b|\bberoep (gedaan|te doen|doen|deed) op\b")
# What somebody may do now or later: a right, a request, or what there is to send and by when.
_ABLE = re.compile(
    r"\b(kunt|kan|kunnen|mag|mogen|mogelijk|mogelijkheid|recht|open|openstaat|vrij|wilt|wil)\b"
    r"|\b(stuur|stuurt|dien|dient|maak|ga|gaat|teken|tekent|schrijf|schrijft|richt|stel|leg|wend|wendt|vecht)\b"
    r"|\b(indienen|instellen|aantekenen|maken|gaan|sturen|schrijven|in te dienen|in te stellen|aan te tekenen)\b"
    r"|\b(binnen|uiterlijk|tot en met)\b"
)
_I = re.compile(r"\b(ik|mij)\b")
_WAS = re.compile(r"\b(had|hadden|kon|konden|hebt|heeft|hebben|was|waren|maakte|diende|ging|gingen|moest|wilde|loopt|liep)\b")
_NOW = re.compile(r"\b(kunt|mag|mogen|mogelijk|mogelijkheid|open|openstaat|recht (om|op))\b")
# Whom it is offered to: the reader, or whoever it may concern; not what a third person can or wants to do.
_ADDRESSED = re.compile(
    r"\b(u|je|jullie|belanghebbenden?)\b|^(stuur|dien|maak|ga|teken|schrijf|richt|stel|leg|wend|vecht)\b|\b(mogelijk|mogelijkheid|open|openstaat)\b"
    r"|^(in )?(bezwaar|beroep)\b|\b(kan|kunnen) (er )?(bezwaar|beroep)\b"
)
# What somebody asked or was told, or should have been: "de medewerker had u moeten vertellen dat u bezwaar kunt maken".
_REPORTED = re.compile(
    r"(\b(?:vroeg(?:en)?|vertelden?|zei(?:den)?|schre(?:ef|ven)|meldden?|wist(?:en)?|wees|wezen|dacht(?:en)?|vond(?:en)?|begreep|hoorden?)\b"
    r"|\b(?:had|hadden|moest|moesten|werd|werden)\b[^,;:]*\b(?:vertellen|zeggen|schrijven|melden|weten|wijzen|uitleggen)\b"
    r"|\b(?:had|hadden|werd|werden|heeft|hebt|hebben|is|zijn|was|waren)\b"
    r"[^,;:]*\b(?:verteld|gezegd|gevraagd|geschreven|gemeld|gewezen|uitgelegd)\b)"
    r"[^,;:]*?\b(?:dat|of|hoe|waar|wanneer)\b[^,;:]*"
)
# A decision (besluit) of somebody, which is not this letter or what it says of the complaint.
_THIS = re.compile(
    r"\bhiertegen\b"
    r"|\b(tegen|met|over|van) (deze|dit|ons|onze)"
    r" (brief|oordeel|beslissing|besluit|uitkomst|uitspraak|afhandeling|klachtafhandeling)"
    r"|\btegen (de|het) (brief|oordeel|uitkomst|uitspraak|afhandeling|klachtafhandeling)"
    r"|\b(besluit|beslissing|beschikking) (op|over) (uw|de|deze) klacht"
)
_OTHER = re.compile(r"(?<!dit )(?<!ons )\b(besluit|besluiten|beschikking|beschikkingen|aanslag)\b")

_DOCUMENTS = re.compile(r"\b(stuk|stukken|document|documenten|papieren|bewijs|bewijzen|bewijsstukken|foto's|brieven)\b")
_NEED_NOT = re.compile(r"\b(hoeft|hoeven|nodig|verplicht|erg|hebt u|heeft u|als u geen|zonder)\b")
# "Wij hebben nog geen stukken van u" bars nothing.
_BRING = re.compile(
    r"\b(mag|mogen|kunt|kan|kunnen|mee|meenemen|meebrengen|neem|nemen|breng|brengen|inbrengen|stuur|stuurt|sturen|toegestaan|welkom"
    r"|bekijken|lezen|gebruiken|accepteren|tellen|telt)\b"
)
_ONLY_BEFORE = re.compile(r"\balleen\b.*\b(vooraf|tevoren|eerder|voor het gesprek|al)\b")

# Of coming back, or what refers to it; "van 9.00 tot 17.00 uur" and "kom binnen" are no term of it.
_OF_RETURN = re.compile(r"terug|^(meld|bel|kom|neem|laat|doe|schrijf|mail|maar|alleen|wel)\b|\b(dat|dit|dan|daarna|daarvoor)\b")
_CLOCK = re.compile(
    r"(?<!binnen )\b(van |tussen )?(\d{1,2}([.:]\d\d)?( uur)? (tot|en) |(tot|voor|vóór|na|vanaf) )?"
    r"\d{1,2}([.:]\d\d(?![.\d])( uur)?| uur)\b"
)
_LIMIT = re.compile(
    r"\bbinnen (?!in |op |bij |aan )(\w+ ){1,2}(uur|uren|dagen|werkdagen|week|weken|maand|maanden|jaar|jaren|termijn|tijd|periode)\b"
    r"|\buiterlijk\b|\btot en met\b|\b(tot|voor|vóór) \d|\bmits\b|\btenzij\b|\bvoorwaarde\b"
    r"|\balleen (als|wanneer|binnen|met|bij)\b|\beenmalig\b"
    r"|\b(een|één|1) keer\b|\bmaar wel\b|\bdaarna (niet|kan dat niet|is)\b|\bna \w+ (dagen|weken|maanden|jaar) (niet|kan)\b"
)
_OURS = re.compile(r"\b(wij|we)\b")
_HANDLED = re.compile(r"\b(behandelen|behandeld|behandeling|registreren|geregistreerd|sluiten|stoppen|stopt|vervalt|verder)\b")
_ONLY_IF = re.compile(
    r"\b(anders|pas (als|na|wanneer)|alleen (als|wanneer|met)|zonder|(als|wanneer) u (ons )?(niets|niet)|stuurt u (ons )?(niets|niet))\b"
)
_REFUSES = re.compile(r"\b(geen|niet|pas|alleen|anders)\b")
_STILL = re.compile(r"\book (als|wanneer|zonder)\b")


# What is found of a complaint. PARTLY is of the whole, of which a part is upheld.
PARTLY = "PARTLY"
_PARTLY = re.compile(r"\b(deels|gedeeltelijk|ten dele|voor een deel) gegrond\b")
_NOT_UNFOUNDED = re.compile(r"\bniet ongegrond\b")
_UNFOUNDED = re.compile(r"\b(ongegrond|niet gegrond)\b")
_FOUNDED = re.compile(r"\bgegrond\b")
_UNDECIDED = re.compile(r"\bgeen oordeel\b")
# Of something else than this complaint, or found by somebody else.
_NOT_OURS = re.compile(
    r"\b(bezwa\w+|beroep\w*|rechter|rechtbank|bestuursrechter|besluit|\w*commissie|advies|adviseer\w*|ombudsman|vorige|eerdere?)\b"
    r"|^een klacht\b|\bzou(den)?\b|\bu (vindt|vond|dacht|denkt|wilt|wilde|schreef|zei|noemt|noemde)\b"
)


def verdicts_said(text: str) -> frozenset[str]:
    """What a plain text finds of the complaint, by the codes of `Verdict`, and PARTLY. Not of an objection or another complaint, nor what
    somebody else found or asked."""
    told = [_REPORTED.sub(r"\1", one) for one in sentences(text) if not one.endswith("?") and not _NOT_OURS.search(one)]
    return frozenset(verdict for one in told for verdict in _verdicts_in(one))


def _verdicts_in(sentence: str) -> set[str]:
    found = set()
    for pattern, verdict in (
        (_PARTLY, PARTLY),
        (_NOT_UNFOUNDED, Verdict.UPHELD.value),
        (_UNFOUNDED, Verdict.NOT_UPHELD.value),
        (_FOUNDED, Verdict.UPHELD.value),
        (_UNDECIDED, Verdict.NO_JUDGMENT.value),
    ):
        if pattern.search(sentence):
            found.add(verdict)
            sentence = pattern.sub(" ", sentence)
    return found


def plain(text: str) -> str:
    """A text without its capitals and lines."""
    return " ".join(text.casefold().split())


def sentences(text: str) -> list[str]:
    """The sentences of a plain text."""
    return [one for one in _SENTENCE.split(text) if one]


def says(text: str, words: tuple[str, ...]) -> bool:
    """Whether a plain text says one of these, in a part of a sentence that does not deny it."""
    wanted = [plain(one) for one in words]
    return any(word in part and not _NOT.search(part.replace(word, " ")) for part in _parts(text) for word in wanted)


def _parts(text: str) -> list[str]:
    return [part for sentence in sentences(text) for part in _PART.split(sentence)]


def offers_objection(text: str) -> bool:
    """Whether a plain text offers an objection or an appeal against the letter itself (9:3). What names no decision is taken so, unless
    the sentence before or after it does. What others asked, want or were told is no offer of ours.
    """
    told = sentences(text)
    for place, one in enumerate(told):
        said = one if _THIS.search(one) else _REPORTED.sub(r"\1", one)
        if not _is_offer(said) or not (_THIS.search(said) or _ADDRESSED.search(said)):
            continue
        beside = " ".join(told[max(place - 1, 0) : place + 2])
        if _THIS.search(one) or not _OTHER.search(_THIS.sub(" ", beside)):
            return True
    return False


def _is_offer(sentence: str) -> bool:
    for part in re.split(r"[,;:]| maar | dan ", sentence):
        if not _OBJECTION.search(_NO_APPEAL.sub(" ", part)) or _NOT.search(part) or _I.search(part):
            continue
        if _ABLE.search(part) and (not _WAS.search(part) or _NOW.search(part)):
            return True
        # "Als u bezwaar wilt maken" is an offer with what comes after it; "bezwaar, dat u kunt maken" too.
        if _NOW.search(sentence) and not _WAS.search(sentence) and not _NOT.search(sentence):
            return True
    return False


def bars_documents(text: str) -> bool:
    """Whether a plain text says that somebody may not bring documents to a talk; that they need not is right."""
    told = [one for one in sentences(text) if _DOCUMENTS.search(one) and not one.endswith("?") and not _NEED_NOT.search(one)]
    return any((_NOT.search(one) and _BRING.search(one)) or _ONLY_BEFORE.search(one) for one in told)


def limits_return(text: str) -> bool:
    """Whether a plain text puts a term or a condition to coming back (9:5). By when we do something is no limit to the person."""
    about = [_CLOCK.sub(" ", one) for one in sentences(text) if _OF_RETURN.search(one) and not _OURS.search(one)]
    return any(_LIMIT.search(one) for one in about) or any(
        "terug" in one and _NOT.search(one.replace("niet goed", "")) for one in _parts(text)
    )


def asks_completion_first(text: str) -> bool:
    """Whether a plain text makes handling depend on what somebody still sends (9:2): that is asked, never a condition."""
    return any(_HANDLED.search(one) and _ONLY_IF.search(one) and _REFUSES.search(one) and not _STILL.search(one) for one in sentences(text))
