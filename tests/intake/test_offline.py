"""P18 Luring: the same page for everybody, so that it may lie on a phone."""

import re

from django.templatetags.static import static

from complaints.intake import shell
from complaints.models import Category
from tests.intake.citizen import Citizen
from tests.intake.steps import STORY, write


def test_says_nothing_of_who_asks(citizen):
    write(citizen)
    citizen.client.cookies["tema"] = "gelap"
    page = citizen.open("/luring/")
    assert page.html == Citizen().open("/luring/").html
    assert STORY not in page.html
    assert "csrf" not in page.html
    assert not citizen.client.get("/luring/").cookies


def test_asks_for_nothing_that_is_not_kept(citizen):
    page = citizen.open("/luring/")
    asked = set(re.findall(r'<(?:link|script)[^>]*?(?:href|src)="([^"]+)"', page.html)) | set(page.images)
    assert asked == {static(name) for name in shell.FILES}


def test_tells_the_script_what_hangs_on_a_topic(citizen):
    Category.objects.filter(code="kesehatan").update(needs_place=False)
    html = citizen.open("/luring/").html
    told = dict(re.findall(r'value="([a-z-]+)" id="id_category[^"]*"([^>]*)>', html))
    assert 'data-place="1"' in told["lampu-jalan"]
    assert "data-place" not in told["kesehatan"]
    assert 'data-publish="no"' in told["kesehatan"]
    assert 'data-publish="never"' in told["pungli"]


def test_cannot_send_anything_by_itself(citizen):
    """Without the script the form stays hidden and has no button that sends: nothing typed would end in an address."""
    form = citizen.open("/luring/").html.split('<form id="luring"')[1].split("</form>")[0]
    assert " hidden" in form.split(">")[0]
    assert 'type="submit"' not in form
    assert all('type="button"' in tag or "name=" in tag for tag in re.findall(r"<button[^>]*>", form))
