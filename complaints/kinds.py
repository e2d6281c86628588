"""What a complaint is by the facts, apart from the word the organisation uses for it (pure; Awb 9:1, 9:2, 9:4)."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.code_lists import ROLES_OF_BYSTANDERS, WRITTEN_CHANNELS, FilerRole, HandlingWish
from tenants.organisation.core_lists import KINDS_WITHOUT_TERM, ORAL_CHANNELS, HandlingMode, Kind

KIND_OF_WISH = {
    HandlingWish.ONLY_TELL: Kind.SIGNAL,
    HandlingWish.REPAIR: Kind.REPORT,
    HandlingWish.SUPERVISE: Kind.CONTRACT_SUPERVISION_REQUEST,
    HandlingWish.BY_US: Kind.PROACTIVE_CONTACT,
}


@dataclass(frozen=True, kw_only=True)
class IntakeFacts:
    """What is known at registration. Nothing here is ever demanded; None is "not known".

    is_written: on paper or screen; the term of the law runs until somebody says that it was not.
    is_towards_filer: the conduct befell whoever complains, or the person complained for.
    The four of 9:4: written and signed, name and address, a date, a description of the conduct.
    """

    wish: HandlingWish = HandlingWish.HANDLE
    filer_role: FilerRole = FilerRole.COMPLAINANT
    is_written: bool | None = None
    is_towards_filer: bool | None = None
    is_signed: bool | None = None
    has_name: bool = False
    has_address: bool = False
    is_dated: bool = False
    is_described: bool = False


def is_written_by_channel(channel_code: str | None) -> bool | None:
    """Whether what comes in by this channel is in writing; None where the channel does not tell."""
    if channel_code in WRITTEN_CHANNELS:
        return True
    return False if channel_code in ORAL_CHANNELS else None


def derive_imported_kind(*, kind_code: str | None) -> Kind | None:
    """The derived kind of a row of an import, from the core code of its own word for the kind; None is "onbekend".

    An import knows none of the four facts of 9:4 (written, towards the complainant, name and address, signed), so a
    klaagschrift is one only where the organisation's own word was mapped to it. A blank or unmapped word stays unknown:
    a guess would end up in the yearly figures.
    """
    return Kind(kind_code) if kind_code else None


def derive_kind(facts: IntakeFacts) -> Kind:
    """The kind by the facts. Never by the word that was used: whoever wants it handled has a complaint."""
    by_wish = KIND_OF_WISH.get(facts.wish)
    if by_wish is not None:
        return by_wish
    return Kind.COMPLAINT if missing_for_klaagschrift(facts) else Kind.FORMAL_COMPLAINT


def missing_for_klaagschrift(facts: IntakeFacts) -> tuple[str, ...]:
    """What a klaagschrift still lacks (Awb 9:4), as codes in the order of the article. Shown, never demanded."""
    present = {
        "in_writing": facts.is_written is True,
        "towards_filer": is_towards_filer(facts),
        "signature": facts.is_signed is True,
        "name": facts.has_name,
        "address": facts.has_address,
        "date": facts.is_dated,
        "description": facts.is_described,
    }
    return tuple(code for code, is_present in present.items() if not is_present)


def is_towards_filer(facts: IntakeFacts) -> bool:
    """Whether the conduct befell whoever complains. Taken to be so while nobody said otherwise: the term then runs."""
    if facts.is_towards_filer is None:
        return facts.filer_role not in ROLES_OF_BYSTANDERS
    return facts.is_towards_filer


def has_statutory_term(facts: IntakeFacts) -> bool:
    """Whether 9:11 runs from receipt: wanted handled, not told orally, about conduct towards the one who complains.

    Whatever facts of 9:4 are missing: the clock does not wait for them. Where nothing tells whether it was in writing, as of what came
    by an alderman, the careful reading: the law.
    """
    return facts.wish is HandlingWish.HANDLE and facts.is_written is not False and is_towards_filer(facts)


def is_term_of_law(*, kind: str | None, is_written: bool | None, channel_code: str | None) -> bool:
    """Whether a round of which nobody recorded it stands under 9:11: one that was taken over.

    Signals, reports, calls of ours and what was told orally stand under a norm. Where nothing tells, the careful reading: the law.
    """
    if kind in KIND_OF_WISH.values():
        return False
    return bool(is_written) or kind == Kind.FORMAL_COMPLAINT or channel_code not in ORAL_CHANNELS


def regime_of(*, kind: str | None, procedure_code: str | None, has_committee: bool) -> str:
    """Which term runs, as Round stores it: "norm", "commission" or "internal".

    Signals and reports have no term in the Awb. Ten weeks exist only with a committee appointed on the day of receipt
    (Awb 9:11(1), 9:14).
    """
    if kind in KINDS_WITHOUT_TERM:
        return "norm"
    if procedure_code == HandlingMode.COMMISSION and has_committee:
        return "commission"
    return "internal"


def regime_at_registration(facts: IntakeFacts, *, oral_has_norm: bool) -> str:
    """Which term starts at receipt: "internal" (six weeks) or "norm" (the organisation's own days).

    oral_has_norm: the organisation's setting that what the Awb sets no term for gets the same last day, as a norm.
    A committee is appointed in a later step, so ten weeks never start here.
    """
    if KIND_OF_WISH.get(facts.wish) in KINDS_WITHOUT_TERM:
        return "norm"
    return "internal" if has_statutory_term(facts) or oral_has_norm else "norm"
