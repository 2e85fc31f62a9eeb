"""Which addresses are the public internet."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sources.addresses import public_address


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "2a01:e0a::1", "223.255.255.255"]
)
def test_an_address_of_the_public_internet_is_one(address: str) -> None:
    assert public_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.31.0.1", "192.168.0.1", "169.254.169.254", "100.100.100.200",
        "168.63.129.16", "192.0.0.192", "192.88.99.1", "224.0.0.1", "255.255.255.255", "198.19.0.1", "203.0.113.9",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:0:1.1.1.1", "64:ff9b::169.254.169.254", "64:ff9b:1::1",
        "100::1", "100:0:0:1::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2620:4f:8000::1", "3fff::1", "4000::1",
        "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "fe80::1%eth0", "2606:4700::1111%eth0",
        "::ffff:1.1.1.1%eth0", "", "ok.example", "127.1", "0x7f000001", "2130706433", "1.1.1.1/32", " 1.1.1.1",
    ],
)  # fmt: skip
def test_any_other_address_is_none_and_so_is_what_is_no_address(address: str) -> None:
    assert public_address(address) is None


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_ipv6_clothes_is_judged_and_used_as_what_it_is(address: IPv4Address) -> None:
    assert public_address(f"::ffff:{address}") == public_address(str(address))


@given(st.ip_addresses(v=6))
def test_no_address_outside_the_part_that_is_given_out_is_public(address: IPv6Address) -> None:
    if int(address) >> 125 != 1 and not address.ipv4_mapped:
        assert public_address(str(address)) is None
