"""The documents hold: links lead somewhere, decisions are listed, and nothing names a machine or a package registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tenants.organisation.core_lists import CORE_LISTS

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
# Written apart, so that this file does not name them.
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org", "deb.deb" + "ian.org"]


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("document", tracked("*.md"), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_decision_has_a_status_and_is_listed() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("0*.md"))
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")

    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    assert [path.name for path in decisions if f"({path.name})" not in index] == []
    assert [path.name for path in decisions if not re.search(r"^Status: \w", path.read_text(encoding="utf-8"), re.MULTILINE)] == []


def test_nothing_names_a_package_registry_or_a_path_of_one_machine() -> None:
    naming = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix not in {".png", ".woff2", ".xlsx"}
        for text in [path.read_text(encoding="utf-8", errors="ignore")]
        if any(registry in text for registry in REGISTRIES) or re.search(r"(^|[\s\"'(=])/(work|farm)/", text)
    ]

    assert naming == []


def test_publiccode_has_what_the_standard_asks() -> None:
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    keys = [
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    ]

    assert [key for key in keys if not re.search(rf"^{key}:", text, re.MULTILINE)] == []
    assert "  license: EUPL-1.2\n" in text
    assert len(re.findall(r"^  contacts:\n    - name: \S", text, re.MULTILINE)) == 1


def test_publiccode_tells_enough_in_both_languages_and_not_too_much() -> None:
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    generic = re.findall(r"^    genericName: (.+)$", text, re.MULTILINE)
    short = re.findall(r"^    shortDescription: (.+)$", text, re.MULTILINE)
    long = [" ".join(lines.split()) for lines in re.findall(r"^    longDescription: >\n((?:      .+\n)+)", text, re.MULTILINE)]
    features = re.findall(r"^    features:\n((?:      - .+\n)+)", text, re.MULTILINE)

    assert [len(found) for found in (generic, short, long, features)] == [2, 2, 2, 2]
    assert [name for name in generic if len(name) > 35] == []
    assert [line for line in short if len(line) > 150] == []
    assert [line for line in long if not 150 <= len(line) <= 10_000] == []


def test_publiccode_uses_words_of_the_standard_for_what_it_is() -> None:
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    lists = {
        name: re.findall(r"- (\S+)", block) for name, block in re.findall(r"^ *(categories|scope):\n((?: +- .+\n)+)", text, re.MULTILINE)
    }

    # Of the standard's lists, the words that fit this product.
    assert set(lists["categories"]) <= {
        "feedback-and-reviews-management",
        "workflow-management",
        "data-visualization",
        "compliance-management",
    }
    assert set(lists["scope"]) <= {"local-authorities", "society", "welfare"}


def test_every_core_code_is_explained_with_its_name_on_the_screen() -> None:
    rows = (ROOT / "docs" / "code-lists.md").read_text(encoding="utf-8")

    assert [code for names in CORE_LISTS.values() for code, name in names.items() if f"| `{code}` | {name} |" not in rows] == []


def test_the_glossary_names_what_is_in_the_code() -> None:
    in_code_now = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition("## For what is not built yet")[0]
    folders = ("tenants", "complaints", "providers", "oversight", "graphql/api")
    code = "\n".join(path.read_text(encoding="utf-8") for folder in folders for path in (ROOT / folder).rglob("*.py"))

    assert [name for name in re.findall(r"`(\w+)`", in_code_now) if not re.search(rf"\b{name}\b", code)] == []
