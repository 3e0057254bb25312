"""What django-allauth asks us: who may come in, in which words, and what else happens when somebody does."""

import logging
from smtplib import SMTPException
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besadu.client import client_address
from complaints import access, qr, vault
from complaints.models import Position

from . import operations, passkeys, queries, sessions

logger = logging.getLogger("besadu.accounts")

# The same for a name that nobody has: the door does not tell who has an account.
_MISMATCH = gettext_lazy("Nama pengguna atau kata sandi tidak cocok. Periksa lagi, lalu coba sekali lagi.")
_WRONG_CODE = gettext_lazy(
    "Kode ini tidak cocok atau sudah terpakai. Tunggu kode berikutnya di aplikasi, lalu ketik kode itu."
)
_TOO_OFTEN = gettext_lazy("Terlalu banyak percobaan. Coba lagi dalam 30 menit.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator; rate limits count by our own client address."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _MISMATCH,
        "email_password_mismatch": _MISMATCH,
        "too_many_login_attempts": _TOO_OFTEN,
        "rate_limited": _TOO_OFTEN,
        "incorrect_password": gettext_lazy("Kata sandi tidak cocok."),
        "enter_current_password": gettext_lazy("Kata sandi yang sekarang tidak cocok."),
        "account_inactive": gettext_lazy("Akun ini tidak aktif."),
    }

    def is_open_for_signup(self, request) -> bool:
        """Nobody signs up by himself."""
        return False

    def get_client_ip(self, request) -> str:
        """Return the key of rate limits, not necessarily one address."""
        return client_address(request)

    def post_login(self, request, user, **kwargs):
        """Record the sign-in of a privileged role, then begin the session: without its note it is no session."""
        now = timezone.now()
        operations.record_sign_in(user.pk, now=now)
        sessions.begin(request, access.positions(user, now), now)
        return super().post_login(request, user, **kwargs)

    def is_reauthentication_required(self, **kwargs) -> bool:
        """Ask for the password again only when the person has proved nothing for five minutes, the door included."""
        return not sessions.has_fresh_proof(self.request)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Return the ways to prove oneself again: the password, and our own page for codes and passkeys."""
        ways = [{"id": "password", "description": _("Kata sandi"), "url": reverse("account_reauthenticate")}]
        if queries.second_factor(user) is not None:
            ways.append({"id": "second_factor", "description": _("Langkah kedua"), "url": reverse("accounts:prove")})
        return ways

    def set_password(self, user, password) -> None:
        """Save a password that its owner chose: no other column, and no longer a temporary one."""
        user.set_password(password)
        user.password_is_temporary = False
        user.save(update_fields=["password", "password_is_temporary"])

    def get_login_redirect_url(self, request) -> str:
        """Return where the work is: who only watches begins with how it stands."""
        roles = {position.role for position in access.positions(request.user, timezone.now())}
        if roles and roles <= {Position.Role.LEADER, Position.Role.OVERSEER}:
            return reverse("monitoring:home")
        return super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("accounts:profile")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of the mail, on the configured origin: a forged Host header leads nowhere."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)

    def send_notification_mail(self, *args, **kwargs) -> None:
        """Tell the person what changed about their access; a mail server that is down undoes nothing."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except (OSError, SMTPException):
            logger.warning("notification mail not sent", exc_info=True)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors are encrypted with the master key, and stay where a role demands them."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
        "incorrect_passkey": gettext_lazy("Kunci sandi ini tidak cocok. Coba sekali lagi, atau pakai cara lain."),
        "cannot_delete_authenticator": gettext_lazy("Jabatan Anda mewajibkan langkah kedua."),
        "cannot_generate_recovery_codes": gettext_lazy("Pasang dulu langkah kedua."),
    }

    def encrypt(self, text: str) -> str:
        return vault.wrap(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unwrap(encrypted_text)

    def get_totp_label(self, user) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        """Draw the code for the authenticator app. It holds the secret, and only its owner sees this page."""
        return qr.svg(url, title=_("Kode QR untuk aplikasi autentikator"))

    def can_delete_authenticator(self, authenticator) -> bool:
        privileged = sessions.is_privileged(access.positions(authenticator.user, timezone.now()))
        return passkeys.may_remove(authenticator, privileged=privileged)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whose passkeys these are: those of the configured origin's name, whatever a Host header says."""
        return {"id": urlsplit(settings.BASE_URL).hostname, "name": "BESADU"}

    def get_public_key_credential_user_entity(self, user) -> dict:
        entity = super().get_public_key_credential_user_entity(user)
        return entity | {"name": user.get_username(), "display_name": user.full_name}
