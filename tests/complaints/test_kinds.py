import pytest

from complaints.kinds import derive_imported_kind
from tenants.organisation.core_lists import Kind


@pytest.mark.parametrize(
    ("kind_code", "derived"),
    [
        (None, None),
        ("SIGNAL", Kind.SIGNAL),
        ("REPORT", Kind.REPORT),
        ("COMPLAINT", Kind.COMPLAINT),
        ("FORMAL_COMPLAINT", Kind.FORMAL_COMPLAINT),
        ("CONTRACT_SUPERVISION_REQUEST", Kind.CONTRACT_SUPERVISION_REQUEST),
        ("PROACTIVE_CONTACT", Kind.PROACTIVE_CONTACT),
    ],
)
def test_an_import_derives_what_the_word_was_mapped_to_and_guesses_nothing(kind_code: str | None, derived: Kind | None) -> None:
    assert derive_imported_kind(kind_code=kind_code) is derived
