#!/usr/bin/env python3
"""Start, test and check Besadu, from a bare Python 3.11 on: `python3 besadu/run.py run`. Standard library only.

The packages live in `.venv`; everything else it makes stands under `var/` (or BESADU_VAR). Each command may be
repeated: what is already there is kept, and nothing is fetched when nothing changed.
"""

from __future__ import annotations  # an older Python must get as far as finding a newer one

import argparse
import base64
import ctypes
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = ROOT / os.environ.get("BESADU_VAR", "var")  # an absolute BESADU_VAR replaces the left side
OLDEST = (3, 11)
# Each group installs its file, which names the group before it.
GROUPS = {"run": "requirements.txt", "test": "requirements-test.txt", "dev": "requirements-dev.txt"}
SERVED_WITHIN = 60  # seconds until the served page must answer
ALL_CORES = ["-n", str(os.cpu_count() or 1)]  # of pytest-xdist: as many processes, each with a database of its own


class Failed(Exception):
    """Something a person must mend; the message says what."""


def say(text: str) -> None:
    """Tell the person what is being done."""
    print(f"besadu: {text}", flush=True)


# --- packages -------------------------------------------------------------------------------------------------


def use_a_new_enough_python() -> None:
    """Continue under a Python that is new enough, if this one is not."""
    if sys.version_info >= OLDEST:
        return
    for minor in (13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, *sys.argv])
    raise Failed(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}.")


def works(*command: object) -> bool:
    """Return whether a command can be run and ends well."""
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def make_venv() -> None:
    """Make `.venv`, also where Debian's Python lacks ensurepip and leaves half a folder behind."""
    if works(PYTHON, "-c", f"import sys; sys.exit(sys.version_info < {OLDEST})"):
        return
    say("making .venv")
    for options in ([], ["--without-pip"]):
        shutil.rmtree(VENV, ignore_errors=True)
        if works(sys.executable, "-m", "venv", *options, VENV):
            return
    raise Failed(f"{sys.executable} cannot make a virtual environment in {VENV}.")


def pip() -> list[str]:
    """Return the command that installs into `.venv`."""
    if not works(PYTHON, "-m", "pip", "--version"):
        works(PYTHON, "-m", "ensurepip")
    if works(PYTHON, "-m", "pip", "--version"):
        return [str(PYTHON), "-m", "pip"]
    outer = [sys.executable, "-m", "pip", "--python", str(PYTHON)]  # pip 22.3 or newer
    if works(*outer, "--version"):
        return outer
    raise Failed("There is no pip. On Debian or Ubuntu: apt-get install python3-venv")


def venv_version() -> bytes:
    """Return the version of Python that `.venv` speaks: packages of another one are out of its reach."""
    return subprocess.check_output([PYTHON, "-c", "import sys; print(*sys.version_info[:2])"])


def wanted(group: str) -> str:
    """Return a digest of everything that decides what `group` installs."""
    digest = hashlib.sha256(venv_version())
    for name in ["constraints.txt", *GROUPS.values()]:
        digest.update((ROOT / name).read_bytes())
        if name == GROUPS[group]:
            break
    return digest.hexdigest()


def install(group: str) -> None:
    """Install the packages of `group`, unless just these are there already."""
    make_venv()
    stamp = VENV / "besadu-installed.json"
    try:
        installed = json.loads(stamp.read_text())
    except (OSError, ValueError):
        installed = {}
    if installed.get(group) == wanted(group):
        return
    say(f"installing the packages of {GROUPS[group]} (the first time takes about a minute)")
    command = [*pip(), "install", "--quiet", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["-r", GROUPS[group], "-c", "constraints.txt"]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise Failed("The packages could not be installed; pip says why above.")
    for name in GROUPS:
        installed[name] = wanted(name)
        if name == group:
            break
    stamp.write_text(json.dumps(installed))


# --- the embedded portal ----------------------------------------------------------------------------------------


def keep_secrets() -> dict[str, str]:
    """Return the values of the embedded portal; made once, readable by its owner only, kept beside its database."""
    kept = VAR / "embedded.env"
    if not kept.is_file():
        say(f"making the secrets of this portal once: {kept}")
        values = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "MASTER_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "CODE_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": "sqlite:///besadu.sqlite3",  # beside this file
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        }
        head = "# Made once by besadu/run.py. Whoever loses MASTER_KEYS loses every sealed text.\n"
        new = kept.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(head + "".join(f"{name}={value}\n" for name, value in values.items()))
        new.rename(kept)  # whole or not at all
    lines = [line for line in kept.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def port() -> int:
    """Return the port to serve on."""
    value = os.environ.get("PORT") or "8000"
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise Failed(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def manage(*arguments: str, environment: dict[str, str]) -> None:
    """Run one management command; raise Failed when it does."""
    if subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, env=environment, check=False).returncode:
        raise Failed(f"manage.py {' '.join(arguments)} failed; it says why above.")


def run(arguments: list[str]) -> int:
    """Serve the portal with its demo on localhost until Ctrl-C or TERM."""
    number = port()
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", number)) == 0:
            raise Failed(f"Port {number} is taken; choose another: PORT={number + 1} make run")
    return serve(number, prepare(number))


def prepare(number: int) -> dict[str, str]:
    """Make what serving on port `number` needs, if it is not there yet; return the environment to serve in."""
    install("run")
    os.umask(0o077)  # whatever this portal writes is about people
    VAR.mkdir(parents=True, exist_ok=True)
    environment = keep_secrets() | {"BASE_URL": f"http://localhost:{number}", "LOG_LEVEL": "WARNING"} | os.environ
    environment |= {"BESADU_VAR": str(VAR), "PORT": str(number), "DJANGO_SETTINGS_MODULE": "besadu.settings"}
    say("preparing the database and the static files")
    manage("migrate", "--verbosity", "0", environment=environment)
    manage("createcachetable", "--verbosity", "0", environment=environment)
    manage("collectstatic", "--no-input", "--verbosity", "0", environment=environment)
    say("loading the reference data and the demo")
    manage("load_reference", "belitung", environment=environment)
    manage("load_demo", environment=environment)
    return environment


def serve(number: int, environment: dict[str, str]) -> int:
    """Run the web server and the worker until we are told to stop; let them finish what they have begun."""
    commands = {
        "web server": ["-m", "gunicorn", "--config", "besadu/server.py", "besadu.wsgi"],
        "worker": ["manage.py", "worker"],
    }
    processes = {
        name: subprocess.Popen(
            [PYTHON, *command],
            cwd=ROOT,
            env=environment,
            start_new_session=True,  # Ctrl-C reaches us alone: they are then stopped in order
            preexec_fn=end_with_parent,
        )
        for name, command in commands.items()
    }
    told = []

    def stop(number, frame):
        told.append(number)
        for process in processes.values():
            process.terminate()

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop)
    if answers(f"http://127.0.0.1:{number}/sehat/", processes["web server"]):
        say(f"serving on http://localhost:{number} (Ctrl-C stops it)")
    while all(process.poll() is None for process in processes.values()):
        time.sleep(0.2)
    ended = [f"{name} (code {process.returncode})" for name, process in processes.items() if process.poll() is not None]
    for process in processes.values():
        process.terminate()
    for process in processes.values():
        process.wait()
    if told:
        say("stopped")
        return 0
    raise Failed(f"Ended by itself: {', '.join(ended)}. It says why above.")


def end_with_parent() -> None:
    """On Linux, let the server be told to stop even when we are killed."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl:
        prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def answers(url: str, server: subprocess.Popen) -> bool:
    """Wait until `url` answers; return False if the server ends or takes too long."""
    until = time.monotonic() + SERVED_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 (our own http address)
                return True
        except OSError:
            time.sleep(0.1)
    return False


# --- tests and checks -----------------------------------------------------------------------------------------------


def pytest(*arguments: str) -> int:
    """Run pytest with `arguments`; return its exit code."""
    return subprocess.run([PYTHON, "-m", "pytest", "--quiet", *arguments], cwd=ROOT, check=False).returncode


def test(arguments: list[str]) -> int:
    """Run the tests on SQLite, or on the database that DATABASE_URL names; all of them on all cores."""
    install("test")
    chosen = any(not argument.startswith("-") for argument in arguments if not argument.startswith("not "))
    return pytest(*([] if chosen else ALL_CORES), *arguments)


def browser(arguments: list[str]) -> int:
    """Run the tests that need a browser; all of them on all cores."""
    if not (shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")):
        raise Failed("There is no Chromium. On Debian: apt-get install chromium fonts-dejavu-core")
    install("dev")
    everything = [*ALL_CORES, "--dist", "loadfile", "tests/browser", "tests/gallery"]  # a file shares what it signed in
    return pytest("-m", "browser", *(arguments or everything))


def bench(arguments: list[str]) -> int:
    """Run the measurements, which take minutes and print figures."""
    install("dev")  # one of them measures a page in a browser
    return pytest("-m", "bench", "-s", *(arguments or ["tests/benchmarks"]))


def check(arguments: list[str]) -> int:
    """Run every check that is not a test; tell all that fail, not only the first."""
    install("dev")
    scratch = VAR / "check"
    scratch.mkdir(parents=True, exist_ok=True)
    production = os.environ | {
        "BESADU_VAR": str(scratch),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "MASTER_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "CODE_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": os.environ.get("DATABASE_URL", "sqlite:///check.sqlite3"),
        "ALLOWED_HOSTS": "besadu.example",
        "BASE_URL": "https://besadu.example",
        "TRUSTED_PROXY_HOPS": "1",
    }
    production.pop("DEBUG", None)
    tools, django = [PYTHON, "-m"], [PYTHON, "manage.py"]
    commands = {
        "style": [*tools, "ruff", "check", "."],
        "format": [*tools, "ruff", "format", "--check", "."],
        "imports": [VENV / "bin" / "lint-imports", "--no-logo", "--cache-dir", VAR / "cache" / "imports"],
        "migrations": [*django, "makemigrations", "--check", "--dry-run"],
        "deployment": [*django, "check", "--deploy", "--database", "default", "--fail-level", "WARNING"],
        "static files": [*django, "collectstatic", "--no-input", "--clear", "--verbosity", "0"],
    }
    failed = []
    for name, command in commands.items():
        say(f"checking {name}")
        if subprocess.run([str(part) for part in command], cwd=ROOT, env=production, check=False).returncode:
            failed.append(name)
    if failed:
        raise Failed(f"These checks failed: {', '.join(failed)}.")
    say(f"all {len(commands)} checks pass")
    return 0


COMMANDS = {"run": run, "test": test, "check": check, "browser": browser, "bench": bench}


def main() -> int:
    """Run the command named on the command line; everything after it goes on to its tool."""
    parser = argparse.ArgumentParser(prog="besadu/run.py", description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=COMMANDS, help="; ".join(f"{k}: {v.__doc__}" for k, v in COMMANDS.items()))
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to pytest")
    given = parser.parse_args()
    try:
        use_a_new_enough_python()
        return COMMANDS[given.command](given.arguments)
    except Failed as failure:
        print(f"besadu: {failure}", file=sys.stderr)
    except PermissionError as refused:
        print(f"besadu: {refused.filename} belongs to somebody else: {refused.strerror}", file=sys.stderr)
    except KeyboardInterrupt:
        print("besadu: interrupted", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
