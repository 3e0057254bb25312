"""What a passed due time causes: the transitions by time, and misses put on record while their clocks still run.

Promises that no due time passes without an effect (product.md 2, G2). `manage.py sweep` calls it, for every complaint
that `queries.due` names; reminders and the ladder join here.
"""
