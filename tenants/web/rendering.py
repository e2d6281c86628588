"""Forms drawn with the theme's own templates: NL Design System markup, errors beside the field and in a list on top."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import TemplateDoesNotExist

_WIDGETS_OF_DJANGO = DjangoTemplates()


# Of a text field before there is anything to scroll, and how much of a text stands on one line of it on a phone.
MOST_ROWS, NARROW_LINE = 20, 40


def _lines_of(text: str) -> int:
    return sum(1 + len(line) // NARROW_LINE for line in text.split("\n"))


def _theme_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return ""
    if isinstance(widget, forms.Select):
        return "utrecht-select utrecht-select--html-select"
    if isinstance(widget, forms.Textarea):
        return "utrecht-textarea utrecht-textarea--html-textarea"
    if isinstance(widget, forms.FileInput):
        return "utrecht-textbox utrecht-textbox--html-input utrecht-textbox--file"
    return "utrecht-textbox utrecht-textbox--html-input"


class ThemedBoundField(BoundField):
    """A field that gives its widget the theme's class, and knows which of its parts the template must draw differently."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        theme_class = _theme_class(widget)
        if isinstance(widget, forms.Textarea):
            least = int(widget.attrs.get("rows", 3))
            lines = min(max(least, _lines_of(str(self.value() or ""))), MOST_ROWS)
            attrs |= {"data-least-rows": str(least), "rows": str(lines)}
        if theme_class:
            attrs["class"] = " ".join(filter(None, [widget.attrs.get("class"), theme_class]))
        # The label says it already, and a placeholder disappears as soon as somebody types.
        if "placeholder" in widget.attrs:
            attrs["placeholder"] = ""
        return attrs

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_group(self) -> bool:
        return isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


class ThemedFormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = ThemedBoundField

    def get_template(self, template_name: str) -> Any:
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return _WIDGETS_OF_DJANGO.get_template(template_name)
