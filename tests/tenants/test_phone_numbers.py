"""A phone number is one number, however it is written."""

from __future__ import annotations

import pytest

from tenants.phone_numbers import can_be_dialled, dialled, with_numbers_dialled


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0612345678", "0612345678"),
        ("06-12345678", "0612345678"),
        ("06 12 34 56 78", "0612345678"),
        ("+31 6 1234 5678", "0612345678"),
        ("+31 (0)6 12345678", "0612345678"),
        ("0031612345678", "0612345678"),
        ("(0229) 123 456", "0229123456"),
        ("+32 475 12 34 56", "32475123456"),
        ("0032475123456", "32475123456"),
        ("", ""),
    ],
)
def test_a_number_is_as_it_is_dialled_here(written: str, number: str) -> None:
    assert dialled(written) == number


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("06 12345678", "0612345678"),
        ("jansen +31 6 1234 5678", "jansen 0612345678"),
        ("06\u201112345678 balie", "0612345678 balie"),
        ("(0229) 123456 of 06-12345678", "0229123456 of 0612345678"),
        ("2024-00001", "2024-00001"),
        ("2025-00001 jansen", "2025-00001 jansen"),
        ("zaak 17b", "zaak 17b"),
        ("12 3456", "12 3456"),
        ("m1234567@voorbeeld.example", "m1234567@voorbeeld.example"),
        ("klachten over 12 zaken", "klachten over 12 zaken"),
    ],
)
def test_what_is_typed_is_looked_for_with_its_numbers_as_they_are_dialled(typed: str, looked_for: str) -> None:
    assert with_numbers_dialled(typed) == looked_for


@pytest.mark.parametrize(
    ("written", "can_be_called"),
    [
        ("030 286 00 00", True),
        ("(030) 286-0000", True),
        ("+31 (0)30 286 00 00", True),
        ("0031302860000", True),
        ("06-12345678", True),
        ("14 030", True),
        ("140413", True),
        ("0800 1351", True),
        ("0900-1234567", True),
        ("+32 475 12 34 56", True),
        ("030 286 00 0", False),
        ("030 286 00 000", False),
        ("286 00 00", False),
        ("14 03", False),
        ("2024-00001", False),
        ("030 286 00 00 (ma-vr)", False),
        ("030 286 00 00\n", False),
        ("+1", False),
        ("", False),
    ],
)
def test_a_number_can_be_called_from_here(written: str, can_be_called: bool) -> None:
    assert can_be_dialled(written) is can_be_called
