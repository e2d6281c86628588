"""What files are found by: the index is written in the transaction that changes a file, and read by one question.

One statement says what enters the index, for one file and for a hundred thousand. Text marked as sensitive and people who
are shielded stay out of it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, SearchEntry
from tenants.errors import Refusal

LONGEST_SEARCH = 200
# Shorter than this a fragment is in almost every file.
SHORTEST_FRAGMENT = 3
# How much of a long text is searched by fragment and for typing errors; all of it is searched by word.
SEARCHED_BY_FRAGMENT = 4_000

# Whoever leaves a word out, or asks for words in a row, wants nothing that only looks like it.
PRECISE = re.compile(r"(^| )-\S|\"")

_FILL = """
INSERT INTO complaints_searchentry (complaint_id, vector, words)
SELECT found.id,
       setweight(to_tsvector('simple', found.numbers), 'A') || setweight(to_tsvector('simple', unaccent(found.people)), 'B')
           || to_tsvector('dutch', unaccent(found.texts)),
       lower(unaccent(concat_ws(' ', found.numbers, found.people, left(found.texts, {fragment}))))
FROM (
    SELECT complaint.id,
           concat_ws(' ', complaint.reference, complaint.source_reference) AS numbers,
           coalesce((
               SELECT string_agg(concat_ws(' ', party.name, party.email, party.phone, regexp_replace(party.phone, '\\D', '', 'g')), ' ')
               FROM complaints_party party WHERE party.complaint_id = complaint.id AND party.identity <> 'SHIELDED'
           ), '') AS people,
           CASE WHEN complaint.has_sensitive_text THEN '' ELSE concat_ws(
               ' ', complaint.summary, complaint.story, complaint.wish, complaint.other_body,
               (SELECT string_agg(point.description, ' ') FROM complaints_complaintpoint point WHERE point.complaint_id = complaint.id)
           ) END AS texts
    FROM complaints_complaint complaint
    WHERE {which}
) found
ON CONFLICT (complaint_id) DO UPDATE SET vector = EXCLUDED.vector, words = EXCLUDED.words
"""


class SearchTooLong(Refusal):
    code = "search_too_long"
    message = _("Search with at most 200 characters: a number, a name or a few words are enough.")


def index_complaints(ids: Collection[uuid.UUID]) -> None:
    """Write what these files are found by, as they are now. Opens no transaction."""
    _fill("complaint.id = ANY(%s)", [list(ids)])


def index_what_is_missing() -> None:
    """Write what files are found by that have nothing in the index yet: those of an import."""
    _fill("NOT EXISTS (SELECT FROM complaints_searchentry entry WHERE entry.complaint_id = complaint.id)", [])


def matching(complaints: QuerySet[Complaint], text: str) -> QuerySet[Complaint]:
    """The files among these that answer a search, by word, by fragment, or else by what looks like it. Raises SearchTooLong.

    Words are Dutch ("klachten" finds "klacht"); accents and case do not matter; "a b" is both, "a or b" either, "-a" without.
    """
    text = " ".join(text.replace("\x00", " ").split())
    if not text:
        return complaints
    if len(text) > LONGEST_SEARCH:
        raise SearchTooLong(field="text")
    plain = Func(Lower(Value(text)), function="unaccent", output_field=TextField())
    found = Q(vector=SearchQuery(plain, config="dutch", search_type="websearch"))
    found |= Q(vector=SearchQuery(plain, config="simple", search_type="websearch"))
    if len(text) >= SHORTEST_FRAGMENT:
        found |= Q(words__contains=plain)
    by_word = complaints.filter(pk__in=SearchEntry.objects.filter(found).values("complaint"))
    if len(text) < SHORTEST_FRAGMENT or PRECISE.search(text) or by_word.exists():
        return by_word
    alike = SearchEntry.objects.annotate(plain=plain).filter(words__trigram_word_similar=F("plain"))
    return complaints.filter(pk__in=alike.values("complaint"))


def _fill(which: str, parameters: list[list[uuid.UUID]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FILL.format(which=which, fragment=SEARCHED_BY_FRAGMENT), parameters)
