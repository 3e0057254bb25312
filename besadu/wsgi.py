"""The WSGI door that gunicorn opens: `besadu.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "besadu.settings")
application = get_wsgi_application()
