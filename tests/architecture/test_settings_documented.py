"""Every environment variable stands in the README, and the README names no other (architecture.md 6)."""

import ast
import re

from tests.architecture.source import ROOT, calls, dotted, python, tree

READERS = {
    "text",
    "flag",
    "number",
    "words",
    "choice",
    "zone",
    "address",
    "database",
    "email",
    "json",
    "bot",
    "tiles",
    "mailbox",
    "pair",
}
READ_ELSEWHERE = {"besadu/run.py", "besadu/server.py", "besadu/env.py", "tests/conftest.py", "tests/settings.py"}


def in_settings() -> set[str]:
    """Return the variables that settings.py reads."""
    found = calls(ROOT / "besadu" / "settings.py")
    return {call.args[0].value for name, call in found if name in READERS and dotted(call.func).startswith("env.")}


def in_run() -> set[str]:
    """Return the variables that the start script reads from the environment itself."""
    return {
        call.args[0].value
        for script in ("run.py", "server.py")
        for name, call in calls(ROOT / "besadu" / script)
        if name == "get" and dotted(call.func) == "os.environ.get"
    }


def in_readme() -> set[str]:
    """Return the variables in the first column of the README's table of settings."""
    return set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))


def test_the_readme_explains_every_setting():
    assert in_readme() == in_settings() | in_run()


def test_there_are_at_most_25():
    assert 10 < len(in_settings() | in_run()) <= 25


def test_nothing_else_reads_the_environment():
    wrong = [
        str(path.relative_to(ROOT))
        for path in python("besadu", "complaints")
        if str(path.relative_to(ROOT)) not in READ_ELSEWHERE
        for node in ast.walk(tree(path))
        if dotted(node) in {"os.environ", "os.getenv"} and path.name not in {"wsgi.py"}
    ]
    assert not wrong
