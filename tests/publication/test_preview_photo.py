"""A photo as it would be shown: made for the look, kept nowhere, for the coordinator alone."""

import io

import pytest
from PIL import Image

pytestmark = pytest.mark.django_db


def address(case, size=480, query=""):
    photo = case.complaint.attachments.get()
    return f"/petugas/laporan/{case.complaint.tracking_number}/terbit/foto/{photo.pk}/{size}/{query}"


def test_shows_it_with_its_boxes(client, case, tmp_path):
    client.force_login(case.office.coordinator)
    before = sorted(tmp_path.rglob("*"))
    response = client.get(address(case, query="?kotak=100,100,200,200&kotak=0,0,10,10"))
    assert Image.open(io.BytesIO(response.content)).format == "JPEG"
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "query", ["?kotak=1,2,3", "?kotak=a,b,c,d", "?kotak=0,0,0,5", "?kotak=0,0,5,1001", "?kotak=-1,0,5,5"]
)
def test_what_is_no_box_is_not_found(client, case, query):
    client.force_login(case.office.coordinator)
    assert client.get(address(case, query=query)).status_code == 404


def test_not_for_others_nor_in_other_sizes(client, case):
    client.force_login(case.office.liaison)
    assert client.get(address(case)).status_code == 404
    client.force_login(case.office.coordinator)
    assert client.get(address(case, size=481)).status_code == 404
