"""Where a text tells who is shielded in a file, by what is recorded of them: before it goes to somebody outside, or to the archive.

Names, numbers and addresses stay in here: a refusal tells the kind and the place alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from complaints.documents.wanted import found_in_text, replaced
from complaints.intake import Person
from complaints.models import NAMELESS, Complaint, FilePerson, Identity, Party, Who
from complaints.names_that_are_words import NAMES_THAT_ARE_WORDS
from complaints.passages import sentences_of
from tenants.errors import Refusal
from tenants.names import TITLES
from tenants.phone_numbers import SHORTEST_NUMBER, dialled, numbers_in

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# What stands before a name, and before a surname.
_AFTER_TITLE = re.compile(rf"\b(?:{TITLES.pattern})\.?\s+$", re.IGNORECASE)
_DE_HEER = re.compile(r"\bde heer\b", re.IGNORECASE)
_BEFORE_SURNAME = re.compile(
    r"van|de|den|der|het|t|ter|ten|te|op|in|aan|bij|onder|over|uit|voor|el|al|ben|bin|ibn|abu|la|le|du|di|da|dos|von|zu|y|st", re.IGNORECASE
)
# After these a surname is a place, as "van der Plaats" is, and so most often a word.
_OF_PLACE = re.compile(r"van|der|den|het|t|ter|ten|te|op|in|aan|bij|onder|over|uit|voor", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’\-‐‑][^\W\d_]+)*")
_BETWEEN_BRACKETS = re.compile(r"\([^)]*\)")
# "1e Dwarsstraat 12-2": the street, its first number, and whatever is added to that.
_WITH_ADDITION = re.compile(r"(?P<plain>.*?[^\W\d_]{3}\D*\d+)[\W_]*(?P<addition>\w.*)")
_POSTCODE = re.compile(r"\b\d{4}\s?[A-Za-z]{2}\b")
_AT_POSTCODE = re.compile(r"[,\n]|(?=\b\d{4}\s?[A-Za-z]{2}\b)")
# "12 mei 2025" tells of nobody who is called Mei.
_MONTH = "(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
_DAY = re.compile(rf"\b\d{{1,2}} {_MONTH}\b|\b{_MONTH} \d{{4}}\b", re.IGNORECASE)
# So many digits are a number of somebody's own.
_WHOLE_NUMBER = 9


class Tells(StrEnum):
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


TOLD_NAMES: dict[Tells, _StrPromise] = {
    Tells.NAME: _("the name"),
    Tells.PHONE: _("the phone number"),
    Tells.EMAIL: _("the e-mail address"),
    Tells.ADDRESS: _("the address"),
}


class PassageTellsShielded(Refusal):
    code = "passage_tells_shielded"
    message = _(
        "Passage %(places)s tells who is shielded or wants to stay anonymous: %(what)s stands in it. Choose another one, or tell it in your"
        " own words without that."
    )


class TextTellsShielded(Refusal):
    code = "text_tells_shielded"
    message = _("This tells who is shielded or wants to stay anonymous: %(what)s stands in it. Write it without that.")


@dataclass(frozen=True, kw_only=True)
class StaysOut:
    """What tells who it is. wanted: words in a row, by what they tell; numbers: of phones, as they are dialled here; of_places: names
    that stand after "van" or the like, in small letters: without it they tell only where they stand as a name.
    """

    wanted: tuple[tuple[Tells, str], ...] = field(repr=False)
    numbers: frozenset[str] = field(repr=False)
    of_places: frozenset[str] = field(repr=False)

    def told_in(self, text: str, *, ours: Collection[str] = ()) -> list[Tells]:
        """What of it stands in a text, each once. ours: names and numbers of ourselves, which tell of nobody in the file."""
        return list(dict.fromkeys(kind for kind, _start, _end in self._places(text, ours)))

    def masked(self, text: str, instead: str) -> str:
        """The text with a mark where it told who it is."""
        return replaced(text, [(start, end) for _kind, start, end in self._places(text)], instead=instead)

    def _places(self, text: str, ours: Collection[str] = ()) -> Iterator[tuple[Tells, int, int]]:
        of_nobody = [found.span() for found in _DAY.finditer(text)]
        of_nobody += [found.span() for one in ours if one for found in re.finditer(re.escape(one), text)]
        for kind, start, end in self._found(text):
            if not any(first <= start and end <= last for first, last in of_nobody):
                yield kind, start, end

    def _found(self, text: str) -> Iterator[tuple[Tells, int, int]]:
        names_that_are_words = NAMES_THAT_ARE_WORDS | self.of_places
        for kind, words in self.wanted:
            may_be_a_word = kind is Tells.NAME and words.casefold() in names_that_are_words
            for start, end in found_in_text(text, words):
                if not may_be_a_word or _stands_as_name(text, start):
                    yield kind, start, end
        for number, start, end in numbers_in(text):
            if any(one in number or (len(number) >= _WHOLE_NUMBER and number in one) for one in self.numbers):
                yield Tells.PHONE, start, end


def who_stays_out(
    complaint: Complaint, identities: Collection[Identity] = NAMELESS, *, reader: FilePerson | None = None
) -> StaysOut | None:
    """What tells who is shielded, or wants to stay anonymous, in a file; None where nobody does. Whoever stands beside somebody shielded
    is shown without name too (`complaints.people.is_shielded`). reader: nobody is kept from themselves. Uses what is loaded; two
    queries at most.
    """
    parties = complaint.parties.all()
    reads = Party.AFFECTED_PERSON if reader is not None and reader.who == Who.AFFECTED_PERSON else None
    hidden: list[Party | FilePerson] = [one for one in parties if one.identity in identities and one.role != reads]
    if any(one.identity == Identity.SHIELDED for one in parties):
        hidden += [one for one in complaint.file_people.all() if one.who == Who.OTHER and one != reader]
    return what_tells(hidden) if hidden else None


def what_tells(people: Collection[Party | FilePerson | Person]) -> StaysOut:
    """What tells who they are, by what is known of them."""
    numbers = {dialled(one.phone) for one in people}
    return StaysOut(
        wanted=tuple(dict.fromkeys(told for one in people for told in _wanted(one) if told[1])),
        numbers=frozenset(one for one in numbers if len(one) >= SHORTEST_NUMBER),
        of_places=frozenset(word.casefold() for one in people for word in _names_of_places(one.name)),
    )


def facts_tell_shielded(complaint: Complaint, *, ours: Collection[str] = ()) -> bool:
    """Whether the story, the wish or a point tells who is shielded, or wants to stay anonymous. Uses what is loaded.

    ours: names of ourselves, which tell of nobody in the file.
    """
    stays_out = who_stays_out(complaint)
    if stays_out is None:
        return False
    texts = [complaint.story, complaint.wish, *(one.description for one in complaint.points.all())]
    return any(stays_out.told_in(one, ours=ours) for one in texts)


def names_to_look_for(name: str) -> list[str]:
    """The whole name, what may be its surname, with what stands before it and each word of it, and the first name."""
    words = _words_of(name)
    after = [one for one in words[1:] or words if not _BEFORE_SURNAME.fullmatch(one)]
    surnames = [part for one in after for part in _with_halves(one) if len(part) > 1]
    begins = next((place for place, one in enumerate(words) if place and _BEFORE_SURNAME.fullmatch(one)), None)
    with_before = [" ".join(words[begins:])] if begins is not None and after else []
    first = [words[0]] if words and not _BEFORE_SURNAME.fullmatch(words[0]) else []
    return [one for one in dict.fromkeys([" ".join(words), *with_before, *surnames, *first]) if len(one) > 1]


def _words_of(name: str) -> list[str]:
    plain = _BETWEEN_BRACKETS.sub(" ", name).split(",")
    # "Vries, Jan de": the surname goes first.
    words = _WORD.findall(_DE_HEER.sub(" ", f"{' '.join(plain[1:])} {plain[0]}"))
    while len(words) > 1 and TITLES.fullmatch(words[0]):
        words = words[1:]
    return words


def _with_halves(surname: str) -> list[str]:
    return [surname, *re.split(r"[\-‐‑]", surname)]


def _names_of_places(name: str) -> list[str]:
    words = _words_of(name)
    after = [one for before, one in pairwise(words) if _OF_PLACE.fullmatch(before) and not _BEFORE_SURNAME.fullmatch(one)]
    return [part for one in after for part in _with_halves(one)]


def problems_of_passages(passages: Sequence[str], *, of: Complaint) -> list[Refusal]:
    """Why passages do not go to somebody outside: where one tells who stays out of it. places: as they were given."""
    stays_out = who_stays_out(of)
    found = {place: told for place, one in enumerate(passages, start=1) if (told := stays_out.told_in(one))} if stays_out else {}
    if not found:
        return []
    what = dict.fromkeys(kind for told in found.values() for kind in told)
    return [PassageTellsShielded(field="passages", places=", ".join(map(str, found)), what=in_words(what))]


def problems_of_texts(texts: Mapping[str, str], *, of: Complaint) -> list[Refusal]:
    """Why what somebody typed does not go to somebody outside. texts: by their field."""
    stays_out = who_stays_out(of)
    told = {field: stays_out.told_in(text) for field, text in texts.items()} if stays_out else {}
    return [TextTellsShielded(field=field, what=in_words(kinds)) for field, kinds in told.items() if kinds]


def passages_to_choose(passages: Iterable[str], *, of: Complaint) -> tuple[list[str], int]:
    """Those that may go to somebody outside, and how many may not. Of one that tells who stays out of it, the sentences that do not."""
    stays_out = who_stays_out(of)
    if stays_out is None:
        return list(passages), 0
    offered, kept_back = list[str](), 0
    for one in passages:
        parts = [one] if not stays_out.told_in(one) else sentences_of(one)
        fit = [part for part in parts if not stays_out.told_in(part)]
        offered += fit
        kept_back += len(parts) - len(fit)
    return list(dict.fromkeys(offered)), kept_back


def in_words(kinds: Iterable[Tells]) -> str:
    """What tells it, for a refusal."""
    return ", ".join(str(TOLD_NAMES[one]) for one in kinds)


def _stands_as_name(text: str, start: int) -> bool:
    """Of a word that may be an ordinary one, as "groot" is: with a capital, after a title, or in a text without any capital."""
    return text[start].isupper() or text.islower() or _AFTER_TITLE.search(text, 0, start) is not None


def _wanted(one: Party | FilePerson | Person) -> Iterator[tuple[Tells, str]]:
    yield from ((Tells.NAME, words) for words in names_to_look_for(one.name))
    yield Tells.EMAIL, one.email
    yield Tells.ADDRESS, " ".join(one.address.split())
    # A street with its number, and a postcode, tell where somebody lives as well.
    for part in _AT_POSTCODE.split(one.address):
        if re.search(r"[^\W\d_]{3}", part) and re.search(r"\d", part) and not _POSTCODE.search(part):
            yield from ((Tells.ADDRESS, written) for written in _ways_to_write(part.strip()))
    for found in _POSTCODE.findall(one.address):
        yield Tells.ADDRESS, f"{found[:4]} {found[4:]}"
        yield Tells.ADDRESS, "".join(found.split())


def _ways_to_write(address: str) -> list[str]:
    """A street with its number, and without what is added to that: "12a", "12 a", "12"."""
    found = _WITH_ADDITION.fullmatch(address)
    if found is None:
        return [address]
    plain, addition = found["plain"], found["addition"]
    # "12-2" is not number 122.
    joined = [] if addition[0].isdigit() else [f"{plain}{addition}"]
    return [address, *joined, f"{plain} {addition}", plain]
