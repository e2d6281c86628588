"""What is found is listed to a thousand, and counted by what one repair would put right to the end of the file."""

from complaints.imports.findings import FaultGroup, Findings


def grouped(findings: Findings) -> list[tuple[str | None, str, list[int], int]]:
    return [(group.first.column, group.first.code, group.rows, group.count) for group in findings.groups.values()]


def test_faults_are_grouped_by_column_and_code_or_by_what_they_are_about() -> None:
    findings = Findings()
    for row in (2, 3):
        findings.fault("not_a_date", row=row, column="received_on", value="x")
        findings.fault("not_a_date", row=row, column="closed_on", value="x")
        findings.fault("unknown_label_without_like", row=row, column="unit", value=f"Word {row}", about=f"word:{row}")

    assert grouped(findings) == [
        ("received_on", "not_a_date", [2, 3], 2),
        ("closed_on", "not_a_date", [2, 3], 2),
        ("unit", "unknown_label_without_like", [2], 1),
        ("unit", "unknown_label_without_like", [3], 1),
    ]


def test_a_group_names_five_rows_and_counts_them_all_also_past_the_list() -> None:
    findings = Findings()
    for row in range(2, 1_502):
        findings.fault("not_a_date", row=row, column="received_on", value="x")
    findings.fault("no_such_day", row=1_502, column="received_on", value="31-02-2024")

    assert (len(findings.faults), findings.faults_total) == (1_000, 1_501)
    assert grouped(findings) == [
        ("received_on", "not_a_date", [2, 3, 4, 5, 6], 1_500),
        ("received_on", "no_such_day", [1_502], 1),
    ]


def test_there_are_at_most_a_thousand_groups_and_what_is_past_them_is_counted_alone() -> None:
    findings = Findings()
    for row in range(1_200):
        findings.fault("unknown_label_without_like", row=row, column="unit", value=str(row), about=f"word:{row}")
    findings.fault("unknown_label_without_like", row=1_200, column="unit", value="0", about="word:0")

    assert (len(findings.groups), len(findings.faults), findings.faults_total) == (1_000, 1_000, 1_201)
    assert findings.only_counts
    assert findings.first_about("word:1100", column="unit") is None
    assert findings.groups["unit", "word:0"].count == 2


def test_a_fault_of_the_whole_file_has_no_row() -> None:
    findings = Findings()
    findings.refusal("empty_file", {})

    assert findings.groups == {(None, "empty_file"): FaultGroup(first=findings.faults[0], rows=[], count=1)}


def test_what_a_group_shows_is_masked_as_in_the_list() -> None:
    findings = Findings()
    findings.fault(
        "unknown_handler", row=2, column="handler_email", value="jansen@voorbeeld.example", about="address:jansen@voorbeeld.example"
    )

    assert [group.first.value for group in findings.groups.values()] == ["••• (24)"]
