"""A citizen hands in a complaint: home, the three steps, the receipt. Promises that the same form twice is one complaint."""
