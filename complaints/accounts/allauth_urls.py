"""The addresses of django-allauth that we open, under its own names: all that is not here does not exist (sign-up)."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path
from django.views.generic import RedirectView

urlpatterns = [
    path("masuk/", account.login, name="account_login"),
    path("masuk/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/kunci-sandi/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("masuk/tidak-aktif/", account.account_inactive, name="account_inactive"),
    path("masuk/lupa/", account.password_reset, name="account_reset_password"),
    path("masuk/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    path("masuk/lupa/selesai/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^masuk/lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.PasswordResetFromKeyView.as_view(reset_url_key="sandi-baru"),
        name="account_reset_password_from_key",
    ),
    path("keluar/", account.logout, name="account_logout"),
    path("petugas/profil/sandi/", account.password_change, name="account_change_password"),
    path("petugas/profil/pastikan/", account.reauthenticate, name="account_reauthenticate"),
    path("petugas/profil/langkah-kedua/", totp.activate_totp, name="mfa_activate_totp"),
    path("petugas/profil/langkah-kedua/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("petugas/profil/kode-cadangan/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "petugas/profil/kode-cadangan/baru/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "petugas/profil/kode-cadangan/unduh/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("petugas/profil/keamanan/", RedirectView.as_view(pattern_name="accounts:profile"), name="mfa_index"),
]
