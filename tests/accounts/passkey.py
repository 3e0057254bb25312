"""A passkey in software: answers the questions of the portal as the chip of a phone does."""

import json
import os

from allauth.account.utils import user_pk_to_url_str
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ADD = reverse("accounts:add_passkey")
CHALLENGE = reverse("accounts:challenge")
ORIGIN = "http://localhost:8000"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Passkey:
    """One key pair; `origin` and `flags` can lie."""

    def __init__(self, user, *, origin: str = ORIGIN, flags: int = PRESENT | VERIFIED):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.handle = websafe_encode(user_pk_to_url_str(user).encode())
        self.origin, self.flags = origin, flags

    def _client(self, kind: str, question: dict) -> CollectedClientData:
        return CollectedClientData.create(kind, question["publicKey"]["challenge"], self.origin)

    def new(self, question: dict) -> str:
        """Answer a question to make one."""
        client = self._client("webauthn.create", question["creation_options"])
        data = AuthenticatorData.create(
            sha256(b"localhost"),
            self.flags | ATTESTED,
            0,
            AttestedCredentialData.create(bytes(16), self.id, ES256.from_cryptography_key(self.key.public_key())),
        )
        response = {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._sent(response)

    def proof(self, question: dict) -> str:
        """Answer a question to prove oneself."""
        client = self._client("webauthn.get", question["request_options"])
        data = AuthenticatorData.create(sha256(b"localhost"), self.flags, 1)
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(self.key.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))),
            "userHandle": self.handle,
        }
        return self._sent(response)

    def _sent(self, response: dict) -> str:
        name = websafe_encode(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )


def add(client, user, name: str = "HP saya", **lies) -> Passkey:
    """Make a passkey on the page for it, in a session that has just proved itself."""
    passkey = Passkey(user, **lies)
    response = client.post(ADD, {"name": name, "credential": passkey.new(client.post(f"{CHALLENGE}?baru").json())})
    assert response.status_code == 302, response.content.decode()
    return passkey


def sign_in(client, passkey, **more):
    """Open the door with a passkey alone."""
    address = reverse("mfa_login_webauthn")
    question = client.get(address, headers={"Accept": "application/json"}).json()
    return client.post(address, {"credential": passkey.proof(question), **more})


def prove(client, passkey) -> str:
    """Return the answer to a fresh question of a signed-in session."""
    return passkey.proof(client.post(CHALLENGE).json())
