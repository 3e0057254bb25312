"""The agency works: queue, case page, accept, assign, note, ask, answer. Promises that every act is in the history."""
