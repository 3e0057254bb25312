"""Error pages as people meet them: readable, in our colours, in the dark and on the smallest phone."""

import pytest

from besadu import errors

PAGES = {"400": 400, "403": 403, "csrf": 403, "404": 404, "413": 413, "429": 429, "500": 500, "503": 503}


def show(request, name):
    """A view that shows one error page."""
    return errors.page(name, PAGES[name])


def test_an_unknown_address(open_page, assert_accessible):
    page = open_page(allowed_status=404)
    page.goto("/tidak/ada/")
    assert page.title() == "Halaman tidak ditemukan · BESADU"
    assert_accessible(page)


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page(open_page, assert_accessible, settings, tmp_path, name, colours):
    settings.ROOT_URLCONF = "tests.browser.error_urls"
    page = open_page(
        allowed_status=PAGES[name],
        color_scheme=colours,
        viewport={"width": 320, "height": 568},
        java_script_enabled=True,
    )
    page.goto(f"/galat/{name}/")
    assert_accessible(page)
    # The style is let through by its hash: the one way on is drawn as a button.
    button = page.locator("a.on")
    assert button.bounding_box()["height"] >= 44
    assert button.evaluate("link => getComputedStyle(link).display") == "inline-flex"
