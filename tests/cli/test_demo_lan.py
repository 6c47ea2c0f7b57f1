"""`make demo LAN=1`, here on loopback: https on both addresses with a certificate that it made, so that cameras may be used."""

from __future__ import annotations

import re
import ssl
from pathlib import Path

import httpx
import pytest

from tests.browser.demo_process import demo_process


def test_the_demo_serves_https_with_its_own_certificate(tmp_path: Path) -> None:
    with demo_process(tmp_path, "--lan", "--address", "127.0.0.1") as demo:
        assert demo.store.startswith("https://127.0.0.1:")
        assert demo.console.startswith("https://127.0.0.1:")
        assert "each browser warns once" in demo.log.read_text()
        trusted = ssl.create_default_context(cafile=str(demo.data_dir / "lan-certificate.pem"))
        with httpx.Client(verify=trusted) as client:
            product = client.get(f"{demo.store}/products/P1001")
            tag = re.search(r'<script[^>]+src="([^"]+embed\.js)"', product.text)
            assert tag
            assert tag.group(1) == f"{demo.server}/embed.js"
            assert client.get(tag.group(1)).status_code == 200
            assert client.get(demo.console).status_code == 200
            made = client.post(
                f"{demo.server}/v1/shopper/tokens",
                json={"public_key": "pk_demo"},
                headers={"Origin": demo.store},
            )
            assert made.status_code == 200, made.text
            added = client.post(
                f"{demo.store}/api/cart/add",
                json={"variant_id": "P1001-NAVY-M", "quantity": 1},
                headers={"Origin": demo.store},
            )
            assert "secure" in added.headers["set-cookie"].lower()


def test_an_address_that_is_none_is_explained(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="'not-an-address' is not a network address") as caught,
        demo_process(tmp_path, "--lan", "--address", "not-an-address"),
    ):
        raise AssertionError("it came up")
    assert "Traceback" not in str(caught.value)
