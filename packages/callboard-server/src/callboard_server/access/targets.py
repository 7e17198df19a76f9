"""Where webhooks may be sent, so that users cannot reach the studio's network through the server.

By default, a target is a public address with https. The operator of the server can allow more hosts and
addresses. A target is checked twice: its URL when it is saved, without resolving its name, and each address
of its name when the server connects.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from attrs import frozen

from callboard.errors import ValidationError

CODE = "webhook.target"
SETTING = "settings.webhook_target"
HEADERS = "webhook.headers"
Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

PORTS: Mapping[str, int] = {"https": 443, "http": 80}
PUBLIC_PORTS = frozenset({443, 8443})
LONGEST_HOST = 253
UNQUOTED = "/?%:@!$&'()*+,;=~-._[]"
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMERIC = re.compile(r"(0x[0-9a-f]*|[0-9]+)")
LOCAL_NAMES = ("localhost", "local", "internal", "localdomain", "lan", "home.arpa")
"""Names, and suffixes of names, that never resolve to a public address."""

NOT_PUBLIC_4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        *(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
        ),
        *(
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.175.48.0/24",
            "198.18.0.0/15",
        ),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # services of a cloud provider at an address that looks public
    )
)
PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
"""The public addresses of IPv6. Mapped and translated IPv4 addresses and local addresses are outside."""

NOT_PUBLIC_6 = tuple(
    ipaddress.IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "3ffe::/16")
)


@frozen
class Target:
    """Where a request is sent.

    `host` is a name in lower case, or an address. `path` includes the query string and is sent unchanged.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def address(self) -> Address | None:
        """The host as an address; None for a name."""
        return address_in(self.host)

    @property
    def authority(self) -> str:
        """Host and port, as in the header `Host`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if PORTS[self.scheme] == self.port else f"{host}:{self.port}"


def read_target(url: str) -> Target:
    """Return the target with the address *url*.

    Raises: ValidationError, for a text that is not the address of a web server, or is ambiguous.
    """
    if not url.isprintable() or any(character.isspace() or character in '\\<>"^`{|}' for character in url):
        raise refused(url, "must not contain spaces, control characters, quotes, braces or backslashes")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise refused(url, "must be an address such as https://hooks.example.com/callboard") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise refused(url, "must start with https://")
    if "@" in parts.netloc:
        raise refused(
            "the address", "must not contain a user and password", "Put credentials into the headers."
        )
    if parts.fragment:
        raise refused(url, "must not contain #")
    host = host_in(parts.hostname)
    if host is None:
        raise refused(url, "must contain the name of a host, or an IP address in its usual form")
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return Target(
        parts.scheme, host, PORTS[parts.scheme] if port is None else port, quote(path, safe=UNQUOTED)
    )


def refused(url: str, rule: str, hint: str | None = None) -> ValidationError:
    """Return the error for an address that breaks *rule*."""
    return ValidationError(f"The address of a webhook {rule}; got {url[:200]!r}.", code=CODE, hint=hint)


def host_in(text: str) -> str | None:
    """Return *text* as the name or address of a host.

    None when it is neither, or an address in a form that programs interpret differently.
    """
    if address_in(text) is not None:
        return str(address_in(text))
    try:
        name = text.encode("idna").decode().lower().removesuffix(".")
    except UnicodeError:
        return None
    labels = name.split(".")
    is_name = len(name) <= LONGEST_HOST and all(_LABEL.fullmatch(label) for label in labels)
    return name if is_name and not _NUMERIC.fullmatch(labels[-1]) else None


def address_in(text: str) -> Address | None:
    """Return *text* as an address; None when it is not one."""
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Return whether *address* is a public address of the internet."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in NOT_PUBLIC_4)
    return address in PUBLIC_6 and not any(address in network for network in NOT_PUBLIC_6)


@frozen
class Targets:
    """Allowed in addition to public addresses: hosts by name, whatever their address, and networks."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, allowed: Iterable[str]) -> Targets:
        """Return the targets for the setting *allowed*.

        Raises: ValidationError, for a text that is neither a host nor an address or network.
        """
        hosts: set[str] = set()
        networks: list[Network] = []
        for text in allowed:
            try:
                networks.append(ipaddress.ip_network(text.strip("[]")))
                continue
            except ValueError:
                host = None if "/" in text else host_in(text)
            if host is None:
                raise ValidationError(
                    (
                        "An allowed webhook target must be a host or a network, such as hooks.studio.lan or "
                        f"10.0.4.0/24; got {text!r}."
                    ),
                    code=SETTING,
                )
            hosts.add(host)
        return cls(frozenset(hosts), tuple(networks))

    def check(self, target: Target) -> None:
        """Raise ValidationError for a *target* that is not allowed, whatever address its name resolves to."""
        if target.host in self.hosts or (target.address is not None and self._is_within(target.address)):
            return
        name, is_local = (
            target.host,
            target.host.endswith(tuple(f".{end}" for end in LOCAL_NAMES)) or "." not in target.host,
        )
        may_lead_within = bool(self.networks) and target.address is None
        if target.address is not None and not is_public(target.address):
            raise self._refused(f"{name} is not a public address")
        if not may_lead_within and target.address is None and is_local:
            raise self._refused(f"{name} is not a public host")
        if not may_lead_within and target.scheme != "https":
            raise self._refused(f"{name} requires https, because http is not encrypted")
        if not may_lead_within and target.port not in PUBLIC_PORTS:
            ports = " or ".join(map(str, sorted(PUBLIC_PORTS)))
            raise self._refused(f"port {target.port} of a public host cannot be used; use {ports}")

    def admits(self, target: Target, address: Address) -> bool:
        """Return whether the server may connect to *address*, to which the name of *target* resolves."""
        if target.host in self.hosts or self._is_within(address):
            return True
        return target.scheme == "https" and target.port in PUBLIC_PORTS and is_public(address)

    def _is_within(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self.networks)

    def _refused(self, why: str) -> ValidationError:
        hint = "The operator of the server can allow it with --allow-webhook-target."
        return ValidationError(f"The address of a webhook is not allowed: {why}.", code=CODE, hint=hint)


# -- Headers
# ------------------------------------------------------------------------------------------------------------

MOST_HEADERS = 20
LARGEST_HEADERS = 8192
OWN_HEADERS = frozenset(
    {
        *(
            "host",
            "content-length",
            "content-type",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "te",
            "trailer",
        ),
        *("upgrade", "expect", "user-agent", "accept", "accept-encoding"),
    }
)
OWN_BEGINNINGS = ("webhook-", "proxy-")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_VALUE = re.compile(r"[\x20-\x7e\t]*")


def read_headers(text: str | None) -> tuple[tuple[str, str], ...]:
    """Return the headers in the JSON *text*.

    Raises: ValidationError, for a text that is not a JSON object of strings, and for headers that cannot be
    sent.
    """
    try:
        found = json.loads(text) if text and text.strip() else {}
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise header_error(
            "must be a JSON object of strings", 'Write them like {"Authorization": "Bearer ..."}.'
        )
    if (
        len(found) > MOST_HEADERS
        or sum(len(name) + len(value) for name, value in found.items()) > LARGEST_HEADERS
    ):
        raise header_error(f"must be at most {MOST_HEADERS}, with {LARGEST_HEADERS} characters in total")
    for name, value in found.items():
        if not _HEADER_NAME.fullmatch(name):
            raise header_error(f"must have names of letters, digits and hyphens; got {name[:80]!r}")
        if name.lower() in OWN_HEADERS or name.lower().startswith(OWN_BEGINNINGS):
            raise header_error(f"must not contain {name}, which the server sets itself")
        if not _HEADER_VALUE.fullmatch(value):
            raise header_error(f"must have values of ASCII characters on one line; {name} does not")
    if len({name.lower() for name in found}) < len(found):
        raise header_error("must have different names, ignoring case")
    return tuple((name, value.strip()) for name, value in found.items())


def header_error(rule: str, hint: str | None = None) -> ValidationError:
    """Return the error for headers that break *rule*."""
    return ValidationError(f"The headers of a webhook {rule}.", code=HEADERS, hint=hint)
