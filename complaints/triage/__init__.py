"""The coordinator verifies: queue, verify, ask, archive, decide objections. Promises that nothing new waits unseen."""
