"""What an address to tell may say."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dagplan.service.settings import Settings
from dagplan.service.webhooks.targets import Allowed, RefusedAddressError, judged, refusal_of, resolved, target_of

PUBLIC, EVERYTHING = Allowed(), Allowed(private=True, http=True, ports=None)
TO_PUBLIC = lambda host, port: ["93.184.215.14"]  # noqa: E731


def code(address, allowed=PUBLIC, resolve=TO_PUBLIC):
    said = refusal_of(address, allowed, resolve)
    return None if said is None else said.code.value


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("https://example.org", ("https", "example.org", 443, b"example.org", b"/")),
        ("HTTPS://Example.ORG:443/A?b=c%20d", ("https", "example.org", 443, b"example.org", b"/A?b=c%20d")),
        ("https://example.org:8443/told", ("https", "example.org", 8443, b"example.org:8443", b"/told")),
        ("https://xn--bcher-kva.example/", ("https", "xn--bcher-kva.example", 443, b"xn--bcher-kva.example", b"/")),
        ("https://[2a00:1450::1]/x", ("https", "2a00:1450::1", 443, b"[2a00:1450::1]", b"/x")),
        ("https://93.184.215.14", ("https", "93.184.215.14", 443, b"93.184.215.14", b"/")),
        ("https://a_b.example.", ("https", "a_b.example.", 443, b"a_b.example.", b"/")),
    ],
)
def test_an_address_says(address, parts):
    found = target_of(address, PUBLIC)
    assert (found.scheme, found.host, found.port, found.authority, found.path) == parts
    assert code(address) is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", "webhook.no_address"),
        ("example.org", "webhook.no_address"),
        ("/told", "webhook.no_address"),
        ("ftp://example.org/", "webhook.no_address"),
        ("file:///etc/passwd", "webhook.no_address"),
        ("gopher://example.org:70/", "webhook.no_address"),
        ("javascript:alert(1)", "webhook.no_address"),
        ("https://", "webhook.no_address"),
        ("https:///told", "webhook.no_address"),
        ("https://exa mple.org/", "webhook.no_address"),
        ("https://ex%61mple.org/", "webhook.no_address"),
        ("https://example.org\r\nX: y/", "webhook.no_address"),
        ("https://example.org/\x00", "webhook.no_address"),
        ("https://..example/", "webhook.no_address"),
        ("https://-example.org/", "webhook.no_address"),
        ("https://b\u00fccher.example/", "webhook.no_address"),
        ("https://example.org/\u00e4", "webhook.no_address"),
        ("https://[::1/", "webhook.no_address"),
        ("https://[fe80::1%25eth0]/", "webhook.no_address"),
        ("https://[v1.x]/", "webhook.no_address"),
        ("https://example.org:99999/", "webhook.no_address"),
        ("https://example.org:0/", "webhook.no_address"),
        ("https://example.org:x/", "webhook.no_address"),
        ("http://example.org/", "webhook.only_https"),
        ("https://user@example.org/", "webhook.with_password"),
        ("https://user:pass@example.org/", "webhook.with_password"),
        ("https://example.org\\@evil.example/", "webhook.with_password"),
        ("https://example.org/#part", "webhook.with_fragment"),
        ("https://example.org:22/", "webhook.port"),
        ("https://example.org:5432/", "webhook.port"),
        ("https://example.org/" + "a" * 2000, "fault.too_long"),
    ],
)
def test_what_is_no_address_to_tell_is_refused(address, expected):
    assert code(address) == expected


def test_the_settings_say_what_is_allowed():
    assert Allowed.of(Settings()) == PUBLIC
    assert Allowed.of(Settings(webhook_ports="")) == Allowed(ports=None)
    wide = Settings(webhook_private=True, webhook_http=True, webhook_ports=" 8080, 443")
    assert Allowed.of(wide) == Allowed(private=True, http=True, ports=frozenset({8080, 443}))
    with pytest.raises(ValidationError):
        Settings(webhook_ports="443;80")


def test_more_may_be_allowed():
    assert code("http://example.org/", Allowed(http=True)) is None
    assert code("http://example.org:8080/", Allowed(http=True)) == "webhook.port"
    assert code("http://example.org:8080/", Allowed(http=True, ports=None)) is None
    assert code("http://example.org:8080/", Allowed(http=True, ports=frozenset({8080}))) is None
    assert code("https://example.org/", Allowed(ports=frozenset({8080}))) == "webhook.port"


LOOPBACK_IN_DISGUISE = (
    "https://localhost/",
    "https://LOCALHOST./",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://2130706433/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://127\u30020\u30020\u30021/",
    "https://\uff11\uff12\uff17.0.0.1/",
)


@pytest.mark.parametrize("address", LOOPBACK_IN_DISGUISE)
def test_loopback_is_seen_however_it_is_written(address):
    assert code(address, resolve=resolved) in {"webhook.not_public", "webhook.no_address"}


@pytest.mark.parametrize("address", ["https://0/", "https://0.0.0.0/", "https://[::]/", "https://169.254.169.254/"])
def test_what_is_nobodys_is_refused_whatever_is_allowed(address):
    assert code(address, EVERYTHING, resolve=resolved) == "webhook.not_public"


def test_every_address_of_a_name_is_judged():
    leads = {"good": ["93.184.215.14", "2606:4700::1111"], "mixed": ["93.184.215.14", "10.0.0.1"], "own": ["fd12::1"]}
    resolve = lambda host, port: leads[host]  # noqa: E731
    assert [str(one) for one in judged("good", 443, PUBLIC, resolve)] == leads["good"]
    for name in ("mixed", "own"):
        with pytest.raises(RefusedAddressError):
            judged(name, 443, PUBLIC, resolve)
        assert [str(one) for one in judged(name, 443, EVERYTHING, resolve)] == leads[name]
    assert code("https://own/", resolve=resolve) == "webhook.not_public"


def test_a_name_that_is_none_is_refused_in_the_words_of_one_that_is_internal():
    def unknown(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert code("https://no-such.example/", resolve=unknown) == "webhook.not_public"
    assert code("https://example.org/", resolve=lambda host, port: []) == "webhook.not_public"
    assert code("https://a..b/", resolve=resolved) in {"webhook.not_public", "webhook.no_address"}
    assert code(f"https://{'a' * 64}.example/", resolve=resolved) in {"webhook.not_public", "webhook.no_address"}


@pytest.mark.parametrize(
    "error", [socket.gaierror(socket.EAI_AGAIN, "later"), socket.gaierror(socket.EAI_FAIL, "no"), OSError()]
)
def test_what_cant_be_looked_up_now_is_no_fault_of_the_address(error):
    def away(host, port):
        raise error

    assert code("https://example.org/", resolve=away) is None


@given(st.text() | st.from_regex(r"https?://[^/]*(:[0-9]{0,6})?(/.*)?", fullmatch=True))
def test_any_text_is_an_address_or_refused(text):
    said = refusal_of(text, PUBLIC, TO_PUBLIC)
    if said is None:
        found = target_of(text, PUBLIC)
        assert found.port in {443, 8443, 80}
        assert found.scheme == "https"
        assert found.path.startswith(b"/")
        assert not set(found.path + found.authority) & set(b"\r\n \x00")
    else:
        assert said.values.keys() <= {"allowed", "most"}  # a refused value is not repeated
