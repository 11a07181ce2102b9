import django.db.models.deletion
from django.db import migrations, models


def forget_standings(apps, schema_editor):
    """They are disposable, and their newest touches are packed in another way from now on: measured anew."""
    apps.get_model("relationships", "Standing").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("relationships", "0003_sharing"), ("directory", "0001_initial")]

    operations = [
        migrations.RunPython(forget_standings, migrations.RunPython.noop),
        migrations.RemoveField("standing", "recent"),
        migrations.AddField(
            "standing",
            "recent",
            models.BinaryField(default=bytes, help_text="the newest touches, as measures/recent.py packs them"),
        ),
        migrations.CreateModel(
            "Measurement",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField()),
                ("made", models.DateTimeField()),
                ("imports", models.JSONField(help_text="numbers of the imports that count in the standings")),
                (
                    "params",
                    models.JSONField(help_text="the population's rhythm; what changed since is judged by it"),
                ),
                ("relationships", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            "Outdated",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.organisation",
                    ),
                ),
            ],
        ),
    ]
