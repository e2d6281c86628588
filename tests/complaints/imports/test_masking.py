from datetime import date

import pytest

from complaints.imports.findings import Findings
from complaints.imports.masking import holds_possible_bsn, mask_stray_personal_data, passes_eleven_test


@pytest.mark.parametrize(
    ("digits", "passes"),
    [("111222333", True), ("123456782", True), ("249566758", True), ("123456789", False), ("000000000", False), ("00000000", False)],
)
def test_eleven_test(digits: str, passes: bool) -> None:
    assert passes_eleven_test(digits) is passes


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("BSN 111222333.", True),
        ("BSN 111.222.333", True),
        ("1112 22 333", True),
        ("zaak 2024-111222333", False),
        ("IBAN NL91ABNA0417164300", False),
        ("bedrag 111222333000", False),
        ("van 12 tot 13", False),
    ],
)
def test_a_possible_bsn_is_seen_between_word_boundaries(text: str, holds: bool) -> None:
    assert holds_possible_bsn(text) is holds


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mevrouw 111222333", "mevrouw •••"),
        ("jan@voorbeeld.example", "•••"),
        ("bel 06-12345678 terug", "bel ••• terug"),
        ("SYN-WIL-2024-0001", "SYN-WIL-2024-0001"),
        ("2024-01-05", "2024-01-05"),
    ],
)
def test_personal_data_in_a_wrong_column_is_hidden(text: str, shown: str) -> None:
    assert mask_stray_personal_data(text) == shown


@pytest.mark.parametrize("column", ["name", "phone", "email", "address", "story", "summary", "handler_email"])
def test_a_personal_column_shows_its_length_alone(column: str) -> None:
    findings = Findings()

    findings.fault("text_too_long", row=2, column=column, value="Jansen", length=6, most=5)

    assert findings.faults[0].value == "••• (6)"


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("received_on", "Dorpsstraat 12", "••• (14)"),
        ("received_on", "01/05/2024", "01/05/2024"),
        ("received_on", "2024-01-05T00:00:00Z", "2024-01-05T00:00:00Z"),
        ("received_on", 45292.5, "45292.5"),
        ("closed_on", date(2024, 1, 5), "2024-01-05"),
        ("closed_on", "5 januari 2024", "••• (14)"),
        ("closed_on", "06-12345678", "•••"),
        ("source_due_on", "TZ", "••• (2)"),
        ("extension_weeks", "12", "12"),
        ("extension_weeks", "Jansen", "••• (6)"),
        ("within_term", "Jan", "••• (3)"),
        ("within_term", "Verdaagd", "Verdaagd"),
        ("unit", "Werk", "Werk"),
    ],
)
def test_what_a_column_is_not_for_shows_its_length_alone(column: str, value: object, expected: str) -> None:
    findings = Findings()

    findings.fault("not_a_date", row=2, column=column, value=value)

    assert findings.faults[0].value == expected


def test_what_steers_a_terminal_or_turns_a_line_is_shown_as_a_sign() -> None:
    findings = Findings()

    findings.fault("invisible_character", row=2, column="kind", value="a\x1b[31m\u202eb")

    assert findings.faults[0].value == "a�[31m�b"


def test_a_thousand_faults_are_listed_and_all_are_counted() -> None:
    findings = Findings()

    for row in range(1_500):
        findings.fault("reference_missing", row=row, column="reference")

    assert (len(findings.faults), findings.faults_total) == (1_000, 1_500)
