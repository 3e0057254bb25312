"""Work outside: a case handed to somebody without an account by a link, what comes back by it, the list for a trip."""
