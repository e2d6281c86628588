"""When two names may be of one person."""

from __future__ import annotations

import pytest

from tenants.names import may_be_same_name


@pytest.mark.parametrize(
    ("name", "other", "may_be"),
    [
        ("Özlem Özdemir", "ozlem OZDEMIR", True),
        ("Coo\u0308rdinator, Voorbeeld", "Voorbeeld Coördinator", True),
        ("dhr. J. van der Berg", "Jan van der Berg", True),
        ("J.P. van der Berg", "Jan van der Berg", True),
        ("Prof. dr. Jan van der Berg", "J. van der Berg", True),
        ("P. van der Berg", "Jan van der Berg", False),
        ("Jan van den Berg", "Jan van der Berg", False),
        ("Van der Berg", "Jan van der Berg", False),
        ("Jan", "Jan van der Berg", False),
        ("mevrouw", "de heer", False),
        ("", "", False),
        ("...", "Jan", False),
    ],
)
def test_names_are_compared_whatever_their_case_accents_order_titles_and_initials(name: str, other: str, may_be: bool) -> None:
    assert (may_be_same_name(name, other), may_be_same_name(other, name)) == (may_be, may_be)
