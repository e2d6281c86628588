"""How tall a text field is drawn, where the browser does not make it as tall as its text."""

import pytest
from django import forms


class Letter(forms.Form):
    body = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))


@pytest.mark.parametrize(
    ("text", "rows"),
    [("", 2), ("Beste mevrouw,", 2), ("Wij hebben uw klacht ontvangen. " * 5, 5), ("Een regel\n" * 6, 7), ("woord " * 500, 20)],
)
def test_a_text_field_has_as_many_lines_as_its_text_on_a_phone(text: str, rows: int) -> None:
    drawn = str(Letter(initial={"body": text})["body"])

    assert (f'rows="{rows}"' in drawn, 'data-least-rows="2"' in drawn) == (True, True)


def test_what_was_typed_counts_where_a_form_comes_back() -> None:
    drawn = str(Letter({"body": "Een regel\n" * 6}, initial={"body": ""})["body"])

    assert 'rows="7"' in drawn
