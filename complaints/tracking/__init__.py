"""The reporter comes back: track, reply, confirm, object, withdraw. Opened by number and code, or by a signed link."""
