"""Every component on a few pages, to be looked at and audited; never part of the portal.

``DJANGO_SETTINGS_MODULE=tests.gallery.settings python -m django runserver --noreload 8123``
"""
