"""A password given by the administrator must be changed by its owner before anything else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0002_triggers")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="password_is_temporary",
            field=models.BooleanField(default=False, verbose_name="sandi sementara"),
        ),
    ]
