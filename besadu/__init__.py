"""The site around the domain: settings, addresses, middleware, error pages, health, and the start script."""
