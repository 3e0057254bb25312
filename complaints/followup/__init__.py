"""The agency works: queue, case page, accept, assign, progress, ask, answer. Promises that every act reaches the history."""
