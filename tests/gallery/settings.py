"""The tests' settings with the gallery's own addresses; no database is asked."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.gallery.urls"
ALLOWED_HOSTS = ["*"]
