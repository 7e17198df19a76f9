"""Targets of webhooks: public addresses, other spellings of addresses, and targets that settings allow."""

from __future__ import annotations

import ipaddress

import pytest

from callboard.errors import ValidationError
from callboard_server.access.targets import Targets, is_public, read_headers, read_target

NOT_PUBLIC = {
    "this network": ("0.0.0.0", "0.1.2.3"),
    "private": (
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "192.168.255.255",
    ),
    "loopback": ("127.0.0.1", "127.0.0.53", "127.255.255.254", "::1"),
    "carrier-grade NAT": ("100.64.0.1", "100.127.255.255"),
    "link-local": ("169.254.1.1", "fe80::1", "fe80::1%eth0", "febf::1"),
    "cloud metadata": (
        "169.254.169.254",
        "169.254.170.2",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
    ),
    "multicast": ("224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"),
    "reserved": ("240.0.0.1", "255.255.255.255", "192.0.0.1", "192.88.99.1"),
    "documentation": ("192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"),
    "benchmarks": ("198.18.0.1", "198.19.255.255"),
    "unspecified": ("::",),
    "unique local": ("fc00::1", "fdff::1"),
    "site-local": ("fec0::1",),
    "IPv4-mapped": ("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:a9fe:a9fe"),
    "IPv4-compatible": ("::7f00:1", "::8.8.8.8"),
    "IPv4-translated": ("::ffff:0:127.0.0.1",),
    "NAT64": ("64:ff9b::7f00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::a00:1"),
    "6to4": ("2002:7f00:1::1", "2002:a00:1::"),
    "Teredo": ("2001:0:4136:e378:8000:63bf:3fff:fdd2",),
    "ORCHID": ("2001:10::1", "2001:20::1"),
    "discard": ("100::1",),
    "not allocated": ("4000::1", "5f00::1"),
}
PUBLIC = (
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "172.32.0.1",
    "2606:4700:4700::1111",
    "2a00:1450::200e",
)


@pytest.mark.parametrize(
    ("kind", "address"), [(kind, address) for kind, found in NOT_PUBLIC.items() for address in found]
)
def test_an_address_that_is_not_public_is_refused_when_saved_and_when_sent(kind: str, address: str) -> None:
    targets = Targets()
    plain = address.partition("%")[0]
    with pytest.raises(ValidationError, match="not a public address"):
        targets.check(read_target(f"https://[{address}]/" if ":" in address else f"https://{address}/"))
    target = read_target("https://hooks.example.com/")
    assert not targets.admits(target, ipaddress.ip_address(plain)), kind


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_admitted(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
    target = read_target(f"https://[{address}]/" if ":" in address else f"https://{address}/")
    Targets().check(target)
    assert Targets().admits(target, ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://0177.0.0.1/",
        "https://127.0.0.01/",
        "https://1.2.3.4.5/",
        "https://256.1.1.1/",
        "https://user@hooks.example.com/",
        "https://user:password@hooks.example.com/",
        "https://hooks.example.com\\@127.0.0.1/",
        "https://hooks.example.com#@127.0.0.1/",
        "https://hooks.example.com/a b",
        "https://hooks.example.com/\r\nHost:x",
        "https://hooks.example.com:0x50/",
        "https://hooks.example.com:99999/",
        "https://hooks_.example..com/",
        "https://-x.example.com/",
        "https://[::1",
        "https:///path",
        "ftp://hooks.example.com/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/",
        "//hooks.example.com/",
        "hooks.example.com",
        "",
        "https://\u2488\u2488/",
    ],
)
def test_ambiguous_and_malformed_urls_are_refused(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Targets().check(read_target(url))
    assert refused.value.code == "webhook.target"
    assert "password" not in refused.value.message.removesuffix("password; got 'the address'.")


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST.",
        "db",
        "x.localhost",
        "printer.local",
        "metadata.google.internal",
        "a.home.arpa",
    ],
)
def test_names_of_local_networks_are_refused(host: str) -> None:
    with pytest.raises(ValidationError, match="not a public host"):
        Targets().check(read_target(f"https://{host}/"))


def test_a_target_is_normalized() -> None:
    target = read_target("https://Hooks.Example.COM:8443/a/ä?b=c d".replace(" ", "%20"))
    assert (target.scheme, target.host, target.port, target.path) == (
        "https",
        "hooks.example.com",
        8443,
        "/a/%C3%A4?b=c%20d",
    )
    assert target.authority == "hooks.example.com:8443"
    assert read_target("https://bücher.example/").host == "xn--bcher-kva.example"
    assert read_target("https://[2606:4700::1]/").authority == "[2606:4700::1]"
    assert read_target("https://hooks.example.com").path == "/"
    assert read_target("https://hooks.example.com?x=1").path == "/?x=1"


def test_only_ports_443_and_8443_are_allowed() -> None:
    for port in (443, 8443):
        Targets().check(read_target(f"https://hooks.example.com:{port}/"))
    for port in (0, 22, 25, 80, 3306, 5432, 6379, 8080, 9200):
        with pytest.raises(ValidationError, match="port"):
            Targets().check(read_target(f"https://hooks.example.com:{port}/"))


def test_hosts_may_be_allowed_at_any_address() -> None:
    targets = Targets.of(["Hooks.Studio.lan"])
    target = read_target("http://hooks.studio.lan:9000/x")
    targets.check(target)
    assert targets.admits(target, ipaddress.ip_address("10.0.0.1"))
    other = read_target("https://other.studio.example/x")
    targets.check(other)
    assert not targets.admits(other, ipaddress.ip_address("10.0.0.1"))
    assert targets.admits(other, ipaddress.ip_address("8.8.8.8"))
    for url in ("http://x.hooks.studio.lan/", "https://studio.lan/"):
        with pytest.raises(ValidationError):
            targets.check(read_target(url))


def test_networks_may_be_allowed_under_any_name() -> None:
    targets = Targets.of(["10.0.4.0/24", "fd12::/16", "127.0.0.1"])
    for url in ("http://10.0.4.7:81/", "https://[fd12::1]/", "http://127.0.0.1/", "http://nas.lan/"):
        targets.check(read_target(url))
    named = read_target("http://nas.lan/")
    assert targets.admits(named, ipaddress.ip_address("10.0.4.9"))
    assert not targets.admits(named, ipaddress.ip_address("10.0.5.9"))
    assert not targets.admits(named, ipaddress.ip_address("8.8.8.8")), (
        "plain HTTP is limited to allowed networks"
    )
    assert not targets.admits(read_target("https://nas.example:22/"), ipaddress.ip_address("8.8.8.8"))
    for url in ("http://10.0.5.7/", "http://8.8.8.8/", "https://127.0.0.2/"):
        with pytest.raises(ValidationError):
            targets.check(read_target(url))


@pytest.mark.parametrize(
    "text", ["10.0.4.7/24", "hooks.studio.lan/24", "https://hooks.studio.lan", "a b", "", "300.1.1.1", "*"]
)
def test_an_invalid_setting_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Targets.of([text])
    assert refused.value.code == "settings.webhook_target"


def test_headers_are_read_from_json() -> None:
    assert read_headers(None) == read_headers("") == read_headers("{}") == ()
    assert read_headers('{"Authorization": "Bearer x", "X-Studio": " a\\tb "}') == (
        ("Authorization", "Bearer x"),
        ("X-Studio", "a\tb"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nonsense", "JSON object"),
        ('["a"]', "JSON object"),
        ('{"a": 1}', "JSON object of strings"),
        ('{"a": null}', "JSON object of strings"),
        ('{"a\\r\\nb": "c"}', "letters, digits"),
        ('{"a b": "c"}', "letters, digits"),
        ('{"": "c"}', "letters, digits"),
        ('{"a:": "c"}', "letters, digits"),
        ('{"a": "b\\r\\nHost: evil"}', "on one line"),
        ('{"a": "b\\nc"}', "on one line"),
        ('{"a": "b\\u0000"}', "on one line"),
        ('{"a": "\u00e4"}', "ASCII characters"),
        ('{"Host": "x"}', "Host, which the server sets"),
        ('{"CONTENT-LENGTH": "1"}', "sets itself"),
        ('{"Transfer-Encoding": "chunked"}', "sets itself"),
        ('{"connection": "keep-alive"}', "sets itself"),
        ('{"Webhook-Signature": "v1,x"}', "sets itself"),
        ('{"Proxy-Authorization": "x"}', "sets itself"),
        ('{"X": "1", "x": "2"}', "different names"),
        ("{" + ",".join(f'"x{number}": ""' for number in range(21)) + "}", "at most 20"),
        ('{"x": "' + "y" * 8192 + '"}', "8192 characters"),
    ],
)
def test_invalid_headers_are_refused(text: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message) as refused:
        read_headers(text)
    assert refused.value.code == "webhook.headers"
