"""Forms of signing in: those of django-allauth in our words, without placeholders, and a code that works once."""

import textwrap

from allauth.account import forms as account
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from complaints import access

from . import sessions

NEW_PASSWORD_HINT = _("Paling sedikit 12 huruf atau angka. Beberapa kata yang tidak berhubungan mudah diingat")
LONGEST_LOGIN = 254  # letters of an e-mail address
# A code is accepted for its own 30 seconds and MFA_TOTP_TOLERANCE steps either way: no second use in all that time.
_CODE_SECONDS = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)


class _OurWords:
    """Labels and hints of ours; placeholders vanish while one types, so there are none."""

    labels: dict = {}
    hints: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(_OurWords, account.LoginForm):
    labels = {
        "login": _("Nama pengguna atau email"),
        "password": _("Kata sandi"),
        "remember": _("Ingat perangkat ini"),
    }
    hints = {"remember": _("Hanya pada HP atau komputer Anda sendiri. Petugas instansi tetap masuk sampai 30 hari")}
    error_messages = {"login": _("Isi nama pengguna atau email Anda."), "password": _("Isi kata sandi Anda.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(
            autocomplete="username", autocapitalize="none", spellcheck="false", maxlength=LONGEST_LOGIN
        )
        for name, message in self.error_messages.items():
            self.fields[name].error_messages["required"] = message

    def clean_login(self) -> str:
        """Cut what is longer than any name or address to one letter more than the longest: still nobody's.

        SQLite fails on a comparison without case from 50,000 letters on.
        """
        return super().clean_login()[: LONGEST_LOGIN + 1]

    def user_credentials(self) -> dict:
        """Take what was typed as a name or as an address, never as both.

        A known address would cost two checks of the password, an unknown one one, and the clock would tell.
        """
        credentials = super().user_credentials()
        if "email" in credentials:
            credentials.pop("username", None)  # names hold no @ (operations.refuse_taken)
        return credentials

    def login(self, request, redirect_url=None):
        """Sign in, or go on to the second factor. allauth sets its own length of the session; ours comes after it."""
        request.session[sessions.REMEMBER] = self.cleaned_data["remember"]
        response = super().login(request, redirect_url=redirect_url)
        if request.user.is_authenticated:
            sessions.set_length(request, access.positions(request.user))
        return response


class ReauthenticateForm(_OurWords, account.ReauthenticateForm):
    labels = {"password": _("Kata sandi")}


class UnlockForm(ReauthenticateForm):
    """The password on the page of a locked session, beside whatever was being sent when it was found locked."""

    prefix = "kunci"
    next = forms.CharField(widget=forms.HiddenInput, required=False)
    resend = forms.BooleanField(widget=forms.HiddenInput, required=False)


class ChangePasswordForm(_OurWords, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Kata sandi yang sekarang"),
        "password1": _("Kata sandi baru"),
        "password2": _("Kata sandi baru, sekali lagi"),
    }
    hints = {"password1": NEW_PASSWORD_HINT}

    def clean_password1(self) -> str:
        new = self.cleaned_data["password1"]
        if new == self.cleaned_data.get("oldpassword"):
            raise forms.ValidationError(_("Pilih kata sandi yang lain dari yang sekarang."))
        return new


class ResetPasswordForm(_OurWords, account.ResetPasswordForm):
    labels = {"email": _("Alamat email")}
    hints = {"email": _("Alamat yang terdaftar pada akun Anda")}


class ResetPasswordKeyForm(_OurWords, account.ResetPasswordKeyForm):
    labels = {"password1": _("Kata sandi baru"), "password2": _("Kata sandi baru, sekali lagi")}
    hints = {"password1": NEW_PASSWORD_HINT}


class _CodeWorksOnce(_OurWords):
    """allauth forgets a used code after 30 seconds, but with a tolerance it is accepted for longer."""

    labels = {"code": _("Kode")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(inputmode="numeric", autocapitalize="none", spellcheck="false")
        self.fields["code"].error_messages["required"] = _("Ketik kode dari aplikasi autentikator.")

    def _use_up(self, code: str) -> str:
        key = f"accounts.code.used:{self.user.pk}:{normalize_user_code(code)}"
        if not cache.add(key, "1", timeout=_CODE_SECONDS):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_CodeWorksOnce, mfa.AuthenticateForm):
    hints = {"code": _("6 angka dari aplikasi autentikator, atau satu kode cadangan")}

    def clean_code(self) -> str:
        code = super().clean_code()
        return self._use_up(code) if self.authenticator.type == Authenticator.Type.TOTP else code


class ReauthenticateByCodeForm(AuthenticateForm, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(_CodeWorksOnce, totp.ActivateTOTPForm):
    labels = {"code": _("Kode dari aplikasi")}
    hints = {"code": _("6 angka yang sekarang tampil di aplikasi")}

    def secret_in_groups(self) -> str:
        """Return the secret as one reads it out; apps ignore the spaces."""
        return " ".join(textwrap.wrap(self.secret, 4))

    def clean_code(self) -> str:
        """Check the first code of a new app. It counts as this session's second factor."""
        code = self._use_up(super().clean_code())
        sessions.record_proof(context.request, "mfa")
        return code
