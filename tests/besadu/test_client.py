"""Which address a rate limit counts by (security.md row 83)."""

import pytest

from besadu.client import address, client_address

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "hops", "expected"),
    [
        # nobody before us: whatever the client writes is ignored
        ("36.68.1.2", "", 0, "36.68.1.2"),
        ("36.68.1.2", "1.1.1.1", 0, "36.68.1.2"),
        ("36.68.1.2", "1.1.1.1, 2.2.2.2", 0, "36.68.1.2"),
        # one proxy: the entry it appended, never one further left
        (PROXY, "36.68.1.2", 1, "36.68.1.2"),
        (PROXY, "1.1.1.1, 36.68.1.2", 1, "36.68.1.2"),
        (PROXY, "1.1.1.1,2.2.2.2,  36.68.1.2  ", 1, "36.68.1.2"),
        # two proxies
        (PROXY, "36.68.1.2, 10.0.0.2", 2, "36.68.1.2"),
        (PROXY, "1.1.1.1, 36.68.1.2, 10.0.0.2", 2, "36.68.1.2"),
        # a header shorter than the proxies, empty, or without an address: everybody counts as the peer
        (PROXY, "36.68.1.2", 2, PROXY),
        (PROXY, "", 1, PROXY),
        (PROXY, "unknown", 1, PROXY),
        (PROXY, "1.1.1.1, ", 1, PROXY),
        (PROXY, "1.1.1.1, _hidden", 1, PROXY),
        (PROXY, "1.1.1.1, 999.1.1.1", 1, PROXY),
        (PROXY, "36.68.1.2\x00", 1, PROXY),
        # ports and quotes
        ("36.68.1.2:51234", "", 0, "36.68.1.2"),
        (PROXY, "36.68.1.2:51234", 1, "36.68.1.2"),
        (PROXY, '"36.68.1.2:51234"', 1, "36.68.1.2"),
        (PROXY, "[2001:db8:1:2:3:4:5:6]:443", 1, "2001:db8:1:2::/64"),
        # IPv6 counts by household, in one spelling; IPv4 in IPv6 counts as IPv4
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),
        ("2001:0DB8:0001:0002:ffff::1", "", 0, "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "", 0, "fe80::/64"),
        ("::ffff:36.68.1.2", "", 0, "36.68.1.2"),
        (PROXY, "[::ffff:36.68.1.2]:443", 1, "36.68.1.2"),
        # a unix socket
        ("", "", 0, "unknown"),
        ("", "36.68.1.2", 1, "36.68.1.2"),
        ("", "36.68.1.2", 0, "unknown"),
    ],
)
def test_address(peer, forwarded_for, hops, expected):
    assert address(peer, forwarded_for, hops) == expected


@pytest.mark.parametrize("name", ["X-Real-IP", "Forwarded", "True-Client-IP", "CF-Connecting-IP", "X-Client-IP"])
def test_other_headers_are_not_believed(rf, settings, name):
    settings.TRUSTED_PROXY_HOPS = 1
    request = rf.get("/", REMOTE_ADDR=PROXY, headers={name: "1.1.1.1", "X-Forwarded-For": "36.68.1.2"})
    assert client_address(request) == "36.68.1.2"


def test_the_setting_says_how_many_proxies_are_believed(rf, settings):
    request = rf.get("/", REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": "1.1.1.1, 36.68.1.2"})
    assert client_address(request) == PROXY
    settings.TRUSTED_PROXY_HOPS = 1
    assert client_address(request) == "36.68.1.2"
