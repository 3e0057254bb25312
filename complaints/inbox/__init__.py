"""What citizens write by e-mail and WhatsApp: kept as conversations with an owner and a due time, until a coordinator
makes a case of each, adds it to one, or says that it is no complaint. Called by the worker and by WhatsApp's server."""
