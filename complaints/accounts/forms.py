"""Forms of signing in: those of django-allauth in our words, without placeholders, and a code that works once."""

import textwrap

from allauth.account import forms as account
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from complaints import access

from . import passkeys, sessions

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


class _Answer(forms.JSONField):
    """What a passkey answered, put in by parts/passkey.js. It is never shown again: each answer is good for once."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.error_messages["invalid"] = get_adapter().error_messages["incorrect_passkey"]

    def bound_data(self, data, initial) -> str:
        return ""

    def prepare_value(self, value) -> str:
        return ""

    def clean(self, value) -> dict | None:
        try:
            answer = super().clean(value)
        except RecursionError as error:
            raise get_adapter().validation_error("incorrect_passkey") from error
        return None if answer is None else passkeys.tidy(answer)


class LoginByPasskeyForm(webauthn.LoginWebAuthnForm):
    """The door opened by a passkey alone. Sent with the form of the door, so that it knows the box ticked there."""

    credential = _Answer()
    remember = forms.BooleanField(required=False)

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except passkeys.WRONG as error:
            raise get_adapter().validation_error("incorrect_passkey") from error

    def clean(self) -> dict:
        context.request.session[sessions.REMEMBER] = bool(self.cleaned_data.get("remember"))
        return super().clean()


class AuthenticateByPasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """The second step, answered by a passkey."""

    credential = _Answer()

    def clean_credential(self) -> Authenticator:
        return passkeys.check(self.user, self.cleaned_data["credential"])


class _CarriesOn(forms.Form):
    """What stands beside whatever was being sent when one had to prove first, and what a passkey answers instead."""

    typed = ""  # the field that a passkey makes unnecessary

    next = forms.CharField(widget=forms.HiddenInput, required=False)
    resend = forms.BooleanField(widget=forms.HiddenInput, required=False)
    credential = _Answer(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_passkey = bool(self.data.get(self.add_prefix("credential")))
        self.fields[self.typed].required = not self.by_passkey

    def clean_credential(self) -> Authenticator | None:
        return passkeys.check(self.user, self.cleaned_data["credential"]) if self.by_passkey else None


class UnlockForm(_CarriesOn, ReauthenticateForm):
    """The password or a passkey, on the page of a locked session."""

    typed = "password"
    prefix = "kunci"

    def clean_password(self) -> str:
        return "" if self.by_passkey else super().clean_password()


class ProveForm(_CarriesOn, AuthenticateForm):
    """A code or a passkey, before an act that asks for the second factor again."""

    typed = "code"
    prefix = "bukti"

    def clean_code(self) -> str:
        return "" if self.by_passkey else super().clean_code()

    def proved_by(self) -> Authenticator:
        """Return the app, list of codes or passkey that answered."""
        return self.cleaned_data["credential"] or self.authenticator


class AddPasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("Nama kunci sandi"),
        help_text=_("Supaya Anda mengenalinya nanti, misalnya “HP saya” atau “Laptop kantor”"),
        max_length=60,
        error_messages={"required": _("Beri nama kunci sandi ini.")},
    )
    credential = _Answer(error_messages={"required": _("Kunci sandi belum dibuat. Tekan “Buat kunci sandi”.")})

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_credential(self) -> dict:
        credential = self.cleaned_data["credential"]
        passkeys.check_new(credential)
        return credential

    def clean(self) -> dict:
        if passkeys.of(self.user).count() >= passkeys.MOST:
            raise forms.ValidationError(_("Paling banyak 10 kunci sandi. Hapus dulu yang tidak dipakai lagi."))
        return super().clean()


class RenamePasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("Nama kunci sandi"), max_length=60, error_messages={"required": _("Beri nama kunci sandi ini.")}
    )


class AbsenceForm(forms.Form):
    """Who is away, from the first day to the last."""

    person = forms.TypedChoiceField(label=_("Siapa yang tidak masuk?"), error_messages={"required": _("Pilih orang")})
    starts_on = forms.DateField(
        label=_("Mulai"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Isi tanggal mulai"), "invalid": _("Isi tanggal, misalnya 24-11-2026")},
    )
    ends_on = forms.DateField(
        label=_("Sampai"),
        help_text=_("Hari terakhir tidak masuk"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Isi tanggal sampai"), "invalid": _("Isi tanggal, misalnya 24-11-2026")},
    )

    def __init__(self, *args, people, me, today, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(person.pk, _("Saya sendiri") if person == me else person.full_name) for person in people]
        self.fields["person"].choices = names if len(names) == 1 or people[0] == me else [("", "–"), *names]
        self.fields["person"].coerce = int
        self.fields["starts_on"].initial = today
