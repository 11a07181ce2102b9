from django.db import migrations


def _called(before, after):
    def call(apps, schema_editor):
        apps.get_model("relationships", "DayItem").objects.filter(kind=before).update(kind=after)
        apps.get_model("relationships", "Decision").objects.filter(item_kind=before).update(item_kind=after)

    return call


class Migration(migrations.Migration):
    """An item about a service event is called so; what was decided about it goes on to count."""

    dependencies = [("relationships", "0007_meetings")]

    operations = [migrations.RunPython(_called("incident", "service event"), _called("service event", "incident"))]
