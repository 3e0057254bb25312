"""Where the published reports are, for search engines; what is hidden is not there any more."""

from xml.etree import ElementTree

import pytest
from django.conf import settings

from tests import factories
from tests.publication.shown import hidden, shown

NAMED = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.mark.django_db
def test_published_reports_and_nothing_else(client):
    case = shown()
    hidden(shown())
    factories.make_complaint()
    response = client.get("/laporan/peta.xml")
    found = ElementTree.fromstring(response.content)  # noqa: S314 (our own)
    assert [one.text for one in found.iter(NAMED)] == [f"{settings.BASE_URL}/laporan/{case.tracking_number}/"]
