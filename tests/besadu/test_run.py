"""The start script: what it keeps, when it installs, what it refuses. `.ci/run` tries on a clone that it serves."""

import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from besadu import run
from besadu.env import EMBEDDED

SCRIPT = Path(run.__file__)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own, with requirements but without anything installed."""
    for name in ["constraints.txt", *run.GROUPS.values()]:
        (tmp_path / name).write_text(name)
    (tmp_path / "var").mkdir()
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(run, "VAR", tmp_path / "var")
    return tmp_path


def script(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run the script as a person does."""
    given = os.environ | environment
    return subprocess.run([sys.executable, SCRIPT, *arguments], env=given, capture_output=True, text=True, check=False)


class TestSecrets:
    def test_they_are_made_once_and_only_their_owner_reads_them(self, project):
        first = run.keep_secrets()
        assert set(first) == set(EMBEDDED)
        assert run.keep_secrets() == first
        assert stat.S_IMODE((project / "var" / "embedded.env").stat().st_mode) == 0o600

    def test_two_portals_have_two(self, project):
        first = run.keep_secrets()
        (project / "var" / "embedded.env").unlink()
        second = run.keep_secrets()
        for name in ("SECRET_KEY", "MASTER_KEYS", "CODE_KEY"):
            assert first[name] != second[name]

    def test_the_master_key_seals(self, project):
        from cryptography.fernet import Fernet

        key = Fernet(run.keep_secrets()["MASTER_KEYS"])
        assert key.decrypt(key.encrypt(b"cerita")) == b"cerita"

    def test_a_start_that_was_killed_leaves_no_half_file(self, project):
        (project / "var" / "embedded.new").write_text("SECRET_KEY=")
        assert run.keep_secrets()["CODE_KEY"]


class TestInstall:
    @pytest.fixture
    def commands(self, project, monkeypatch):
        """Return the installations asked for; nothing is fetched."""
        asked = []

        def installed(command, **options):
            asked.append(command)
            return subprocess.CompletedProcess(command, 0)

        (project / ".venv").mkdir()
        monkeypatch.setattr(run, "make_venv", lambda: None)
        monkeypatch.setattr(run, "venv_version", lambda: b"3 11")
        monkeypatch.setattr(run, "pip", lambda: ["pip"])
        monkeypatch.setattr(run.subprocess, "run", installed)
        return asked

    def test_it_happens_once(self, commands):
        run.install("run")
        run.install("run")
        assert len(commands) == 1
        assert commands[0][-4:] == ["-r", "requirements.txt", "-c", "constraints.txt"]

    def test_a_larger_group_holds_the_smaller_ones(self, commands):
        run.install("dev")
        run.install("test")
        run.install("run")
        assert len(commands) == 1

    def test_a_smaller_group_does_not_hold_the_larger_ones(self, commands):
        run.install("run")
        run.install("test")
        assert len(commands) == 2

    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt", "constraints.txt"])
    def test_it_happens_again_when_a_list_changed(self, commands, project, name):
        run.install("test")
        (project / name).write_text("changed")
        run.install("test")
        assert len(commands) == 2

    def test_tools_changed_are_no_reason_to_install_for_running(self, commands, project):
        run.install("run")
        (project / "requirements-dev.txt").write_text("changed")
        run.install("run")
        assert len(commands) == 1

    def test_it_happens_again_when_the_machine_has_a_new_python(self, commands, monkeypatch):
        run.install("run")
        monkeypatch.setattr(run, "venv_version", lambda: b"3 12")
        run.install("run")
        assert len(commands) == 2

    def test_a_failed_one_is_tried_again(self, commands, project, monkeypatch):
        monkeypatch.setattr(run.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1))
        with pytest.raises(run.Failed, match="could not be installed"):
            run.install("run")
        assert not (project / ".venv" / "besadu-installed.json").exists()

    def test_a_broken_note_of_it_is_no_reason_to_fail(self, commands, project):
        (project / ".venv" / "besadu-installed.json").write_text("{")
        run.install("run")
        assert json.loads((project / ".venv" / "besadu-installed.json").read_text())["run"]


def test_a_half_made_venv_is_made_again(project):
    """As `python3 -m venv` leaves it on a Debian without ensurepip."""
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    run.make_venv()
    assert run.works(run.PYTHON, "-c", "import sys; sys.exit(sys.prefix == sys.base_prefix)")


class TestRefusals:
    @pytest.mark.parametrize("port", ["0", "65536", "abc", "-1"])
    def test_a_strange_port(self, port):
        done = script("run", PORT=port)
        assert done.returncode == 1
        assert done.stderr.startswith("besadu: PORT must be")

    def test_a_taken_port(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            done = script("run", PORT=str(port))
        assert done.returncode == 1
        assert f"Port {port} is taken" in done.stderr

    def test_an_unknown_command(self):
        assert script("fly").returncode == 2

    def test_an_old_python(self, monkeypatch):
        monkeypatch.setattr(run, "OLDEST", (9, 9))
        monkeypatch.setattr(run.shutil, "which", lambda name: None)
        with pytest.raises(run.Failed, match=r"Python 9\.9 or newer"):
            run.use_a_new_enough_python()


def test_it_needs_the_standard_library_only():
    """Also under -I: neither the project nor installed packages are on its path."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", SCRIPT, "--help"], capture_output=True, text=True, check=False, cwd="/"
    )
    assert done.returncode == 0, done.stderr
    for name in run.COMMANDS:
        assert name in done.stdout
