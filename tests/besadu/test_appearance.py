"""A page inside another program says how to get out of it; nothing is blocked."""

import pytest

HINT = "Kamera atau lokasi tidak jalan? Buka halaman ini di Chrome."
CHROME = "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    "agent",
    [
        CHROME.replace(")", "; wv)", 1),
        CHROME + " [FB_IAB/FB4A;FBAV/440.0.0.0;]",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 300.0",
        CHROME + " musical_ly_2023 BytedanceWebview/d8a21c6",
    ],
)
def test_inside_another_program(client, agent):
    page = client.get("/privasi/?a=1", HTTP_USER_AGENT=agent)
    assert page.status_code == 200
    assert HINT in page.text
    assert 'data-copy="http://testserver/privasi/?a=1"' in page.text


def test_on_the_page_that_opens_the_camera(client, db):
    assert HINT in client.get("/lapor/", HTTP_USER_AGENT="FBAN/FBIOS").text


@pytest.mark.parametrize("agent", ["", CHROME, "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko Firefox/120.0"])
def test_in_a_browser(client, agent):
    assert HINT not in client.get("/privasi/", HTTP_USER_AGENT=agent).text
