"""Hostile and awkward files for upload tests, made on the spot (see files.py)."""
