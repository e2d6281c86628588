"""The invented register of the example municipality: a fixed seed, dates near the day it is made. Pure."""

from __future__ import annotations

import random
from datetime import date, timedelta

SEED = 20241
OPEN_FILES = 14
CLOSED_FILES = 96
HANDLER = "behandelaar@voorbeeld.example"

UNITS = ("Wmo", "Jeugd", "Werk en inkomen", "Schuldhulp", "Burgerzaken")
NATURES = ("Bejegening", "Informatie", "Behandeltermijn", "Dienstverlening", "Bereikbaarheid", "Privacy")
CHANNELS = ("Telefonisch", "Webformulier", "E-mail", "Brief", "Balie", "Sociale media")
OUTCOMES = ("Gegrond", "Gedeeltelijk gegrond", "Ongegrond", "Naar tevredenheid opgelost", "Ingetrokken", "Geen oordeel")
STORIES = (
    "De medewerker aan de telefoon viel mij steeds in de rede. Ik kreeg mijn vraag niet gesteld.",
    "Ik wacht al weken op een antwoord over de huishoudelijke hulp voor mijn moeder.",
    "Ik heb drie keer dezelfde papieren ingeleverd. Steeds zijn ze weer kwijt.",
    "Het gesprek over werk ging alleen over wat ik niet kan. Ik voelde me niet gehoord.",
    "De brief was zo moeilijk dat ik niet begreep wat ik moest doen.",
    "Aan de balie werd hardop over mijn schulden gepraat terwijl anderen meeluisterden.",
    "De afspraak werd op het laatste moment afgezegd en niemand belde terug.",
    "Mijn contactpersoon is in een half jaar vier keer veranderd.",
)
WANTS = "Ik wil graag gebeld worden en uitleg krijgen."


def example_rows(*, today: date) -> list[dict[str, str]]:
    """Rows for import: closed files of this year and the two before, open ones of the last weeks, some of them late."""
    rng = random.Random(SEED)  # noqa: S311 - example data
    rows = [_closed(rng, today) for _number in range(CLOSED_FILES)]
    rows += [_open(rng, today, days_ago=4 * number + 1) for number in range(OPEN_FILES)]
    rows.sort(key=lambda row: row["received_on"])
    return [{"reference": f"VB-{number:04}", **row} for number, row in enumerate(rows, start=1)]


def _closed(rng: random.Random, today: date) -> dict[str, str]:
    received = today - timedelta(days=rng.randint(70, 2 * 365 + 200))
    days = min(rng.choice((0, 1, 3, 8, 12, 17, 20, 25, 30, 33, 38, 40, 44, 55)), (today - received).days)
    return {
        **_facts(rng, received),
        "procedure": rng.choices(("Informeel", "Formeel"), (8, 2))[0],
        "outcome": rng.choices(OUTCOMES, (4, 5, 9, 12, 2, 2))[0],
        "closed_on": (received + timedelta(days=days)).isoformat(),
        "handler_email": HANDLER,
        "extension_weeks": "0",
        "name": "",
        "phone": "",
    }


def _open(rng: random.Random, today: date, *, days_ago: int) -> dict[str, str]:
    received = today - timedelta(days=days_ago)
    return {
        **_facts(rng, received),
        "procedure": "",
        "outcome": "",
        "closed_on": "",
        "handler_email": HANDLER if rng.random() < 0.6 else "",
        "extension_weeks": "0",
        "name": f"Voorbeeld Inwoner {days_ago}",
        "phone": "06-00000000",
    }


def _facts(rng: random.Random, received: date) -> dict[str, str]:
    story = rng.choice(STORIES)
    return {
        "received_on": received.isoformat(),
        "kind": rng.choices(("Klacht", "Signaal", "Melding"), (10, 2, 1))[0],
        "channel": rng.choices(CHANNELS, (8, 7, 5, 2, 3, 1))[0],
        "unit": rng.choices(UNITS, (5, 4, 6, 2, 2))[0],
        "nature": rng.choices(NATURES, (6, 6, 5, 3, 2, 1))[0],
        "summary": story.split(".")[0] + ".",
        "story": f"{story} {WANTS}",
    }
