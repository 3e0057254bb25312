"""Measurements that print figures: `make bench`."""
