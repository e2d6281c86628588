from django.db import migrations
from django.db.models import Max

NAMES = {"INFORMAL": "Informeel", "FORMAL": "Formeel", "COMMISSION": "Klachtencommissie"}


def fill(apps, schema_editor):
    """Figures count how a round was handled by the organisation's own word, which closing did not write down."""
    labels = apps.get_model("organisation", "Label").objects.filter(dimension="procedure")
    unknown = apps.get_model("complaints", "Round").objects.filter(closed_on__isnull=False, procedure=None)
    for mode, name in NAMES.items():
        rounds = unknown.filter(mode=mode)
        if not rounds.exists():
            continue
        label = labels.filter(core_code=mode, is_active=True).first() or labels.filter(key=name.casefold()).first()
        if label is None:
            last = labels.aggregate(last=Max("position"))["last"] or 0
            label = labels.create(dimension="procedure", key=name.casefold(), text=name, core_code=mode, position=last + 1)
        rounds.update(procedure=label)


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0069_sentences_meant_so"),
        ("organisation", "0012_a_second_look_at_letters"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
