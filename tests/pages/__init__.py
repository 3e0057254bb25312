"""Pages that explain: besadu/pages.py."""
