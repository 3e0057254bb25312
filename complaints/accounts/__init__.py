"""Staff sign in: password and second factor through django-allauth, profile. Nobody signs up by himself."""
