"""Makes a self-signed certificate for the demo on a local network, and keeps it while it is good. Not for the open web."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFETIME = dt.timedelta(days=90)
SPARE = dt.timedelta(days=7)


def lan_address() -> str:
    """This machine's address on its local network. Raises OSError with a sentence where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # documentation range; a datagram socket sends nothing here
            address = str(asking.getsockname()[0])
        except OSError:
            address = "127.0.0.1"
    if ipaddress.ip_address(address).is_loopback:
        raise OSError("This machine has no address on a network. Connect it to one, or leave out --lan.")
    return address


def certificate_for(folder: Path, address: str) -> tuple[Path, Path]:
    """Certificate and key files in `folder` that are good for `address`, localhost and 127.0.0.1; made where needed."""
    certificate_file, key_file = folder / "lan-certificate.pem", folder / "lan-key.pem"
    if not _still_good(certificate_file, key_file, address):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(certificate_file, key_file, address)
    return certificate_file, key_file


def _make(certificate_file: Path, key_file: Path, address: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"coshop demo at {address}")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName(
        [
            x509.IPAddress(ipaddress.ip_address(address)),
            x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
            x509.DNSName("localhost"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    handle = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(private)
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _still_good(certificate_file: Path, key_file: Path, address: str) -> bool:
    try:
        certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    return (
        ipaddress.ip_address(address) in names.get_values_for_type(x509.IPAddress)
        and certificate.public_key() == key.public_key()
        and certificate.not_valid_after_utc - SPARE > dt.datetime.now(dt.UTC)
    )
