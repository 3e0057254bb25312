"""The domain says no, in words for a person."""


class Refused(Exception):
    """Something a person asked for cannot be done, and the message tells them why or what to do.

    `str(refusal)` is that message: whole sentences, wrapped for translation where it is raised,
    shown as they are next to the form. Raise it only for what a person can act on; what is not
    theirs is a 404, and anything else is a bug and has to rise.
    """


class NotNow(Refused):
    """The same may be asked again in a moment: the machine was busy, or its disk full."""
