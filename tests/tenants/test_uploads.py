"""Nobody fills the disk: who may not upload sends nothing, who may sends no more than an import takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from complaints.flows.import_runs import LARGEST_UPLOAD
from complaints.models import ImportRun
from tenants.accounts.models import User
from tenants.models import Tenant
from tenants.permissions import Role
from tenants.web.uploads import BoundedUploadHandler

SMALL, LARGE, LARGEST = 2_000, 20_000, 40_000


@pytest.fixture
def on_disk(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Sizes a thousand times smaller; how many bytes of each file reached the disk."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.LARGEST_UPLOAD, settings.LARGEST_BODY_WITH_UPLOAD = SMALL, LARGE, LARGEST
    sizes: list[int] = []
    new_file, interrupted, complete = (
        BoundedUploadHandler.new_file,
        BoundedUploadHandler.upload_interrupted,
        BoundedUploadHandler.file_complete,
    )

    def begin(self: BoundedUploadHandler, *args: Any, **kwargs: Any) -> None:
        new_file(self, *args, **kwargs)
        sizes.append(0)

    def stop(self: BoundedUploadHandler) -> None:
        sizes[-1] = self.file.tell()
        interrupted(self)

    def end(self: BoundedUploadHandler, file_size: int) -> Any:
        sizes[-1] = file_size
        return complete(self, file_size)

    monkeypatch.setattr(BoundedUploadHandler, "new_file", begin)
    monkeypatch.setattr(BoundedUploadHandler, "upload_interrupted", stop)
    monkeypatch.setattr(BoundedUploadHandler, "file_complete", end)
    monkeypatch.setattr(BoundedUploadHandler, "chunk_size", 1_000)
    return sizes


def file_of(size: int) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("register.csv", b"a" * size)}


@pytest.mark.parametrize("size", [SMALL // 2, LARGE // 2, LARGEST * 2])
def test_an_anonymous_upload_reaches_no_disk(size: int, tenant: Tenant, client_at: Callable[..., Client], on_disk: list[int]) -> None:
    answer = client_at(tenant).post("/inlezen/", file_of(size))

    assert (answer.status_code, answer["Location"], on_disk) == (302, "/account/login/?next=/", [])


def test_who_may_not_import_reaches_no_disk(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], on_disk: list[int]
) -> None:
    answer = client_at(tenant, make_person(Role.HANDLER)).post("/inlezen/", file_of(LARGE // 2))

    assert (answer.status_code, on_disk) == (403, [])


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/", "/taal/", "/graphql/"])
def test_an_address_that_takes_no_upload_takes_no_large_body(
    path: str, tenant: Tenant, client_at: Callable[..., Client], on_disk: list[int]
) -> None:
    answer = client_at(tenant).post(path, file_of(SMALL * 2))

    assert (answer.status_code, on_disk) == (413, [])
    assert "Er is niets bewaard" in answer.content.decode()


def test_a_request_that_fails_the_forgery_check_is_small_too(tenant: Tenant, client_at: Callable[..., Client], on_disk: list[int]) -> None:
    client = client_at(tenant)
    client.handler.enforce_csrf_checks = True

    assert (client.post("/account/login/", file_of(SMALL * 2)).status_code, on_disk) == (413, [])


def test_an_upload_stops_at_the_largest_file_and_the_page_says_so(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], on_disk: list[int]
) -> None:
    answer = client_at(tenant, make_person(Role.COORDINATOR)).post("/inlezen/", {"create_labels": "on", **file_of(LARGE + 5_000)})

    # At this size it comes in one piece, which is dropped whole.
    assert (answer.status_code, on_disk, ImportRun.objects.count()) == (422, [0], 0)
    assert "groter dan 50 MB" in answer.content.decode()


def test_two_files_count_together(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], on_disk: list[int]
) -> None:
    files = {"other": SimpleUploadedFile("a.csv", b"a" * (LARGE - 1_000)), **file_of(LARGE - 1_000)}

    answer = client_at(tenant, make_person(Role.COORDINATOR)).post("/inlezen/", files)

    assert (answer.status_code, on_disk) == (422, [LARGE - 1_000, 0])


def test_an_upload_far_too_large_is_refused_unread(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], on_disk: list[int]
) -> None:
    answer = client_at(tenant, make_person(Role.COORDINATOR)).post("/inlezen/", file_of(LARGEST * 2))

    assert (answer.status_code, on_disk) == (413, [])


def test_the_handler_stops_where_the_import_does() -> None:
    assert configured.LARGEST_UPLOAD == LARGEST_UPLOAD
