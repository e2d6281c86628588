"""Where in a file the search words were found: told without opening it, and without the name of anybody whose file is not mine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from complaints.models import NAMELESS, Complaint
from complaints.searching import PEOPLE, PRECISE, TEXTS, checked_words, ways_to_write, with_letters_swapped, words_apart
from complaints.selectors import current_round
from tenants.actors import Actor

# What ts_headline is told, and its marks around what it found: characters that nobody types.
LENGTH = "MaxFragments=1, MaxWords=14, MinWords=6, StartSel='', StopSel=''"

_WHERE_FOUND = f"""
WITH asked AS (
    SELECT (SELECT array_agg(unaccent(lower(one))) FROM unnest(%(fragments)s::text[]) one) AS fragments,
           websearch_to_tsquery('dutch', unaccent(lower(%(words)s))) || websearch_to_tsquery('simple', unaccent(lower(%(words)s))) AS query
)
SELECT complaint.id,
       ts_filter(entry.vector, '{{a}}') @@ asked.query OR EXISTS (SELECT FROM unnest(fragments) one WHERE strpos(numbers.text, one) > 0),
       ts_filter(entry.vector, '{{b}}') @@ asked.query OR EXISTS (SELECT FROM unnest(fragments) one WHERE strpos(people.plain, one) > 0)
           OR (%(is_alike)s AND people.plain %%> fragments[1]),
       ts_filter(entry.vector, '{{d}}') @@ asked.query OR EXISTS (SELECT FROM unnest(fragments) one WHERE strpos(texts.plain, one) > 0)
           OR (%(is_alike)s AND texts.plain %%> fragments[1]),
       CASE WHEN complaint.id = ANY(%(mine)s) THEN people.names ELSE '' END,
       CASE WHEN complaint.id = ANY(%(mine)s) THEN ts_headline('dutch', texts.text, asked.query, %(length)s) ELSE '' END
FROM asked, complaints_complaint complaint
JOIN complaints_searchentry entry ON entry.complaint_id = complaint.id
CROSS JOIN LATERAL (SELECT lower(concat_ws(' ', complaint.reference, complaint.source_reference)) AS text) numbers
CROSS JOIN LATERAL (SELECT lower(unaccent(found.text)) AS plain, found.names FROM ({PEOPLE}) found) people
CROSS JOIN LATERAL (SELECT lower(unaccent(found.text)) AS plain, found.text FROM ({TEXTS}) found) texts
WHERE complaint.id = ANY(%(ids)s)
"""  # noqa: S608 - our own words, nobody else's


@dataclass(frozen=True, kw_only=True)
class Match:
    """Where the words were found. names, text: who and the words around it, of a file that is mine; else empty."""

    in_number: bool
    in_person: bool
    in_text: bool
    names: str
    text: str


def where_found(files: Sequence[Complaint], text: str | None, *, actor: Actor, is_alike: bool) -> dict[UUID, Match]:
    """For each of these files where it answers the search, by file; nothing of absent words. One statement, however many."""
    words, _absent = words_apart(checked_words(text))
    if not words or not files:
        return {}
    mine = [one.pk for one in files if actor.user_id is not None and current_round(one).handler_id == actor.user_id]
    meant = with_letters_swapped(words) if is_alike else []
    asked: dict[str, Any] = {
        "fragments": ways_to_write(words),
        "words": " or ".join(_any_of(one) for one in [*ways_to_write(words), *meant]),
        "is_alike": is_alike,
        "mine": mine,
        "ids": [one.pk for one in files],
        "length": LENGTH,
        "nameless": list(NAMELESS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WHERE_FOUND, asked)
        rows = cursor.fetchall()
    return {
        pk: Match(
            in_number=bool(number),
            in_person=bool(person),
            in_text=bool(found),
            names=names if person else "",
            text=around if found else "",
        )
        for pk, number, person, found, names, around in rows
    }


def _any_of(words: str) -> str:
    """Each word by itself: the one may be in the text, the other in a name."""
    return words if PRECISE.search(words) else " or ".join(words.split())
