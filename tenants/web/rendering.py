"""Forms drawn with the theme's own templates."""

from django.forms.renderers import TemplatesSetting


class ThemedFormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
