import ipaddress
import socket
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egress import Guard, read_target
from egress.addresses import forbidden
from schemas.errors import EgressDeniedError, WrongUseError
from schemas.harvest import EgressPolicy

PUBLIC = "93.184.216.34"

# Spellings that some parser or resolver takes for an address of this machine or network.
VECTORS = [
    "http://127.0.0.1/", "http://127.0.0.2/", "http://127.1/", "http://127.0.1/",
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0x7f.1/",
    "http://0177.0.0.1/", "http://017700000001/", "http://127.0.0.01/", "http://127.000.000.001/",
    "http://00000127.0.0.1/", "http://4294967297.0.0.1/", "http://256.256.256.256/",
    "http://127.0.0.1./", "http://127.0.0.1.:80/", "http://0/", "http://0.0.0.0/", "http://0x0/",
    "http://[::]/", "http://[::1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b:1::7f00:1]/", "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::1]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/", "http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[ff02::1]/",
    "http://[2001:db8::1]/", "http://[100::1]/", "http://[2606:4700::5efe:7f00:1]/",
    "http://[4000::1]/", "http://[::ffff:169.254.169.254]/",
    "http://169.254.169.254/latest/meta-data/", "http://169.254.170.2/", "http://100.100.100.200/",
    "http://168.63.129.16/", "http://192.0.0.192/", "http://metadata.google.internal/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.1.1/",
    "http://100.64.0.1/", "http://198.18.0.1/", "http://192.0.2.1/", "http://198.51.100.1/",
    "http://203.0.113.1/", "http://224.0.0.1/", "http://239.255.255.255/", "http://240.0.0.1/",
    "http://255.255.255.255/", "http://192.88.99.1/",
    "http://localhost/", "http://LOCALHOST/", "http://localhost./", "http://a.localhost/",
    "http://localhost.localdomain/", "http://printer.local/", "http://nas.home.arpa/",
    "http://127。0。0。1/", "http://127｡0｡0｡1/", "http://１２７.０.０.１/", "http://ⓛocalhost/",
    "http://①②⑦.⓪.⓪.①/", "http://loc\u00adalhost/", "http://%31%32%37.0.0.1/",
    "http://good.example@127.0.0.1/", "http://127.0.0.1@good.example/",
    "http://good.example:80@127.0.0.1:80/", "http://@127.0.0.1/", "http://good.example%40127.0.0.1/",
    "http://good.example\\@127.0.0.1/", "http://127.0.0.1\\@good.example/", "http:\\\\127.0.0.1/",
    "http://good.example\t.127.0.0.1/", "http://127.0.0.1\n/", "http://127.0.0.1\r\nHost: x/",
    "http://127.0.0.1\x00.good.example/", " http://127.0.0.1/", "http://good.example /",
    "http://127.0.0.1:0/", "http://good.example:/", "http://good.example:99999/",
    "http://good.example:80:80/", "http://[127.0.0.1]/", "http://[good.example]/", "http://[::1/",
    "http:///127.0.0.1/", "http:127.0.0.1/", "//127.0.0.1/", "/etc/passwd", "http://", "http://./",
    "file:///etc/passwd", "gopher://127.0.0.1:70/_x", "ftp://127.0.0.1/", "dict://127.0.0.1:11/",
    "javascript:alert(1)", "data:text/html,x", "view-source:http://127.0.0.1/", "jar:http://x!/",
    "http://-bad-.example/", "http://a..b.example/", "http://a_very<bad>.example/",
]  # fmt: skip


def resolver(*scripts: Sequence[str]):
    """A resolver that answers by script, the last one again and again."""
    left = list(scripts)

    def answer(host: str, port: int) -> Sequence[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return answer


@pytest.mark.parametrize("url", VECTORS)
def test_addresses_of_this_machine_are_refused_in_every_spelling(url):
    # A resolver that would say yes to any name: only the guard's own rules can refuse.
    guard = Guard(EgressPolicy(), resolver(["127.0.0.1"]))
    with pytest.raises(EgressDeniedError):
        guard.resolve(*guard.check_url(url)[1:])


@pytest.mark.parametrize(
    "url",
    ["https://good.example/a?b=c@d", "http://8.8.8.8:8080/", "http://[2606:4700::1111]/",
     "http://例子.测试/", "http://good.example./", "http://a_b.good.example/", "http://xn--p1ai/"],
)  # fmt: skip
def test_public_addresses_pass(url):
    guard = Guard(EgressPolicy(), resolver([PUBLIC]))
    target = guard.check_url(url)
    assert guard.resolve(target.host, target.port)


@pytest.mark.parametrize(
    "answers",
    [["127.0.0.1"], [PUBLIC, "10.0.0.1"], ["10.0.0.1", PUBLIC], [PUBLIC, "::1"],
     ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"], ["2002:7f00:1::"], ["fe80::1%eth0"],
     ["::ffff:10.0.0.1", PUBLIC], ["not an address"], [""], [PUBLIC] * 65],
)  # fmt: skip
def test_one_bad_answer_refuses_all(answers):
    with pytest.raises(EgressDeniedError) as caught:
        Guard(EgressPolicy(), resolver(answers)).resolve("good.example", 80)
    assert caught.value.host == "good.example"
    assert caught.value.rule


def test_a_name_that_flips_is_checked_at_each_connection():
    guard = Guard(EgressPolicy(), resolver([PUBLIC], [PUBLIC], ["127.0.0.1"]))
    assert guard.resolve("flip.example", 80)[0].address == PUBLIC
    assert guard.resolve("flip.example", 80)[0].address == PUBLIC
    with pytest.raises(EgressDeniedError, match="loopback"):
        guard.resolve("flip.example", 80)


def test_no_answer_is_a_network_error_not_a_refusal():
    with pytest.raises(OSError, match="no address"):
        Guard(EgressPolicy(), resolver([])).resolve("void.example", 80)


def test_all_answers_are_returned_in_order_with_their_family():
    guard = Guard(EgressPolicy(), resolver(["2606:4700::1111", PUBLIC]))
    assert guard.resolve("both.example", 443) == (
        (socket.AF_INET6, "2606:4700::1111", 443),
        (socket.AF_INET, PUBLIC, 443),
    )


def test_an_allowed_network_or_name_is_reached():
    by_network = Guard(EgressPolicy(allow=("10.1.0.0/16",)), resolver(["10.1.2.3"]))
    assert by_network.resolve("intranet.example", 80)[0].address == "10.1.2.3"
    by_name = Guard(EgressPolicy(allow=("intranet.example",)), resolver(["10.9.9.9"]))
    assert by_name.resolve("Intranet.Example.", 80)[0].address == "10.9.9.9"
    with pytest.raises(EgressDeniedError):
        by_name.resolve("other.example", 80)


def test_a_mapped_name_needs_its_address_allowed():
    hosts = {"velmora.example": "127.0.0.1:8080"}
    allowed = Guard(EgressPolicy(allow=("127.0.0.0/8",), hosts=hosts), resolver([]))
    assert allowed.resolve("velmora.example", 80) == ((socket.AF_INET, "127.0.0.1", 8080),)
    for allow in ((), ("velmora.example",)):
        with pytest.raises(EgressDeniedError, match="loopback"):
            Guard(EgressPolicy(allow=allow, hosts=hosts)).resolve("velmora.example", 80)


def test_a_mapping_keeps_the_port_asked_for_and_takes_ipv6():
    policy = EgressPolicy(
        allow=("::1", "127.0.0.1"), hosts={"six.example": "[::1]:81", "four.example": "127.0.0.1"}
    )
    guard = Guard(policy)
    assert guard.resolve("six.example", 80)[0] == (socket.AF_INET6, "::1", 81)
    assert guard.resolve("four.example", 8443)[0].port == 8443


@pytest.mark.parametrize(
    "policy",
    [EgressPolicy(allow=("not a name",)), EgressPolicy(allow=("127.0.0.1/99",)),
     EgressPolicy(hosts={"a.example": "localhost"}), EgressPolicy(hosts={"a.example": "1.2.3.4:x"}),
     EgressPolicy(hosts={"a.example": "1.2.3.4:70000"})],
)  # fmt: skip
def test_a_policy_that_cannot_be_read_says_where(policy):
    with pytest.raises(WrongUseError) as caught:
        Guard(policy)
    assert caught.value.where.startswith("egress.")
    assert caught.value.remedy


def test_the_refusal_says_host_rule_and_remedy():
    with pytest.raises(EgressDeniedError) as caught:
        Guard(EgressPolicy(), resolver(["192.168.7.7"])).resolve("wiki.example", 80)
    text = str(caught.value)
    assert caught.value.rule == "private"
    assert "wiki.example (192.168.7.7)" in text
    assert "egress.allow in zhibi.yaml" in text


@given(st.ip_addresses(v=4))
def test_no_address_that_python_calls_private_is_public_for_us(address):
    if not address.is_global or address.is_multicast:
        assert forbidden(address)


@given(st.ip_addresses(v=4))
def test_an_address_inside_ipv6_is_never_more_public_than_outside(address):
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        carried = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | int(address))
        assert forbidden(carried)


@given(st.text(max_size=40), st.sampled_from(["http://", "https://", "http://a@", "//", ""]))
def test_any_text_is_read_or_refused(text, prefix):
    try:
        target = read_target(prefix + text)
    except EgressDeniedError:
        return
    assert target.host.isascii()
    assert "@" not in target.host
    again = read_target(f"{target.scheme}://{_bracketed(target.host)}:{target.port}/")
    assert again == target


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
