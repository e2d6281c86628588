"""What the words of a letter say or take back (pure). Dutch, as the letters are.

Read sentence by sentence, and a sentence in parts: a word that has to be said does not count where its own part denies it ("het gesprek
kan niet met de telefoon"). It sees wording, no meaning: what stands in other words, spread over sentences, or between the lines it does
not see. What the law asks for is there all the same, for a part that nobody rewrote is ours; whoever rewrites it answers for the rest,
as does whoever signs (docs/register.md).

What is found is a sentence with whether it can be meant otherwise: patterns bar ordinary sentences as well, so only what is all but certain
is refused outright. The rest goes once somebody read it and says that it is meant so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from complaints.code_lists import Verdict

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# Stands for each character of what a text quotes.
_QUOTED = "\x00"
# Who complains writes on without a full stop, and such words go along in a letter: what is longer is read in pieces of so many characters.
LONGEST_SENTENCE = 1000
_PART = re.compile(r"[,;()]|:\s| (?:maar|dan|want|omdat|en) |(?= als (?:u|het|dit|dat|er|iets|iemand|wij|we|de|uw|ons|onze|zij|hij)\b)")
_NOT = re.compile(r"\b(geen|niet|niemand|nooit|noch)\b(?! (alleen|(mee )?eens|slechts)\b)")

# An objection or an appeal, by whatever name, or who decides on it. Not "een beroep doen op", "op zijn beroep", nor a civil judge.
_OBJECTION = re.compile(
    r"\b(bezwaar(schrift|schriften|procedure|clausule|commissie|schriftencommissie)?|bezwaren"
    r"|beroep(schrift|schriften|sprocedure)?(?! (op|doen op|doet op)\b)|verzetschrift|rechtsmiddel(en)?"
    r"|protest|protesteren|te protesteren|procederen|aanvechten|aan te vechten"
    r"|(naar|bij|aan|tot) de (bestuursrechter|rechtbank)|(naar|aan|tot) de rechter"
    r"|(rechter|rechtbank) (te )?(vragen|verzoeken)\b[^,;:]*\b(toetsen|beoordelen|oordelen)"
    r"|toetsen (door|bij) (de|een) (bestuurs)?(rechter|rechtbank)|door (de|een) (bestuursrechter|rechter|rechtbank) (laten )?toetsen)\b"
)
# A beroep that is none, an objection or appeal that there is already, and a department called so.
_NO_OFFER = re.compile(
    r"\b(een|uw|dat) beroep (doen |te doen )?op\b|\bberoep (gedaan|te doen|doen|deed) op\b"
    r"|\b(op|over|in|van|bij) (uw|zijn|haar|hun) (bezwaar|beroep)(schrift|schriften)?( bij de (rechtbank|bestuursrechter))?\b"
    r"|\b(afdeling|team|bureau|cluster|unit) ([\w-]+ ){0,3}?(bezwaar|beroep)( en (bezwaar|beroep))?\b"
)
_COMMITTEE = re.compile(r"\b(bezwaar(schriften)?commissie|commissie voor bezwaarschriften)\b")
# What somebody may do now or later: a right, a request, or what there is to send and by when.
_ABLE = re.compile(
    r"\b(kunt|kan|kunnen|mag|mogen|mogelijk|mogelijkheid|recht|open|openstaat|vrij|wilt|wil)\b"
    r"|\b(stuur|stuurt|dien|dient|maak|ga|gaat|teken|tekent|schrijf|schrijft|richt|stel|leg|wend|wendt|vecht)\b"
    r"|\b(indienen|instellen|aantekenen|maken|gaan|sturen|schrijven|in te dienen|in te stellen|aan te tekenen)\b"
    r"|\b(binnen|uiterlijk|tot en met)\b|\bontvangen (wij|we) graag\b"
    r"|\b(u (hebt|heeft)|(hebt|heeft) u)\b[^,;:]*\b(weken|dagen|tijd|termijn)\b"
)
_I = re.compile(r"\b(ik|mij)\b")
# "U hebt zes weken om" is of now.
_WAS = re.compile(
    r"\b(hebt|heeft|hebben)\b(?![^,;:]*\b(weken|dagen|tijd|recht|mogelijkheid|termijn)\b)"
    r"|\b(had|hadden|kon|konden|was|waren|maakte|diende|ging|gingen|moest|wilde|loopt|liep|gewacht|geduurd)\b"
)
_NOW = re.compile(r"\b(kunt|mag|mogen|mogelijk|mogelijkheid|open|openstaat|recht (om|op))\b")
# Whom it is offered to: the reader, or whoever it may concern; not what a third person can or wants to do.
_ADDRESSED = re.compile(
    r"\b(u|je|jullie|belanghebbenden?)\b|^uw (bezwaar|beroep)(schrift)? ontvangen\b"
    r"|^(stuur|dien|maak|ga|teken|schrijf|richt|stel|leg|wend|vecht)\b|\b(mogelijk|mogelijkheid|open|openstaat)\b"
    r"|^(in )?(bezwaar|beroep)\b|\b(kan|kunnen) (er )?(bezwaar|beroep)\b"
    r"|\b(bezwaar|beroep)(schrift|schriften)? (moet|moeten|dient|dienen)\b(?!.*\b(behandel|beslis|afgehandeld|beantwoord))"
)
# What somebody asked or was told, or should have been: "de medewerker had u moeten vertellen dat u bezwaar kunt maken".
_THAT = re.compile(r"\b(?:dat|of|hoe|waar|wanneer)\b")
# By what it is reported before that: one word, or two in this order within a part.
_REPORTED = (
    (
        re.compile(
            r"\b(?:vroeg(?:en)?|vertelden?|zei(?:den)?|schre(?:ef|ven)|meldden?|wist(?:en)?|wees|wezen|dacht(?:en)?|vond(?:en)?|begreep"
            r"|hoorden?|voortaan)\b"
        ),
    ),
    (
        re.compile(r"\b(?:had|hadden|moest|moesten|werd|werden)\b"),
        re.compile(r"\b(?:vertellen|zeggen|schrijven|(?:ver)?melden|weten|wijzen|uitleggen)\b"),
    ),
    (
        re.compile(r"\b(?:in|op) (?:de|die|dat|het|een|uw) (?:brief|brieven|mail|e-mail|bericht|besluit|folder|site|website|formulier)\b"),
        re.compile(r"\b(?:staat|staan|stond|stonden|ontbrak|ontbraken|ontbreekt|ontbreken)\b"),
    ),
    (
        re.compile(r"\b(?:had|hadden|werd|werden|heeft|hebt|hebben|is|zijn|was|waren)\b"),
        re.compile(r"\b(?:verteld|gezegd|gevraagd|geschreven|gemeld|gewezen|uitgelegd)\b"),
    ),
)
# This letter, or what it says of the complaint.
_AGAINST = re.compile(
    r"\btegen (deze|dit|ons|onze|de|het) (brief|oordeel|uitkomst|uitspraak|afhandeling|klachtafhandeling)\b"
    r"(?! van (de|het) (rechter|rechtbank|bestuursrechter|raad|commissie|ombudsman))"
    r"|\b(besluit|beslissing|beschikking) (op|over) (uw|de|deze) klacht\b"
    r"|\btegen (de|het) \w+ (van|op|over) (uw|de|deze) klacht\b"
)
# What points at this letter, unless another decision stands beside it.
_POINTS = re.compile(
    r"\bhiertegen\b|\b(tegen|met|over|van) (deze|dit|ons|onze) "
    r"(brief|oordeel|beslissing|besluit|beschikking|uitkomst|uitspraak|afhandeling|klachtafhandeling)"
    r"|\b(dit|ons|het) oordeel\b.*\b(toetsen|voorleggen|voor aan|aanvechten)\b"
)
# A clause under its own heading, and the term of the law for it.
_HEADED = re.compile(r"^(rechtsmiddel|rechtsmiddelen|bezwaarclausule|beroepsclausule)\b")
_SIX_WEEKS = re.compile(r"\b(zes|6) weken\b")
# Against something, which may be a decision by any name: "de afwijzing van uw aanvraag".
_AGAINST_SOME = re.compile(r"\b(daar)?tegen\b")
# With what was said here, and not with something else that the question names first.
_DISAGREES = re.compile(r"(^|\b(als|wanneer) )((bent|ben|is|zijn) )?((u|je|jullie) )?(het )?((er|hier) )?niet (mee )?eens\b(?! met\b)")
# A decision of somebody, which is not this letter or what it says of the complaint.
_OTHER = re.compile(
    r"(?<!dit )(?<!ons )(?<!deze )(?<!onze )\b(besluit|besluiten|beschikking|beschikkingen|aanslag)\b"
    r"|(?<!deze )(?<!onze )\bbeslissing(en)? (op|over|van|om) (?!(uw|de|deze) klacht)|\bbeslis\w* [^.]*\bop (uw|het|een) (bezwaar|aanvraag)"
    r"|\buitspraak van de (rechter|rechtbank|bestuursrechter)\b|\b(zaak|procedure) die (nu |nog )?loopt\b|\blopende (zaak|procedure)\b"
    r"|\bop de (hoor)?zitting van\b"
)

_DOCUMENTS = re.compile(r"\b(stuk|stukken|document|documenten|papieren|bewijs|bewijzen|bewijsstukken|foto's|brieven)\b")
_NEED_NOT = re.compile(r"\b(hoeft|hoeven|nodig|verplicht|erg|hebt u|heeft u|als u geen|zonder)\b")
# "Wij hebben nog geen stukken van u" bars nothing.
_BRING = re.compile(
    r"\b(mag|mogen|kunt|kan|kunnen|mee|meenemen|meebrengen|neem|nemen|breng|brengen|inbrengen|stuur|stuurt|sturen|toegestaan|welkom"
    r"|bekijken|kijken|lezen|gebruiken|accepteren|tellen|telt)\b"
)
# How to send them or which we do not have, what we do with them, and what somebody may see: it bars no document.
_NO_BAR = re.compile(
    r"\bliever niet\b|\bniet (per|via|met de) (e-?mail|post|whatsapp)\b|\bniet (aan|met|naar|door) (anderen|derden|iemand)\b"
    r"|\bniet (inzien|terug)\b|\bgeen originelen?\b"
)
_NOT_THERE = (
    re.compile(r"\bdie (wij|we|u|er|ons)\b"),
    re.compile(r"\b(niet|geen)\b"),
    re.compile(r"\b(hebben|hebt|heeft|kennen|kent|kunt|sturen|zijn|staan)\b"),
)
# Before which day they have to be there: no such term binds who complains. "Als het kan" binds nobody.
_TOO_LATE = re.compile(
    r"\bte laat\b|\b(tot|uiterlijk|voor|vóór)\b [^,;.]*\b(dag|dagen|werkdagen|week|weken) (voor|vóór) (het gesprek|de (hoor)?zitting)\b"
)
_IF_THEY_CAN = re.compile(r"\b(als|wanneer) (het|u) (kan|kunt|lukt|wilt)\b|\b(graag|liefst|bij voorkeur|handig|helpt|alsnog|ook)\b")
_SURELY_BARS = re.compile(r"\b(geen|niet)\b.*\b(toegestaan|welkom|mee|meenemen|meebrengen|inbrengen|indienen)\b|\btoegestaan\b")
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
# By when we do something, or are there, and what there is no term of: no limit to who comes back.
_OURS = re.compile(r"\b(wij|we)\b|\b(hoort|krijgt) u\b|\bu (hoort|krijgt)\b")
# After which time it is shut: whoever does it.
_SHUTS = (
    re.compile(r"\bna "),
    re.compile(r"\b(dagen|week|weken|maand|maanden|jaar|jaren|dan|die tijd)\b"),
    re.compile(r"\b(niet meer|sluiten|gesloten|dicht|voorgoed|definitief|vervalt)\b"),
)
# What is shut then, where it is not open all the same.
_SHUT_FOR_THEM = re.compile(r"\b(klacht|dossier|zaak|terug\w*)\b")
_OPEN_STILL = re.compile(r"\b(altijd|toch|alsnog|ook dan)\b")
_TIME_FOR_IT = re.compile(r"\b(hebt|heeft) (u )?(daarvoor|hiervoor)\b[^,;.]*\b(dagen|week|weken|maand|maanden|jaar)\b")
_WEEK = r"(maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)"
_NO_LIMIT = re.compile(rf"\b{_WEEK} (tot en met|t/m|tot) {_WEEK}\b|\b(hoeft |hoeven )?niet (binnen|voor|één|een) [^,;.]*")
# "U kunt alleen terugkomen met nieuwe feiten"; it may be without company, too.
_ALONE = re.compile(r"(?<!niet )\balleen ([\w-]+ ){0,3}terug")
# When it went wrong, which is not when they come back: "als het binnen een maand niet is opgelost".
_WENT_WRONG = re.compile(r"\b(als|wanneer) (?!(u|je)\b)[^,;]*?(?=[,;]|\b(kunt|kan|mag|moet|dan)\b|$)")
_SURELY_RETURN = re.compile(
    r"\bterug(kom\w*|keren?)\b|\bkom\w* [^,;]*\bterug\b|^(maar|alleen|wel|daarna|doe dat|meld u|meld je|kom)\b|\b(dat|dit) (kan|mag|moet)\b"
)
_HANDLED = re.compile(r"\b(behandelen|behandeld|behandeling|registreren|geregistreerd|sluiten|stoppen|stopt|vervalt|verder)\b")
_ONLY_IF = re.compile(
    r"\b(anders|pas (als|na|wanneer)|alleen (als|wanneer|met)|zonder|(als|wanneer) u (ons )?(niets|niet)|stuurt u (ons )?(niets|niet)"
    r"|(hebben|horen|krijgen|ontvangen) (wij|we) [^,;.]*\b(niets|niet))\b"
)
_REFUSES = re.compile(r"\b(geen|niet|pas|alleen|anders|stopt|stoppen|sluiten|vervalt)\b")
_STILL = re.compile(r"\book (als|wanneer|zonder)\b|\b(stoppen|stopt|sluiten|vervalt) (wij |we )?niet\b")
_SURELY_FIRST = re.compile(
    r"\bniet in behandeling\b|\bstopt de behandeling\b"
    r"|\bbehandel\w* (wij|we) (uw|de) klacht\b[^,;]*\b(niet|pas)\b|\bpas (als|na|wanneer)\b.*\bbehandel"
)


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
    r"|^een klacht\b|\b(uw|de) (zorg|zorgen|vrees) (over|om|dat|is|was|waren)\b|\bzou(den)?\b"
    r"|(?<!die )\bu (vindt|vond|dacht|denkt|wilt|wilde|schreef|zei|noemt|noemde)\b"
)


# Whether it is so is left open, or denied.
_LEFT_OPEN = (
    re.compile(r"\b(of|als|wanneer|indien|niet dat|klachten die)\b"),
    re.compile(r"\b(on)?gegrond (is|zijn|was|waren|wordt|worden)\b"),
)
_NOT_SIMPLY = re.compile(r"\bniet zonder meer (on)?gegrond\b")
_PLAIN_VERDICT = re.compile(r"\b(uw|deze|de|dit|het) (klacht|klaagschrift|onderdeel|klachtonderdeel)\b[^,;]*\b(niet )?(on)?gegrond\b")
_VERDICT_ALONE = re.compile(r"(^|: )\W*(deels |niet )?(on)?gegrond\W*$")
# What it would have been, who asks for it, or that there is no reason for it.
_NOT_PLAIN = re.compile(r"\b(geen|niet|nooit|had|hadden|geweest|vraagt|vragen|verzoekt|wens|wenst)\b")
_ONLY_IF_SO = re.compile(r"^(had|hadden|was|waren)\b.*\bdan\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence that says what a letter may not say. is_certain: it can hardly be meant otherwise."""

    sentence: str
    is_certain: bool


def verdicts_said(text: str) -> frozenset[str]:
    """What a plain text finds of the complaint, by the codes of `Verdict`, and PARTLY. Not of an objection or another complaint, nor what
    somebody else found or asked."""
    told = [_without_left_open(_without_reported(one)) for one in sentences(text) if not one.endswith("?") and not _NOT_OURS.search(one)]
    return frozenset(verdict for one in told for verdict in _verdicts_in(one))


def contrary_verdicts(text: str, may_be_said: Callable[[Collection[str]], bool], *, quoted: Iterable[str] = ()) -> list[Reading]:
    """Where a text finds of the complaint what may not be said. Certain: in so many words. quoted: what it only names."""
    contrary = [(given, one) for given, one in _sentences_without(text, quoted) if not may_be_said(verdicts_said(one))]
    return [Reading(given, is_certain=_is_plain_verdict(one)) for given, one in contrary]


def _is_plain_verdict(sentence: str) -> bool:
    if _VERDICT_ALONE.search(sentence):
        return True
    plainly = [one for one in re.split("[,;]", sentence) if _PLAIN_VERDICT.search(one) and not _NOT_PLAIN.search(_bare(one))]
    return bool(plainly) and not _ONLY_IF_SO.search(sentence)


def _bare(verdict: str) -> str:
    return _UNFOUNDED.sub(" ", _NOT_UNFOUNDED.sub(" ", verdict))


def _without_left_open(sentence: str) -> str:
    parts = re.split(r"([,;])", sentence)
    found = [(part, _first_to_last(part, *_LEFT_OPEN)) for part in parts]
    return _NOT_SIMPLY.sub(" ", "".join(f"{part[: one[0]]} {part[one[1] :]}" if one else part for part, one in found))


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
    """The sentences of a text, each on one line; of a very long one its pieces."""
    return [piece for one in _SENTENCE.split(" ".join(text.split())) for piece in _pieces(one) if piece]


def _sentences_without(text: str, quoted: Iterable[str]) -> list[tuple[str, str]]:
    """Each sentence of a text as it stands there, and plain without what it quotes; none that is a quote as a whole."""
    one_line = marked = " ".join(text.split())
    # The longest first: a short one may stand in it.
    for words in sorted(filter(None, (" ".join(one.split()) for one in quoted)), key=len, reverse=True):
        marked = re.sub(re.escape(words), lambda found: _marked(found[0]), marked, flags=re.IGNORECASE)
    found, at = list[tuple[str, str]](), 0
    for one in sentences(marked):
        at = marked.index(one, at)
        found.append((one_line[at : at + len(one)], plain(one.replace(_QUOTED, " "))))
        at += len(one)
    return [(given, one) for given, one in found if any(sign.isalnum() for sign in one)]


def _marked(quote: str) -> str:
    # A sentence that ends with the quote ends there.
    return _QUOTED * (len(quote) - 1) + (quote[-1] if quote[-1] in ".!?" else _QUOTED)


def _pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST_SENTENCE:
        most = sentence[:LONGEST_SENTENCE]
        ends = max(map(most.rfind, ",;:")) + 1 or most.rfind(" ") + 1 or LONGEST_SENTENCE
        yield sentence[:ends].strip()
        sentence = sentence[ends:].strip()
    yield sentence


def says(text: str, words: tuple[str, ...]) -> bool:
    """Whether a plain text says one of these, in a part of a sentence that does not deny it."""
    wanted = [plain(one) for one in words]
    return any(word in part and not _NOT.search(part.replace(word, " ")) for part in _parts(text) for word in wanted)


def _parts(text: str) -> list[str]:
    return [part for sentence in sentences(text) for part in _PART.split(sentence)]


def offers_objection(text: str, *, quoted: Iterable[str] = ()) -> list[Reading]:
    """Where a text offers an objection or an appeal (9:3). What names no decision is taken as one against the letter itself, unless
    the sentence before or after it does. What others asked, want or were told is no offer of ours, nor is what it quotes. Certain:
    against the letter itself.
    """
    found = []
    both = _sentences_without(text, quoted)
    told = [one for _given, one in both]
    for place, (given, one) in enumerate(both):
        before = told[place - 1] if place else ""
        is_this = bool(_AGAINST.search(one) or _POINTS.search(one))
        ours = _without_reported(one)
        said = one if is_this else ours
        is_headed = bool(_HEADED.search(said)) and not _NOT.search(said)
        if not is_headed and (not _is_offer(said) or not (is_this or _ADDRESSED.search(said))):
            continue
        names_other = _names_other(" ".join(told[max(place - 1, 0) : place + 2]))
        if is_this or not names_other:
            asked = before if before.endswith("?") else ""
            points = any(pattern.search(part) for pattern in (_POINTS, _DISAGREES) for part in (one, asked))
            is_against = any(map(_AGAINST.search, (one, asked))) or (points and not _names_other(f"{before} {one}"))
            is_clause = bool(_SIX_WEEKS.search(one)) and not names_other and not _AGAINST_SOME.search(one)
            is_certain = (is_against and _is_offer(ours)) or (is_clause and _is_offer(_COMMITTEE.sub(" ", ours)))
            found.append(Reading(given, is_certain=is_headed or is_certain))
    return found


def _without_reported(sentence: str) -> str:
    """Of each part what goes before that which it only reports."""
    return "".join(_up_to_reported(part) for part in re.split(r"([,;:])", sentence))


def _up_to_reported(part: str) -> str:
    before = part[: max((one.start() for one in _THAT.finditer(part)), default=0)]
    found = [one for words in _REPORTED if (one := _first_to_last(before, *words))]
    return part[: min(found, key=lambda one: one[0])[1]] if found else part


def _first_to_last(text: str, first: re.Pattern[str], last: re.Pattern[str] | None = None) -> tuple[int, int] | None:
    """From the first time that the one stands there to the end of it, or to the last time that the other comes after it."""
    begins = first.search(text)
    if begins is None or last is None:
        return begins and begins.span()
    ends = [one.end() for one in last.finditer(text, begins.end())]
    return (begins.start(), ends[-1]) if ends else None


def _in_order(text: str, words: Sequence[re.Pattern[str]], at: int = 0) -> tuple[int, int] | None:
    """Where these stand one after the other, the first times that they do: from the first to the end of the last. One pattern with so
    many gaps would look through the text time and again.
    """
    starts = list[int]()
    for one in words:
        found = one.search(text, at)
        if found is None:
            return None
        starts.append(found.start())
        at = found.end()
    return starts[0], at


def _names_other(plain_text: str) -> bool:
    return bool(_OTHER.search(_POINTS.sub(" ", _AGAINST.sub(" ", plain_text))))


def _is_offer(sentence: str) -> bool:
    # What we send or ask a committee offers nothing to the reader.
    if sentence.startswith(("wij ", "we ")) and not _NOW.search(sentence):
        sentence = _COMMITTEE.sub(" ", sentence)
    for part in re.split(r"[,;:]| maar | dan ", sentence):
        if not _OBJECTION.search(_NO_OFFER.sub(" ", part)) or _NOT.search(part) or _I.search(part):
            continue
        if _ABLE.search(part) and (not _WAS.search(part) or _NOW.search(part)):
            return True
        # "Als u bezwaar wilt maken" is an offer with what comes after it; "bezwaar, dat u kunt maken" too.
        if _NOW.search(sentence) and not _WAS.search(sentence) and not _NOT.search(sentence):
            return True
    return False


def bars_documents(text: str) -> list[Reading]:
    """Where a text says that somebody may not bring documents to a talk; that they need not is right."""
    found = []
    for given in sentences(text):
        one = _NO_BAR.sub(" ", _without_not_there(plain(given)))
        if _TOO_LATE.search(one) and _BRING.search(one) and not _IF_THEY_CAN.search(one) and not _NOT.search(one):
            found.append(Reading(given, is_certain=False))
            continue
        if not _DOCUMENTS.search(one) or one.endswith("?") or _NEED_NOT.search(one):
            continue
        barring = [part for part in _PART.split(one) if _NOT.search(part) and _BRING.search(part)]
        if barring or _ONLY_BEFORE.search(one):
            found.append(Reading(given, is_certain=any(_SURELY_BARS.search(part) for part in barring)))
    return found


def _without_not_there(sentence: str) -> str:
    return "".join(_cut(part, _NOT_THERE) for part in re.split(r"([,;])", sentence))


def _cut(part: str, words: Sequence[re.Pattern[str]]) -> str:
    """Without each time that these stand in it one after the other."""
    kept, at = list[str](), 0
    while found := _in_order(part, words, at):
        kept.append(part[at : found[0]])
        at = found[1]
    return " ".join([*kept, part[at:]])


def limits_return(text: str) -> list[Reading]:
    """Where a text puts a term or a condition to coming back (9:5). By when we do something is no limit to the person."""
    found = []
    for given in sentences(text):
        one = plain(given)
        bare = _NO_LIMIT.sub(" ", _CLOCK.sub(" ", one))
        is_of_return = bool(_OF_RETURN.search(one) and not _OURS.search(one))
        is_limit = is_of_return and bool(_LIMIT.search(bare))
        # "Als de hulp nog niet begint" is when they come back, not whether they may.
        parts = [bare for part in _parts(one) for bare in re.split(r" als | wanneer ", part)]
        is_denied = any("terug" in part and _NOT.search(part.replace("niet goed", "")) for part in parts)
        is_shut = not one.endswith("?") and any(_in_order(part, _SHUTS) for part in re.split(r"[,;.]", one))
        has_time = bool(_TIME_FOR_IT.search(one))
        if is_limit or is_denied or is_shut or has_time or (is_of_return and _ALONE.search(bare)):
            is_sure = is_denied or (is_limit and bool(_LIMIT.search(_WENT_WRONG.sub(" ", bare))))
            is_surely_shut = is_shut and bool(_SHUT_FOR_THEM.search(one)) and not _OPEN_STILL.search(one)
            found.append(Reading(given, is_certain=has_time or is_surely_shut or (is_sure and bool(_SURELY_RETURN.search(one)))))
    return found


def asks_completion_first(text: str) -> list[Reading]:
    """Where a text makes handling depend on what somebody still sends (9:2): that is asked, never a condition."""
    told = [(given, plain(given)) for given in sentences(text)]
    found = [
        (given, one)
        for given, one in told
        if _HANDLED.search(one) and _ONLY_IF.search(one) and _REFUSES.search(one) and not _STILL.search(one)
    ]
    return [Reading(given, is_certain=bool(_SURELY_FIRST.search(one))) for given, one in found]
