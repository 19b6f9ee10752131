"""A certificate of a made-up name, and whoever believes in it."""

from __future__ import annotations

import shutil
import ssl
import subprocess

import pytest


@pytest.fixture(scope="session")
def certified(tmp_path_factory):
    """Contexts of a server that is called told.example, and of a client that believes it."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    asked = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=told.example"
    written = f"-addext subjectAltName=DNS:told.example -keyout {folder}/key.pem -out {folder}/certificate.pem"
    subprocess.run(["openssl", *asked.split(), *written.split()], check=True, capture_output=True, timeout=60)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return server, ssl.create_default_context(cafile=folder / "certificate.pem")
