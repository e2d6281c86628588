import pytest

from complaints.kinds import derive_imported_kind, is_term_of_law
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


@pytest.mark.parametrize(
    ("kind", "is_written", "channel", "by_law"),
    [
        ("SIGNAL", True, "WEB_FORM", False),
        ("REPORT", None, None, False),
        ("CONTRACT_SUPERVISION_REQUEST", None, None, False),
        ("COMPLAINT", None, "PHONE", False),
        (None, None, "DESK", False),
        ("COMPLAINT", True, "PHONE", True),
        ("FORMAL_COMPLAINT", None, "PHONE", True),
        ("COMPLAINT", None, "EMAIL", True),
        (None, None, None, True),
    ],
)
def test_of_what_was_taken_over_kind_and_channel_tell_whether_the_law_sets_the_last_day(
    kind: str | None, is_written: bool | None, channel: str | None, by_law: bool
) -> None:
    assert is_term_of_law(kind=kind, is_written=is_written, channel_code=channel) is by_law
