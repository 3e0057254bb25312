"""A case is shared beside its owner: a supporting agency does the part it was given, an overseer reads (life.md 4)."""
