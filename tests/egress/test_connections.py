"""The connection is made to the address that was checked, in a process with a real reactor."""

import json
import subprocess
import sys

import pytest

from tests.hostile.server import Hostile, running

# Asks three times for one name, whose address the resolver changes; prints what came each time.
SCRIPT = """
import json, sys
from twisted.internet import reactor
from twisted.internet.defer import inlineCallbacks
from twisted.web.client import Agent, BrowserLikePolicyForHTTPS, readBody
from egress import Guard
from egress.connections import CheckedEndpoints, Meters
from schemas.harvest import EgressPolicy

scheme, port, allow, answers = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4])
asked = []

def resolver(host, port):
    asked.append(host)
    return answers[len(asked) - 1]

guard = Guard(EgressPolicy(allow=(allow,)), resolver)
endpoints = CheckedEndpoints(reactor, guard, BrowserLikePolicyForHTTPS(), 5.0, Meters())
agent = Agent.usingEndpointFactory(reactor, endpoints)

@inlineCallbacks
def main():
    said = []
    for _ in answers:
        try:
            asking = agent.request(b"GET", f"{scheme}://flip.example:{port}/".encode())
            response = yield asking.addTimeout(5, reactor)
            said.append((yield readBody(response)).decode())
        except Exception as error:
            said.append(type(error).__name__)
    print(json.dumps([said, asked]))
    reactor.stop()

reactor.callWhenRunning(main)
reactor.run()
"""


def ask(server: Hostile, answers: list[list[str]], scheme: str = "http", allow: str = "127.0.0.1"):
    command = [sys.executable, "-c", SCRIPT, scheme, str(server.port), allow, json.dumps(answers)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    return json.loads(done.stdout)


@pytest.fixture
def canary():
    with running("127.0.0.2") as server:
        yield server


def test_a_name_that_turns_to_a_private_address_is_refused_at_connect(canary):
    with running() as server:
        server.page("/", "hello")
        said, asked = ask(server, [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1"]])
    assert said == ["hello", "EgressDeniedError", "hello"]
    # One look-up per connection: no second one that could answer differently.
    assert asked == ["flip.example"] * 3
    assert canary.connections == 0


def test_one_bad_answer_among_good_ones_stops_the_connection():
    with running() as server:
        said, _ = ask(server, [["127.0.0.1", "127.0.0.2"], ["127.0.0.1", "::1"], []])
        assert server.connections == 0
    assert said == ["EgressDeniedError", "EgressDeniedError", "DNSLookupError"]


def test_the_next_address_is_tried_when_one_does_not_answer(canary):
    with running() as server:
        server.page("/", "hello")
        # Nobody listens on this port of 127.0.0.3.
        said, _ = ask(server, [["127.0.0.3", "127.0.0.1"]], allow="127.0.0.0/8")
    assert said == ["hello"]


def test_https_is_checked_as_well(canary):
    with running() as server:
        said, _ = ask(server, [["127.0.0.2"], ["127.0.0.1"]], scheme="https")
    # The server speaks no TLS: the allowed address is reached and fails there.
    assert said[0] == "EgressDeniedError"
    assert said[1] != "EgressDeniedError"
    assert server.connections == 1
    assert canary.connections == 0
