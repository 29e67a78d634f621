"""The one way out: what is fetched, and all that isn't."""

from __future__ import annotations

import socket
import ssl
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from micronet.base import clock
from micronet.base.fetch import Net, Purpose, Refused, Unreached, fetch
from micronet.base.resolve import look_up
from tests.base.servers import HERE, moved, page, serving

PAGE = Purpose("page", frozenset({"text/html"}), frozenset({"http", "https"}), redirects=3, most_bytes=20_000,
               seconds=20, may_be_cut=True)  # fmt: skip


def test_a_page_is_fetched_under_its_name_with_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with serving({"/a%20b?x=%C3%A9": page("Grüße".encode())}) as there:
        found = fetch(PAGE, there.at("/a%20b?x=é"), net=there.net())
        assert (found.status, found.media_type, found.charset) == (200, "text/html", "utf-8")
        assert found.body.decode() == "Grüße"
        head = there.heads[0].lower()
        assert f"host: page.example:{there.port}" in head
        assert "micronet" in head
        assert "cookie" not in head
        assert "referer" not in head


def test_what_is_sent_is_posted() -> None:
    with serving({"/": page(b"ok")}) as there:
        fetch(PAGE, there.at(), body=b"{}", headers={"X-Sign": "abc"}, net=there.net())
        assert there.asked == ["POST / HTTP/1.1"]
        assert "X-Sign: abc" in there.heads[0]


@pytest.mark.parametrize(
    "url",
    [
        "", "page.example", "ftp://page.example/", "file:///etc/passwd", "gopher://page.example/",
        "http://", "http:///x", "http://me@page.example/", "http://me:you@page.example/", "http://page.example:22/",
        "http://page.example:443/", "https://page.example:80/", "http://page.example:0/", "http://page.example:99999/",
        "http://page.example/a b", "http://page.example\\@other.example/", "http://page.example/\r\nX: y",
        "http://[::1", "http://a..b/", "http://%31%32/", "javascript:alert(1)", "data:text/html,x",
        "http://page.example/" + "x" * 2048, "http://" + "ü" * 300 + ".example/",
    ],
)  # fmt: skip
def test_odd_addresses_are_refused_before_anything_is_looked_up(url: str) -> None:
    def nobody(_host: str, _port: int) -> list[str]:
        raise AssertionError("looked up")

    with pytest.raises(Refused):
        fetch(PAGE, url, net=Net(resolve=nobody))


def test_a_purpose_that_wants_https_takes_nothing_else() -> None:
    with pytest.raises(Refused):
        fetch(replace(PAGE, schemes=frozenset({"https"})), "http://page.example/")


OURS = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0",
    "127.0.0.1.", "１２７.0.0.1", "127。0。0。1", "localhost", "LOCALHOST.", "10.0.0.1", "172.16.9.9", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "[::1]", "[::]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b::a00:1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:c0a8:101::1]",
    "[2001:0:7f00:1::1]", "[2001:0:5db8:d822:0:0:80ff:fffe]", "[fc00::1]", "[fd12::1]", "[fe80::1]", "[fec0::1]",
    "[ff02::1]", "[2001:db8::1]", "[3fff::1]", "[100::1]", "[5f00::1]",
]  # fmt: skip
"""Spellings of what isn't everyone's."""


@pytest.mark.parametrize("host", OURS)
def test_no_spelling_of_our_own_network_is_reached(host: str) -> None:
    with serving({"/": page(b"secret")}) as cellar:
        with pytest.raises((Refused, Unreached)):
            fetch(PAGE, cellar.at(host=host), net=Net(ports=frozenset({cellar.port})), seconds=3)
        assert cellar.reached == 0


def test_one_address_of_ours_among_others_is_enough_to_refuse() -> None:
    with serving({"/": page(b"secret")}) as cellar, pytest.raises(Refused):
        fetch(PAGE, cellar.at(), net=cellar.net(own=False, resolve=lambda *_: ["93.184.215.14", HERE]))
    assert cellar.reached == 0


def test_a_name_that_leads_elsewhere_a_moment_later_is_looked_up_once() -> None:
    asked: list[str] = []
    changing = cycle([HERE, "10.0.0.1"])

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return [next(changing)]

    with serving({"/": page(b"fine")}) as there:
        assert fetch(PAGE, there.at(), net=there.net(resolve=resolve)).body == b"fine"
        assert asked == ["page.example"]
        with pytest.raises(Refused):
            fetch(PAGE, there.at(), net=there.net(resolve=resolve))
    assert there.reached == 1


def test_who_was_really_reached_is_looked_at_before_a_word_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.create_connection
    with serving({"/": page(b"secret")}) as cellar:
        monkeypatch.setattr("urllib3.util.connection.create_connection",
                            lambda *_args, **_more: real((HERE, cellar.port), 2))  # fmt: skip
        net = Net(ports=frozenset({cellar.port}), resolve=lambda *_: ["93.184.215.14"])
        with pytest.raises(Refused):
            fetch(PAGE, cellar.at(), net=net)
    assert cellar.asked in ([], [""])


def test_three_redirects_are_followed_and_a_fourth_is_not() -> None:
    turns = {f"/{n}": moved(f"/{n + 1}") for n in range(4)} | {"/4": page(b"there")}
    with serving(turns) as there:
        found = fetch(PAGE, there.at("/1"), net=there.net())
        assert (found.url, found.body) == (there.at("/4"), b"there")
        with pytest.raises(Refused):
            fetch(PAGE, there.at("/0"), net=there.net())
        with pytest.raises(Refused):
            fetch(replace(PAGE, redirects=0), there.at("/3"), net=there.net())


@pytest.mark.parametrize("to", ["http://127.0.0.1:{port}/", "//localhost:{port}/", "http://[::ffff:7f00:1]:{port}/",
                                "http://2130706433:{port}/", "file:///etc/passwd", "http://me@page.example/", "http://[",
                                "http://page.example:22/", ""])  # fmt: skip
def test_each_redirect_is_looked_at_like_the_first_address(to: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return [HERE] if host == "page.example" else look_up(host, port)

    with serving({"/": page(b"secret")}) as cellar, serving({"/": moved(to.format(port=cellar.port))}) as there:
        net = Net(frozenset({cellar.port, there.port}), frozenset({(HERE, there.port)}), resolve)
        with pytest.raises(Refused):
            fetch(PAGE, there.at(), net=net)
    assert (there.reached, cellar.reached) == (1, 0)


def test_nobody_there_may_be_there_later() -> None:
    with serving({}) as there:
        pass
    with pytest.raises(Unreached):
        fetch(PAGE, there.at(), net=there.net())
    with pytest.raises(Unreached):
        fetch(PAGE, there.at(), net=Net(ports=frozenset({there.port}), resolve=lambda *_: []))


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A server's secrets, for `page.example` only, and the certificate to trust."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(clock.now() - timedelta(days=1))
    made = made.not_valid_after(clock.now() + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("page.example")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    whole = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                serialization.NoEncryption())  # fmt: skip
    folder = tmp_path_factory.mktemp("tls")
    (folder / "whole.pem").write_bytes(whole)
    (folder / "key.pem").write_bytes(private)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "whole.pem", folder / "key.pem")
    return context, folder / "whole.pem"


def test_over_tls_the_certificate_must_be_of_the_name(certified: tuple[ssl.SSLContext, Path]) -> None:
    context, trusted = certified
    with serving({"/": page(b"safe")}, tls=context) as there:
        net = there.net(trust=str(trusted))
        assert fetch(PAGE, there.at(scheme="https"), net=net).body == b"safe"
        with pytest.raises(Refused, match="certificate"):
            fetch(PAGE, there.at(scheme="https", host="other.example"), net=net)
        with pytest.raises(Refused, match="certificate"):
            fetch(PAGE, there.at(scheme="https"), net=there.net())
    assert len(there.asked) == 1
