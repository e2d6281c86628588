"""What files are found by: the index is written in the transaction that changes a file, and read by one question.

One statement says what enters the index, for one file and for a hundred thousand. Text marked as sensitive, every text of a
file in which somebody is shielded, and people who do not want to be known, shielded or anonymous, stay out of it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Sequence

from django.contrib.postgres.search import SearchQueryField
from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from complaints.models import NAMELESS, Complaint, SearchEntry
from tenants.errors import Refusal
from tenants.phone_numbers import DUTCH_FROM_ABROAD, with_numbers_dialled

LONGEST_SEARCH = 200
# Shorter than this a fragment is in almost every file.
SHORTEST_FRAGMENT = 3
# How much of a long text is searched by fragment and for typing errors; all of it is searched by word.
SEARCHED_BY_FRAGMENT = 4_000
# Of what only looks like the words, more than anybody reads through.
MOST_ALIKE = 200
# Of a search as it may have been meant. Two letters typed in the wrong order leave a short word with little that looks like it.
MOST_MEANT = 60
SHORTEST_SWAPPED = 4

# Whoever leaves a word out, or asks for words in a row, wants nothing that only looks like it.
PRECISE = re.compile(r"(^| )-\S|\"")
# A number of our own shape: nobody who types one wants another file, and half of all numbers look like it.
OWN_NUMBER = re.compile(r"(19|20)\d{2}[-\s]?\d{5,6}", re.ASCII)
# A word, or words in quotes, right after a minus of its own: the group. Words in quotes alone, before that: a minus there says nothing.
LEFT_OUT = re.compile(r'"[^"]*"?|(?<!\S)-+("[^"]*\w[^"]*"?|[^\s"]*\w\S*)')
# What stays of "a or -b" when the word goes.
LOOSE_OR = re.compile(r"^(or( |$))+|( or)+$|(?<= )or (?=or )", re.IGNORECASE)

# Who and what a file is found by, of the row `complaint`: one wording for the index and for where in a file something was found.
# A number stands there as it was written, in digits, and as it is dialled here.
PEOPLE = rf"""
    SELECT coalesce(string_agg(concat_ws(
               ' ', party.name, party.email, party.phone, digits.all_of_them,
               NULLIF(regexp_replace(digits.all_of_them, '{DUTCH_FROM_ABROAD}', '0\2'), digits.all_of_them)
           ), ' '), '') AS text,
           coalesce(string_agg(NULLIF(party.name, ''), ', ' ORDER BY party.id), '') AS names
    FROM complaints_party party
    CROSS JOIN LATERAL (SELECT regexp_replace(party.phone, '\D', '', 'g') AS all_of_them) digits
    WHERE party.complaint_id = complaint.id AND party.identity <> ALL(%(nameless)s)
"""  # noqa: S608 - our own words, nobody else's
# The texts of a file in which somebody is shielded stay out as those that are sensitive do: they tell who it is.
TEXTS = """
    SELECT CASE
        WHEN complaint.has_sensitive_text OR EXISTS (
            SELECT FROM complaints_party party WHERE party.complaint_id = complaint.id AND party.identity = 'SHIELDED'
        ) THEN ''
        ELSE concat_ws(
            ' ', complaint.summary, complaint.story, complaint.wish, complaint.other_body,
            (SELECT string_agg(point.description, ' ') FROM complaints_complaintpoint point WHERE point.complaint_id = complaint.id)
        )
    END AS text
"""
_FILL = f"""
INSERT INTO complaints_searchentry (complaint_id, vector, words)
SELECT complaint.id,
       setweight(to_tsvector('simple', numbers.text), 'A') || setweight(to_tsvector('simple', unaccent(people.text)), 'B')
           || to_tsvector('dutch', unaccent(texts.text)),
       lower(unaccent(concat_ws(' ', numbers.text, people.text, left(texts.text, {SEARCHED_BY_FRAGMENT}))))
FROM complaints_complaint complaint
CROSS JOIN LATERAL (SELECT concat_ws(' ', complaint.reference, complaint.source_reference) AS text) numbers
CROSS JOIN LATERAL ({PEOPLE}) people
CROSS JOIN LATERAL ({TEXTS}) texts
WHERE {{which}}
ON CONFLICT (complaint_id) DO UPDATE SET vector = EXCLUDED.vector, words = EXCLUDED.words
"""  # noqa: S608 - our own words, nobody else's


# How words are read: with any Dutch ending or as they stand, where a minus with nothing to it says nothing (PostgreSQL would take it
# for one of the next word). In a row: also with the minus that the last part of a number stands there with.
_ANY_OF_THEM = r"""
    websearch_to_tsquery('dutch', unaccent(lower(regexp_replace(one, '(?<!\S)-+(?!\S)', ' ', 'g'))))
    || websearch_to_tsquery('simple', unaccent(lower(regexp_replace(one, '(?<!\S)-+(?!\S)', ' ', 'g'))))
"""
_IN_A_ROW = """
    phraseto_tsquery('dutch', unaccent(lower(one))) || phraseto_tsquery('simple', unaccent(lower(one)))
    || phraseto_tsquery('simple', '-' || unaccent(lower(one)))
"""


class SearchTooLong(Refusal):
    code = "search_too_long"
    message = _("Search with at most 200 characters: a number, a name or a few words are enough.")


def index_complaints(ids: Collection[uuid.UUID]) -> None:
    """Write what these files are found by, as they are now. Opens no transaction."""
    _fill("complaint.id = ANY(%(ids)s)", ids=list(ids))


def index_what_is_missing() -> None:
    """Write what files are found by that have nothing in the index yet: those of an import."""
    _fill("NOT EXISTS (SELECT FROM complaints_searchentry entry WHERE entry.complaint_id = complaint.id)")


def is_index_behind(complaints: QuerySet[Complaint]) -> bool:
    """Whether some of these files are found by nothing yet: those of an import that a worker has not indexed."""
    return complaints.filter(search_entry__isnull=True).exists()


def checked_words(text: str | None) -> str:
    """What somebody types, with single spaces; empty where there is nothing to look for. Raises SearchTooLong."""
    text = " ".join((text or "").replace("\x00", " ").split())
    if len(text) > LONGEST_SEARCH:
        raise SearchTooLong(field="text")
    return text


def by_word(complaints: QuerySet[Complaint], text: str) -> QuerySet[Complaint]:
    """The files among these with the words or the fragment. text: checked words.

    Words are Dutch ("klachten" finds "klacht"); accents and case do not matter; "a b" is both, "a or b" either, "-a" without
    the word: in no file that is found, whatever else is asked. "-a" alone is all files without it.
    """
    wanted, unwanted = words_apart(text)
    if wanted:
        complaints = complaints.filter(pk__in=SearchEntry.objects.filter(_holding(wanted)).values("complaint"))
    if unwanted:
        absent = _with_a_word_of(unwanted)
        complaints = complaints.filter(~Exists(SearchEntry.objects.filter(absent, complaint=OuterRef("pk"))))
    return complaints


def words_apart(text: str) -> tuple[str, list[str]]:
    """What is looked for, and each word that has to be absent. text: checked words."""
    unwanted = [found[1] for found in LEFT_OUT.finditer(text) if found[1]]
    if not unwanted:
        return text, []
    rest = LEFT_OUT.sub(lambda found: " " if found[1] else found[0], text)
    return LOOSE_OR.sub("", " ".join(rest.split())), unwanted


def _holding(wanted: str) -> Q:
    found = Q()
    for way, (plain, words) in _as_indexed(ways_to_write(wanted)).items():
        found |= Q(_Holds("vector", words))
        if len(way) >= SHORTEST_FRAGMENT:
            found |= Q(words__contains=plain)
    return found


def _with_a_word_of(unwanted: Sequence[str]) -> Q:
    """In either reading; the last part of a number stands in the index with the minus before it."""
    ways = [way for one in unwanted for way in ways_to_write(one)]
    found = Q()
    for _plain, words in _as_indexed(ways, reading=_IN_A_ROW).values():
        found |= Q(_Holds("vector", words))
    return found


def ways_to_write(text: str) -> list[str]:
    """What is looked for: as it was typed, and with its phone numbers as they are dialled here. text: checked words."""
    return list(dict.fromkeys([text, text if PRECISE.search(text) else with_numbers_dialled(text)]))


def may_look_alike(text: str) -> bool:
    """Whether what only looks like these words is worth showing. text: checked words."""
    return len(text) >= SHORTEST_FRAGMENT and not PRECISE.search(text) and not OWN_NUMBER.fullmatch(text)


def alike(complaints: QuerySet[Complaint], text: str) -> QuerySet[Complaint]:
    """The files among these with something that looks like the words, at most MOST_ALIKE of them. text: checked words.

    Also with two letters in the other order. Bounded before anything is sorted: comparing every file by its looks takes seconds
    where many look alike.
    """
    meant = " or ".join(with_letters_swapped(text))
    read = _as_indexed([text, meant])
    looks = Q(search_entry__words__trigram_word_similar=read[text][0])
    if meant:
        looks |= Q(_Holds("search_entry__vector", read[meant][1]))
    candidates = complaints.filter(looks).order_by().values_list("pk", flat=True)
    return complaints.filter(pk__in=list(candidates[:MOST_ALIKE]))


def with_letters_swapped(text: str) -> list[str]:
    """The words with two neighbouring letters of one of them in the other order, each such pair in turn. text: checked words."""
    words = text.split()
    return [
        " ".join([*words[:number], word[:at] + word[at + 1] + word[at] + word[at + 2 :], *words[number + 1 :]])
        for number, word in enumerate(words)
        if len(word) >= SHORTEST_SWAPPED and word.isalpha()
        for at in range(len(word) - 1)
        if word[at] != word[at + 1]
    ][:MOST_MEANT]


def matching(complaints: QuerySet[Complaint], text: str | None) -> QuerySet[Complaint]:
    """The files among these that answer a search: by word or fragment, or else by what looks like it. Raises SearchTooLong."""
    text = checked_words(text)
    if not text:
        return complaints
    found = by_word(complaints, text)
    return found if not may_look_alike(text) or found.exists() else alike(complaints, text)


class _Holds(Func):
    """Whether a column of the index answers words that were read before: what is constant is weighed by the planner, and read once."""

    arg_joiner = " @@ "
    template = "(%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, column: str, words: str) -> None:
        super().__init__(F(column), Cast(Value(words), SearchQueryField()))


def _as_indexed(texts: Sequence[str], *, reading: str = _ANY_OF_THEM) -> dict[str, tuple[str, str]]:
    """By text: itself without capitals and accents, and what its words ask of the index, Dutch or as they stand. One statement.

    reading: one of the two above.
    """
    select = f"SELECT one, unaccent(lower(one)), ({reading})::text FROM unnest(%s::text[]) one"  # noqa: S608 - our own words
    with connection.cursor() as cursor:
        cursor.execute(select, [list(texts)])
        found = {one: (plain, words) for one, plain, words in cursor.fetchall()}
    return {one: found[one] for one in texts}


def _fill(which: str, **asked: list[uuid.UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FILL.replace("{which}", which), {"nameless": list(NAMELESS), **asked})
