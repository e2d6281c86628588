"""The steps in a file, in a browser: nothing typed is lost, nothing is kept longer than needed, and nothing is done twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django_tenants.utils import schema_context
from playwright.sync_api import Locator, Page, expect

from complaints.flows.assignment import assign_complaint
from complaints.models import Complaint
from tenants.actors import Actor, ActorKind
from tenants.clock import read_clock
from tenants.models import Tenant
from tenants.permissions import Role

TYPED = "Zij belt liever na vijf uur, zegt ze"
KEPT = re.compile("Bewaard om")
AGAIN = "Wat u hier het laatst typte, staat er weer."
BACK = re.compile(r"Wat u hier typte op .* staat er nog")


@pytest.fixture
def member(make_member: Callable[..., Any]) -> Any:
    return make_member("voorbeeld", Role.COORDINATOR)


@pytest.fixture
def file(page: Page, member: Any, sign_in: Callable[..., None]) -> str:
    """The address of a new file, which this person just registered."""
    sign_in(page, "voorbeeld", member)
    page.get_by_role("link", name="Klacht registreren").click()
    page.get_by_label("Wat is er gebeurd?").fill("Niemand belde terug")
    page.get_by_role("button", name="Registreren").click()
    page.get_by_role("link", name="Naar het dossier").click()
    expect(page.get_by_role("link", name="Toewijzen")).to_be_visible()
    return page.url


def log_in_here(page: Page, member: Any) -> None:
    page.get_by_label("E-mailadres").fill(member.email)
    page.get_by_label("Wachtwoord", exact=True).fill("een-lang-wachtwoord-voor-de-test")
    page.get_by_role("button", name="Inloggen", exact=True).click()


def state(page: Page) -> Locator:
    return page.locator("[data-draft-state]")


def test_what_was_typed_on_a_step_is_there_again_in_another_browser_until_it_is_sent(
    page: Page, file: str, member: Any, sign_in: Callable[..., None]
) -> None:
    page.goto(file + "notitie/")
    page.get_by_label("Notitie").fill(TYPED)
    expect(state(page)).to_have_text(KEPT)
    browser = page.context.browser
    assert browser
    page.context.close()

    context = browser.new_context(locale="nl-NL")
    fresh = context.new_page()
    sign_in(fresh, "voorbeeld", member)
    fresh.goto(file + "notitie/")
    expect(fresh.get_by_role("status").filter(has_text=BACK)).to_be_visible()
    expect(fresh.get_by_label("Notitie")).to_have_value(TYPED)
    fresh.get_by_role("button", name="Toevoegen").click()
    expect(fresh.get_by_text("De notitie staat in het dossier.")).to_be_visible()
    expect(fresh.get_by_text(TYPED)).to_have_count(1)
    fresh.goto(file + "notitie/")
    expect(fresh.get_by_label("Notitie")).to_have_value("")
    expect(fresh.get_by_text(BACK)).to_have_count(0)
    assert TYPED not in fresh.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
    context.close()


def test_a_step_is_begun_anew_with_the_keyboard(page: Page, file: str) -> None:
    page.goto(file + "oordeel/")
    first = page.locator("form[data-draft] textarea").first
    first.fill(TYPED)
    expect(state(page)).to_have_text(KEPT)
    page.goto(file + "notitie/")
    expect(page.get_by_label("Notitie")).to_have_value("")
    page.goto(file + "oordeel/")
    expect(first).to_have_value(TYPED)

    page.get_by_role("button", name="Begin opnieuw").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text(BACK)).to_have_count(0)
    expect(first).to_have_value("")


def test_without_a_connection_the_page_says_that_it_stays_in_the_window_and_keeps_it_later(page: Page, file: str) -> None:
    page.goto(file + "notitie/")
    page.context.set_offline(True)
    page.get_by_label("Notitie").fill(TYPED)
    expect(state(page)).to_contain_text("Geen verbinding. Wat u typt blijft in dit venster staan")

    page.context.set_offline(False)

    expect(state(page)).to_have_text(KEPT, timeout=15_000)


def test_what_is_typed_on_a_step_without_a_connection_is_back_when_the_page_is_opened_anew(page: Page, file: str) -> None:
    page.goto(file + "contact/")
    told = page.get_by_label("Wat is er gezegd")
    told.fill("Eerst")
    expect(state(page)).to_have_text(KEPT)
    page.context.set_offline(True)
    page.get_by_role("radio", name="bericht achtergelaten").check()
    told.fill(TYPED)
    expect(state(page)).to_contain_text("Geen verbinding")
    page.context.set_offline(False)
    page.goto(file + "contact/")

    expect(page.get_by_text(AGAIN)).to_be_visible()
    expect(told).to_have_value(TYPED)
    expect(page.get_by_role("radio", name="bericht achtergelaten")).to_be_checked()
    expect(state(page)).to_have_text(KEPT)
    assert TYPED not in page.evaluate("JSON.stringify(sessionStorage)")
    page.get_by_role("button", name="Vastleggen", exact=True).click()
    expect(page.get_by_text("Het contact is vastgelegd.")).to_be_visible()
    expect(page.get_by_text(TYPED)).to_have_count(1)
    page.goto(file + "contact/")
    expect(told).to_have_value("")


@pytest.mark.parametrize("does_sign_out", [True, False])
def test_what_could_not_be_kept_is_gone_for_the_next_person_on_that_machine(
    page: Page, file: str, make_member: Callable[..., Any], sign_in: Callable[..., None], does_sign_out: bool
) -> None:
    page.goto(file + "notitie/")
    page.route("**/notitie/*", lambda route: route.abort("internetdisconnected") if route.request.method == "POST" else route.continue_())
    page.get_by_label("Notitie").fill(TYPED)
    expect(state(page)).to_contain_text("Geen verbinding")
    assert TYPED in page.evaluate("JSON.stringify(sessionStorage)")
    if does_sign_out:
        page.get_by_role("button", name="Uitloggen").click()
        expect(page.get_by_role("button", name="Uitloggen")).to_have_count(0)
        assert TYPED not in page.evaluate("JSON.stringify(sessionStorage)")
    else:
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))

    assert TYPED not in page.evaluate("JSON.stringify(sessionStorage)")
    page.goto(file + "notitie/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Notitie toevoegen")
    expect(page.get_by_label("Notitie")).to_have_value("")
    expect(page.get_by_text(AGAIN)).to_be_hidden()


def test_what_one_person_typed_is_not_kept_as_that_of_the_next_who_signs_in(
    page: Page, file: str, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    page.goto(file + "notitie/")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    next_person = page.context.new_page()
    sign_in(next_person, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_label("Notitie").fill(TYPED)

    expect(state(page)).to_contain_text("U bent uitgelogd.")
    next_person.goto(file + "notitie/")
    expect(next_person.get_by_label("Notitie")).to_have_value("")
    page.reload()
    expect(page.get_by_label("Notitie")).to_have_value("")
    assert TYPED not in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_note_sent_after_the_session_ended_waits_until_somebody_signed_in_again(page: Page, file: str, member: Any) -> None:
    page.goto(file + "notitie/")
    page.get_by_label("Notitie").fill(TYPED)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Toevoegen").click()

    expect(state(page)).to_contain_text("U bent uitgelogd.")
    expect(page.get_by_label("Notitie")).to_have_value(TYPED)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Inloggen (opent een nieuw venster)").click()
    log_in_here(opened.value, member)
    expect(opened.value.get_by_role("button", name="Uitloggen")).to_be_visible()
    expect(state(page)).to_have_text(KEPT)
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_text("De notitie staat in het dossier.")).to_be_visible()
    expect(page.get_by_text(TYPED)).to_have_count(1)


def test_without_a_script_a_note_sent_after_the_session_ended_can_be_copied(page: Page, file: str) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain = context.new_page()
    plain.goto(file + "notitie/")
    plain.get_by_label("Notitie").fill(TYPED)
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    plain.get_by_role("button", name="Toevoegen").click()

    expect(plain.get_by_role("heading", name="U was niet meer ingelogd")).to_be_visible()
    expect(plain.get_by_label("Notitie")).to_have_value(TYPED)
    expect(plain.get_by_label("Notitie")).not_to_be_editable()
    with context.expect_page() as tab:
        plain.get_by_role("link", name="Inloggen op een nieuw tabblad").click()
    assert unquote(urlsplit(tab.value.url).query).startswith(f"next={urlsplit(file).path}notitie/?")
    context.close()


def test_a_page_whose_token_is_no_longer_good_takes_a_new_one_and_is_sent(page: Page, file: str) -> None:
    page.goto(file + "contact/")
    page.get_by_role("radio", name="bericht achtergelaten").check()
    page.get_by_label("Wat is er gezegd").fill(TYPED)
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.get_by_role("button", name="Vastleggen", exact=True).click()

    expect(page.get_by_text("Het contact is vastgelegd.")).to_be_visible()
    expect(page.get_by_text(TYPED)).to_have_count(1)


def test_what_is_back_in_a_form_still_notices_that_a_colleague_was_first(
    page: Page, file: str, make_member: Callable[..., Any], commit: Callable[..., Any]
) -> None:
    colleague = make_member("voorbeeld", Role.COORDINATOR)
    schema = commit(lambda: Tenant.objects.get(slug="voorbeeld").schema_name)

    def assign_by_colleague() -> None:
        with schema_context(schema):
            assign_complaint(
                actor=Actor(kind=ActorKind.PERSON, schema_name=schema, user_id=colleague.pk, roles=frozenset({Role.COORDINATOR})),
                reference=file.rstrip("/").rsplit("/", 1)[1],
                handler_id=colleague.pk,
                seen_version=1,
                now=read_clock(),
            )

    page.goto(file + "vergissing/")
    page.get_by_label("Waarom?").fill(TYPED)
    expect(state(page)).to_have_text(KEPT)
    commit(assign_by_colleague)
    page.goto(file + "vergissing/")
    expect(page.get_by_label("Waarom?")).to_have_value(TYPED)
    page.get_by_role("button", name="Niet meetellen in de cijfers").click()

    expect(page.get_by_text("Een collega heeft dit dossier intussen gewijzigd.").first).to_be_visible()
    expect(page.get_by_label("Waarom?")).to_have_value(TYPED)


def test_somebody_else_who_signs_in_in_the_same_tab_sees_nothing_of_it(
    page: Page, file: str, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    page.goto(file + "notitie/")
    page.get_by_label("Notitie").fill(TYPED)
    expect(state(page)).to_have_text(KEPT)
    page.get_by_role("button", name="Uitloggen").click()
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.HANDLER))
    page.goto(file + "notitie/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Notitie toevoegen")
    expect(page.get_by_label("Notitie")).to_have_value("")
    expect(page.get_by_text(BACK)).to_have_count(0)


def test_going_back_to_a_page_and_sending_it_again_adds_nothing(page: Page, file: str) -> None:
    page.goto(file + "notitie/")
    page.get_by_label("Notitie").fill(TYPED)
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_text("De notitie staat in het dossier.")).to_be_visible()
    page.go_back()
    page.get_by_label("Notitie").fill(TYPED)
    page.get_by_role("button", name="Toevoegen").click()

    expect(page.get_by_text("De notitie staat in het dossier.")).to_be_visible()
    expect(page.get_by_text(TYPED)).to_have_count(1)


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}])
def test_a_long_story_leaves_number_and_next_step_in_sight_and_unfolds(
    page: Page, file: str, commit: Callable[..., Any], size: Any
) -> None:
    def tell_more() -> None:
        with schema_context(Tenant.objects.get(slug="voorbeeld").schema_name):
            found = Complaint.objects.filter(reference=file.rstrip("/").rsplit("/", 1)[1])
            found.update(story="Ik belde en niemand belde terug. " * 60 + "En dat was het einde.", wish="Excuses")

    commit(tell_more)
    page.set_viewport_size(size)
    page.goto(file)

    whole = page.locator("#story-text")
    for part in (whole, page.get_by_text("Deze persoon wil: Excuses"), page.get_by_role("link", name="Toewijzen")):
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= size["height"]
    folded = whole.bounding_box()
    page.get_by_role("button", name="Lees alles").click()
    unfolded = whole.bounding_box()
    assert folded
    assert unfolded
    assert unfolded["height"] > 2 * folded["height"]
    expect(whole).to_be_focused()
    expect(page.get_by_role("button", name="Lees alles")).to_be_hidden()


def test_the_form_of_closing_asks_what_the_outcome_needs_and_sends_nothing_else(page: Page, file: str) -> None:
    page.goto(file + "afsluiten/")
    words, ground = page.get_by_label("Wat de persoon erover zei"), page.get_by_label("Grond om niet te behandelen")
    expect(words).to_be_hidden()
    expect(ground).to_be_hidden()
    page.get_by_label("Uitkomst").select_option(label="Niet in behandeling genomen")
    ground.select_option(index=1)
    expect(words).to_be_hidden()
    page.get_by_label("Uitkomst").select_option(label="Naar tevredenheid opgelost")
    expect(ground).to_be_hidden()
    words.fill("Zij is er blij mee")
    page.get_by_role("button", name="Klacht afsluiten").click()

    expect(page.get_by_text("Vul in op welke dag dat was.").first).to_be_visible()
    expect(words).to_have_value("Zij is er blij mee")
    expect(page.get_by_text("Een grond van artikel 9:8 hoort alleen bij niet in behandeling nemen.")).to_have_count(0)
