"""What django-allauth asks us."""

from allauth.account.adapter import DefaultAccountAdapter

from besadu.client import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator; rate limits count by our own client address."""

    def is_open_for_signup(self, request) -> bool:
        """Nobody signs up by himself."""
        return False

    def get_client_ip(self, request) -> str:
        """Return the key of rate limits, not necessarily one address."""
        return client_address(request)
