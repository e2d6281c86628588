"""XLSX as Excel writes it, and as somebody builds it who means harm."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from complaints.imports import xlsx_reader
from complaints.imports.findings import Findings
from complaints.imports.reading import read_register
from complaints.imports.register_rows import RegisterRow
from complaints.imports.tables import UnreadableTable
from tests.factories.register_files import ROW, workbook_of, write_bytes, write_workbook

TODAY = date(2026, 11, 20)
PLAIN = {"reference": "A", "received_on": "2024-01-05"}


def read(path: Path) -> tuple[list[RegisterRow], Findings]:
    findings = Findings()
    rows = read_register(path=path, file_format="xlsx", today=TODAY, findings=findings)
    return [row.facts for row in rows if row.facts is not None], findings


def faults(findings: Findings) -> list[tuple[int | None, str | None, str]]:
    return [(fault.row, fault.column, fault.code) for fault in findings.faults]


def rebuilt(path: Path, change: Callable[[str, bytes], bytes], *, extra: dict[str, bytes] | None = None) -> Path:
    """The workbook with its parts changed, and more parts added."""
    other = path.with_name("veranderd.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, content in (extra or {}).items():
            target.writestr(name, content)
    return other


def unchanged(name: str, content: bytes) -> bytes:
    return content


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, content: content.replace(old, new) if name == "xl/worksheets/sheet1.xml" else content


def with_shared_strings(path: Path, *, part: str = "xl/sharedStrings.xml") -> Path:
    """The workbook as Excel itself writes it: texts in a part of their own, which cells point at."""
    strings: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        strings.append(b"<si>" + found.group(2) + b"</si>")
        return b'<c r="%s" t="s"><v>%d</v></c>' % (found.group(1), len(strings) - 1)

    def change(name: str, content: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            return re.sub(rb'<c r="([A-Z0-9]+)" t="inlineStr"><is>(.*?)</is></c>', share, content)
        if name == "xl/_rels/workbook.xml.rels":
            kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
            return content.replace(
                b"</Relationships>", b'<Relationship Id="rId99" Type="%s" Target="/%s"/></Relationships>' % (kind, part.encode())
            )
        if name == "[Content_Types].xml":
            kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            return content.replace(b"</Types>", b'<Override PartName="/%s" ContentType="%s"/></Types>' % (part.encode(), kind))
        return content

    changed = rebuilt(path, change)
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = b'<sst xmlns="%s" count="%d">%s</sst>' % (namespace, len(strings), b"".join(strings))
    with zipfile.ZipFile(changed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, shared)
    return changed.rename(path.with_name("gedeeld.xlsx"))


def test_texts_that_cells_share_are_read(tmp_path: Path) -> None:
    path = with_shared_strings(write_workbook(tmp_path, workbook_of(ROW)))

    rows, findings = read(path)

    assert findings.faults == []
    assert [(row.reference, row.received_on, row.handled_by) for row in rows] == [("OUD-1", date(2024, 1, 5), "coördinator")]


@pytest.mark.parametrize("received_on", [date(2024, 1, 5), datetime(2024, 1, 5, 14, 30), "2024-01-05", "05-01-2024"])
def test_dates_are_real_dates_or_text(tmp_path: Path, received_on: Any) -> None:
    path = write_workbook(tmp_path, workbook_of({**ROW, "received_on": received_on, "closed_on": date(2024, 2, 1)}))

    rows, findings = read(path)

    assert findings.faults == []
    assert [(row.received_on, row.closed_on, row.handled_by) for row in rows] == [(date(2024, 1, 5), date(2024, 2, 1), "coördinator")]


def test_numbers_become_the_text_somebody_sees(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, workbook_of({**PLAIN, "reference": 2024001, "unit": 12.0, "extension_weeks": 2, "phone": 612345678}))

    rows, findings = read(path)

    assert findings.faults == []
    assert [(row.reference, row.unit, row.extension_weeks, row.phone) for row in rows] == [("2024001", "12", 2, "612345678")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"received_on": 45292}, [(2, "received_on", "number_for_date")]),
        ({"received_on": True}, [(2, "received_on", "number_for_date")]),
        ({"reference": 12345678901234567}, [(2, "reference", "number_not_exact")]),
        ({"unit": "#N/A"}, [(2, "unit", "spreadsheet_error")]),
        ({"summary": "=1+1"}, [(2, "summary", "formula")]),
        ({"received_on": "=TODAY()"}, [(2, "received_on", "formula")]),
    ],
)
def test_faults_of_cells(tmp_path: Path, changes: dict[str, Any], expected: list[tuple[int, str, str]]) -> None:
    _, findings = read(write_workbook(tmp_path, workbook_of({**PLAIN, **changes})))

    assert faults(findings) == expected


def test_a_formula_is_refused_though_a_value_stands_beside_it(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, workbook_of(PLAIN, {**PLAIN, "reference": "B"}))
    path = rebuilt(path, in_sheet(b'<c r="A3" t="inlineStr"><is><t>B</t></is></c>', b'<c r="A3" t="str"><f>A2</f><v>B</v></c>'))

    _, findings = read(path)

    assert [(f.row, f.column, f.code, f.value) for f in findings.faults] == [(3, "reference", "formula", "=…")]


def test_merged_cells_are_refused_in_the_heading_and_below_it(tmp_path: Path) -> None:
    workbook = workbook_of({**PLAIN, "unit": "Werk", "nature": "Informatie"})
    sheet = workbook.active
    assert sheet is not None
    sheet.merge_cells("C1:D1")
    sheet.merge_cells("A2:A3")

    _, findings = read(write_workbook(tmp_path, workbook))

    assert [(f.row, f.column, f.code, f.value) for f in findings.faults] == [
        (1, "unit", "merged_heading", "C1:D1"),
        (2, "reference", "merged_cells", "A2:A3"),
        (2, "D", "cell_outside_table", "••• (10)"),
    ]


def test_of_a_sheet_without_a_heading_formulas_and_merged_cells_stand_in_a_letter(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["OUD-1", "2024-01-05", "Jansen", "Gestolen fiets"])
    sheet.append(["OUD-2", "2024-01-06", "=C1", "Lawaai"])
    sheet.merge_cells("D1:D2")

    _, findings = read(write_workbook(tmp_path, workbook))

    assert faults(findings) == [
        (1, "reference", "column_missing"),
        (1, "received_on", "column_missing"),
        (2, "C", "formula"),
        (1, "D", "merged_heading"),
    ]
    assert [(w.column, w.value) for w in findings.warnings] == [("A", "••• (5)"), ("B", "••• (10)"), ("C", "••• (6)"), ("D", "••• (14)")]


def test_rows_keep_the_numbers_of_the_spreadsheet_over_gaps(tmp_path: Path) -> None:
    workbook = workbook_of(PLAIN)
    sheet = workbook.active
    assert sheet is not None
    sheet["A9"] = "B"
    sheet["B9"] = "morgen"

    rows, findings = read(write_workbook(tmp_path, workbook))

    assert [row.reference for row in rows] == ["A"]
    assert faults(findings) == [(9, "received_on", "not_a_date")]


def test_the_sheet_with_the_columns_is_read_and_others_are_named(tmp_path: Path) -> None:
    workbook = Workbook()
    lists = workbook.active
    assert lists is not None
    lists.title = "Lijsten"
    lists.append(["Soorten", "Kanalen"])
    workbook.create_sheet("Leeg")
    sheet = workbook.create_sheet("Klachten")
    sheet.append(["reference", "received_on"])
    sheet.append(["A", "2024-01-05"])

    rows, findings = read(write_workbook(tmp_path, workbook))

    assert [row.reference for row in rows] == ["A"]
    assert [(w.code, w.value) for w in findings.warnings] == [("sheet_left_out", "Lijsten")]


def test_two_sheets_with_complaints_are_refused(tmp_path: Path) -> None:
    workbook = workbook_of(PLAIN)
    second = workbook.create_sheet("Nog meer")
    second.append(["reference", "received_on"])

    with pytest.raises(UnreadableTable) as refused:
        read(write_workbook(tmp_path, workbook))

    assert (refused.value.code, refused.value.params) == ("several_sheets", {"sheets": "Sheet, Nog meer"})


def test_a_size_that_is_written_too_small_hides_no_row(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, workbook_of(PLAIN, {**PLAIN, "reference": "B"}))
    path = rebuilt(path, in_sheet(b'<dimension ref="A1:B3"', b'<dimension ref="A1:A1"'))

    rows, _ = read(path)

    assert [row.reference for row in rows] == ["A", "B"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"reference,received_on\n", "not_a_workbook"),
        (b"PK\x03\x04 and then nothing", "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted_workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        read(write_bytes(tmp_path, content, "klachten.xlsx"))

    assert refused.value.code == code


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="empty_file"):
        read(write_workbook(tmp_path, Workbook()))


def test_macros_are_refused(tmp_path: Path) -> None:
    path = rebuilt(write_workbook(tmp_path, workbook_of(PLAIN)), unchanged, extra={"xl/vbaProject.bin": b"x"})

    with pytest.raises(UnreadableTable, match="workbook_with_macros"):
        read(path)


def test_a_part_that_unpacks_hundreds_of_times_larger_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = rebuilt(write_workbook(tmp_path, workbook_of(PLAIN)), unchanged, extra={"xl/worksheets/sheet9.xml": b" " * 20_000_000})
    monkeypatch.setattr(xlsx_reader, "_open_workbook", lambda *args, **kwargs: pytest.fail("it was opened"))

    with pytest.raises(UnreadableTable, match="workbook_too_large"):
        read(path)


@pytest.mark.parametrize("limit", ["LARGEST_STRINGS", "LARGEST_OTHER_XML", "MOST_STRINGS", "MOST_ELEMENTS"])
def test_parts_that_are_held_in_memory_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    path = with_shared_strings(write_workbook(tmp_path, workbook_of(PLAIN)))
    monkeypatch.setattr(xlsx_reader, limit, 5)

    with pytest.raises(UnreadableTable, match="workbook_too_large"):
        read(path)


def relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def renamed(path: Path, old: str, new: str) -> Path:
    """The workbook with one part under another name, and everything that names it changed with it."""
    other = path.with_name("hernoemd.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith((".rels", "[Content_Types].xml")):
                content = content.replace(old.encode(), new.encode())
            target.writestr({old: new, relations_of(old): relations_of(new)}.get(name, name), content)
    return other


@pytest.mark.parametrize("part", ["xl/strings.dat", "xl/worksheets/strings.xml", "xl/media/image1.png"])
@pytest.mark.parametrize("limit", ["LARGEST_STRINGS", "MOST_STRINGS"])
def test_shared_texts_are_bounded_under_whatever_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, limit: str) -> None:
    path = with_shared_strings(write_workbook(tmp_path, workbook_of(PLAIN)), part=part)
    assert [row.reference for row in read(path)[0]] == ["A"]
    monkeypatch.setattr(xlsx_reader, limit, 5)

    with pytest.raises(UnreadableTable, match="workbook_too_large"):
        read(path)


def test_entities_that_grow_are_refused_in_shared_texts_under_whatever_name(tmp_path: Path) -> None:
    path = with_shared_strings(write_workbook(tmp_path, workbook_of(PLAIN)), part="xl/strings.dat")
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    path = rebuilt(path, lambda name, content: bomb + content if name == "xl/strings.dat" else content)

    with pytest.raises(UnreadableTable, match="unsafe_workbook"):
        read(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("xl/workbook.xml", "xl/workbook.dat"),
        ("xl/workbook.xml", "xl/worksheets/workbook.xml"),
        ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.dat"),
    ],
)
def test_a_part_that_hides_from_its_bounds_behind_a_name_is_never_opened(tmp_path: Path, old: str, new: str) -> None:
    path = renamed(write_workbook(tmp_path, workbook_of(PLAIN)), old, new)

    with pytest.raises(UnreadableTable, match="unsafe_workbook"):
        read(path)


def test_shared_texts_that_are_other_parts_too_are_refused(tmp_path: Path) -> None:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/styles.xml" ContentType="%s"/></Types>' % kind
    path = rebuilt(
        write_workbook(tmp_path, workbook_of(PLAIN)),
        lambda name, content: content.replace(b"</Types>", override) if name == "[Content_Types].xml" else content,
    )

    with pytest.raises(UnreadableTable, match="unsafe_workbook"):
        read(path)


def test_a_chart_sheet_is_left_closed_whatever_it_points_at(tmp_path: Path) -> None:
    workbook = workbook_of(PLAIN)
    workbook.create_chartsheet("Grafiek")
    path = rebuilt(
        write_workbook(tmp_path, workbook), lambda name, content: b"<chart/>" if name == "xl/chartsheets/sheet1.xml" else content
    )

    rows, findings = read(path)

    assert ([row.reference for row in rows], findings.faults, findings.warnings) == (["A"], [], [])


def test_pictures_and_other_parts_that_nobody_opens_are_no_objection(tmp_path: Path) -> None:
    extra = {"xl/media/image1.png": b"\x89PNG", "xl/printerSettings/printerSettings1.bin": b"x", "xl/model/item.data": b"x" * 100}
    path = rebuilt(write_workbook(tmp_path, workbook_of(PLAIN)), unchanged, extra=extra)

    rows, findings = read(path)

    assert ([row.reference for row in rows], findings.faults) == (["A"], [])


def test_a_directory_that_lies_about_a_size_ends_in_a_refusal(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, workbook_of(*[{**PLAIN, "reference": f"R{number}"} for number in range(500)]))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    content = path.read_bytes()
    lying = content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != content

    with pytest.raises(UnreadableTable, match="broken_workbook"):
        read(write_bytes(tmp_path, lying, "leugen.xlsx"))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_entities_that_grow_are_refused(tmp_path: Path, part: str) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    path = with_shared_strings(write_workbook(tmp_path, workbook_of(PLAIN)))
    path = rebuilt(path, lambda name, content: bomb + content if name == part else content)

    with pytest.raises(UnreadableTable) as refused:
        read(path)

    assert refused.value.code == "unsafe_workbook"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'<row r="2"', b'<row r="99999999999"', "too_many_rows"),
        (b'r="B2"', b'r="ZZZ2"', "too_many_columns"),
        (b'r="B2"', b'r="ABC2"', "too_many_columns"),
        (b'r="B2"', b'r="nergens"', "broken_workbook"),
        (b"</sheetData>", b"", "broken_workbook"),
    ],
)
def test_a_sheet_that_claims_the_impossible_is_refused(tmp_path: Path, old: bytes, new: bytes, code: str) -> None:
    path = rebuilt(write_workbook(tmp_path, workbook_of(PLAIN)), in_sheet(old, new))

    with pytest.raises(UnreadableTable) as refused:
        read(path)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<worksheet>" + b"<a>" * 101, "broken_workbook"),
        (b'<worksheet><row x="' + b"x" * 2_000_000 + b'"/></worksheet>', "row_too_long"),
        (b"<worksheet><sheetData><row><c><v>" + b"x" * 12_000_001 + b"</v></c></row></sheetData></worksheet>", "row_too_long"),
    ],
)
def test_xml_that_is_meant_to_exhaust_a_parser_is_refused_before_a_library_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, code: str
) -> None:
    path = write_workbook(tmp_path, workbook_of(PLAIN))
    monkeypatch.setattr(xlsx_reader, "HIGHEST_RATIO", 10_000)
    monkeypatch.setattr(xlsx_reader, "_open_workbook", lambda *args, **kwargs: pytest.fail("it was opened"))
    path = rebuilt(path, lambda name, old: content if name == "xl/worksheets/sheet1.xml" else old)

    with pytest.raises(UnreadableTable) as refused:
        read(path)

    assert refused.value.code == code
