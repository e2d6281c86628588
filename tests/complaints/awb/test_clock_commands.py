"""`manage.py deadlines` and `contact_deadlines`: worked cases by command, bad rows, unreadable files, output as it leaves."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from complaints.management.commands import contact_deadlines, deadlines
from tenants.statutory_calendar import SHIPPED_CALENDAR

CASES = Path(__file__).parents[2] / "cases"
HEADING = "id,received,regime,extension_weeks,suspensions\n"


@pytest.fixture(autouse=True)
def _shipped_calendar(monkeypatch):
    """Without decrees from the database, so that these tests need none."""
    for command in (deadlines, contact_deadlines):
        monkeypatch.setattr(command, "current_statutory_calendar", lambda: SHIPPED_CALENDAR)


def run(command, path, **options):
    """Exit status, standard output, standard error with the closing reason."""
    stdout, stderr = io.StringIO(), io.StringIO()
    try:
        call_command(command.Command(), str(path), stdout=stdout, stderr=stderr, **options)
    except CommandError as error:
        return error.returncode, stdout.getvalue(), stderr.getvalue() + str(error)
    return 0, stdout.getvalue(), stderr.getvalue()


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def written(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "input.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def errors(tmp_path, *rows):
    status, stdout, _ = run(deadlines, written(tmp_path, HEADING + "".join(row + "\n" for row in rows)))
    return status, [row["error"] for row in table(stdout)]


def test_the_worked_cases_come_out_by_command():
    status, stdout, stderr = run(deadlines, CASES / "deadlines.csv")

    with (CASES / "deadlines.csv").open(encoding="utf-8", newline="") as file:
        expected = [
            {
                "id": row["id"],
                "due_base": row["due_base"],
                "due_after_extension": row["due_after_extension"],
                "notice_9_8_3_due": row["notice_9_8_3_due"],
                "provisional": "yes" if row["id"] == "33" else "no",
                "error": "",
            }
            for row in csv.DictReader(file)
        ]
    assert (status, stderr) == (0, "")
    assert table(stdout) == expected
    assert stdout.splitlines()[:2] == [
        "id,due_base,due_after_extension,notice_9_8_3_due,provisional,error",
        "1,2025-02-25,2025-02-25,2025-02-11,no,",
    ]
    assert "\r" not in stdout


def test_what_must_be_refused_is_refused_by_command():
    status, stdout, stderr = run(deadlines, CASES / "deadline_refusals.csv")

    found = {row["id"]: row for row in table(stdout)}
    assert status == 1
    assert {number: found[number]["error"] for number in "1567"} == {
        "1": "extension_too_long",
        "5": "postponement_after_due",
        "6": "postponement_on_or_before_receipt",
        "7": "postponement_ends_before_start",
    }
    assert stdout.splitlines()[1] == "1,,,,,extension_too_long"
    # What makes 2, 3, 4 and 8 unlawful stands in no column that the command reads.
    assert [found[number]["error"] for number in "2348"] == ["", "", "", ""]
    assert "4" in stderr
    assert "8" in stderr


def test_the_worked_contact_cases_come_out_by_command():
    status, stdout, stderr = run(contact_deadlines, CASES / "contact.csv")

    assert (status, stderr) == (0, "")
    assert stdout == "id,contact_due\n1,2025-02-10\n3,2025-02-14\n5,2025-04-23\n8,2026-05-20\n10,2025-06-06\n"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1,,internal,0,", "received_missing"),
        ("1,2025-02-30,internal,0,", "received_invalid"),
        ("1,14-01-2025,internal,0,", "received_invalid"),
        ("1,20250114,internal,0,", "received_invalid"),
        ("1,2025-01-14T10:00,internal,0,", "received_invalid"),
        ("1,２０２５-01-14,internal,0,", "received_invalid"),
        ("1,0001-01-01,internal,0,", "year_out_of_range"),
        ("1,9999-12-31,internal,0,", "year_out_of_range"),
        ("1,0000-01-01,internal,0,", "received_invalid"),
        ("1,2025-01-14,,0,", "regime_unknown"),
        ("1,2025-01-14,external,0,", "regime_unknown"),
        ("1,2025-01-14,internal,-1,", "extension_weeks_invalid"),
        ("1,2025-01-14,internal,1.5,", "extension_weeks_invalid"),
        ("1,2025-01-14,internal,four,", "extension_weeks_invalid"),
        ("1,2025-01-14,internal,²,", "extension_weeks_invalid"),
        ("1,2025-01-14,internal,5,", "extension_too_long"),
        ("1,2025-01-14,internal,999999999,", "extension_too_long"),
        ("1,2025-01-14,internal,99999999999999999999,", "extension_weeks_invalid"),
        ("1,2025-01-14,internal,0,2025-01-20", "suspensions_invalid"),
        ("1,2025-01-14,internal,0,2025-01-20..", "suspensions_invalid"),
        ("1,2025-01-14,internal,0,2025-01-20..2025-02-30", "suspensions_invalid"),
        ("1,2025-01-14,internal,0,2025-01-20/2025-01-31", "suspensions_invalid"),
        ("1,2025-01-14,internal,0,2025-01-20..9999-12-31", "year_out_of_range"),
        ("1,2025-01-14,internal,0,,surplus", "row_has_too_many_cells"),
        (",,,,", "received_missing"),
        ("1", "received_missing"),
    ],
)
def test_a_bad_row_is_refused_with_a_code(tmp_path, row, code):
    assert errors(tmp_path, row) == (1, [code])


@pytest.mark.parametrize(
    "row",
    [
        "1,2025-01-14,internal,,",
        "1,2025-01-14,internal",
        "1, 2025-01-14 , Internal , 0 , ",
        "1,2025-01-14,internal,00,,,",
        "1,2025-01-14,INTERNAL,0,;",
    ],
)
def test_blank_cells_spaces_and_capitals_are_understood(tmp_path, row):
    status, stdout, stderr = run(deadlines, written(tmp_path, HEADING + row + "\n"))

    assert (status, stderr) == (0, "")
    assert stdout.splitlines()[1] == "1,2025-02-25,2025-02-25,2025-02-11,no,"


def test_a_refused_row_does_not_spoil_the_others(tmp_path):
    path = written(tmp_path, HEADING + "a,2025-01-14,internal,0,\nb,never,internal,0,\nc,2025-01-14,commission,0,\n")

    status, stdout, stderr = run(deadlines, path)

    assert status == 1
    assert stdout.splitlines()[1:] == [
        "a,2025-02-25,2025-02-25,2025-02-11,no,",
        "b,,,,,received_invalid",
        "c,2025-03-25,2025-03-25,2025-02-11,no,",
    ]
    assert "1" in stderr


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + HEADING + "1,2025-01-14,internal,0,\n",
        HEADING.replace("\n", "\r\n") + "1,2025-01-14,internal,0,\r\n\r\n",
        HEADING.replace("\n", "\r") + "1,2025-01-14,internal,0,\r",
        "id;received;regime;extension_weeks;suspensions\n1;2025-01-14;internal;0;\n",
        "note,Suspensions,EXTENSION_WEEKS,regime, received ,id\nanything,,0,internal,2025-01-14,1",
        '"id","received","regime","extension_weeks","suspensions"\n"1","2025-01-14","internal","0",""\n',
        "\n\n" + HEADING + "1,2025-01-14,internal,0,\n",
        HEADING.strip() + ",story\n1,2025-01-14,internal,0,," + "x" * 300_000 + "\n",
    ],
    ids=["bom", "crlf", "cr", "semicolon", "other order", "quoted", "blank lines first", "long cell"],
)
def test_a_file_is_read_however_it_was_saved(tmp_path, content):
    status, stdout, stderr = run(deadlines, written(tmp_path, content))

    assert (status, stderr) == (0, "")
    assert stdout.splitlines()[1:] == ["1,2025-02-25,2025-02-25,2025-02-11,no,"]


def test_suspensions_may_stand_in_a_semicolon_file_between_quotes(tmp_path):
    content = 'id;received;regime;extension_weeks;suspensions\n38;2025-06-03;internal;4;"2025-07-01..2025-07-10;2025-07-08..2025-07-14"\n'

    status, stdout, _ = run(deadlines, written(tmp_path, content))

    assert status == 0
    assert stdout.splitlines()[1] == "38,2025-07-29,2025-08-26,2025-07-01,no,"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "leeg|empty"),
        (b" \n\n", "leeg|empty"),
        (b"id,received,regime\n1,2025-01-14,internal\n", "extension_weeks, suspensions"),
        (b"id,id,received,regime,extension_weeks,suspensions\n", "id"),
        (b"PK\x03\x04\x00\x00binary", "UTF-8"),
        (HEADING.encode() + "é,2025-01-14,internal,0,\n".encode("cp1252"), "UTF-8"),
        (HEADING.encode("utf-16"), "UTF-8"),
        (HEADING.encode() + b'1,"2025-01-14,internal,0,\n2,2025-01-14,internal,0,\n', "CSV"),
    ],
    ids=["empty", "blank", "missing columns", "a column twice", "binary", "windows-1252", "utf-16", "open quote"],
)
@pytest.mark.parametrize("command", [deadlines, contact_deadlines])
def test_an_unreadable_file_says_why_and_writes_nothing(tmp_path, command, content, reason):
    if command is contact_deadlines:
        content = content.replace(b"regime,extension_weeks,suspensions", b"other").replace(b"id,received,regime\n", b"id,other\n")
        reason = reason.replace("extension_weeks, suspensions", "received")

    status, stdout, stderr = run(command, written(tmp_path, content))

    assert (status, stdout) == (2, "")
    assert any(part in stderr for part in reason.split("|"))


@pytest.mark.parametrize("command", [deadlines, contact_deadlines])
def test_a_missing_file_or_a_folder_says_why_and_writes_nothing(tmp_path, command):
    for path in (tmp_path / "absent.csv", tmp_path, "name\0with null"):
        status, stdout, stderr = run(command, path)

        assert (status, stdout) == (2, "")
        assert stderr.strip()


def test_a_file_without_rows_gives_the_heading(tmp_path):
    assert run(deadlines, written(tmp_path, HEADING)) == (0, "id,due_base,due_after_extension,notice_9_8_3_due,provisional,error\n", "")


def test_ids_come_back_as_they_were(tmp_path):
    ids = ["=1+1", "-3", "Ω‮é", "007", 'with "quotes"', "two\nlines", ""]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([[number, "2025-01-14", "internal", "0", ""] for number in ids])

    _, stdout, _ = run(deadlines, written(tmp_path, HEADING + text.getvalue()))

    assert [row["id"] for row in table(stdout)] == ids


def test_explain_adds_the_reasons_in_dutch(tmp_path):
    path = written(tmp_path, HEADING + "2,2025-03-07,internal,0,\n1,2025-01-14,internal,5,\n3,,internal,0,\n33,2002-01-08,commission,4,\n")

    status, stdout, _ = run(deadlines, path, explain=True)

    first, refused, blank, provisional = table(stdout)
    assert status == 1
    assert list(first) == ["id", "due_base", "due_after_extension", "notice_9_8_3_due", "provisional", "error", "explanation"]
    assert first["explanation"].startswith(
        "Termijn (art. 9:11 Awb): 6 weken na vrijdag 7 maart 2025 is vrijdag 18 april 2025; dat is Goede Vrijdag (art. 3 lid 2 Atw); "
    )
    assert "; dus dinsdag 22 april 2025. Bericht van niet in behandeling nemen" in first["explanation"]
    assert refused["explanation"].startswith("Alle verdagingen samen duren 5 weken")
    assert blank["explanation"] == "De kolom received is leeg. Vul de dag van ontvangst in, zoals 2025-01-31."
    assert "voor 2002 is niet bekend" in provisional["explanation"]


def test_a_bad_contact_row_is_blank_and_told_on_standard_error(tmp_path):
    path = written(tmp_path, "received,id\n2025-02-03,a\nsoon,b\n,c\n9999-12-31,d\n2025-02-03,e,surplus\n")

    status, stdout, stderr = run(contact_deadlines, path)

    assert status == 1
    assert stdout == "id,contact_due\na,2025-02-10\nb,\nc,\nd,\ne,\n"
    assert stderr.splitlines()[:4] == ["b: received_invalid", "c: received_missing", "d: year_out_of_range", "e: row_has_too_many_cells"]


def test_a_reader_that_goes_away_is_no_fault():
    program = (
        "import sys; from django.core.management.base import OutputWrapper; from complaints.management.csv_tables import write_table; "
        "write_table(OutputWrapper(sys.stdout), columns=('id',), rows=({'id': 'x' * 50} for _ in range(100_000)))"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[3]
    )

    assert writer.stdout.readline() == b"id\n"
    writer.stdout.close()
    complaint = writer.stderr.read()
    writer.stderr.close()

    assert (writer.wait(timeout=60), complaint) == (0, b"")
