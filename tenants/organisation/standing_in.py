"""Who stands in for whom on a day (pure): absences have a first and a last day, both included, and are followed one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Days on which somebody is away, and who does the work meanwhile."""

    user_id: int
    substitute_id: int
    first_day: date
    last_day: date

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def overlaps(self, other: Away) -> bool:
        return self.first_day <= other.last_day and other.first_day <= self.last_day


def replaced_on(absences: Iterable[Away], *, day: date) -> dict[int, int]:
    """Everybody who is away on the day, each with whom they named."""
    return {one.user_id: one.substitute_id for one in absences if one.covers(day)}


def stand_in_of(user_id: int, *, replaced: Mapping[int, int]) -> int | None:
    """Who does this person's work: the one they named, or whoever that one named when away as well. None where it goes round."""
    seen = {user_id}
    while user_id in replaced:
        user_id = replaced[user_id]
        if user_id in seen:
            return None
        seen.add(user_id)
    return user_id


def who_does_work_of(user_id: int, *, replaced: Mapping[int, int], able: Collection[int]) -> int | None:
    """The person, or whoever stands in; None when that one may not do it. able: everybody who may."""
    does = stand_in_of(user_id, replaced=replaced)
    return does if does in able else None


def goes_round(new: Away, *, others: Iterable[Away]) -> bool:
    """Whether on some day of the new absence the work would come back to whoever is away.

    Who is away changes only where an absence begins, so those days are enough.
    """
    meanwhile = [one for one in others if one.overlaps(new) and one.user_id != new.user_id]
    days = {new.first_day, *(max(new.first_day, one.first_day) for one in meanwhile)}
    return any(stand_in_of(new.user_id, replaced=replaced_on([new, *meanwhile], day=day)) is None for day in days)
