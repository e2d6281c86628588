"""A name is shown as it was given, without what could mislead who reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.documents.names import LONGEST_NAME, cleaned_name


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Brief van mevrouw Voorbeeld.pdf", "Brief van mevrouw Voorbeeld.pdf"),
        ("C:\\Users\\Jan\\Brief.PDF", "Brief.PDF"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("a\u200bb\u2066c.pdf", "abc.pdf"),
        ("regel\r\neind.pdf", "regel eind.pdf"),
        ("  ..verborgen.pdf.. ", "verborgen.pdf"),
        ("e\u0301e\u0301n.pdf", "één.pdf"),
        ("", "document"),
        ("...", "document"),
        ("/", "document"),
        ("n" * 300 + ".docx", "n" * 145 + ".docx"),
    ],
)
def test_a_name_is_cleaned(name: str, cleaned: str) -> None:
    assert cleaned_name(name) == cleaned


@given(st.text())
def test_whatever_it_was_it_is_short_visible_and_stays_as_it_is(name: str) -> None:
    cleaned = cleaned_name(name)

    assert 1 <= len(cleaned) <= LONGEST_NAME
    assert cleaned.isprintable()
    assert not set(cleaned) & set("/\\")
    assert cleaned_name(cleaned) == cleaned
