"""All addresses. Each stage writes its own in full, so that an address can be searched for as a person sees it."""

from django.urls import include, path

from besadu import health
from complaints import admin

urlpatterns = [
    path("", include("complaints.intake.urls")),
    path("", include("complaints.tracking.urls")),
    path("", include("complaints.triage.urls")),
    path("", include("complaints.routing.urls")),
    path("", include("complaints.followup.urls")),
    path("", include("complaints.replies.urls")),
    path("", include("complaints.field.urls")),
    path("", include("complaints.notifications.urls")),
    path("", include("complaints.sharing.urls")),
    path("", include("complaints.publication.urls")),
    path("", include("complaints.monitoring.urls")),
    path("", include("complaints.accounts.urls")),
    path("", include("complaints.accounts.allauth_urls")),
    path("", include("complaints.inbox.urls")),
    path("", include("complaints.masterdata.urls")),
    path("kelola/admin/", admin.site.urls),
    path("", include(("besadu.pages", "pages"))),
    path("sehat/", health.alive, name="alive"),
    path("siap/", health.ready, name="ready"),
]

handler400 = "besadu.errors.bad_request"
handler403 = "besadu.errors.permission_denied"
handler404 = "besadu.errors.not_found"
handler429 = "besadu.errors.too_many_requests"  # asked by allauth's rate limits
handler500 = "besadu.errors.server_error"
