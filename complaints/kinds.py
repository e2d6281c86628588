"""What a complaint is by the facts, apart from the word the organisation uses for it (pure; Awb 9:1, 9:2, 9:4)."""

from __future__ import annotations

from tenants.organisation.core_lists import KINDS_WITHOUT_TERM, HandlingMode, Kind


def derive_imported_kind(*, kind_code: str | None) -> Kind | None:
    """The derived kind of a row of an import, from the core code of its own word for the kind; None is "onbekend".

    An import knows none of the four facts of 9:4 (written, towards the complainant, name and address, signed), so a
    klaagschrift is one only where the organisation's own word was mapped to it. A blank or unmapped word stays unknown:
    a guess would end up in the yearly figures.
    """
    return Kind(kind_code) if kind_code else None


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
