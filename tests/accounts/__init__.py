"""Signing in, sessions, second factor, profile."""
