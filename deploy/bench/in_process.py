"""The search without the way of a request: `python -m deploy.bench.in_process SCHEMA EMAIL ROUNDS`, told as JSON.

Two figures a question. "the statements": those the product chooses a page with, for somebody who is known and with what they may
see, beside one written by hand that knows neither. "the page": from the call to the rows in hand, with the record that somebody
looked, beside the statement of the bare handler, its JSON read.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

REPEATED = 15
CHOOSING, PAGE = "the statements", "the page"


def main(schema: str, email: str, rounds: int) -> dict[str, list[list[float]]]:
    """The seconds of the product and of what stands beside it, a pair a round, by question and figure."""
    import django

    django.setup()

    import psycopg
    from django.conf import settings
    from django.db import connection
    from django_tenants.utils import tenant_context

    from complaints.finding.filters import ComplaintFilters
    from complaints.flows.looking import search_files
    from deploy.bench.questions import QUESTIONS, Question
    from tenants.accounts.access import actor_for
    from tenants.accounts.models import User
    from tenants.clock import dutch_date, read_clock
    from tenants.models import Tenant

    tenant = Tenant.objects.get(schema_name=schema)
    now = read_clock()
    actor = actor_for(user=User.objects.get(email=email), tenant=tenant, today=dutch_date(now), has_second_factor=True)
    database: Any = settings.DATABASES["default"]
    bare = psycopg.connect(
        host=database["HOST"],
        port=database["PORT"],
        user=database["USER"],
        password=database["PASSWORD"],
        dbname=database["NAME"],
        autocommit=True,
        cursor_factory=psycopg.ClientCursor,
        options=f"-c search_path={schema},public",
    )

    def page(question: Question) -> Any:
        filters = ComplaintFilters(text=question.text or "")
        return search_files(actor=actor, filters=filters, today=dutch_date(now), count_up_to=0, now=now)

    def page_by_hand(question: Question, statement: str) -> Any:
        return json.loads(_all_of(bare, [(statement, {"text": question.text})])[0][0][0])

    def chosen_with(question: Question) -> list[tuple[str, Any]]:
        """The statements up to the one that gives the numbers of the page: what follows loads what was chosen."""
        asked: list[tuple[str, Any]] = []

        def noting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            asked.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(noting):
            page(question)
        return [one for one in asked if ("ORDER BY" in one[0] and "LIMIT" in one[0]) or "complaints_searchentry" in one[0]]

    taken: dict[str, list[list[float]]] = {}
    with tenant_context(tenant):
        for question in QUESTIONS:
            ours, by_hand = chosen_with(question), [(question.choosing(schema), {"text": question.text})]
            if [row[0] for row in _all_of(bare, ours)[-1]] != [row[0] for row in _all_of(bare, by_hand)[-1]]:
                sys.exit(f"{question.name!r} chooses other files than the statement written by hand.")
            pairs: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
                CHOOSING: (partial(_all_of, bare, ours), partial(_all_of, bare, by_hand)),
                PAGE: (partial(page, question), partial(page_by_hand, question, question.statement(schema))),
            }
            for figure, pair in pairs.items():
                taken[f"{question.name}, {figure}"] = [[_seconds(one) for one in pair] for _ in range(rounds)]
    return taken


def _all_of(connection: Any, statements: list[tuple[str, Any]]) -> list[list[Any]]:
    """What each of these statements gives."""
    return [connection.execute(sql, params).fetchall() for sql, params in statements]


def _seconds(work: Callable[[], Any]) -> float:
    """The median of some times in a row, after one that warms up."""
    work()
    taken = []
    for _ in range(REPEATED):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
