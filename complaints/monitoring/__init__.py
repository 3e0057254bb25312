"""Who watches, and does not work on cases, sees how it stands: counts, and the clocks of cases it may not read."""
