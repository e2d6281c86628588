"""Nobody answered what we offered: what a short letter with a judgment then tells (Awb 9:12). Silence itself ends nothing (9:5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.letters.facts import Fact, as_told
from complaints.models import TELLING, Complaint, ContactResult, PromiseEnd, Round
from tenants.clock import dutch_date


@dataclass(frozen=True, kw_only=True)
class Silence:
    """spoken_on: the last talk, or exchange in writing. offered: what was promised and stands, or was done. tried_on: days since then on
    which somebody tried to reach the person.
    """

    spoken_on: date | None
    offered: tuple[str, ...]
    tried_on: tuple[date, ...]


def silence_of(complaint: Complaint, one: Round) -> Silence | None:
    """How it is silent in a round; None where nobody tried to reach the person since the last talk. Two queries."""
    contacts = sorted(one.contacts.all(), key=lambda contact: contact.happened_at)
    talks = [contact.happened_at for contact in contacts if contact.result in TELLING]
    unanswered = (ContactResult.NOT_REACHED, ContactResult.MESSAGE_LEFT)
    tries = [each.happened_at for each in contacts if each.result in unanswered and (not talks or each.happened_at > talks[-1])]
    if not tries:
        return None
    stands = complaint.promises.filter(end__in=["", PromiseEnd.KEPT]).order_by("said_on", "recorded_at")
    return Silence(
        spoken_on=dutch_date(talks[-1]) if talks else None,
        offered=tuple(stands.values_list("text", flat=True)),
        tried_on=tuple(dict.fromkeys(dutch_date(at) for at in tries)),
    )


def words_of_silence(silence: Silence) -> dict[str, str]:
    """What the findings and the conclusions begin with, in Dutch as the letter is. Why we find it is for whoever judges."""
    offered = "\n".join(f"- {one}" for one in silence.offered)
    days = [as_told(Fact.HEARD_ON, day) for day in silence.tried_on]
    listed = " en ".join([", ".join(days[:-1]), days[-1]]) if len(days) > 1 else days[0]
    findings = [
        *([f"Wij hadden op {as_told(Fact.HEARD_ON, silence.spoken_on)} contact met u."] if silence.spoken_on else []),
        *([f"Wij boden u dit aan:\n{offered}"] if offered else []),
        f"Op {listed} probeerden wij u te bereiken om te vragen of het zo voor u is opgelost. Wij kregen geen antwoord.",
    ]
    conclusions = [
        *([f"Wij doen wat wij u aanboden:\n{offered}"] if offered else []),
        "Wilt u alsnog reageren? Dat kan altijd. Dan kijken wij opnieuw met u naar uw klacht.",
    ]
    return {"findings": "\n\n".join(findings), "conclusions": "\n\n".join(conclusions)}
