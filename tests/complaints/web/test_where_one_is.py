"""Every page of a file, and of a new one, is below Klachten in the navigation."""

from __future__ import annotations

import pytest

from complaints.web.urls import urlpatterns
from tenants.web.navigation import PLACES

# What is no page: a list, a file, or an answer to a script.
NO_PAGES = {
    "list_columns",
    "export_progress",
    "fetch_export",
    "begin_registration",
    "keep_draft",
    "discard_draft",
    "draft_documents",
    "draft_document",
    "earlier_files",
    "complaint_document",
    "keep_letter",
    "preview_letter",
    "letter_to_finish",
    "discard_letter",
}
PAGES = sorted({one.name for one in urlpatterns if str(one.pattern).startswith("klachten/")} - NO_PAGES)


@pytest.mark.parametrize("url_name", PAGES)
def test_a_page_of_a_file_is_marked_as_one_of_the_complaints(url_name: str) -> None:
    assert [place.url_name for place in PLACES if url_name in place.addresses] == ["complaints"]


def test_nothing_is_left_out_that_is_there_no_more() -> None:
    assert {one.name for one in urlpatterns} >= NO_PAGES
