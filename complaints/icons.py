"""Our own icons: 24 by 24, 2 px strokes, round caps, drawn for this project.

One entry is the inside of an ``<svg>``; ``{% icon "name" %}`` wraps it. A shape that must be solid carries
``class="s"`` (filled with the text colour, by the stylesheet). No icon speaks alone: a word stands beside it.
"""

# ruff: noqa: E501


def _dots(radius: float, *places: tuple[float, float]) -> str:
    return "".join(f'<circle class="s" cx="{x}" cy="{y}" r="{radius}"/>' for x, y in places)


ICONS = {
    # status
    "tray": '<path d="M4 14v4.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V14h-4.5l-1.2 2.5H9.7L8.5 14zM12 4v7m-3-3 3 3 3-3"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>',
    "question": '<circle cx="12" cy="12" r="9"/><path d="M9.4 9.6a2.7 2.7 0 1 1 3.9 2.5c-.9.5-1.3 1-1.3 1.9"/>'
    + _dots(1.2, (12, 17)),
    "arrow-right": '<path d="M4 12h15m-6-6 6 6-6 6"/>',
    "dots": '<circle cx="12" cy="12" r="9"/>' + _dots(1.35, (7.8, 12), (12, 12), (16.2, 12)),
    "speech": '<path d="M20.5 11.5c0 4.1-3.8 7-8.5 7-1 0-2-.1-2.9-.4L4 20l1.5-4A6.4 6.4 0 0 1 3.5 11.5c0-4.1 3.8-7 8.5-7s8.5 2.9 8.5 7z"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "loop": '<path d="M20 12a8 8 0 1 1-2.5-5.8M18 2.5v4h-4"/>',
    "calendar": '<rect x="3.5" y="5" width="17" height="15.5" rx="2"/><path d="M3.5 10h17M8 2.8V7m8-4.2V7"/>',
    "arrow-out": '<path d="M13.5 4H20v6.5M20 4l-9 9M17.5 14v4.5A1.5 1.5 0 0 1 16 20H5.5A1.5 1.5 0 0 1 4 18.5V8a1.5 1.5 0 0 1 1.5-1.5H10"/>',
    "bar": '<circle cx="12" cy="12" r="9"/><path d="M7.5 12h9"/>',
    "crossed-sheet": '<path d="M14 3H7a1.5 1.5 0 0 0-1.5 1.5v15A1.5 1.5 0 0 0 7 21h10a1.5 1.5 0 0 0 1.5-1.5V7.5zM9.5 11.5l5 5m0-5-5 5"/>',
    "merge": '<path d="M5 4v3.5c0 3 7 4 7 8V21M19 4v3.5c0 3-7 4-7 8m-3 2.5 3 3 3-3"/>',
    # deadline
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.2l3.3 2"/>',
    "clock-filled": '<circle class="s" cx="12" cy="12" r="9"/><path class="k" d="M12 7v5.2l3.3 2"/>',
    "triangle": '<path d="M12 3.5 2.5 20h19z"/><path d="M12 10v4.5"/>' + _dots(1.1, (12, 17.2)),
    "pause": '<circle cx="12" cy="12" r="9"/><path d="M9.7 8.8v6.4m4.6-6.4v6.4"/>',
    # what complaints are about
    "lamp": '<path d="M7 21V7.5A4.5 4.5 0 0 1 11.5 3H14M4.5 21h5M11.5 8.5a3.5 3.5 0 0 1 7 0zM15 12v2m-3.5-2.5L10.3 13m8.2-1.5 1.2 1.5"/>',
    "road": '<path d="M8 4 4 20M16 4l4 16M12 4v2.5m0 4V13m0 4v3"/>',
    "bridge": '<path d="M2.5 16h19M4 16v4m16-4v4M2.5 11.5C7 11.5 7 6 12 6s5 5.5 9.5 5.5M7.5 9.5V16M12 6v10m4.5-6.5V16"/>',
    "trash": '<path d="M4 6.5h16M9.5 6.5V4.2A1.2 1.2 0 0 1 10.7 3h2.6a1.2 1.2 0 0 1 1.2 1.2v2.3M6 6.5 7 19.7A1.4 1.4 0 0 0 8.4 21h7.2a1.4 1.4 0 0 0 1.4-1.3l1-13.2M10 11v5.5m4-5.5v5.5"/>',
    "health": '<path d="M9.5 3.5h5v6h6v5h-6v6h-5v-6h-6v-5h6z"/>',
    "water": '<path d="M12 3s6.5 6.6 6.5 11.3a6.5 6.5 0 0 1-13 0C5.5 9.6 12 3 12 3zM9 14.5a3 3 0 0 0 2.8 3"/>',
    "office": '<path d="M3.5 20.5h17M5.5 20.5V9m13 11.5V9M3.5 9 12 3.5 20.5 9zM9.5 20.5v-8m5 8v-8"/>',
    "levy": '<rect x="2.5" y="5" width="19" height="10.5" rx="1.5"/><circle cx="12" cy="10.2" r="2.3"/><path d="M5 19.5h14"/>',
    "school": '<path d="M12 4 2 9l10 5 10-5zM6 11.2V16c0 1.5 3 2.8 6 2.8s6-1.3 6-2.8v-4.8M22 9v5.5"/>',
    "people": '<circle cx="9" cy="8" r="3.3"/><path d="M2.8 19.5c.4-3.5 3-5.5 6.2-5.5s5.8 2 6.2 5.5M15.5 5a3.3 3.3 0 0 1 0 6M17.5 14.4c2.1.7 3.5 2.5 3.8 5.1"/>',
    "tree": '<path d="M12 21v-7m0 3.5 3-2.5M12 14a5 5 0 0 1-5-5 5 5 0 0 1 1-3 4.5 4.5 0 0 1 8 0 5 5 0 0 1 1 3 5 5 0 0 1-5 5zM8 21h8"/>',
    "market": '<path d="M4 10.5V20h16v-9.5M3 7l1.5-3.5h15L21 7c0 2-1.3 3.3-3 3.3S15 9 15 7c0 2-1.3 3.3-3 3.3S9 9 9 7c0 2-1.3 3.3-3 3.3S3 9 3 7zM10 20v-5h4v5"/>',
    "card": '<rect x="2.5" y="4.5" width="19" height="15" rx="2"/><circle cx="8.3" cy="11" r="2"/><path d="M5.3 16c.4-1.4 1.5-2.2 3-2.2s2.6.8 3 2.2M14.5 10H18m-3.5 4H18"/>',
    "shield": '<path d="M12 3 4.5 5.8v5.7c0 4.5 3 8 7.5 9.5 4.5-1.5 7.5-5 7.5-9.5V5.8z"/>',
    "other": '<rect x="3.5" y="3.5" width="17" height="17" rx="3"/>' + _dots(1.2, (8, 12), (12, 12), (16, 12)),
    # things and acts
    "camera": '<path d="M3 8.5A1.5 1.5 0 0 1 4.5 7H7l1.5-2.5h7L17 7h2.5A1.5 1.5 0 0 1 21 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5z"/><circle cx="12" cy="12.8" r="3.5"/>',
    "image": '<rect x="3" y="4" width="18" height="16" rx="2"/><circle cx="8.5" cy="9.5" r="1.6"/><path d="m3.5 17.5 5-4.5 4 3.5 3.5-4 4.5 5"/>',
    "pin": '<path d="M12 21.5s7-6.3 7-11.5a7 7 0 0 0-14 0c0 5.2 7 11.5 7 11.5z"/><circle cx="12" cy="10" r="2.5"/>',
    "target": '<circle cx="12" cy="12" r="6.5"/><path d="M12 2.5v4m0 11v4M2.5 12h4m11 0h4"/>' + _dots(1.6, (12, 12)),
    "phone": '<path d="M5.5 3.5H9l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3.5a2 2 0 0 1-2 2A15.5 15.5 0 0 1 3.5 5.5a2 2 0 0 1 2-2z"/>',
    "mail": '<rect x="2.5" y="5" width="19" height="14" rx="2"/><path d="m3.5 7 8.5 6.5L20.5 7"/>',
    "print": '<path d="M7 8.5V3.5h10v5M7 17H4.5A1.5 1.5 0 0 1 3 15.5V10a1.5 1.5 0 0 1 1.5-1.5h15A1.5 1.5 0 0 1 21 10v5.5a1.5 1.5 0 0 1-1.5 1.5H17M7 13.5h10v7H7z"/>',
    "copy": '<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M15.5 5.5V5a1.5 1.5 0 0 0-1.5-1.5H5A1.5 1.5 0 0 0 3.5 5v9A1.5 1.5 0 0 0 5 15.5h.5"/>',
    "save": '<path d="M12 3.5v11m-4.5-4.5 4.5 4.5 4.5-4.5M4 17v2a1.5 1.5 0 0 0 1.5 1.5h13A1.5 1.5 0 0 0 20 19v-2"/>',
    "lock": '<rect x="4.5" y="10.5" width="15" height="10" rx="2"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "note": '<path d="M4 5.5A1.5 1.5 0 0 1 5.5 4h13A1.5 1.5 0 0 1 20 5.5V14l-6 6H5.5A1.5 1.5 0 0 1 4 18.5zM20 14h-4.5A1.5 1.5 0 0 0 14 15.5V20M8 9h8m-8 4h4"/>',
    "pen": '<path d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5 17.5 10"/>',
    "arrow-left": '<path d="M20 12H5m6-6-6 6 6 6"/>',
    "arrow-back": '<path d="M9 5 4 10l5 5M4 10h10a6 6 0 0 1 0 12h-2"/>',
    "chevron": '<path d="m6 9.5 6 6 6-6"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5"/>' + _dots(1.2, (12, 7.6)),
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21.2c.6.5 1.2.8 2 .8s1.4-.3 2-.8"/>',
    "exit": '<path d="M10 4H5.5A1.5 1.5 0 0 0 4 5.5v13A1.5 1.5 0 0 0 5.5 20H10M15 8l4 4-4 4M19 12H9.5"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2m0 15v2M2.5 12h2m15 0h2M5.3 5.3l1.4 1.4m10.6 10.6 1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"/>',
    "moon": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"/>',
    "device": '<rect x="6.5" y="2.5" width="11" height="19" rx="2"/><path d="M11 18.5h2"/>',
    "letters": '<path d="M3 19 8.5 5 14 19M5 14.5h7M15 19l3-8 3 8m-5-2.5h4"/>',
    "flag": '<path d="M5.5 21.5V3.5m0 1h12l-2.5 4 2.5 4h-12"/>',
    "thumb": '<path d="M7 11v9.5H3.5V11zm0 0 4-7.5c1.6 0 2.7 1.1 2.5 2.8L13 9.5h5.7a1.8 1.8 0 0 1 1.8 2.1l-1.3 7a2.2 2.2 0 0 1-2.2 1.9H7"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "queue": '<path d="M9 6h11M9 12h11M9 18h11"/>' + _dots(1.3, (4.5, 6), (4.5, 12), (4.5, 18)),
}
