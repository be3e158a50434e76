# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is repeated, when, and what never is (reliability R1 to R3, P05, P21 to P27)."""

from __future__ import annotations

import base64
import contextlib
import random
from datetime import datetime, timezone
from email.utils import format_datetime, formatdate
from urllib.parse import parse_qs

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import retry
from ansible_collections.mlops.azureml.plugins.module_utils.auth.cache import Cache
from ansible_collections.mlops.azureml.plugins.module_utils.auth.credential import Ask, Holder
from ansible_collections.mlops.azureml.plugins.module_utils.clouds import AZURE_CLOUDS
from ansible_collections.mlops.azureml.plugins.module_utils.errors import (
    Ambiguous,
    AuthError,
    Cancelled,
    Malformed,
    OperationTimeout,
    TransportError,
    Unsent,
)
from ansible_collections.mlops.azureml.plugins.module_utils.transport import (
    ATTEMPTS,
    IDEMPOTENT,
    READ,
    REPEATABLE,
    STORAGE,
    UNSAFE,
    Request,
    Transport,
    fetch,
    retry_after,
)
from tests.unit.doubles import ARM, EPOCH, CountingCredential, ScriptedExchange, answer, error, transport

URL = ARM + "/subscriptions/s?api-version=1"
OK = answer(200, {"ok": True})
KINDS = {READ: "GET", IDEMPOTENT: "PUT", UNSAFE: "POST"}
every_kind = pytest.mark.parametrize("kind", KINDS)
every_write = pytest.mark.parametrize("kind", [IDEMPOTENT, UNSAFE])


@pytest.fixture(autouse=True)
def longest_jitter(monkeypatch):
    """A jitter is somewhere between nothing and its upper end; the tests look at that end."""
    monkeypatch.setattr(retry.random, "uniform", lambda low, high: high)


def send(exchange: ScriptedExchange, kind: str = READ, **more):
    body = None if kind == READ else {"a": 1}
    return transport(exchange).send(Request(KINDS[kind], URL, kind, body=body, **more))


class TestWhatDidNotLeave:
    @every_kind
    def test_is_sent_again(self, kind):
        exchange = ScriptedExchange(Unsent("cannot connect"), Unsent("cannot connect"), OK)
        response = send(exchange, kind)
        assert (response.status, response.attempts) == (200, 3)
        assert exchange.clock.slept == [1.0, 2.0]

    def test_is_given_up_after_five_attempts(self):
        exchange = ScriptedExchange(Unsent("cannot resolve host"), forever=True)
        with pytest.raises(Unsent) as caught:
            send(exchange)
        assert caught.value.facts["attempts"] == len(exchange.asked) == ATTEMPTS
        assert caught.value.outcome == "none"
        assert exchange.clock.slept == [1.0, 2.0, 4.0, 8.0]

    def test_because_of_a_certificate_is_not_sent_again(self):
        exchange = ScriptedExchange(Unsent("the certificate was not accepted", final=True))
        with pytest.raises(Unsent):
            send(exchange)
        assert exchange.clock.slept == []

    def test_is_not_waited_for_past_the_deadline(self):
        exchange = ScriptedExchange(Unsent("cannot connect"), forever=True, seconds=2.5)
        with pytest.raises(Unsent):
            send(exchange)
        assert exchange.clock.slept == [1.0], "the second wait of 2 s would end after the task's time"


class TestAnAnswerThatWasLost:
    def test_is_asked_for_again_by_a_read(self):
        exchange = ScriptedExchange(Ambiguous("the connection broke"), OK)
        assert send(exchange).attempts == 2

    def test_is_a_failure_of_a_read_when_it_is_lost_every_time(self):
        exchange = ScriptedExchange(Ambiguous("the connection broke"), forever=True)
        with pytest.raises(Ambiguous, match="the connection broke") as caught:
            send(exchange)
        assert caught.value.facts["attempts"] == len(exchange.asked) == ATTEMPTS

    @every_write
    @pytest.mark.parametrize("lost", [Ambiguous("the connection broke"), error(503, "x")], ids=["broken", "unsure"])
    def test_tells_the_layer_above_to_look_whether_a_write_took_effect(self, kind, lost):
        with pytest.raises(Ambiguous) as caught:
            send(ScriptedExchange(Unsent("no"), lost), kind)
        facts = caught.value.facts
        assert (facts["lost_write"], facts["code"], facts["attempts"]) == (True, "AnswerLost", 2)

    @every_write
    def test_is_never_asked_for_again_by_a_write(self, kind):
        exchange = ScriptedExchange(Ambiguous("the connection broke"))
        with pytest.raises(Ambiguous) as caught:
            send(exchange, kind)
        assert caught.value.outcome == "unknown"
        assert len(exchange.asked) == 1

    def test_is_never_asked_for_again_in_a_thousand_random_faults(self):
        """Whatever happens before and after: an UNSAFE request that may have left leaves once (goal G4)."""
        dice = random.Random(7)
        refused = [Unsent("no"), error(429, "TooManyRequests"), error(401, "ExpiredAuthenticationToken")]
        lost = [Ambiguous("broke"), *(error(status, "x") for status in (408, 500, 502, 503, 504, 524))]
        done = [OK, answer(202), error(400, "Bad"), error(409, "Conflict"), error(404, "NotFound")]
        for _turn in range(1000):
            script = [dice.choice(refused + lost + done) for _step in range(8)]
            exchange = ScriptedExchange(*script, forever=True)
            with contextlib.suppress(TransportError, AuthError):
                send(exchange, UNSAFE)
            sent = script[: len(exchange.asked)]
            assert sum(one in lost or one in done for one in sent) <= 1, sent


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 520, 524, 530])
class TestAnswersThatSayNothingForSure:
    def test_make_a_read_try_again(self, status):
        exchange = ScriptedExchange(error(status, "x"), OK)
        assert send(exchange).status == 200

    def test_are_the_answer_of_a_read_when_they_do_not_end(self, status):
        exchange = ScriptedExchange(error(status, "x"), forever=True)
        response = send(exchange)
        assert (response.status, response.attempts, len(exchange.asked)) == (status, ATTEMPTS, ATTEMPTS)

    @every_write
    def test_are_ambiguous_to_a_write(self, status, kind):
        exchange = ScriptedExchange(error(status, "x", x_ms_request_id="r-1", retry_after="1"))
        with pytest.raises(Ambiguous) as caught:
            send(exchange, kind)
        assert len(exchange.asked) == 1
        assert (caught.value.facts["status"], caught.value.facts["request_id"]) == (status, "r-1")
        told = f"management.azure.com answered {status} to a {KINDS[kind]}; it may have taken effect"
        assert caught.value.message == told


@pytest.mark.parametrize("status", [400, 402, 403, 404, 405, 409, 410, 412, 415, 422, 501])
@every_kind
def test_a_refusal_is_an_answer_even_with_a_retry_after(status, kind):
    exchange = ScriptedExchange(error(status, "x", retry_after="1"))
    assert send(exchange, kind).status == status
    assert exchange.clock.slept == []


class TestAWebPageInPlaceOfAnAnswer:
    """A captive portal or a proxy says that all is well; nobody knows whether the service was asked."""

    PAGE = (200, {"content-type": "text/html"}, b"<html>sign in to the hotel</html>")

    def test_makes_a_read_ask_once_more(self):
        assert send(ScriptedExchange(self.PAGE, OK)).attempts == 2
        exchange = ScriptedExchange(self.PAGE, self.PAGE)
        with pytest.raises(Malformed):
            send(exchange).json()
        assert len(exchange.asked) == 2

    @every_write
    def test_is_ambiguous_to_a_write(self, kind):
        exchange = ScriptedExchange(self.PAGE)
        with pytest.raises(Ambiguous, match=f"management.azure.com answered a {KINDS[kind]} with text/html") as caught:
            send(exchange, kind)
        facts = caught.value.facts
        assert (facts["code"], facts["status"], facts["attempts"]) == ("AnswerLost", 200, 1)
        assert facts["lost_write"] is True and len(exchange.asked) == 1


class TestThrottling:
    @every_kind
    def test_is_waited_for_as_long_as_it_says(self, kind):
        exchange = ScriptedExchange(error(429, "TooManyRequests", retry_after="17"), OK)
        assert send(exchange, kind).attempts == 2
        assert exchange.clock.slept == [17.0]

    def test_goes_on_longer_than_five_attempts_while_there_is_time(self):
        exchange = ScriptedExchange(*[error(429, "x", retry_after="10")] * 20, OK)
        assert send(exchange).attempts == 21

    @every_kind
    def test_that_asks_for_more_than_is_left_fails_at_once_and_names_both(self, kind):
        exchange = ScriptedExchange(error(429, "x", retry_after="120", x_ms_request_id="r-1"), seconds=60)
        with pytest.raises(TransportError) as caught:
            send(exchange, kind)
        assert "120 s" in caught.value.message and "60 s" in caught.value.message
        assert (caught.value.outcome, caught.value.facts["request_id"]) == ("none", "r-1")
        facts = caught.value.facts
        assert (facts["status"], facts["code"], facts["attempts"]) == (429, "Throttled", 1)
        assert exchange.clock.slept == []

    def test_for_ever_ends_at_the_deadline_and_counts(self):
        exchange = ScriptedExchange(error(429, "x"), forever=True, seconds=300)
        with pytest.raises(TransportError) as caught:
            send(exchange, UNSAFE)
        assert exchange.clock.now() <= 300
        assert f"throttled it {len(exchange.asked)} times, bucket writes" in caught.value.message
        assert caught.value.outcome == "none"


def at(seconds: float) -> str:
    return formatdate(EPOCH + seconds, usegmt=True)


class TestRetryAfter:
    @pytest.mark.parametrize(
        ("headers", "expected"),
        [
            ({"retry-after": "0"}, 0.0),
            ({"retry-after": "1"}, 1.0),
            ({"retry-after": " 1.5 "}, 1.5),
            ({"retry-after": "120"}, 120.0),
            ({"retry-after": at(90)}, 90.0),
            ({"retry-after": at(-90)}, 0.0),
            (
                {"retry-after": datetime.fromtimestamp(EPOCH + 30, timezone.utc).strftime("%A, %d-%b-%y %H:%M:%S GMT")},
                30.0,
            ),
            ({"retry-after": format_datetime(datetime.fromtimestamp(EPOCH + 30, timezone.utc))}, 30.0),
            ({"retry-after": "soon"}, None),
            ({"retry-after": "-5"}, None),
            ({"retry-after": "nan"}, None),
            ({"retry-after": "inf"}, None),
            ({"retry-after": "1e9"}, 1e9),
            ({"retry-after": ""}, None),
            ({}, None),
            ({"retry-after": "2, 5"}, 5.0),
            ({"retry-after": "Sun, 99 Foo 9999 99:99:99 GMT"}, None),
            ({"retry-after-ms": "1500"}, 1.5),
            ({"x-ms-retry-after-ms": "250"}, 0.25),
            ({"retry-after": "soon", "x-ms-retry-after-ms": "250"}, 0.25),
            ({"retry-after": "3", "retry-after-ms": "250"}, 3.0),
        ],
    )
    def test_is_read_in_every_form_and_ignored_where_it_is_none(self, headers, expected):
        found = retry_after(headers, EPOCH)
        assert found == pytest.approx(expected) if expected is not None else found is None

    @pytest.mark.parametrize(
        ("given", "slept"),
        [("0", 1.0), (at(-90), 1.0), ("soon", 1.0), ("-5", 1.0), ("", 1.0), ("1.5", 1.5), (at(90), 90.0)],
    )
    def test_of_nothing_usable_becomes_a_jitter(self, given, slept):
        exchange = ScriptedExchange(error(429, "x", retry_after=given), OK)
        send(exchange)
        assert exchange.clock.slept == [pytest.approx(slept)]


class Held(CountingCredential):
    """A credential whose tokens may be kept."""

    def holder(self):
        return Holder(("login", "app"), b"proof")


class TestTokens:
    def test_are_fetched_once_for_each_audience(self):
        exchange = ScriptedExchange(OK, OK, OK)
        sender = transport(exchange)
        for audience in ("arm", "arm", "ml"):
            sender.send(Request("GET", URL, READ, audience))
        assert sender.credential.given == ["https://management.azure.com/", "https://ml.azure.com"]
        assert exchange.asked[0].headers["Authorization"] == "Bearer token-1-https://management.azure.com/"
        assert exchange.asked[2].headers["Authorization"] == "Bearer token-2-https://ml.azure.com"

    @every_kind
    def test_that_are_refused_are_renewed_once(self, kind):
        exchange = ScriptedExchange(error(401, "ExpiredAuthenticationToken"), OK)
        assert send(exchange, kind).status == 200
        tokens = [asked.headers["Authorization"] for asked in exchange.asked]
        assert tokens[0] != tokens[1]

    def test_that_are_refused_twice_are_the_answer(self):
        exchange = ScriptedExchange(error(401, "InvalidAuthenticationToken"), error(401, "InvalidAuthenticationToken"))
        sender = transport(exchange)
        assert sender.send(Request("GET", URL, READ)).status == 401
        assert len(sender.credential.given) == 2

    def test_that_another_thread_has_renewed_are_not_renewed_again(self):
        refused = error(401, "ExpiredAuthenticationToken")

        def meanwhile(_asked):
            """Another thread sends the same token, is refused, and gets the next one before this one's answer."""
            assert sender.send(Request("GET", URL, READ)).status == 200
            return refused

        exchange = ScriptedExchange(meanwhile, refused, OK, OK)
        sender = transport(exchange)
        assert sender.send(Request("GET", URL, READ)).status == 200
        assert len(sender.credential.given) == 2

    def test_are_renewed_before_they_expire_on_the_way(self):
        exchange = ScriptedExchange(OK, OK, OK)
        sender = transport(exchange, lifetime=3600)
        for moment in (0, 3290, 3310):
            exchange.clock.moment = moment
            sender.send(Request("GET", URL, READ))
        assert len(sender.credential.given) == 2

    def test_do_not_go_with_a_public_question(self):
        exchange = ScriptedExchange(OK)
        transport(exchange).send(Request("GET", URL, READ, audience=None))
        assert "Authorization" not in exchange.asked[0].headers

    def test_are_among_the_secrets_as_soon_as_they_are_there(self):
        exchange = ScriptedExchange(OK)
        sender = transport(exchange)
        sender.send(Request("GET", URL, READ))
        assert set(sender.secrets()) == {"credential-secret", "token-1-https://management.azure.com/"}
        assert "token-1" not in repr(sender.token("arm"))

    def test_that_cannot_be_had_are_not_asked_for_five_times_five(self):
        sender = transport(ScriptedExchange())

        def fails(_audience, _fetch):
            sender.credential.given.append("x")
            raise Unsent("cannot resolve login.microsoftonline.com", code="NameNotFound")

        sender.credential.token = fails
        with pytest.raises(AuthError, match=r"no token: cannot resolve") as caught:
            sender.send(Request("GET", URL, READ))
        assert sender.credential.given == ["x"]
        assert caught.value.facts["code"] == "NameNotFound"

    def test_are_fetched_over_the_same_connections(self):
        login = Ask("GET", "https://login.microsoftonline.com/keys")
        exchange = ScriptedExchange(answer(200, {"from": "login"}), OK)
        sender = transport(exchange)
        given = sender.credential.token

        def asks(audience, ask):
            assert ask(login).data == {"from": "login"}
            return given(audience, ask)

        sender.credential.token = asks
        sender.send(Request("GET", URL, READ))
        assert [asked.url for asked in exchange.asked] == [login.url, URL]

    def test_that_lack_a_claim_are_fetched_with_it(self):
        claims = '{"access_token": {"nbf": {"essential": true}}}'
        asked_for = base64.b64encode(claims.encode()).decode()
        challenge = f'Bearer error="insufficient_claims", claims="{asked_for}"'
        exchange = ScriptedExchange(error(401, "x", www_authenticate=challenge), OK)
        login, original, forms = "https://login.microsoftonline.com/t/token", exchange.roundtrip, []

        def roundtrip(method, url, body, headers, **options):
            if url != login:
                return original(method, url, body, headers, **options)
            forms.append(parse_qs(body.decode()))
            return OK

        exchange.roundtrip = roundtrip
        sender = transport(exchange)
        given = sender.credential.token

        def asks(audience, ask):
            ask(Ask("POST", login, form={"a": "b"}))
            return given(audience, ask)

        sender.credential.token = asks
        assert sender.send(Request("GET", URL, READ)).status == 200
        assert forms == [{"a": ["b"]}, {"a": ["b"], "claims": [claims]}]

    def test_outlive_the_task_where_there_is_a_place_for_them_unless_they_are_refused(self, tmp_path):
        """Each of these is a task of its own."""

        def task(*script):
            exchange = ScriptedExchange(*script)
            credential = Held(clock=exchange.clock)
            kept = Cache(str(tmp_path), exchange.deadline)
            answered = Transport(credential, AZURE_CLOUDS["AzureCloud"], exchange, kept).send(Request("GET", URL, READ))
            assert answered.status == 200
            return len(credential.given)

        assert [task(OK), task(OK)] == [1, 0]
        assert task(error(401, "InvalidAuthenticationToken"), OK) == 1


class TestHosts:
    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.tld/",
            "http://management.azure.com/",
            "https://management.azure.com.evil.tld/",
            "https://management.azure.com@evil.tld/",
            "https://169.254.169.254/",
            "https://management.azure.com:8443/",
        ],
    )
    @every_kind
    def test_that_are_not_the_clouds_get_neither_token_nor_request(self, url, kind):
        exchange = ScriptedExchange()
        sender = transport(exchange)
        with pytest.raises(Malformed, match="AzureCloud does not own that host") as caught:
            sender.send(Request(KINDS[kind], url, kind))
        assert not exchange.asked and not sender.credential.given
        assert caught.value.outcome == "none"


class TestRedirects:
    @pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
    @pytest.mark.parametrize(
        "location",
        [URL, "https://evil.tld/", "//evil.tld/", "http://management.azure.com/", "/x", "https://u:p@h/", ""],
    )
    def test_are_not_followed(self, status, location):
        exchange = ScriptedExchange(answer(status, location=location))
        with pytest.raises(Malformed, match="unexpected redirect") as caught:
            send(exchange, IDEMPOTENT)
        assert len(exchange.asked) == 1
        assert caught.value.facts["status"] == status

    def test_are_told_with_where_they_lead(self):
        with pytest.raises(Malformed, match=r"\(302\) to .*evil\.tld.*; it was not followed"):
            send(ScriptedExchange(answer(302, location="https://evil.tld/")))
        with pytest.raises(Malformed) as caught:
            send(ScriptedExchange(answer(302, location=f"https://{'long.' * 99}tld/")))
        assert len(caught.value.message) < 200

    def test_are_not_what_a_304_is(self):
        assert send(ScriptedExchange(answer(304))).status == 304


class TestACancelledJob:
    @every_write
    def test_sends_no_further_write(self, kind):
        exchange = ScriptedExchange()
        exchange.clock.gone = True
        with pytest.raises(Cancelled):
            send(exchange, kind)
        assert not exchange.asked

    def test_does_not_wait_for_another_attempt(self):
        def goes(_asked):
            exchange.clock.gone = True
            return Unsent("no")

        exchange = ScriptedExchange(goes)
        with pytest.raises(Cancelled):
            transport(exchange).send(Request("GET", URL, READ))
        assert len(exchange.asked) == 1


class TestAnAnswer:
    @pytest.mark.parametrize(
        ("headers", "content", "expected"),
        [
            ({"content-type": "application/json; charset=utf-8"}, b'{"a": 1}', {"a": 1}),
            ({"content-type": "application/problem+json"}, b'{"a": 1}', {"a": 1}),
            ({"content-type": "application/json"}, b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
            ({"content-type": "application/json"}, b"  \r\n", None),
            ({"content-type": "application/json"}, b'{"a": 1, "a": 2}', {"a": 2}),
            ({}, b"", None),
        ],
    )
    def test_is_decoded(self, headers, content, expected):
        assert transport(ScriptedExchange((200, headers, content))).send(Request("GET", URL, READ)).json() == expected

    @pytest.mark.parametrize(
        ("kind", "content"),
        [
            ("text/html", b"<html>sign in to the hotel</html>"),
            ("", b'{"a": 1}'),
            ("application/json", b'{"a": 1'),
            ("application/json", b"[" * 200_000),
            ("application/json", '{"a": 1}'.encode("utf-16")),
            ("application/json", b"\xff\xfe\xfd"),
        ],
        ids="portal untyped truncated nested utf-16 bytes".split(),
    )
    def test_that_is_no_json_says_so_in_one_line(self, kind, content):
        given = (200, {"content-type": kind}, content)
        response = transport(ScriptedExchange(given, forever=True)).send(Request("GET", URL, READ))
        with pytest.raises(Malformed) as caught:
            response.json()
        assert "management.azure.com answered 200" in caught.value.message
        assert len(caught.value.message) < 400 and "<html>" not in caught.value.message
        assert "hotel" not in caught.value.message or "it begins: sign in to the hotel" in caught.value.message

    def test_does_not_show_its_body_when_it_is_printed(self):
        response = transport(ScriptedExchange(answer(200, {"key": "canary"}))).send(Request("GET", URL, READ))
        assert "canary" not in repr(response)
        assert "canary" not in repr(Request("PUT", URL, IDEMPOTENT, body={"key": "canary"}))


class TestTheServicesCount:
    """What the service says is left is heeded before it has to refuse (verified 3)."""

    EMPTY = answer(200, {}, x_ms_ratelimit_remaining_subscription_reads="0")

    @pytest.mark.parametrize(
        ("method", "audience", "slept"),
        [("GET", "arm", [0.04]), ("DELETE", "arm", []), ("GET", "ml", []), ("GET", None, [])],
    )
    def test_holds_back_the_requests_that_it_counts(self, method, audience, slept):
        exchange = ScriptedExchange(self.EMPTY, OK)
        sender = transport(exchange)
        sender.send(Request("GET", URL, READ))
        sender.send(Request(method, URL, READ, audience))
        assert exchange.clock.slept == pytest.approx(slept)
        assert exchange.methods() == ["GET", method]

    def test_holds_nothing_back_for_longer_than_the_task_has(self):
        exchange = ScriptedExchange(self.EMPTY, OK, seconds=0.01)
        sender = transport(exchange)
        sender.send(Request("GET", URL, READ))
        sender.send(Request("GET", URL, READ))
        assert exchange.clock.slept == pytest.approx([0.01])


class TestEveryRequest:
    @pytest.mark.parametrize("audience", ["arm", "ml", None])
    def test_leaves_as_it_was_asked_for(self, audience):
        exchange = ScriptedExchange(OK)
        transport(exchange).send(Request("PUT", URL, IDEMPOTENT, audience, body={"a": 1}, headers={"If-Match": "e"}))
        (asked,) = exchange.asked
        assert (asked.method, asked.url, asked.body, asked.headers["If-Match"]) == ("PUT", URL, {"a": 1}, "e")

    def test_without_a_body_has_none(self):
        def bare(method, url, body, headers):
            assert body is None and "Content-Type" not in headers
            return OK

        exchange = ScriptedExchange()
        exchange.roundtrip = bare
        assert send(exchange).status == 200

    def test_has_an_id_of_its_own(self):
        exchange = ScriptedExchange(Unsent("no"), OK)
        send(exchange)
        first, second = (asked.headers["x-ms-client-request-id"] for asked in exchange.asked)
        assert first != second

    def test_with_a_body_says_that_it_is_json(self):
        exchange = ScriptedExchange(OK)
        send(exchange, IDEMPOTENT)
        assert exchange.asked[0].headers["Content-Type"] == "application/json"
        assert exchange.asked[0].body == {"a": 1}


class TestFetchingForACredential:
    LOGIN = Ask("POST", "https://login.microsoftonline.com/t/oauth2/v2.0/token", form={"a": "b"})

    def test_repeats_what_did_not_leave_and_what_the_service_could_not_do(self):
        exchange = ScriptedExchange(Unsent("no"), error(503, "x"), error(429, "x", retry_after="3"), OK)
        assert self.asked(exchange).data == {"ok": True}
        assert exchange.clock.slept == [1.0, 2.0, 3.0]

    def test_does_not_repeat_a_refusal(self):
        exchange = ScriptedExchange(answer(400, {"error": "invalid_client"}))
        assert self.asked(exchange).status == 400

    def test_of_a_probe_tries_once(self):
        exchange = ScriptedExchange(Unsent("no"))
        with pytest.raises(Unsent):
            fetch(exchange, Ask("GET", "http://169.254.169.254/x", direct=True, timeout=1.0))
        assert len(exchange.asked) == 1

    def test_does_not_wait_longer_than_the_task(self):
        exchange = ScriptedExchange(error(429, "x", retry_after="600"), seconds=60)
        with pytest.raises(AuthError, match=r"login\.microsoftonline\.com .* 600 s") as caught:
            self.asked(exchange)
        assert caught.value.facts["status"] == 429

    @pytest.mark.parametrize("given", [Unsent("no"), Ambiguous("broke")])
    def test_gives_up_what_never_comes_through(self, given):
        exchange = ScriptedExchange(given, forever=True)
        with pytest.raises(type(given), match=given.message):
            self.asked(exchange)
        assert len(exchange.asked) == ATTEMPTS

    def test_hands_on_what_the_service_could_not_do_in_the_end(self):
        exchange = ScriptedExchange(error(500, "x"), forever=True)
        assert self.asked(exchange).status == 500
        assert len(exchange.asked) == ATTEMPTS

    def test_heeds_a_moment_that_the_service_names(self):
        exchange = ScriptedExchange(error(429, "x", retry_after=at(30)), OK)
        self.asked(exchange)
        assert exchange.clock.slept == [30.0]

    def test_sends_a_question_without_a_form_as_it_is_and_hands_on_the_headers(self):
        seen = []

        def roundtrip(*arguments, **options):
            seen.append((arguments, options))
            return 200, {"etag": "e"}, b""

        exchange = ScriptedExchange()
        exchange.roundtrip = roundtrip
        probe = Ask("GET", "http://169.254.169.254/x", headers={"Metadata": "true"}, direct=True, timeout=1.0)
        found = fetch(exchange, probe)
        assert (found.status, found.data, found.headers) == (200, None, {"etag": "e"})
        assert seen == [(("GET", probe.url, None, {"Metadata": "true"}), {"direct": True, "timeout": 1.0})]

    def test_of_a_probe_takes_every_answer(self):
        exchange = ScriptedExchange(error(429, "x"))
        assert fetch(exchange, Ask("GET", "http://169.254.169.254/x", timeout=1.0)).status == 429

    def test_hands_on_a_page_that_is_no_json_as_nothing(self):
        exchange = ScriptedExchange((200, {"content-type": "text/html"}, b"<html>"))
        assert self.asked(exchange).data is None

    def asked(self, exchange):
        exchange.roundtrip = without_json(exchange)
        return fetch(exchange, self.LOGIN)


def without_json(exchange):
    """The login service takes forms, which the double would try to read as JSON."""
    original = exchange.roundtrip

    def roundtrip(method, url, body, headers, direct=False, timeout=None):
        assert body == b"a=b" and headers["Content-Type"] == "application/x-www-form-urlencoded"
        return original(method, url, None, headers, direct, timeout)

    return roundtrip


def test_after_the_deadline_nothing_is_sent():
    exchange = ScriptedExchange(OperationTimeout("over"))
    with pytest.raises(OperationTimeout):
        send(exchange, UNSAFE)


class TestAWriteToStorage:
    URL = "https://st.blob.core.windows.net/c/d?sv=1&sig=canary-signature"

    def send(self, exchange: ScriptedExchange, url: str = URL):
        return transport(exchange).send(Request("PUT", url, REPEATABLE, STORAGE, b'"bytes"'))

    def test_carries_bytes_and_no_token(self):
        exchange = ScriptedExchange(answer(201))
        assert self.send(exchange).status == 201
        (asked,) = exchange.asked
        assert asked.body == "bytes" and "Authorization" not in asked.headers

    @pytest.mark.parametrize("lost", [Ambiguous("broke"), answer(503), answer(500), Unsent("no")])
    def test_is_repeated_whatever_became_of_it(self, lost):
        exchange = ScriptedExchange(lost, answer(201))
        assert self.send(exchange).attempts == 2

    def test_that_stays_lost_is_told_without_its_signature(self):
        with pytest.raises(Ambiguous) as caught:
            self.send(ScriptedExchange(Ambiguous("broke"), forever=True))
        assert caught.value.facts["attempts"] == ATTEMPTS and "lost_write" not in caught.value.facts

    @pytest.mark.parametrize("url", [URL.replace("core.windows.net", "evil.tld"), URL.replace("https", "http"), ARM])
    def test_goes_to_no_host_but_the_clouds(self, url):
        exchange = ScriptedExchange(answer(201))
        with pytest.raises(Malformed) as caught:
            self.send(exchange, url)
        assert not exchange.asked and "canary" not in str(caught.value)

    def test_is_not_taken_for_a_request_of_a_plane(self):
        exchange = ScriptedExchange(OK)
        with pytest.raises(Malformed):
            transport(exchange).send(Request("GET", self.URL, READ))
        assert not exchange.asked


class TestAnEndpoint:
    """Where a customer's code answers: asked once, and given only what opens that endpoint."""

    URL = "https://churn.eastus.inference.ml.azure.com/score"

    def score(self, exchange: ScriptedExchange, url: str = URL, **more):
        return transport(exchange).score(Request("POST", url, UNSAFE, None, {"data": [1]}, **more))

    @pytest.mark.parametrize("status", [200, 401, 404, 408, 424, 429, 500, 503])
    def test_is_asked_once_whatever_it_answers(self, status):
        exchange = ScriptedExchange(error(status, "x"), forever=True)
        assert self.score(exchange).status == status
        assert (len(exchange.asked), exchange.clock.slept) == (1, [])

    @pytest.mark.parametrize("lost", [Unsent("no"), Ambiguous("the connection broke"), Malformed("too large")])
    def test_is_asked_once_where_no_answer_comes(self, lost):
        exchange = ScriptedExchange(lost, forever=True)
        with pytest.raises(TransportError):
            self.score(exchange)
        assert len(exchange.asked) == 1

    def test_gets_no_token_of_this_task(self):
        exchange = ScriptedExchange(OK)
        self.score(exchange, headers={"Authorization": "Bearer the-key"})
        assert exchange.asked[0].headers["Authorization"] == "Bearer the-key"

    @pytest.mark.parametrize("url", [URL.replace(".com", ".com.evil.tld"), URL.replace("https", "http"), ARM + "x"])
    def test_is_not_asked_where_the_cloud_has_none(self, url):
        exchange = ScriptedExchange(OK)
        with pytest.raises(Malformed, match="does not own that host"):
            self.score(exchange, url)
        assert exchange.asked == []

    def test_is_not_followed_elsewhere(self):
        exchange = ScriptedExchange(answer(307, location="https://evil.tld/"), forever=True)
        with pytest.raises(Malformed, match="not followed"):
            self.score(exchange)
        assert len(exchange.asked) == 1
