"""Decrees: no year is covered by two."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.db import connection

from tenants.actors import command_actor
from tenants.flows import decrees
from tenants.models import Decree, DecreedDay


@pytest.mark.django_db(transaction=True)
def test_of_two_sources_at_once_one_covers_the_year(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    both_are_writing, outcomes = Barrier(2), []
    write = DecreedDay.objects.bulk_create

    def write_slowly(days: Any) -> Any:
        with suppress(BrokenBarrierError):
            both_are_writing.wait(timeout=1)
        return write(days)

    def load(source: str) -> None:
        try:
            decrees.load_decree(actor=command_actor(), source=source, first_year=2029, last_year=2031, days=[date(2029, 5, 11)], now=now)
            outcomes.append("loaded")
        except decrees.YearAlreadyCovered as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    monkeypatch.setattr(DecreedDay.objects, "bulk_create", write_slowly)
    threads = [Thread(target=load, args=(source,)) for source in ("Stcrt. 2028, 1", "Stcrt. 2028, 2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["loaded", "year_already_covered"]
    assert Decree.objects.count() == 1
