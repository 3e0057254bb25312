"""Every error page at an address of its own."""

from django.urls import path

from tests.browser.test_error_pages import show

urlpatterns = [path("galat/<name>/", show)]
