"""Texts in Python: whole sentences that gettext can find, and none that it cannot."""

import ast

from tests.architecture.source import calls, dotted, named, python

GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
SAID = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label", "legend", "short_description"}
SPOKEN = {"Refused": 0, "ValidationError": 0, "Submit": 1, "Button": 1}  # which argument a person reads
CAUGHT = {("ValidationError", "complaints/phones.py")}  # raised and caught in the same function, read by nobody
MESSAGES = {"messages.success", "messages.error", "messages.info", "messages.warning"}
MARKED_SAFE = {
    "complaints/templatetags/besadu.py",  # draws our own icons and tags; escapes what it is given
    "complaints/qr.py",  # segno's drawing, its title escaped
}


def is_text(node: ast.AST | None) -> bool:
    """Return whether a value is words written in place, plain, formatted or joined."""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp):
        return is_text(node.left)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and any(sign.isalpha() for sign in node.value)


def test_gettext_is_given_one_plain_sentence():
    wrong = [
        f"{named(path)}:{call.lineno}"
        for path in python("complaints", "besadu")
        for name, call in calls(path)
        if name in GETTEXT and call.args and not isinstance(call.args[0], ast.Constant)
    ]
    assert not wrong, f"a formatted text is never found in the catalogue: {wrong}"


def test_what_people_read_goes_through_gettext():
    wrong = []
    for path in python("complaints"):
        for name, call in calls(path):
            said = [key.value for key in call.keywords if key.arg in SAID]
            if name in SPOKEN and (name, named(path)) not in CAUGHT and len(call.args) > SPOKEN[name]:
                said.append(call.args[SPOKEN[name]])
            if dotted(call.func) in MESSAGES and len(call.args) > 1:
                said.append(call.args[1])
            wrong += [f"{named(path)}:{call.lineno}" for value in said if is_text(value)]
    assert not wrong, f"not wrapped for translation: {wrong}"


def test_nothing_is_marked_safe_elsewhere():
    wrong = [
        f"{named(path)}:{call.lineno}"
        for path in python("complaints", "besadu")
        if named(path) not in MARKED_SAFE
        for name, call in calls(path)
        if name in {"mark_safe", "SafeString", "SafeText"}
    ]
    assert not wrong, f"use a template or format_html: {wrong}"
