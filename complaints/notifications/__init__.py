"""Telling people what happened: an outbox written with the act, delivered by the worker or by hand.

Operations call `outbox.record` in place of `audit.record`: the event and its messages stand or fall together.
"""
