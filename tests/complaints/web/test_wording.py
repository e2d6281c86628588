"""Sentences of the register's pages, word for word."""

from __future__ import annotations

import pytest

from complaints.web.wording import who_has_it
from complaints.work.takers import Taking, Why

NAMES = {1: "Jansen", 2: "De Vries"}


@pytest.mark.parametrize(
    ("taking", "sentence"),
    [
        (Taking(takers={1: None}, why=Why.HANDLER), ""),
        (Taking(takers={1: None}, why=Why.UNASSIGNED), ""),
        (Taking(takers={2: 1}, why=Why.STANDS_IN), "vandaag afwezig; ligt nu bij De Vries"),
        (Taking(takers={2: 1, 1: 1}, why=Why.STAND_IN_INVOLVED), "vandaag afwezig; ligt nu bij De Vries, Jansen"),
        (Taking(takers={9: 1}, why=Why.STANDS_IN), ""),
        (
            Taking(takers={1: None}, why=Why.HANDLER_LEFT),
            "behandelt hier geen klachten meer; dit dossier wacht op een nieuwe behandelaar",
        ),
        (Taking(takers={2: None}, why=Why.COORDINATOR_INVOLVED), "ligt bij De Vries, want een coördinator is betrokken"),
        (
            Taking(takers={1: None, 2: None}, why=Why.NO_COORDINATOR),
            "er is geen coördinator die er is en niet betrokken was; wie klachten behandelt, kan het aan iemand geven",
        ),
        (Taking(takers={}, why=Why.NOBODY), "niemand die dit dossier mag behandelen, is er vandaag"),
    ],
)
def test_the_file_says_who_has_it_today(taking: Taking, sentence: str) -> None:
    assert who_has_it(taking, NAMES) == sentence
