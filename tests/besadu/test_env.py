"""Typed readers: the right value, or a stop that names the variable."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from besadu.env import EMBEDDED, Environment, load


def reading(**values: str) -> Environment:
    """Return an environment with these values and no other."""
    return Environment(values)


class TestReaders:
    def test_text_is_stripped_and_an_empty_one_is_missing(self):
        assert reading(A=" b ").text("A") == "b"
        assert reading(A=" ").text("A", "c") == "c"

    @pytest.mark.parametrize("written", ["1", "true", "Yes", "ON"])
    def test_flag_on(self, written):
        assert reading(A=written).flag("A", False) is True

    @pytest.mark.parametrize("written", ["0", "false", "No", "OFF"])
    def test_flag_off(self, written):
        assert reading(A=written).flag("A", True) is False

    def test_number(self):
        assert reading(A="2").number("A", 0, least=0, most=5) == 2
        assert reading().number("A", 0, least=0, most=5) == 0

    def test_words(self):
        assert reading(A="a, b,,c ").words("A") == ["a", "b", "c"]

    def test_address_loses_its_last_slash(self):
        assert reading(A="https://besadu.example/").address("A") == "https://besadu.example"

    def test_databases(self):
        assert reading(A="sqlite:////srv/a.sqlite3").database("A")["NAME"] == "/srv/a.sqlite3"
        assert reading(A="postgres://u:p@h:5433/d").database("A")["PORT"] == 5433

    def test_json(self):
        assert reading(A='{"to": ["{to}"]}').json("A", "{}") == {"to": ["{to}"]}
        assert reading().json("A", '{"b": 1}') == {"b": 1}

    def test_bot(self):
        assert reading().bot("A") == ("", "")
        assert reading(A="besadu_bot:123456:" + 35 * "a").bot("A") == ("besadu_bot", "123456:" + 35 * "a")

    def test_email(self):
        assert reading(A="smtp+tls://u:p@mail.example:587").email("A", "")["EMAIL_USE_TLS"] is True

    @pytest.mark.parametrize(
        "read",
        [
            lambda env: env.text("NAMED"),
            lambda env: env.words("NAMED"),
            lambda env: env.database("NAMED"),
            lambda env: env.address("NAMED"),
        ],
    )
    def test_a_missing_value_without_default_names_its_variable(self, read):
        with pytest.raises(ImproperlyConfigured, match="NAMED"):
            read(reading())

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("perhaps", lambda env: env.flag("NAMED", False)),
            ("-1", lambda env: env.number("NAMED", 0, least=0, most=5)),
            ("6", lambda env: env.number("NAMED", 0, least=0, most=5)),
            ("²", lambda env: env.number("NAMED", 0, least=0, most=5)),
            ("two", lambda env: env.number("NAMED", 0, least=0, most=5)),
            (" , ", lambda env: env.words("NAMED")),
            ("loud", lambda env: env.choice("NAMED", "INFO", {"INFO"})),
            ("Asia/Tanjungpandan", lambda env: env.zone("NAMED", "Asia/Jakarta")),
            ("besadu.example", lambda env: env.address("NAMED")),
            ("ftp://besadu.example", lambda env: env.address("NAMED")),
            ("https://besadu.example/lapor", lambda env: env.address("NAMED")),
            ("https://", lambda env: env.address("NAMED")),
            ("mysql://h/d", lambda env: env.database("NAMED")),
            ("sqlite://", lambda env: env.database("NAMED")),
            ("sqlite://:memory:", lambda env: env.database("NAMED")),
            ("postgres://h", lambda env: env.database("NAMED")),
            ("[1]", lambda env: env.json("NAMED", "{}")),
            ("{to}", lambda env: env.json("NAMED", "{}")),
            ("gopher://mail", lambda env: env.email("NAMED", "")),
            ("123456:" + 35 * "a", lambda env: env.bot("NAMED")),
            ("besadu_bot:123456", lambda env: env.bot("NAMED")),
            ("ftp://x/{z}/{x}/{y}", lambda env: env.tiles("NAMED")),
            ("https://tiles.example/{z}/{x}.png", lambda env: env.tiles("NAMED")),
        ],
    )
    def test_a_malformed_value_names_its_variable(self, written, read):
        with pytest.raises(ImproperlyConfigured, match="NAMED"):
            read(reading(NAMED=written))

    def test_the_password_of_a_malformed_address_is_not_repeated(self):
        with pytest.raises(ImproperlyConfigured) as refused:
            reading(A="postgres://user:rahasia@host:port/d").database("A")
        assert "rahasia" not in str(refused.value)


class TestLoad:
    @pytest.fixture
    def project(self, tmp_path):
        (tmp_path / "var").mkdir()
        kept = "# made once\n" + "".join(f"{name}=kept=\n" for name in EMBEDDED)
        (tmp_path / "var" / "embedded.env").write_text(kept)
        return tmp_path

    def test_an_unconfigured_project_speaks_to_its_embedded_portal(self, project):
        assert load(project, {"PORT": "9000"}).text("SECRET_KEY") == "kept="

    @pytest.mark.parametrize("name", EMBEDDED)
    def test_a_half_configured_one_never_does(self, project, name):
        env = load(project, {name: "given"})
        assert env.text(name) == "given"
        for other in set(EMBEDDED) - {name}:
            with pytest.raises(ImproperlyConfigured, match=other):
                env.text(other)

    def test_development_has_values_of_its_own(self, project):
        assert load(project, {"DEBUG": "on"}).text("SECRET_KEY", "none") == "none"

    def test_var_may_stand_elsewhere(self, project, tmp_path):
        assert load(project, {}).text("BESADU_VAR") == str(project / "var")
        assert load(project, {"BESADU_VAR": "/srv/besadu"}).text("BESADU_VAR") == "/srv/besadu"
