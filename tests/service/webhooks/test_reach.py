"""Whose an IP address is, against what IANA's registries say, written down here by hand."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagplan.service.webhooks.reach import Reach, reach_of

OWN = """
    127.0.0.1 127.255.255.254 127.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255
    100.64.0.1 100.127.255.255 ::1 fc00::1 fd12:3456:789a::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:7f00:1
"""
NEVER = """
    0.0.0.0 0.1.2.3 169.254.0.1 169.254.169.254 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255
    198.51.100.7 203.0.113.7 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 100.100.100.200 168.63.129.16
    :: ::2 ::127.0.0.1 ::ffff:169.254.169.254 ::ffff:0.0.0.0 ::ffff:0:127.0.0.1 ::ffff:100.100.100.200
    fe80::1 febf::1 fec0::1 ff02::1 100::1 64:ff9b:1::1 64:ff9b:1::a00:1 2001::1 2001:2::1 2001:10::1 2001:20::1
    2001:db8::1 3fff::1 5f00::1 4000::1 e000::1 fd00:ec2::254 fd20:ce::254 fe80::1%1
    64:ff9b::127.0.0.1 64:ff9b::10.1.2.3 64:ff9b::169.254.169.254 64:ff9b::0.0.0.0 64:ff9b::192.168.1.1
    2002:7f00:1:: 2002:a00:1:: 2002:c0a8:101::1 2002:a9fe:a9fe:: 2002:6440:1::
    2a00:1:2:3:0:5efe:10.0.0.1 2a00:1:2:3:200:5efe:127.0.0.1
"""
PUBLIC = """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255
    169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0
    223.255.255.255 168.63.129.15 ::ffff:8.8.8.8 2001:200::1 2001:4860:4860::8888 2606:4700::1111 2a00:1450::1
    64:ff9b::8.8.8.8 2002:808:808::1 2a00:1:2:3:0:5efe:8.8.8.8 2400:cb00::1 3ffe::1
"""
WRITTEN = [
    (one, reach) for reach in Reach for one in {"OWN": OWN, "NEVER": NEVER, "PUBLIC": PUBLIC}[reach.name].split()
]


@pytest.mark.parametrize(("written", "reach"), WRITTEN, ids=[one for one, _ in WRITTEN])
def test_an_address_is_whose_the_registries_say(written, reach):
    assert reach_of(ip_address(written)) is reach


_SPECIAL = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
    192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
    168.63.129.16/32
"""
SPECIAL_4 = [ip_network(one) for one in _SPECIAL.split()]
"""No destination on the internet, by IANA's registries for IPv4 and for multicast, and Azure's own."""

near_edges = st.sampled_from(SPECIAL_4).flatmap(
    lambda one: st.sampled_from(
        [one[0], one[-1], *(IPv4Address(n) for n in (int(one[0]) - 1, int(one[-1]) + 1) if 0 <= n < 1 << 32)]
    )
)
any_4 = (
    st.ip_addresses(v=4) | near_edges | st.sampled_from(SPECIAL_4).flatmap(lambda one: st.ip_addresses(network=one))
)


def is_special(address):
    return any(address in one for one in SPECIAL_4)


@given(any_4)
def test_what_is_no_destination_on_the_internet_is_never_public_in_any_form(address):
    number = int(address)
    forms = [
        address,
        IPv6Address(f"::ffff:{address}"),
        IPv6Address(f"64:ff9b::{address}"),
        IPv6Address((0x2002 << 112) | (number << 80) | 1),
        IPv6Address(f"2a00:1:2:3:0:5efe:{address}"),
    ]
    expected = not is_special(address)
    assert [reach_of(one) is Reach.PUBLIC for one in forms] == [expected] * 5
    for never in (f"::{address}", f"::ffff:0:{address}", f"64:ff9b:1::{address}", f"2001::{address}"):
        assert reach_of(IPv6Address(never)) in ({Reach.OWN} if never == "::0.0.0.1" else {Reach.NEVER})


@given(any_4)
def test_python_knows_nothing_more_to_be_kept_from(address):
    if reach_of(address) is Reach.PUBLIC:
        kinds = ("loopback", "private", "link_local", "multicast", "reserved", "unspecified")
        assert [one for one in kinds if getattr(address, f"is_{one}")] == []
        assert address.is_global


any_6 = st.ip_addresses(v=6) | st.sampled_from(
    [
        ip_network(one)
        for one in ("fc00::/7", "fe80::/10", "ff00::/8", "::/96", "2001::/23", "2001:db8::/32", "2000::/3")
    ]
).flatmap(lambda one: st.ip_addresses(network=one))


@given(any_6)
def test_of_ipv6_only_what_was_given_out_is_public(address):
    number = int(address)
    if number >> 112 == 0x2002 or number >> 32 == 0x64FF9B << 64 or number >> 32 & 0xFFFFFFFF in (0x5EFE, 0x2005EFE):
        return  # these hold an IPv4 address: above
    if number >> 32 == 0xFFFF:
        return
    special = number >> 105 == 0x2001 << 7 or number >> 96 == 0x20010DB8 or number >> 108 == 0x3FFF0
    assert (reach_of(address) is Reach.PUBLIC) is (number >> 125 == 1 and not special)
    own = number == 1 or number >> 121 == 0x7E
    metadata = number >> 96 in (0xFD000EC2, 0xFD2000CE)
    assert (reach_of(address) is Reach.OWN) is (own and not metadata)
