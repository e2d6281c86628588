"""The letters L01 to L14: to whom, and what each has to say with the article that asks for it (pure).

A block is one thing a letter has to say: a heading, a text that is filled in from facts, and what must stand in it whoever
rewrote it. Blocks without an article are there for the reader and may be left empty.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from complaints.letters.facts import Fact, Values, is_beside


class Addressee(StrEnum):
    """Who gets a letter."""

    COMPLAINANT = "COMPLAINANT"
    SUBJECT = "SUBJECT"
    AUTHORITY = "AUTHORITY"
    OMBUDSMAN = "OMBUDSMAN"
    OTHER_BODY = "OTHER_BODY"
    PUBLIC = "PUBLIC"


class LetterCode(StrEnum):
    """Of an extension there are two letters: one to whoever complains, one to whom it is about."""

    CONFIRMATION = "L01"
    COMPLETION = "L02"
    COPY_TO_SUBJECT = "L03"
    HEARING_INVITATION = "L04"
    NOT_TAKEN_UP = "L05"
    HEARING_REPORT = "L06"
    SETTLED = "L07"
    EXTENSION = "L08a"
    EXTENSION_TO_SUBJECT = "L08b"
    POSTPONEMENT = "L09"
    DECISION = "L10"
    ADVICE = "L11"
    YEARLY_LIST = "L12"
    ANSWER_TO_OMBUDSMAN = "L13"
    FORWARDING = "L14"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One thing that a letter says.

    article: which asks for it; "" where nothing does. text: a template. facts: without these the block says nothing. named: their
    value has to stand in the text as it is. says: of each group one word at least has to stand in it. only_with: the block is
    there only where this fact is known, not_with: where it is not; only_to: only for these. is_enclosed: it goes along with the letter,
    after the name under it. beside, title_beside: to somebody else
    than who complains, such as a representative; "": as it is. title_subject: to whom it is about.
    """

    key: str
    title: str
    text: str
    article: str = ""
    facts: tuple[Fact, ...] = ()
    named: tuple[Fact, ...] = ()
    says: tuple[tuple[str, ...], ...] = ()
    only_with: Fact | None = None
    not_with: Fact | None = None
    only_to: frozenset[Addressee] = frozenset(Addressee)
    is_enclosed: bool = False
    beside: str = ""
    title_beside: str = ""
    title_subject: str = ""

    @property
    def is_mandatory(self) -> bool:
        """Whether the law asks for it."""
        return bool(self.article)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """name: as it stands above the letter; name_beside: above one to somebody else than who complains, name_subject: to whom it is
    about; "": as it is.
    """

    code: LetterCode
    name: str
    addressees: tuple[Addressee, ...]
    blocks: tuple[Block, ...]
    name_beside: str = ""
    name_subject: str = ""


_COMPLAINANT = (Addressee.COMPLAINANT,)
_SUBJECT = (Addressee.SUBJECT,)
_BOTH = (Addressee.COMPLAINANT, Addressee.SUBJECT)
_ONLY_COMPLAINANT = frozenset(_COMPLAINANT)

# The blocks that tell about an objection or an appeal: against a decision that the complaint is about.
OBJECTION = frozenset({"objection", "objection_undated", "decision_by_phone", "objection_after_term", "decision_overdue"})
OPENING = Block(key="opening", title="Aanhef", text="{% if naam %}Beste {{ naam }},{% else %}Geachte heer, mevrouw,{% endif %}")
QUESTIONS = Block(
    key="questions",
    title="Hebt u vragen?",
    text=(
        "{% if telefoon %}Bel ons op {{ telefoon }}{% if beltijden %} ({{ beltijden }}){% endif %}."
        "{% elif mailadres %}Mail ons op {{ mailadres }}.{% else %}Neem contact op met {{ organisatie }}.{% endif %}"
        " Noem daarbij het nummer {{ kenmerk }}."
    ),
)
_ONE_YEAR = ("binnen een jaar", "binnen één jaar", "binnen 1 jaar")


def _ombudsman(article: str) -> Block:
    return Block(
        key="ombudsman",
        title="Bent u het niet met ons eens?",
        article=article,
        text=(
            "U kunt binnen een jaar een verzoekschrift indienen bij {{ ombudsman }}. Het jaar begint op de dag na deze brief."
            "{% if ombudsman_bereiken %}\n\n{{ ombudsman_bereiken }}{% endif %}"
        ),
        facts=(Fact.OMBUDSMAN,),
        named=(Fact.OMBUDSMAN,),
        says=(_ONE_YEAR,),
        only_to=_ONLY_COMPLAINANT,
        title_beside="Niet eens met dit antwoord?",
        beside=(
            "{% if namens %}U kunt namens {{ namens }} binnen een jaar een verzoekschrift indienen bij {{ ombudsman }}."
            "{% else %}Een verzoekschrift indienen bij {{ ombudsman }} kan binnen een jaar.{% endif %}"
            " Het jaar begint op de dag na {% if namens %}deze brief{% else %}onze brief aan {{ klager }}{% endif %}."
            "{% if ombudsman_bereiken %}\n\n{{ ombudsman_bereiken }}{% endif %}"
        ),
    )


# Of a letter to somebody else than who complains: on whose behalf they get it, or why they are told.
FOR_WHOM = Block(
    key="for_whom",
    title="Waarom u deze brief krijgt",
    text=(
        "{% if namens %}U krijgt deze brief als vertegenwoordiger van {{ namens }}."
        "{% else %}U krijgt deze brief omdat u te maken hebt met {{ de_klacht }}.{% endif %}"
    ),
    only_with=Fact.THE_COMPLAINT,
)


def _letter(
    code: LetterCode,
    name: str,
    addressees: tuple[Addressee, ...],
    *blocks: Block,
    enclosed: tuple[Block, ...] = (),
    name_beside: str = "",
    name_subject: str = "",
) -> Letter:
    before = (OPENING, FOR_WHOM) if Addressee.COMPLAINANT in addressees else (OPENING,)
    names = {"name": name, "name_beside": name_beside, "name_subject": name_subject}
    return Letter(
        code=code,
        addressees=addressees,
        blocks=(*before, *blocks, QUESTIONS, *(replace(one, is_enclosed=True) for one in enclosed)),
        **names,
    )


_ALL = (
    _letter(
        LetterCode.CONFIRMATION,
        "Wij hebben uw klacht ontvangen",
        _COMPLAINANT,
        Block(
            key="receipt",
            title="Uw klacht",
            article="Awb 9:6",
            text="Wij hebben uw klacht ontvangen op {{ ontvangen_op }}. Dank u wel dat u dit aan ons vertelt.",
            facts=(Fact.RECEIVED_ON,),
            named=(Fact.RECEIVED_ON,),
            title_beside="De klacht",
            beside="Op {{ ontvangen_op }} kregen wij {{ de_klacht }}.",
        ),
        Block(
            key="handler",
            title="Wie uw klacht behandelt",
            article="Awb 9:6",
            text=(
                "{{ behandelaar }} {% if afgesloten_op %}heeft uw klacht behandeld{% else %}behandelt uw klacht en neemt contact met u op"
                "{% endif %}."
            ),
            facts=(Fact.HANDLER,),
            named=(Fact.HANDLER,),
            title_beside="Wie de klacht behandelt",
            beside=(
                "{{ behandelaar }} {% if afgesloten_op %}heeft de klacht behandeld{% else %}behandelt de klacht"
                "{% if namens %} en neemt contact met u op{% endif %}{% endif %}."
            ),
        ),
        Block(
            key="closed",
            title="De klacht is afgesloten",
            text="Wij hebben de klacht afgesloten op {{ afgesloten_op }}. Terugkomen kan altijd.",
            facts=(Fact.CLOSED_ON,),
            only_with=Fact.CLOSED_ON,
        ),
        Block(
            key="term",
            title="Wanneer u van ons hoort",
            article="Awb 9:11",
            text=(
                "{% if termijn_voorbij %}U had uiterlijk op {{ uiterste_dag }} van ons moeten horen wat wij van uw klacht vinden. Dat is"
                " niet gelukt. Dat spijt ons. U hoort zo snel mogelijk van ons.{% else %}U hoort uiterlijk op {{ uiterste_dag }} wat wij"
                " van uw klacht vinden. Hebben wij meer tijd nodig? Dan laten wij u dat voor die dag weten.{% endif %}"
            ),
            facts=(Fact.DUE_ON,),
            named=(Fact.DUE_ON,),
            not_with=Fact.CLOSED_ON,
            title_beside="Wanneer er antwoord is",
            beside=(
                "{% if termijn_voorbij %}{% if namens %}U{% else %}{{ klager }}{% endif %} had uiterlijk op {{ uiterste_dag }} van ons"
                " moeten horen wat wij van de klacht vinden. Dat is niet gelukt. Dat spijt ons.{% elif namens %}U hoort uiterlijk op"
                " {{ uiterste_dag }} wat wij van de klacht vinden. Hebben wij meer tijd nodig? Dan laten wij u dat voor die dag weten."
                "{% else %}Uiterlijk op {{ uiterste_dag }} hoort {{ klager }} wat wij van de klacht vinden.{% endif %}"
            ),
        ),
        Block(
            key="committee",
            title="Wie ons adviseert",
            article="Awb 9:15 lid 1",
            text="Over uw klacht adviseert {{ commissie }}.",
            facts=(Fact.COMMITTEE,),
            named=(Fact.COMMITTEE,),
            says=(("advies", "adviseert", "adviseren"),),
            only_with=Fact.COMMITTEE,
            not_with=Fact.CLOSED_ON,
            beside="Over de klacht adviseert {{ commissie }}.",
        ),
        Block(
            key="objection",
            title="Bent u het niet eens met het besluit?",
            article="Awb 6:7, 6:15",
            text=(
                "Een klacht verlengt de bezwaartermijn niet. U kunt tot en met {{ bezwaar_tot_en_met }} bezwaar maken."
                "{% if mondeling %} Wilt u bezwaar maken? Stuur dan uiterlijk op die dag een brief. In het besluit staat naar wie. Wat u"
                " ons vertelde, telt niet als bezwaar.{% elif alleen_hoe_het_ging %} Uw brief gaat over hoe het ging. Wij zien die daarom"
                " niet als bezwaar. Bent u het ook niet eens met het besluit? Stuur dan uiterlijk op die dag een brief waarin dat staat."
                " In het besluit staat naar wie.{% else %} Wij zien uw brief ook als bezwaar, tenzij u dat niet wilt.{% endif %}"
            ),
            facts=(Fact.OBJECTION_UNTIL,),
            named=(Fact.OBJECTION_UNTIL,),
            says=(("verlengt de bezwaartermijn niet",),),
            only_with=Fact.OBJECTION_UNTIL,
            title_beside="Niet eens met het besluit?",
            beside=(
                "Een klacht verlengt de bezwaartermijn niet. Bezwaar maken kan tot en met {{ bezwaar_tot_en_met }}"
                "{% if mondeling %}, met een brief. In het besluit staat naar wie. Wat ons is verteld, telt niet als bezwaar."
                "{% elif alleen_hoe_het_ging %}, met een brief. In het besluit staat naar wie. De klacht gaat over hoe het ging. Wij zien"
                " die daarom niet als bezwaar.{% else %}. Wij zien de klacht ook als bezwaar, tenzij {{ klager }} dat niet wil.{% endif %}"
            ),
        ),
        Block(
            key="objection_undated",
            title="Bent u het niet eens met een besluit?",
            article="Awb 6:7, 6:8, 6:15",
            text=(
                "Een klacht verlengt de bezwaartermijn niet. Wij weten niet wanneer u het besluit kreeg. U kunt tot zes weken na de dag"
                " waarop het is verstuurd of gegeven bezwaar maken.{% if mondeling %} Wilt u bezwaar maken? Stuur dan binnen die tijd een"
                " brief. In het besluit staat naar wie. Wat u ons vertelde, telt niet als bezwaar.{% elif alleen_hoe_het_ging %} Uw brief"
                " gaat over hoe het ging. Wij zien die daarom niet als bezwaar. Bent u het ook niet eens met het besluit? Stuur dan binnen"
                " die tijd een brief waarin dat staat. In het besluit staat naar wie.{% else %} Wij zien uw brief ook als bezwaar, tenzij u"
                " dat niet wilt.{% endif %}"
            ),
            says=(("verlengt de bezwaartermijn niet",), ("zes weken", "6 weken")),
            only_with=Fact.OBJECTION_UNDATED,
            title_beside="Niet eens met een besluit?",
            beside=(
                "Een klacht verlengt de bezwaartermijn niet. Wij weten niet wanneer het besluit is verstuurd of gegeven. Bezwaar maken kan"
                " tot zes weken na die dag{% if mondeling %}, met een brief. In het besluit staat naar wie. Wat ons is verteld, telt niet"
                " als bezwaar.{% elif alleen_hoe_het_ging %}, met een brief. In het besluit staat naar wie. De klacht gaat over hoe het"
                " ging. Wij zien die daarom niet als bezwaar.{% else %}. Wij zien de klacht ook als bezwaar, tenzij {{ klager }} dat niet"
                " wil.{% endif %}"
            ),
        ),
        Block(
            key="decision_by_phone",
            title="Hoorde u een besluit met de telefoon?",
            article="Awb 3:41, 3:45, 6:8",
            text=(
                "De termijn voor bezwaar begint pas als u het besluit op papier of digitaal hebt gekregen. Vraag om een brief met het"
                " besluit. Daarin staat of u bezwaar kunt maken, bij wie, en tot wanneer.{% if mondeling %} Wilt u bezwaar maken? Stuur dan"
                " zelf ook een brief. Wat u ons vertelde, telt niet als bezwaar.{% elif alleen_hoe_het_ging %} Uw brief gaat over hoe het"
                " ging. Wij zien die daarom niet als bezwaar. Bent u het ook niet eens met het besluit? Schrijf ons dat.{% else %} Bent u"
                " het niet eens met het besluit? Wij zien"
                " uw brief ook als bezwaar, tenzij u dat niet wilt.{% endif %}"
            ),
            says=(("brief", "op papier", "schriftelijk"),),
            only_with=Fact.DECISION_BY_PHONE,
            title_beside="Een besluit dat met de telefoon is verteld",
            beside=(
                "De termijn voor bezwaar begint pas als het besluit op papier of digitaal is gestuurd of gegeven. Vraag om een brief met"
                " het besluit. Daarin staat of bezwaar maken kan, bij wie, en tot wanneer.{% if mondeling %} Bezwaar maken gaat met een"
                " brief. Wat ons is verteld, telt niet als bezwaar.{% elif alleen_hoe_het_ging %} De klacht gaat over hoe het ging. Wij"
                " zien"
                " die daarom niet als bezwaar.{% else %} Wij zien de klacht ook als bezwaar tegen het besluit, tenzij"
                " {{ klager }} dat niet wil.{% endif %}"
            ),
        ),
        Block(
            key="objection_after_term",
            title="Bent u het niet eens met dat besluit?",
            article="Awb 6:11, 6:15",
            text=(
                "Wij zien uw brief ook als bezwaar tegen het besluit, tenzij u dat niet wilt. Wie over uw bezwaar beslist, kijkt of het op"
                " tijd was."
            ),
            says=(("ook als bezwaar",),),
            only_with=Fact.OBJECTION_AFTER_TERM,
            title_beside="Niet eens met dat besluit?",
            beside=(
                "Wij zien de klacht ook als bezwaar tegen het besluit, tenzij {{ klager }} dat niet wil. Wie over het bezwaar beslist,"
                " kijkt of het op tijd was."
            ),
        ),
        Block(
            key="decision_overdue",
            title="Wacht u nog op een besluit?",
            article="Awb 4:17, 6:12",
            text=(
                "Wij behandelen uw klacht dat het besluit te lang duurt. Daarnaast kunt u een ingebrekestelling sturen: een brief aan wie"
                " het besluit moet nemen, waarin u schrijft dat het te laat is. Wacht daarna twee weken. Is er dan nog geen besluit? Dan"
                " kunt u in beroep gaan bij de rechter. Misschien krijgt u ook geld voor elke dag dat het langer duurt (een dwangsom)."
            ),
            says=(("ingebrekestelling",), ("twee weken", "2 weken")),
            only_with=Fact.DECISION_OVERDUE,
            title_beside="Een besluit dat te lang duurt",
            beside=(
                "Wij behandelen de klacht dat het besluit te lang duurt. Daarnaast kan een ingebrekestelling worden gestuurd: een brief aan"
                " wie het besluit moet nemen, waarin staat dat het te laat is. Daarna zijn er nog twee weken om te beslissen. Is er dan nog"
                " geen besluit? Dan kan beroep bij de rechter. Misschien komt er ook geld voor elke dag dat het langer duurt (een"
                " dwangsom)."
            ),
        ),
        name_beside="Wij hebben een klacht ontvangen",
    ),
    _letter(
        LetterCode.COMPLETION,
        "Wij hebben nog iets van u nodig",
        _COMPLAINANT,
        Block(
            key="missing",
            title="Wat wij nog missen",
            article="Awb 9:4 lid 2, 2:1 lid 2",
            text="Wij hebben uw klacht ontvangen op {{ ontvangen_op }}. Wij missen nog:\n\n{{ wat_ontbreekt }}",
            facts=(Fact.RECEIVED_ON, Fact.MISSING_PARTS),
            beside="Op {{ ontvangen_op }} kregen wij {{ de_klacht }}. Wij missen nog:\n\n{{ wat_ontbreekt }}",
        ),
        Block(
            key="reply_by",
            title="Wanneer wij dat graag hebben",
            article="Awb 9:4",
            text="Wilt u ons dit uiterlijk op {{ reageren_voor }} sturen? Lukt dat niet? Bel ons, dan zoeken wij samen een andere dag.",
            facts=(Fact.REPLY_BY,),
            named=(Fact.REPLY_BY,),
        ),
        Block(
            key="voluntary",
            title="Uw klacht staat geregistreerd",
            article="Awb 9:2, 9:12a",
            text="Aanvullen is niet verplicht om uw klacht te laten registreren. Wij behandelen uw klacht ook als u niets meer stuurt.",
            says=(("niet verplicht", "hoeft niet"),),
            title_beside="De klacht staat geregistreerd",
            beside="Aanvullen is niet verplicht om de klacht te laten registreren. Wij behandelen de klacht ook als u niets meer stuurt.",
        ),
    ),
    _letter(
        LetterCode.COPY_TO_SUBJECT,
        "Er is een klacht ontvangen over uw werk",
        _SUBJECT,
        Block(
            key="copy",
            title="De klacht",
            article="Awb 9:9",
            text=(
                "Op {{ ontvangen_op }} kregen wij een klacht over uw werk. Bij deze brief zit een kopie met alle bijlagen:"
                "\n\n{{ bijlagen }}"
            ),
            facts=(Fact.RECEIVED_ON, Fact.ENCLOSED),
        ),
        Block(
            key="procedure",
            title="Hoe het verder gaat",
            article="Awb 9:7, 9:11",
            text=(
                "{{ behandelaar }} behandelt de klacht. {% if termijn_voorbij %}De klager had uiterlijk op {{ uiterste_dag }} antwoord"
                " moeten krijgen. Dat is niet gelukt. De klager krijgt zo snel mogelijk antwoord.{% else %}Uiterlijk op {{ uiterste_dag }}"
                " krijgt de klager antwoord.{% endif %} Geven wij een oordeel over de klacht? Dan krijgt u dat ook in een brief."
            ),
            facts=(Fact.HANDLER, Fact.DUE_ON),
            named=(Fact.HANDLER, Fact.DUE_ON),
        ),
        Block(
            key="committee",
            title="Wie u hoort",
            article="Awb 9:15 lid 2",
            text="De klacht ligt voor advies bij {{ commissie }}. Die hoort u en de klager, en adviseert ons over de klacht.",
            facts=(Fact.COMMITTEE,),
            named=(Fact.COMMITTEE,),
            says=(("hoort", "horen", "gehoord"),),
            only_with=Fact.COMMITTEE,
        ),
        Block(
            key="heard",
            title="Uw kant van het verhaal",
            article="Awb 9:10 lid 1",
            text="U wordt gehoord voordat er een oordeel is. U mag vertellen wat er volgens u is gebeurd en stukken meesturen.",
            says=(("gehoord", "horen", "gesprek"),),
        ),
    ),
    _letter(
        LetterCode.HEARING_INVITATION,
        "Uitnodiging voor een gesprek",
        _BOTH,
        Block(
            key="invitation",
            title="Het gesprek",
            article="Awb 9:10 lid 1",
            text=(
                "{% if commissie %}{{ commissie }} wil{% else %}Wij willen{% endif %} graag uw verhaal horen over de klacht van"
                " {{ ontvangen_op }}. Het gesprek is op {{ gesprek_op }}, {{ tijd_en_plaats }}."
            ),
            facts=(Fact.RECEIVED_ON, Fact.HEARING_ON, Fact.HEARING_PLACE),
            named=(Fact.HEARING_ON, Fact.HEARING_PLACE),
            beside=(
                "Op {{ ontvangen_op }} kregen wij {{ de_klacht }}. Wij nodigen u uit voor een gesprek daarover."
                "{% if namens %} {% if commissie %}{{ commissie }} wil{% else %}Wij willen{% endif %} graag het verhaal van {{ namens }}"
                " horen.{% endif %}"
                " Het gesprek is op {{ gesprek_op }}, {{ tijd_en_plaats }}."
            ),
        ),
        Block(
            key="committee",
            title="Wie u hoort",
            article="Awb 9:15 lid 2",
            text="De klacht ligt voor advies bij {{ commissie }}. Die hoort u, en adviseert ons over de klacht.",
            facts=(Fact.COMMITTEE,),
            named=(Fact.COMMITTEE,),
            says=(("hoort", "horen", "gehoord"),),
            only_with=Fact.COMMITTEE,
        ),
        Block(
            key="agreed_moment",
            title="Dit moment spraken wij af",
            article="Awb 9:10 lid 1",
            text=(
                "Op {{ gesprek_afgesproken_op }} spraken wij deze dag en tijd met u af. U hoeft ons niets meer te laten weten. Kunt u toch"
                " niet? Bel ons. Dan zoeken wij samen een andere dag."
            ),
            facts=(Fact.MOMENT_AGREED_ON,),
            named=(Fact.MOMENT_AGREED_ON,),
            says=(("andere dag", "ander moment", "andere tijd"),),
            only_with=Fact.MOMENT_AGREED_ON,
        ),
        Block(
            key="reply_by",
            not_with=Fact.MOMENT_AGREED_ON,
            title="Laat ons weten of u komt",
            article="Awb 9:10 lid 2",
            text="Wilt u ons uiterlijk op {{ reageren_voor }} laten weten of u komt? Wij bellen u als wij niets horen.",
            facts=(Fact.REPLY_BY,),
            named=(Fact.REPLY_BY,),
            title_beside="Laat ons weten wie er komt",
            beside=(
                "Wilt u ons uiterlijk op {{ reageren_voor }} laten weten"
                "{% if namens %} wie er komen, {{ namens }}, u, of u beiden{% else %} of u komt{% endif %}?"
                " Wij bellen u als wij niets horen."
            ),
        ),
        Block(
            key="by_phone",
            title="Liever bellen?",
            article="Awb 9:10 lid 1",
            text="Het gesprek kan ook met de telefoon, of op een andere dag. Laat ons weten wat u het beste past.",
            says=(("telefoon", "telefonisch", "bellen"),),
        ),
        Block(
            key="company",
            title="Iemand meenemen",
            article="Awb 2:1 lid 1",
            text="U mag iemand meenemen die u helpt.",
            says=(("meenemen", "meebrengen", "meekomen"),),
        ),
        Block(
            key="documents",
            title="Stukken",
            article="Awb 9:10 lid 1",
            text="Hebt u stukken die u wilt laten zien? Die mag u vooraf sturen of meenemen naar het gesprek.",
            says=(("stukken", "documenten", "papieren"),),
        ),
    ),
    _letter(
        LetterCode.NOT_TAKEN_UP,
        "Wij nemen uw klacht niet in behandeling",
        _COMPLAINANT,
        Block(
            key="replaces",
            title="In plaats van een eerdere brief",
            article="Awb 9:8 lid 3, 3:46",
            text=(
                "Wij schreven u hier al over op {{ in_plaats_van_brief_van }}. Deze brief komt in plaats van die brief."
                " {{ waarom_opnieuw }}"
            ),
            facts=(Fact.REPLACES, Fact.WHY_ANEW),
            named=(Fact.REPLACES,),
            says=(("in plaats van",),),
            only_with=Fact.REPLACES,
        ),
        Block(
            key="ground",
            title="Wij nemen uw klacht niet in behandeling",
            article="Awb 9:8",
            text="Op {{ ontvangen_op }} kregen wij uw klacht. Wij nemen uw klacht niet in behandeling, want {{ grond }}.",
            facts=(Fact.RECEIVED_ON, Fact.GROUND),
            named=(Fact.RECEIVED_ON,),
            says=(("niet in behandeling",), ("9:8",)),
            title_beside="Wij nemen de klacht niet in behandeling",
            beside="Op {{ ontvangen_op }} kregen wij {{ de_klacht }}. Wij nemen de klacht niet in behandeling, want {{ grond }}.",
        ),
        Block(
            key="ground_facts",
            title="De feiten",
            article="Awb 9:8",
            text="{{ feiten_van_de_grond }}",
            facts=(Fact.GROUND_FACTS,),
        ),
        Block(key="motivation", title="Waarom", article="Awb 9:8 lid 3, 3:46", text="{{ motivering }}", facts=(Fact.MOTIVATION,)),
        Block(
            key="review",
            title="Wanneer wij opnieuw kijken",
            article="Awb 9:8 lid 1 onder f",
            text=(
                "Wij nemen uw klacht nu niet in behandeling. Dat is tijdelijk: zolang het strafrechtelijk onderzoek of de vervolging duurt."
                " Op {{ opnieuw_kijken_op }} kijken wij of wij uw klacht alsnog kunnen behandelen. U krijgt daarover bericht van ons."
            ),
            named=(Fact.REVIEW_ON,),
            says=(("tijdelijk", "voorlopig", "zolang"),),
            only_with=Fact.REVIEW_ON,
            beside=(
                "Wij nemen de klacht nu niet in behandeling. Dat is tijdelijk: zolang het strafrechtelijk onderzoek of de vervolging duurt."
                " Op {{ opnieuw_kijken_op }} kijken wij of wij de klacht alsnog kunnen behandelen."
            ),
        ),
        _ombudsman("Awb 9:8 lid 3, 9:12 lid 2"),
        name_beside="Wij nemen de klacht niet in behandeling",
    ),
    _letter(
        LetterCode.HEARING_REPORT,
        "Verslag van het gesprek",
        _BOTH,
        Block(
            key="heard_on",
            title="Wanneer en met wie",
            article="Awb 9:10 lid 3",
            text="Het gesprek over de klacht van {{ ontvangen_op }} was op {{ gehoord_op }}. Aanwezig waren:\n\n{{ aanwezigen }}",
            facts=(Fact.RECEIVED_ON, Fact.HEARD_ON, Fact.PRESENT),
            named=(Fact.HEARD_ON,),
        ),
        Block(
            key="complainant",
            title="Wat u vertelde",
            title_beside="Wat de klager vertelde",
            title_subject="Wat de klager vertelde",
            article="Awb 9:10 lid 3",
            text="{{ klager_zei }}",
            facts=(Fact.SAID_BY_COMPLAINANT,),
        ),
        Block(
            key="subject",
            title="Wat de betrokkene vertelde",
            title_subject="Wat u vertelde",
            article="Awb 9:10 lid 3",
            text="{{ betrokkene_zei }}",
            facts=(Fact.SAID_BY_SUBJECT,),
        ),
        Block(
            key="reply_to_report",
            title="Klopt dit verslag?",
            article="Awb 9:10 lid 3",
            text=(
                "Klopt er iets niet, of mist u iets? Laat het ons uiterlijk op {{ reageren_voor }} weten. Bel, mail of schrijf ons. Wat u"
                " zegt, doen wij bij dit verslag. Horen wij niets? Dan gaan wij verder met het verslag zoals het hier staat."
            ),
            facts=(Fact.REPLY_BY,),
            named=(Fact.REPLY_BY,),
            says=(("bel", "mail", "schrijf", "brief", "telefoon"),),
        ),
    ),
    _letter(
        LetterCode.SETTLED,
        "Uw klacht is opgelost",
        _COMPLAINANT,
        Block(
            key="agreed",
            title="Wat wij hebben afgesproken",
            article="Awb 9:5",
            text=(
                "{% if verteld_door %}Wij hoorden van {{ verteld_door }} dat uw klacht van {{ ontvangen_op }} naar tevredenheid is"
                " opgelost.{% else %}U vertelde ons dat u tevreden bent over hoe uw klacht van {{ ontvangen_op }} is opgelost.{% endif %}"
                " Wij spraken af:\n\n{{ afspraken }}"
            ),
            facts=(Fact.RECEIVED_ON, Fact.AGREED),
            beside=(
                "{% if u_vertelde %}U vertelde ons namens {{ namens }}{% elif verteld_door %}Wij hoorden van {{ verteld_door }}"
                "{% else %}Wij hoorden{% endif %} dat de klacht van {{ ontvangen_op }} naar tevredenheid is opgelost."
                " Wij spraken af:\n\n{{ afspraken }}"
            ),
        ),
        Block(
            key="come_back",
            title="U kunt altijd terugkomen",
            article="Awb 9:5",
            text="Gaat het toch niet goed? U kunt altijd terugkomen. Dan behandelen wij uw klacht alsnog.",
            says=(("altijd terugkomen",),),
            title_beside="Terugkomen kan altijd",
            beside=(
                "Gaat het toch niet goed? {% if namens %}U kunt namens {{ namens }} altijd terugkomen.{% else %}Dan kan {{ klager }} altijd"
                " terugkomen.{% endif %} Dan behandelen wij de klacht alsnog."
            ),
        ),
        name_beside="De klacht is opgelost",
    ),
    _letter(
        LetterCode.EXTENSION,
        "Wij hebben meer tijd nodig",
        _COMPLAINANT,
        Block(
            key="reason",
            title="Waarom het langer duurt",
            article="Awb 9:11 lid 2",
            text="U zou uiterlijk op {{ uiterste_dag }} antwoord krijgen op uw klacht. Dat lukt niet. {{ reden }}",
            facts=(Fact.DUE_ON, Fact.REASON),
            beside="Uiterlijk op {{ uiterste_dag }} zou er antwoord zijn op {{ de_klacht }}. Dat lukt niet. {{ reden }}",
        ),
        Block(
            key="weeks",
            title="Wanneer u antwoord krijgt",
            article="Awb 9:11 lid 2",
            text="Wij nemen {{ weken }} langer de tijd. U krijgt uiterlijk op {{ nieuwe_uiterste_dag }} antwoord.",
            facts=(Fact.WEEKS, Fact.NEW_DUE_ON),
            named=(Fact.WEEKS, Fact.NEW_DUE_ON),
            title_beside="Wanneer er antwoord is",
            beside="Wij nemen {{ weken }} langer de tijd. Uiterlijk op {{ nieuwe_uiterste_dag }} is er antwoord.",
        ),
    ),
    _letter(
        LetterCode.EXTENSION_TO_SUBJECT,
        "De klacht over uw werk duurt langer",
        _SUBJECT,
        Block(
            key="reason",
            title="Waarom het langer duurt",
            article="Awb 9:11 lid 2",
            text="De klacht over uw werk zou uiterlijk op {{ uiterste_dag }} klaar zijn. Dat lukt niet. {{ reden }}",
            facts=(Fact.DUE_ON, Fact.REASON),
        ),
        Block(
            key="weeks",
            title="Wanneer het klaar is",
            article="Awb 9:11 lid 2",
            text="Wij nemen {{ weken }} langer de tijd. Uiterlijk op {{ nieuwe_uiterste_dag }} is er een oordeel.",
            facts=(Fact.WEEKS, Fact.NEW_DUE_ON),
            named=(Fact.WEEKS, Fact.NEW_DUE_ON),
        ),
    ),
    _letter(
        LetterCode.POSTPONEMENT,
        "Wij spraken af dat het later wordt",
        _COMPLAINANT,
        Block(
            key="period",
            title="Wat wij hebben afgesproken",
            article="Awb 9:11 lid 3",
            text="U zou uiterlijk op {{ uiterste_dag }} antwoord krijgen. Wij spraken met u af dat het later mag. {{ reden }}",
            facts=(Fact.DUE_ON, Fact.REASON),
            named=(Fact.DUE_ON,),
            beside="Uiterlijk op {{ uiterste_dag }} zou er antwoord zijn op {{ de_klacht }}. Wij spraken af dat het later mag. {{ reden }}",
        ),
        Block(
            key="consent",
            title="U stemde daarmee in",
            article="Awb 9:11 lid 3",
            text="Op {{ ingestemd_op }} schreef u ons dat u dat goed vindt. Een kopie daarvan zit bij deze brief.",
            facts=(Fact.CONSENTED_ON,),
            named=(Fact.CONSENTED_ON,),
            says=(("kopie", "bijlage", "bijgevoegd"),),
            not_with=Fact.CONSENT_APART,
            title_beside="De instemming",
            beside=(
                "Op {{ ingestemd_op }} kregen wij schriftelijk bericht dat {{ klager }} dat goed vindt."
                " Een kopie daarvan zit bij deze brief."
            ),
        ),
        # A mail holds the letter alone.
        Block(
            key="consent_apart",
            title="U stemde daarmee in",
            article="Awb 9:11 lid 3",
            text="Op {{ ingestemd_op }} schreef u ons dat u dat goed vindt. Een kopie daarvan krijgt u apart, op papier.",
            facts=(Fact.CONSENTED_ON,),
            named=(Fact.CONSENTED_ON,),
            says=(("kopie",), ("apart", "op papier", "met de post", "per post")),
            only_with=Fact.CONSENT_APART,
            title_beside="De instemming",
            beside=(
                "Op {{ ingestemd_op }} kregen wij schriftelijk bericht dat {{ klager }} dat goed vindt."
                " Een kopie daarvan krijgt u apart, op papier."
            ),
        ),
        Block(
            key="new_day",
            title="Wanneer u antwoord krijgt",
            article="Awb 9:11 lid 3",
            text="U krijgt uiterlijk op {{ nieuwe_uiterste_dag }} antwoord op uw klacht.",
            facts=(Fact.NEW_DUE_ON,),
            named=(Fact.NEW_DUE_ON,),
            title_beside="Wanneer er antwoord is",
            beside="Uiterlijk op {{ nieuwe_uiterste_dag }} is er antwoord op de klacht.",
        ),
        # A mail; a document with the consent goes along beside the letter.
        enclosed=(
            Block(
                key="enclosed_consent",
                title="Bijlage: het bericht waarin u instemde",
                article="Awb 9:11 lid 3",
                text="{{ bericht_met_instemming }}",
                facts=(Fact.CONSENT_TEXT,),
                only_with=Fact.CONSENT_TEXT,
                title_beside="Bijlage: het bericht met de instemming",
            ),
        ),
    ),
    _letter(
        LetterCode.DECISION,
        "Ons oordeel over uw klacht",
        _BOTH,
        Block(
            key="replaces",
            title="Een nieuwe beslissing",
            article="Awb 9:12 lid 1",
            text="Wij namen opnieuw een beslissing. Deze brief komt in plaats van onze brief van {{ in_plaats_van_brief_van }}.",
            facts=(Fact.REPLACES,),
            named=(Fact.REPLACES,),
            says=(("in plaats van",),),
            only_with=Fact.REPLACES,
        ),
        Block(
            key="findings",
            title="Wat wij hebben onderzocht",
            article="Awb 9:12 lid 1",
            text="Op {{ ontvangen_op }} kregen wij deze klacht.\n\n{{ bevindingen }}",
            facts=(Fact.RECEIVED_ON, Fact.FINDINGS),
            named=(Fact.RECEIVED_ON,),
            not_with=Fact.OUTCOME_ALONE,
            beside="Op {{ ontvangen_op }} kregen wij {{ de_klacht }}.\n\n{{ bevindingen }}",
        ),
        Block(key="judgment", title="Ons oordeel", article="Awb 9:12 lid 1", text="{{ oordeel }}", facts=(Fact.JUDGMENT,)),
        Block(
            key="motivation",
            title="Waarom wij dat vinden",
            article="Awb 9:12 lid 1, 3:46",
            text="{{ motivering }}",
            facts=(Fact.MOTIVATION,),
            not_with=Fact.OUTCOME_ALONE,
        ),
        Block(
            key="conclusions",
            title="Wat wij ermee doen",
            article="Awb 9:12 lid 1",
            text="{{ conclusies }}{% if maatregelen %}\n\n{{ maatregelen }}{% endif %}",
            facts=(Fact.CONCLUSIONS,),
        ),
        Block(
            key="advice",
            title="Het advies",
            article="Awb 9:15, 9:16",
            text=(
                "{{ commissie }} gaf ons advies. Het advies zit bij deze brief. De commissie schrijft:\n\n{{ advies }}"
                "{% if reden_van_afwijken %}\n\nWij wijken af van het advies. {{ reden_van_afwijken }}{% endif %}"
            ),
            facts=(Fact.COMMITTEE, Fact.ADVICE),
            named=(Fact.COMMITTEE, Fact.DEVIATION),
            says=(("bij deze brief", "bijlage", "bijgevoegd"),),
            only_with=Fact.COMMITTEE,
            not_with=Fact.OUTCOME_ALONE,
        ),
        _ombudsman("Awb 9:12 lid 2"),
        # As the committee wrote it: whoever decides leaves nothing out.
        enclosed=(
            Block(
                key="enclosed_advice",
                title="Bijlage: rapport en advies",
                article="Awb 9:16",
                text="{{ rapport_en_advies }}",
                facts=(Fact.ADVICE_REPORT,),
                named=(Fact.ADVICE_REPORT,),
                only_with=Fact.COMMITTEE,
                not_with=Fact.OUTCOME_ALONE,
            ),
        ),
        name_beside="Ons oordeel over de klacht",
        name_subject="Het oordeel over de klacht over uw werk",
    ),
    _letter(
        LetterCode.ADVICE,
        "Rapport van bevindingen en advies",
        (Addressee.AUTHORITY,),
        Block(
            key="findings",
            title="Bevindingen",
            article="Awb 9:15 lid 4",
            text="Op {{ ontvangen_op }} kwam deze klacht binnen.\n\n{{ bevindingen }}",
            facts=(Fact.RECEIVED_ON, Fact.FINDINGS),
        ),
        Block(
            key="hearing_report",
            title="Verslag van het horen",
            article="Awb 9:15 lid 4",
            text="{{ verslag_van_het_horen }}",
            facts=(Fact.HEARING_REPORT,),
        ),
        Block(
            key="advice",
            title="Advies",
            article="Awb 9:15 lid 4",
            text="{{ commissie }} adviseert:\n\n{{ advies }}",
            facts=(Fact.COMMITTEE, Fact.ADVICE),
            named=(Fact.COMMITTEE,),
        ),
    ),
    _letter(
        LetterCode.YEARLY_LIST,
        "Klachten in het afgelopen jaar",
        (Addressee.PUBLIC,),
        Block(
            key="overview",
            title="Klachten van dit jaar",
            article="Awb 9:12a",
            text="Dit zijn de klachten die wij in {{ jaar }} kregen, zonder namen.\n\n{{ overzicht }}",
            facts=(Fact.YEAR, Fact.OVERVIEW),
            named=(Fact.YEAR,),
        ),
    ),
    _letter(
        LetterCode.ANSWER_TO_OMBUDSMAN,
        "Onze reactie op uw aanbeveling",
        (Addressee.OMBUDSMAN,),
        Block(
            key="recommendation",
            title="Uw aanbeveling",
            article="Awb 9:36 lid 4",
            text="Op {{ aanbevolen_op }} deed u ons deze aanbeveling:\n\n{{ aanbeveling }}",
            facts=(Fact.RECOMMENDED_ON, Fact.RECOMMENDATION),
            named=(Fact.RECOMMENDED_ON,),
        ),
        Block(
            key="followed",
            title="Wat wij ermee doen",
            article="Awb 9:36 lid 4",
            text="{{ wat_wij_ermee_doen }}\n\n{{ motivering }}",
            facts=(Fact.FOLLOWED, Fact.MOTIVATION),
        ),
    ),
    _letter(
        LetterCode.FORWARDING,
        "Doorgestuurde klacht",
        (Addressee.COMPLAINANT, Addressee.OTHER_BODY),
        Block(
            key="to_whom",
            not_with=Fact.WARM,
            title="Wie de klacht behandelt",
            article="Awb 2:3 lid 1",
            text="Wij sturen uw klacht door naar {{ doorgestuurd_naar }}. {{ waarom_doorgestuurd }}",
            facts=(Fact.FORWARDED_TO, Fact.WHY_FORWARDED),
            named=(Fact.FORWARDED_TO,),
            only_to=_ONLY_COMPLAINANT,
            beside="Wij sturen {{ de_klacht }} door naar {{ doorgestuurd_naar }}. {{ waarom_doorgestuurd }}",
        ),
        Block(
            key="enclosed",
            not_with=Fact.WARM,
            title="De klacht",
            article="Awb 2:3 lid 1",
            text="Deze klacht is voor {{ doorgestuurd_naar }}. {{ waarom_doorgestuurd }} Wij sturen mee:\n\n{{ bijlagen }}",
            facts=(Fact.FORWARDED_TO, Fact.WHY_FORWARDED, Fact.ENCLOSED),
            named=(Fact.FORWARDED_TO,),
            only_to=frozenset({Addressee.OTHER_BODY}),
        ),
        Block(
            key="received_on",
            not_with=Fact.WARM,
            title="De dag van ontvangst",
            article="Awb 2:3 lid 1, 6:15",
            text="De klacht kwam bij ons binnen op {{ ontvangen_op }}. Die dag telt.",
            facts=(Fact.RECEIVED_ON,),
            named=(Fact.RECEIVED_ON,),
        ),
        Block(
            key="forwarded_on",
            not_with=Fact.WARM,
            title="Wanneer wij de klacht doorstuurden",
            article="Awb 2:3 lid 1",
            text=(
                "Wij stuurden uw klacht op {{ doorgestuurd_op }} door.{% if later_verteld %} Wij hadden u dat op dezelfde dag moeten laten"
                " weten. Dat doen wij nu.{% endif %}"
            ),
            facts=(Fact.FORWARDED_ON,),
            named=(Fact.FORWARDED_ON,),
            only_to=_ONLY_COMPLAINANT,
            beside=(
                "Wij stuurden {{ de_klacht }} op {{ doorgestuurd_op }} door.{% if later_verteld %} Wij hadden u dat op dezelfde dag"
                " moeten laten weten. Dat doen wij nu.{% endif %}"
            ),
        ),
        Block(
            key="same_day",
            not_with=Fact.WARM,
            title="Tegelijk doorgestuurd",
            article="Awb 2:3 lid 1",
            text=(
                "Wij stuurden de klacht op {{ doorgestuurd_op }} door.{% if klager_verteld_op %} Wij lieten de klager dat weten op"
                " {{ klager_verteld_op }}.{% else %} Wij konden de klager dat niet laten weten.{% endif %}"
            ),
            facts=(Fact.FORWARDED_ON,),
            named=(Fact.FORWARDED_ON, Fact.SENDER_TOLD_ON),
            only_to=frozenset({Addressee.OTHER_BODY}),
        ),
        Block(
            key="warm_agreed",
            title="Wat wij hebben afgesproken",
            article="Awb 9:2",
            text=(
                "Wij kregen uw klacht op {{ ontvangen_op }}. Op {{ overdracht_afgesproken_op }} is met u afgesproken dat"
                " {{ doorgestuurd_naar }} u verder helpt. {{ waarom_doorgestuurd }} Wij vertelden uw klacht daar op {{ doorgestuurd_op }}."
            ),
            facts=(Fact.RECEIVED_ON, Fact.TRANSFER_AGREED_ON, Fact.FORWARDED_TO, Fact.WHY_FORWARDED, Fact.FORWARDED_ON),
            named=(Fact.RECEIVED_ON, Fact.FORWARDED_TO),
            only_with=Fact.WARM,
            only_to=_ONLY_COMPLAINANT,
            beside=(
                "Op {{ ontvangen_op }} kregen wij {{ de_klacht }}. Op {{ overdracht_afgesproken_op }} is afgesproken dat"
                " {{ doorgestuurd_naar }} verder helpt. {{ waarom_doorgestuurd }} Wij vertelden de klacht daar op {{ doorgestuurd_op }}."
            ),
        ),
        Block(
            key="warm_contact",
            title="Wie contact opneemt en wanneer",
            article="Awb 9:2",
            text="{{ wie_contact_opneemt }}",
            facts=(Fact.NEXT_CONTACT,),
            only_with=Fact.WARM,
            only_to=_ONLY_COMPLAINANT,
        ),
        Block(
            key="warm_stays",
            title="Wat wij blijven doen",
            article="Awb 9:2",
            text=(
                "Uw klacht blijft ook bij ons. {% if terugkoppeling_uiterlijk %}Uiterlijk op {{ terugkoppeling_uiterlijk }} horen wij wat"
                " eruit is gekomen. Horen wij niets, dan vragen wij ernaar.{% else %}Wij vragen na wat eruit is gekomen.{% endif %} Komt u"
                " er niet uit? U kunt altijd bij ons terugkomen."
            ),
            named=(Fact.FEEDBACK_BY,),
            says=(("bij ons",),),
            only_with=Fact.WARM,
            only_to=_ONLY_COMPLAINANT,
            beside=(
                "De klacht blijft ook bij ons. {% if terugkoppeling_uiterlijk %}Uiterlijk op {{ terugkoppeling_uiterlijk }} horen wij wat"
                " eruit is gekomen. Horen wij niets, dan vragen wij ernaar.{% else %}Wij vragen na wat eruit is gekomen.{% endif %} Komt"
                " het niet goed? Terugkomen kan altijd."
            ),
        ),
        Block(
            key="warm_received",
            title="De klacht",
            article="Awb 9:2",
            text=(
                "Op {{ ontvangen_op }} kregen wij deze klacht. Op {{ overdracht_afgesproken_op }} stemde de klager ermee in dat"
                " {{ doorgestuurd_naar }} verder helpt. {{ waarom_doorgestuurd }} Wij vertelden u dat op {{ doorgestuurd_op }}. Wij sturen"
                " mee:\n\n{{ bijlagen }}"
            ),
            facts=(Fact.RECEIVED_ON, Fact.TRANSFER_AGREED_ON, Fact.FORWARDED_TO, Fact.WHY_FORWARDED, Fact.FORWARDED_ON, Fact.ENCLOSED),
            named=(Fact.RECEIVED_ON, Fact.TRANSFER_AGREED_ON),
            only_with=Fact.WARM,
            only_to=frozenset({Addressee.OTHER_BODY}),
        ),
        Block(
            key="warm_call",
            title="Wie contact opneemt en wanneer",
            article="Awb 9:2",
            text="Wij spraken met de klager af: {{ wie_contact_opneemt }}",
            facts=(Fact.NEXT_CONTACT,),
            only_with=Fact.WARM,
            only_to=frozenset({Addressee.OTHER_BODY}),
        ),
        Block(
            key="warm_feedback",
            title="Wat wij van u vragen",
            article="Awb 9:2",
            text=(
                "{% if terugkoppeling_uiterlijk %}Wilt u ons uiterlijk op {{ terugkoppeling_uiterlijk }} laten weten wat eruit is gekomen?"
                "{% else %}Wilt u ons laten weten wat eruit is gekomen?{% endif %} Wij volgen de klacht, en de klager kan altijd bij ons"
                " terugkomen."
            ),
            named=(Fact.FEEDBACK_BY,),
            only_with=Fact.WARM,
            only_to=frozenset({Addressee.OTHER_BODY}),
        ),
    ),
)

LETTERS: dict[LetterCode, Letter] = {letter.code: letter for letter in _ALL}
# Of these somebody else than the complainant has to be named as the one who gets it.
NAMED_ON_THE_PAGE = frozenset({Addressee.SUBJECT, Addressee.OTHER_BODY, Addressee.OMBUDSMAN, Addressee.AUTHORITY})


# Of these a mistake is not put right by a second letter.
THAT_DECIDE = frozenset({LetterCode.DECISION, LetterCode.NOT_TAKEN_UP})
OF_EXTENSION = frozenset({LetterCode.EXTENSION, LetterCode.EXTENSION_TO_SUBJECT})
# Who reads the letter, where that is somebody else than who complains, and who told that it is solved.
OF_READER = frozenset({Fact.THE_COMPLAINT, Fact.COMPLAINANT, Fact.ON_BEHALF_OF, Fact.TOLD_BY, Fact.TOLD_BY_READER, Fact.OUTCOME_ALONE})
# What there is to tell of a decision that the file mentions, where no last day for an objection can be given.
OF_DECISIONS = frozenset({Fact.OBJECTION_UNDATED, Fact.DECISION_BY_PHONE, Fact.OBJECTION_AFTER_TERM, Fact.DECISION_OVERDUE}) | {
    Fact.ORAL,
    Fact.MANNER_ALONE,
}
FROM_REGISTER = OF_READER | frozenset(
    {
        *(Fact.RECEIVED_ON, Fact.HANDLER, Fact.DUE_ON, Fact.COMMITTEE, Fact.OMBUDSMAN, Fact.ADVICE, Fact.ADVICE_REPORT, Fact.DEVIATION),
        *(Fact.OBJECTION_UNTIL, Fact.CLOSED_ON, Fact.TOLD_LATE, Fact.REPLACES, Fact.WARM, Fact.TRANSFER_AGREED_ON, Fact.FEEDBACK_BY),
        *(Fact.SENDER_TOLD_ON, Fact.TERM_OVER, Fact.CONSENT_TEXT, Fact.CONSENT_APART, Fact.PRESENT),
    }
    | OF_DECISIONS
)

# Of ourselves, and of whoever it is sent on to: these tell nothing of whoever complains.
OF_OURSELVES = frozenset(
    {
        *(Fact.ORGANISATION, Fact.AUTHORITY, Fact.PHONE, Fact.EMAIL, Fact.HANDLER, Fact.COMMITTEE),
        *(Fact.OMBUDSMAN, Fact.OMBUDSMAN_CONTACT, Fact.FORWARDED_TO),
    }
)

# Of a decision after the advice of a committee: recorded before any letter goes, also one that was finished elsewhere (9:16).
AFTER_ADVICE = frozenset({Fact.ADVICE, Fact.ADVICE_REPORT, Fact.JUDGMENT, Fact.DEVIATION})

# The days that a ground of article 9:8 rests on: of the register, beside the facts that the letter tells in words.
DAYS_OF_GROUND = {
    "9_8_1_B": (Fact.CONDUCT_ON,),
    "9_8_1_C": (Fact.DECISION_ANNOUNCED_ON,),
    "9_8_1_D": (Fact.DECISION_ANNOUNCED_ON,),
    "9_8_1_F": (Fact.REVIEW_ON,),
}
OF_GROUND = frozenset({Fact.CONDUCT_ON, Fact.DECISION_ANNOUNCED_ON, Fact.REVIEW_ON, Fact.LATE_REASON})

# Told where there is something to tell, after the fact it belongs to.
OPTIONAL_AFTER = {Fact.CONCLUSIONS: Fact.MEASURES, Fact.HEARING_PLACE: Fact.MOMENT_AGREED_ON}


_WARM_NAMES = {Addressee.COMPLAINANT: "Wie u verder helpt met uw klacht", Addressee.OTHER_BODY: "Overdracht van een klacht"}


def blocks_of(code: LetterCode, *, to: Addressee, values: Values) -> tuple[Block, ...]:
    """The blocks a letter has for this addressee and these facts, worded for who reads it."""
    there = tuple(one for one in LETTERS[code].blocks if to in one.only_to and _is_there(one, values))
    if to is Addressee.SUBJECT:
        there = tuple(replace(one, title=one.title_subject or one.title) for one in there)
    return tuple(_worded_beside(one) for one in there) if is_beside(values) else there


def _is_there(block: Block, values: Values) -> bool:
    return (block.only_with is None or block.only_with in values) and (block.not_with is None or block.not_with not in values)


def name_of(code: LetterCode, *, to: Addressee, values: Values) -> str:
    """What stands above the letter, for who reads it."""
    letter = LETTERS[code]
    if Fact.WARM in values:
        return _WARM_NAMES[to if not is_beside(values) else Addressee.OTHER_BODY]
    other = letter.name_subject if to is Addressee.SUBJECT else letter.name_beside if is_beside(values) else ""
    return other or letter.name


def _worded_beside(block: Block) -> Block:
    return replace(block, text=block.beside or block.text, title=block.title_beside or block.title)


def facts_of(code: LetterCode, *, to: Addressee, values: Values) -> tuple[Fact, ...]:
    """The facts that a letter asks for, each once, in the order of its text; those it may do without among them."""
    asked = [Fact.ADDRESSEE] if to in NAMED_ON_THE_PAGE else []
    for block in blocks_of(code, to=to, values=values):
        for fact in block.facts:
            asked += [fact, OPTIONAL_AFTER[fact]] if fact in OPTIONAL_AFTER else [fact]
            asked += [*DAYS_OF_GROUND.get(str(values.get(fact, "")), ()), Fact.LATE_REASON] if fact is Fact.GROUND else []
        if code is LetterCode.DECISION and block.key == "advice":
            asked.append(Fact.DEVIATION)
    return tuple(dict.fromkeys(asked))


def is_from_register(fact: Fact, code: LetterCode) -> bool:
    """Whether the register alone tells it, so that nobody types it. The last day after an extension is the clock's."""
    return fact in FROM_REGISTER or (fact is Fact.NEW_DUE_ON and code in OF_EXTENSION)


def is_optional(fact: Fact) -> bool:
    """Whether a letter may go without it, as far as the letter itself goes."""
    return fact is Fact.DEVIATION or fact in OPTIONAL_AFTER.values() or fact in OF_GROUND
