"""Failed attempts, counted to slow down guessing. No address is stored: the scope is an HMAC with a daily key."""

from django.db import models


class Attempt(models.Model):
    scope = models.BinaryField(max_length=32)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "at"], name="attempt_scope")]
