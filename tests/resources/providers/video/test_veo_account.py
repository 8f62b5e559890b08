"""A Google service account signs its own tokens, and its private key stays where it is."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

import pytest

from resources.errors import NotConfigured
from resources.providers.video.veo import Veo
from resources.providers.video.veo_account import signed_token


def test_a_service_account_signs_its_own_token(tmp_path: Path) -> None:
    """A service account's file works where no token is set; its private key is in nothing that is sent."""
    pytest.importorskip("google.auth", reason="google-auth is not installed")
    file = account(tmp_path)
    provider = Veo(project="studio-films", service_account=str(file))
    provider.check_configured()
    scheme, _, token = provider.credentials()["authorization"].partition(" ")
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert ("Bearer", "film@studio-films.iam.gserviceaccount.com") == (scheme, claims["iss"])
    assert "https://www.googleapis.com/auth/cloud-platform" == claims["scope"]
    assert 3600 >= claims["exp"] - claims["iat"] > 0
    assert token == signed_token(file)
    assert "PRIVATE KEY" not in f"{provider!r}{claims}"


def test_an_access_token_goes_before_a_service_account(tmp_path: Path) -> None:
    """Who sets a token means it, whatever file other programs of Google are told to use."""
    provider = Veo(api_key="ya29.t", project="studio-films", service_account=str(tmp_path / "no.json"))
    assert "Bearer ya29.t" == provider.credentials()["authorization"]


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without google-auth a service account is told what to install, or what to set in its place."""
    file = tmp_path / "account.json"
    file.write_text("{}")
    monkeypatch.setitem(sys.modules, "google.auth.jwt", None)
    with pytest.raises(NotConfigured) as missing:
        signed_token(file)
    assert "studio-films[google]" in missing.value.mend
    assert "GOOGLE_ACCESS_TOKEN" in missing.value.mend


def test_a_file_that_is_no_service_account_is_told_without_its_words(tmp_path: Path) -> None:
    """A wrong key file is named with its mend, and nothing of what it holds is shown."""
    pytest.importorskip("google.auth", reason="google-auth is not installed")
    file = tmp_path / "user.json"
    file.write_text(json.dumps({"type": "authorized_user", "refresh_token": "canary"}))
    for path in (file, tmp_path / "nowhere.json"):
        with pytest.raises(NotConfigured) as wrong:
            signed_token(path)
        assert "GOOGLE_APPLICATION_CREDENTIALS" in wrong.value.mend
        assert "canary" not in str(wrong.value)


def account(folder: Path) -> Path:
    """A service account's file with a key that was made just now."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "account.json"
    file.write_text(
        json.dumps(
            {
                "type": "service_account",
                "private_key_id": "k1",
                "private_key": key.decode(),
                "client_email": "film@studio-films.iam.gserviceaccount.com",
                "token_uri": "https://oauth2.googleapis.com/token",
            }
        )
    )
    return file
