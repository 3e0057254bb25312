"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

app_name = "tracking"
urlpatterns = []
