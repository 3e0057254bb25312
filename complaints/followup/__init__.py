"""The agency works: queue, case page, accept, assign, progress, ask, answer. Every act reaches the history."""
