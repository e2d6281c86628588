"""Our words: light with hundreds of them, and mapped one by one."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.models import Municipality, Tenant
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import Label, OrganisationEvent
from tenants.permissions import Role
from tests.factories.register import make_label


@pytest.fixture
def administrator(tenant: Tenant, make_person: Callable[..., object], client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, make_person(Role.ADMINISTRATOR))


def word(dimension: Dimension, text: str, core_code: str | None = None) -> Label:
    made = make_label(dimension, text, core_code)
    assert made is not None
    return made


def test_the_page_stays_light_with_every_municipality_of_the_country(administrator: Client) -> None:
    Label.objects.all().delete()
    word(Dimension.CHANNEL, "Balie")
    with CaptureQueriesContext(
        connection,
    ) as few:
        administrator.get("/indeling/")
    municipalities = list(Municipality.objects.all())
    for one in municipalities:
        word(Dimension.MUNICIPALITY, one.name, one.code)
    with CaptureQueriesContext(connection) as many:
        page = administrator.get("/indeling/").content.decode()

    assert len(municipalities) > 300
    assert len(page) < 1_000 * len(municipalities)
    assert page.count("<select") == page.count("<option") == 0
    assert page.count("csrfmiddlewaretoken") == 2 + 2, "signing out, the language, and one for each list of words"
    assert len(many) - len(few) == 1, "the names of the municipalities, once"
    assert page.count('<details class="disclosure on-paper">') == 1, "the long list is folded"
    assert page.count('<details class="disclosure on-paper" open>') == 1


def test_words_that_wait_follow_each_other(administrator: Client) -> None:
    Label.objects.all().delete()
    first, second = word(Dimension.CHANNEL, "Duif"), word(Dimension.OUTCOME, "Onzegbaar")
    list_of_words = administrator.get("/indeling/").content.decode()

    page = administrator.get(f"/indeling/{first.pk}/").content.decode()
    on_to_the_next = administrator.post(f"/indeling/{first.pk}/", {"core_code": "LETTER"})
    back_to_the_list = administrator.post(f"/indeling/{second.pk}/", {"core_code": "NOT_TAKEN_UP"})

    assert "Deel ze een voor een in" in list_of_words
    assert "“Duif”" in page
    assert "2 woorden zijn nog in te delen. Na dit woord komt het volgende." in page
    assert on_to_the_next["Location"] == f"/indeling/{second.pk}/"
    assert back_to_the_list["Location"] == f"/indeling/#word-{second.pk}"
    assert dict(Label.objects.values_list("text", "core_code")) == {"Duif": "LETTER", "Onzegbaar": "NOT_TAKEN_UP"}


def test_another_meaning_goes_back_to_its_place_in_the_list(administrator: Client) -> None:
    mapped = word(Dimension.CHANNEL, "Balie", "DESK")
    word(Dimension.CHANNEL, "Duif")

    page = administrator.get(f"/indeling/{mapped.pk}/").content.decode()
    same = administrator.post(f"/indeling/{mapped.pk}/", {"core_code": "DESK"}, follow=True)
    changed = administrator.post(f"/indeling/{mapped.pk}/", {"core_code": ""})

    assert '<option value="DESK" selected>' in page
    assert "Na dit woord komt het volgende" not in page
    assert "Het woord heeft deze betekenis al." in same.content.decode()
    assert changed["Location"] == f"/indeling/#word-{mapped.pk}"
    mapped.refresh_from_db()
    assert mapped.core_code is None


def test_a_meaning_from_elsewhere_is_refused_in_the_form(administrator: Client) -> None:
    one = word(Dimension.CHANNEL, "Duif")

    answer = administrator.post(f"/indeling/{one.pk}/", {"core_code": "NOT_TAKEN_UP"})

    one.refresh_from_db()
    assert (answer.status_code, one.core_code) == (422, None)
    assert OrganisationEvent.objects.filter(code="label_mapped").count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_word_that_is_not_there_or_maps_onto_nothing_has_no_page(administrator: Client, method: str) -> None:
    unit = word(Dimension.UNIT, "Werk")

    answers = [getattr(administrator, method)(f"/indeling/{pk}/").status_code for pk in (unit.pk, UUID(int=1))]

    assert answers == [404, 404]


def test_words_change_places_from_the_one_form_of_their_list(administrator: Client) -> None:
    first, second = word(Dimension.UNIT, "Werk"), word(Dimension.UNIT, "Inkomen")
    page = administrator.get("/indeling/").content.decode()

    moved = administrator.post(f"/indeling/{second.pk}/omhoog/")

    assert f'formaction="/indeling/{second.pk}/omhoog/"' in page
    assert f'formaction="/indeling/{first.pk}/omhoog/"' not in page
    assert moved["Location"] == f"/indeling/#word-{second.pk}"
    assert list(Label.objects.filter(dimension="unit").order_by("position").values_list("text", flat=True)) == ["Inkomen", "Werk"]
