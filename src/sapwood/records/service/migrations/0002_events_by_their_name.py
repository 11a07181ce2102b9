from django.db import migrations, models


def _called(before, after):
    def call(apps, schema_editor):
        apps.get_model("service", "ServiceEvent").objects.filter(kind=before).update(kind=after)

    return call


class Migration(migrations.Migration):
    """What is no ticket is called a service event; an incident is what a status page calls it."""

    dependencies = [("service", "0001_initial")]

    operations = [
        migrations.AlterField(
            "serviceevent",
            "kind",
            models.CharField(choices=[("event", "service event"), ("ticket", "ticket")], max_length=8),
        ),
        migrations.AlterField(
            "serviceevent",
            "about",
            models.CharField(
                blank=True, db_index=True, help_text="the event a ticket belongs to", max_length=100
            ),
        ),
        migrations.RunPython(_called("incident", "event"), _called("event", "incident")),
    ]
