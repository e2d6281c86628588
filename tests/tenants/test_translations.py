"""The check of the Dutch catalogue (`make check` runs it): what it finds, and what it tells."""

from __future__ import annotations

from babel.messages.catalog import Catalog

from tenants.management import translations
from tenants.management.translations import Text, differences, with_texts


def test_texts_are_found_in_code_and_templates() -> None:
    code = """
from django.utils.translation import gettext_lazy as _, ngettext
_L = _
_("one" " two")
_L("three")
ngettext("a", "b", n)
other("no")
"""
    template = """
{% load i18n %}{% translate "four" %}{{ x|default:_("five") }}
{% blocktranslate count n=n %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
"""

    assert [text.singular for text in translations._texts_of_code(code)] == ["one two", "three", "a"]
    assert [(text.singular, text.plural) for text in translations._texts_of_template(template)] == [
        ("four", ""),
        ("five", ""),
        ("%(n)s row", "%(n)s rows"),
    ]


def test_the_check_tells_every_kind_of_difference() -> None:
    catalogue = Catalog(locale="nl")
    catalogue.add("empty", "")
    catalogue.add("unsure", "onzeker", flags=["fuzzy"])
    catalogue.add("gone", "weg")
    catalogue.add("%(n)s left", "%(m)s over")
    used = {(None, text): Text(context=None, singular=text) for text in ("new", "empty", "unsure", "%(n)s left")}

    found = differences(used=used, catalogue=catalogue)
    renewed = with_texts(used=used, catalogue=catalogue)

    assert vars(found) == {
        "missing": [(None, "new")],
        "empty": [(None, "empty")],
        "fuzzy": [(None, "unsure")],
        "obsolete": [(None, "gone")],
        "other_places": [(None, "%(n)s left")],
        "both_ways": [],
    }
    assert sorted(message.id for message in renewed if message.id) == ["%(n)s left", "empty", "new", "unsure"]


def test_a_text_used_with_a_plural_and_without_is_told() -> None:
    """Not every Python finds the single text then: on Debian 12 the page stayed English."""
    alone, plural = Text(context=None, singular="a row"), Text(context=None, singular="a row", plural="%(n)s rows")
    catalogue = Catalog(locale="nl")
    catalogue.add(("a row", "%(n)s rows"), ("een rij", "%(n)s rijen"))

    for first, second in ((alone, plural), (plural, alone)):
        together = translations._together(translations._together(None, first), second)

        assert together.plural == "%(n)s rows"
        assert differences(used={together.key: together}, catalogue=catalogue).both_ways == [(None, "a row")]
    assert differences(used={plural.key: translations._together(plural, plural)}, catalogue=catalogue).both_ways == []
