"""What the Awb clock refuses, each with a stable code and a text that says what to do next."""

from __future__ import annotations

from typing import ClassVar

from complaints.awb.wording import Param, fill, known_language


class ClockRefusal(ValueError):
    """The clock cannot give a date, because the facts do not make a lawful term.

    `code` is stable; `params` keeps dates as dates; `template` is the English sentence with %(name)s places. `str()` gives the
    English sentence, `text(language=...)` the one for a page.
    """

    code: ClassVar[str]
    template: ClassVar[str]
    dutch: ClassVar[str]

    def __init__(self, **params: Param) -> None:
        self.params = params
        super().__init__(fill(self.template, params=params, language="en"))

    def __reduce__(self) -> tuple[object, ...]:
        return (_restored, (type(self), self.params))

    def text(self, *, language: str) -> str:
        """The sentence in full. `language` as Django has it; Dutch when it is neither nl nor en."""
        known = known_language(language)
        return fill(self.dutch if known == "nl" else self.template, params=self.params, language=known)


def _restored(kind: type[ClockRefusal], params: dict[str, Param]) -> ClockRefusal:
    return kind(**params)


class YearOutOfRange(ClockRefusal):
    """A date lies outside the years the statutory calendar vouches for."""

    code = "year_out_of_range"
    template = "This term leaves the years %(first_year)s to %(last_year)s that the calendar knows. Check the year of the date."
    dutch = (
        "Deze termijn valt buiten de jaren %(first_year)s tot en met %(last_year)s die de kalender kent. Controleer het jaar van de datum."
    )


class NoCommissionAppointed(ClockRefusal):
    """Ten weeks only where afdeling 9.1.3 applies (art. 9:11(1), 9:13, 9:14 Awb)."""

    code = "no_commission_appointed"
    template = (
        "Ten weeks need a committee appointed under art. 9:14 Awb. Record its appointment first, or handle the complaint within six weeks."
    )
    dutch = (
        "Voor tien weken is een klachtencommissie nodig die is ingesteld volgens art. 9:14 Awb. "
        "Leg eerst de instelling vast, of behandel de klacht binnen zes weken."
    )


class RegimeChangeBeforeReceipt(ClockRefusal):
    """The committee cannot take over before there is a complaint."""

    code = "regime_change_before_receipt"
    template = "The committee took over on %(changed_on)s, before the complaint arrived on %(received_on)s. Check both dates."
    dutch = "De commissie nam het over op %(changed_on)s, vóór de klacht binnenkwam op %(received_on)s. Controleer beide datums."


class RegimeChangeAfterDue(ClockRefusal):
    """An expired term is not revived by passing the complaint to the committee (choice with art. 9:11(1) Awb)."""

    code = "regime_change_after_due"
    template = (
        "The term ended on %(due)s, before the committee took over on %(changed_on)s. Decide as soon as possible; the date does not change."
    )
    dutch = (
        "De termijn eindigde op %(due)s, voordat de commissie het overnam op %(changed_on)s. "
        "Handel de klacht zo snel mogelijk af; de datum verandert niet."
    )


class RegimeChangeNotNotified(ClockRefusal):
    """The complainant must have been told that a committee advises (like art. 9:15(1) Awb)."""

    code = "regime_change_not_notified"
    template = "Tell the complainant first that the committee advises (art. 9:15(1) Awb)."
    dutch = "Laat de klager eerst weten dat de commissie adviseert (art. 9:15 lid 1 Awb)."


class ExtensionWeeksInvalid(ClockRefusal):
    """An extension is a whole number of weeks, one or more."""

    code = "extension_weeks_invalid"
    template = "An extension lasts 1 to 4 weeks. Give a whole number of weeks."
    dutch = "Een verdaging duurt 1 tot en met 4 weken. Geef een heel aantal weken op."


class ExtensionTooLong(ClockRefusal):
    """At most four weeks in total (art. 9:11(2) Awb)."""

    code = "extension_too_long"
    template = (
        "All extensions together come to %(weeks)s; the law allows 4 weeks in total (art. 9:11(2) Awb). "
        "Shorten it, or ask the complainant to agree in writing to a later date."
    )
    dutch = (
        "Alle verdagingen samen duren %(weeks)s; de wet staat in totaal 4 weken toe (art. 9:11 lid 2 Awb). "
        "Maak de verdaging korter, of vraag de klager schriftelijk in te stemmen met een latere datum."
    )


class ExtensionBeforeReceipt(ClockRefusal):
    """An extension cannot be notified before the complaint arrived."""

    code = "extension_before_receipt"
    template = "The extension was notified on %(notified_on)s, before the complaint arrived on %(received_on)s. Check both dates."
    dutch = "De verdaging is meegedeeld op %(notified_on)s, vóór de klacht binnenkwam op %(received_on)s. Controleer beide datums."


class ExtensionAfterDue(ClockRefusal):
    """After expiry nothing is left to extend (art. 9:11(2) Awb)."""

    code = "extension_after_due"
    template = (
        "The term ended on %(due)s, before the extension was notified on %(notified_on)s. "
        "Decide as soon as possible and tell the complainant that you are late."
    )
    dutch = (
        "De termijn eindigde op %(due)s, voordat de verdaging werd meegedeeld op %(notified_on)s. "
        "Handel de klacht zo snel mogelijk af en laat de klager weten dat u te laat bent."
    )


class ExtensionNotNotifiedToBoth(ClockRefusal):
    """Written notice to the complainant and to the person complained about (art. 9:11(2) Awb)."""

    code = "extension_not_notified_to_both"
    template = (
        "An extension counts when both the complainant and the person complained about have a letter. "
        "Send the missing letter before the term ends."
    )
    dutch = (
        "Een verdaging geldt pas als de klager én degene over wie geklaagd is een brief hebben. "
        "Verstuur de ontbrekende brief voordat de termijn eindigt."
    )


class PostponementWithoutWrittenConsent(ClockRefusal):
    """Further postponement needs the complainant's written consent (art. 9:11(3) Awb)."""

    code = "postponement_without_written_consent"
    template = (
        "Postponement needs the complainant's consent in writing (art. 9:11(3) Awb). "
        "Add the letter or e-mail in which the complainant agrees."
    )
    dutch = (
        "Voor uitstel moet de klager schriftelijk instemmen (art. 9:11 lid 3 Awb). Voeg de brief of e-mail toe waarin de klager instemt."
    )


class PostponementEndsBeforeStart(ClockRefusal):
    """The period runs backwards."""

    code = "postponement_ends_before_start"
    template = "The postponement ends on %(ends_on)s, before it starts on %(starts_on)s. Check both dates."
    dutch = "Het uitstel eindigt op %(ends_on)s, vóór het begint op %(starts_on)s. Controleer beide datums."


class PostponementOnOrBeforeReceipt(ClockRefusal):
    """A postponement starts after the day of receipt (choice C6)."""

    code = "postponement_on_or_before_receipt"
    template = (
        "The postponement starts on %(starts_on)s; it can start the day after receipt (%(received_on)s) at the earliest. "
        "Choose a later start."
    )
    dutch = (
        "Het uitstel begint op %(starts_on)s; dat kan op zijn vroegst de dag na ontvangst (%(received_on)s). Kies een latere begindatum."
    )


class PostponementAfterDue(ClockRefusal):
    """A postponement starts no later than the due date as it stands (choice C6)."""

    code = "postponement_after_due"
    template = (
        "The term ended on %(due)s, before the postponement starts on %(starts_on)s. Decide as soon as possible; the date does not change."
    )
    dutch = (
        "De termijn eindigde op %(due)s, voordat het uitstel begint op %(starts_on)s. "
        "Handel de klacht zo snel mogelijk af; de datum verandert niet."
    )


class AgreedDateNotLater(ClockRefusal):
    """A date agreed under art. 9:11(3) Awb postpones; one that is not later than the due date does not."""

    code = "agreed_date_not_later"
    template = (
        "The agreed date %(due_on)s is not later than the date that already applies, %(due)s. Agree on a later date or leave it as it is."
    )
    dutch = (
        "De afgesproken datum %(due_on)s is niet later dan de datum die al geldt, %(due)s. "
        "Spreek een latere datum af of laat het zoals het is."
    )


class HandledBeforeReceipt(ClockRefusal):
    """Handling cannot end before the complaint arrived."""

    code = "handled_before_receipt"
    template = "Handling ended on %(handled_on)s, before the complaint arrived on %(received_on)s. Check both dates."
    dutch = "De behandeling eindigde op %(handled_on)s, vóór de klacht binnenkwam op %(received_on)s. Controleer beide datums."
