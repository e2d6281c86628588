"""`manage.py contact_deadlines FILE.csv`: the last day of the default contact norm for every row of a file."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from complaints.awb.refusals import ClockRefusal
from complaints.awb.working_days import contact_due
from complaints.management.csv_tables import TableRow, UnreadableTable, iso_date, read_table, write_table
from tenants.command_language import ProductCommand
from tenants.selectors import current_statutory_calendar
from tenants.statutory_calendar import StatutoryCalendar

COLUMNS = ("id", "received")
RESULT_COLUMNS = ("id", "contact_due")


class Command(ProductCommand):
    help = (
        "Leest een CSV-bestand met de kolommen id en received; andere kolommen tellen niet mee. Schrijft als CSV de uiterste dag voor "
        "het eerste contact volgens de standaardnorm van vijf werkdagen. Status 0: elke rij heeft een datum; 1: een rij is geweigerd, "
        "haar datum is leeg en de reden staat op standaardfout; 2: het bestand is niet te lezen."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="BESTAND.csv", help="het bestand")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        try:
            rows = read_table(file, columns=COLUMNS)
        except UnreadableTable as error:
            raise CommandError(str(error), returncode=2) from error
        calendar = current_statutory_calendar()
        results, refused = [], 0
        for row in rows:
            due, code = contact_due_of(row, calendar=calendar)
            if code:
                refused += 1
                self.stderr.write(f"{row.cells['id']}: {code}")
            results.append({"id": row.cells["id"], "contact_due": due})
        write_table(self.stdout, columns=RESULT_COLUMNS, rows=results)
        if refused:
            raise CommandError(_("%(refused)s of %(rows)s rows were refused.") % {"refused": refused, "rows": len(results)}, returncode=1)


def contact_due_of(row: TableRow, *, calendar: StatutoryCalendar) -> tuple[str, str]:
    """The date as text and no code, or no date and the code of the refusal."""
    if row.is_overfull:
        return "", "row_has_too_many_cells"
    if not row.cells["received"]:
        return "", "received_missing"
    received_on = iso_date(row.cells["received"])
    if received_on is None:
        return "", "received_invalid"
    try:
        return contact_due(received_on=received_on, calendar=calendar).result.isoformat(), ""
    except ClockRefusal as refusal:
        return "", refusal.code
