"""From the list into one report, as its number and code would; others' and confidential ones are not there."""

from complaints.models import Complaint

from .test_mine import owner
from .test_recover import filed

URL = "/saya/buka/"


def test_opens_the_case_for_its_pages_alone(client, db):
    mine = filed()
    answer = owner(client).post(URL, {"number": mine.tracking_number})
    assert answer.url == f"/lacak/{mine.tracking_number}/"
    assert answer.cookies["lacak"]["path"] == answer.url
    assert client.get(answer.url).status_code == 200


def test_others_and_confidential_ones_are_404_alike(client, db):
    strange, hidden = filed("lain@contoh.test"), filed()
    Complaint.objects.filter(pk=hidden.pk).update(access_class="protected")
    owner(client)
    for number in (strange.tracking_number, hidden.tracking_number, "BLT-0000-0000-0", "\0", ""):
        assert client.post(URL, {"number": number}).status_code == 404


def test_without_proof_it_leads_to_asking_for_a_link(client, db):
    assert client.post(URL, {"number": filed().tracking_number}).url == "/lacak/lupa/"
    assert client.get(URL).status_code == 405
