"""The domain: the life of a complaint. The map of the packages stands in README.md."""
