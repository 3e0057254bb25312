"""A citizen hands in a complaint: home, the three steps, the receipt.

Promises that nothing typed is lost and that the same form sent twice is one complaint.
"""
