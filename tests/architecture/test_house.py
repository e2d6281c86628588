"""The rules of the house that no import contract can hold."""

from __future__ import annotations

import ast
import filecmp
import re
from pathlib import Path

import graphql
import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey

from complaints.web.wording import EVENT_NAMES

ROOT = Path(__file__).resolve().parents[2]
SHARED_CASES = ROOT.parent / "shared" / "cases"
PRODUCT = ("config", "tenants", "complaints", "providers", "oversight", "graphql/api")
# From the ground up: a foreign key points to its own floor or below.
FLOORS = ["contenttypes", "auth", "tenants", "accounts", "organisation", "directory", "complaints", "oversight"]
# The documented exceptions to "one durable transaction".
FLOWS_WITHOUT_TRANSACTION = {
    # Builds a schema statement by statement, so it has no outer transaction and undoes by hand.
    ("provisioning", "provision_tenant"),
    ("provisioning", "furnish"),
    # Claims its run, carries it out and ends it in a transaction each, so that a worker killed halfway leaves a trace.
    ("import_runs", "run_import"),
    # Takes each message back in a transaction of its own, so that trouble with one stops no other.
    ("acknowledgement", "give_up_unsent"),
    # Removes files alone.
    ("import_runs", "remove_left_behind"),
    # Changes nothing that anyone can see.
    ("after_import", "refresh_statistics"),
}


def product_files() -> list[Path]:
    return sorted(path for folder in PRODUCT for path in (ROOT / folder).rglob("*.py"))


def flow_files() -> list[Path]:
    return [path for path in product_files() if path.parent.name == "flows" and path.name != "__init__.py"]


def test_our_graphql_folder_does_not_shadow_graphql_core() -> None:
    assert not (ROOT / "graphql" / "__init__.py").exists()
    assert "site-packages" in str(graphql.__file__)


def test_no_package_in_tests_shadows_the_product() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_what_needs_a_browser_stands_in_one_folder() -> None:
    """Elsewhere it would never run: without a browser it is left out, and with one nothing else is read (tests/conftest.py)."""
    marked = [path for path in (ROOT / "tests").rglob("*.py") if re.search(r"mark\.browser\b", path.read_text())]

    assert [path.relative_to(ROOT).as_posix() for path in marked] == ["tests/browser/conftest.py"]


def test_foreign_keys_point_down() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in FLOORS[2:]]
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and FLOORS.index(field.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]
    assert upward == []


def test_no_shared_table_points_into_a_tenants_schema() -> None:
    tenant_labels = {config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS}
    crossing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label not in tenant_labels
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model._meta.app_label in tenant_labels
    ]
    assert crossing == []


@pytest.mark.parametrize("path", flow_files(), ids=lambda path: f"{path.parts[-3]}.{path.stem}")
def test_every_flow_has_one_durable_transaction_and_calls_no_flow(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    without = [node.name for node in public if "atomic(durable=True)" not in ast.unparse(node)]
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and ".flows" in f".{node.module or ''}"]

    assert {(path.stem, name) for name in without} <= FLOWS_WITHOUT_TRANSACTION
    assert imported == []


def test_what_the_outbox_queues_by_name_is_registered() -> None:
    names = {
        node.args[0].value
        for path in product_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "after_commit"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }

    assert names - set(current_app.tasks) == set()


def test_every_event_of_a_file_has_words_on_the_page() -> None:
    codes = {
        code
        for path in product_files()
        if path.is_relative_to(ROOT / "complaints") and "ComplaintEvent(" in path.read_text(encoding="utf-8")
        for code in re.findall(r'code="([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    called_with = {
        code for path in flow_files() for code in re.findall(r'recompute_rounds\(.*code="([a-z_]+)"', path.read_text(encoding="utf-8"))
    }

    assert called_with == {"terms_recomputed", "meaning_followed"}
    assert (codes | called_with) - set(EVENT_NAMES) == set()


def test_only_the_clock_module_reads_the_clock() -> None:
    reading = [
        str(path.relative_to(ROOT))
        for path in product_files()
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("timezone.now", "datetime.now", "date.today", "datetime.utcnow")
    ]

    assert reading == ["tenants/clock.py"]


@pytest.mark.skipif(not SHARED_CASES.exists(), reason="the clone stands alone")
def test_copied_cases_are_the_shared_ones() -> None:
    copies = [path for path in (ROOT / "tests" / "cases").rglob("*") if path.is_file()]
    differing = [
        str(path) for path in copies if not filecmp.cmp(path, SHARED_CASES / path.relative_to(ROOT / "tests" / "cases"), shallow=False)
    ]

    assert differing == []
    demo = list((ROOT / "complaints" / "demo").glob("*.csv"))
    assert [path.name for path in demo if not filecmp.cmp(path, SHARED_CASES / path.name, shallow=False)] == []
    assert filecmp.cmp(ROOT / "tenants" / "data" / "municipalities.csv", SHARED_CASES / "municipalities.csv", shallow=False)
