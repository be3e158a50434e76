# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What counts as absent, what is a list, and what an error says (design section 4.1; P01 to P14, P28 to P31)."""

from __future__ import annotations

import json

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import arm as arms
from ansible_collections.mlops.azureml.plugins.module_utils.data_plane import Regional, discover
from ansible_collections.mlops.azureml.plugins.module_utils.errors import Malformed, ServiceError
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.service import BY_STATUS
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.table import REMEDIES, next_step
from ansible_collections.mlops.azureml.plugins.module_utils.transport import UNSAFE
from tests.unit.doubles import ARM, ScriptedExchange, answer, arm, error

WORKSPACE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws"
COMPUTE = WORKSPACE + "/computes/cpu"
ML = "Microsoft.MachineLearningServices"


def get(*script, path=COMPUTE, absent=()):
    exchange = ScriptedExchange(*script)
    return arm(exchange).get(path, "2025-12-01", absent)


class TestAbsence:
    @pytest.mark.parametrize(
        ("code", "message"),
        [
            (
                "ResourceNotFound",
                f"The Resource '{ML}/workspaces/ws/computes/cpu' under resource group 'rg' was not found.",
            ),
            (
                "ResourceNotFound",
                f"The Resource '{ML}/workspaces/computes/ws/cpu' under resource group 'rg' was not found.",
            ),
            ("ResourceNotFound", f"The Resource '{ML.lower()}/WORKSPACES/WS/Computes/CPU' was not found."),
            ("NotFound", "not found"),
            ("UserError", "Not found: model cpu"),
        ],
    )
    def test_is_a_404_that_is_about_the_resource_itself(self, code, message):
        assert get(error(404, code, message)) is None

    def test_has_further_codes_for_some_types(self):
        assert get(error(404, "ResourceGroupNotFound"), absent=("ResourceGroupNotFound",)) is None

    @pytest.mark.parametrize(
        "given",
        [
            error(
                404, "ResourceNotFound", f"The Resource '{ML}/workspaces/ws' under resource group 'rg' was not found."
            ),
            error(404, "ParentResourceNotFound"),
            error(404, "ResourceGroupNotFound"),
            error(404, "SubscriptionNotFound"),
            error(404, "InvalidResourceType"),
            error(404, "NoRegisteredProviderFound"),
            error(404, "WhoKnows"),
            (404, {"content-type": "text/html"}, b"<html>not found</html>"),
            (404, {}, b""),
            (404, {"content-type": "application/json"}, b""),
            (404, {"content-type": "application/json"}, b"[]"),
            error(401, "ResourceNotFound"),
            error(403, "AuthorizationFailed"),
            error(409, "MissingSubscriptionRegistration"),
            error(410, "Gone"),
            error(400, "InvalidApiVersionParameter"),
        ],
        ids=lambda given: f"{given[0]}-{given[2][:40].decode()}",
    )
    def test_is_nothing_else(self, given):
        script = [given, given] if given[0] == 401 else [given]
        with pytest.raises(ServiceError) as caught:
            get(*script)
        assert caught.value.status == given[0]

    @pytest.mark.parametrize("status", [500, 503])
    def test_is_not_a_service_that_fails(self, status):
        with pytest.raises(ServiceError):
            get(*[error(status, "InternalServerError")] * 5)

    def test_of_the_whole_is_no_answer_to_a_write(self):
        with pytest.raises(ServiceError):
            arm(ScriptedExchange(error(404, "ResourceNotFound"))).send("PUT", COMPUTE, "2025-12-01", {})


@pytest.mark.parametrize(
    "given",
    [
        (200, {"content-type": "text/html"}, b"<html>"),
        (200, {"content-type": "application/json"}, b""),
        (204, {}, b""),
        answer(200, []),
        answer(200, "text"),
        answer(200, {"id": COMPUTE}),
        answer(200, {"id": COMPUTE + "2", "properties": {}}),
        (200, {"content-type": "application/json"}, b"null"),
        (200, {"content-type": "application/json"}, b'{"id": '),
    ],
    ids="html empty 204 list text bare foreign null half".split(),
)
def test_an_answer_that_describes_no_resource_is_neither_absent_nor_a_resource(given):
    with pytest.raises(Malformed):
        get(given, given)


def test_the_url_has_the_api_version_and_an_encoded_query():
    exchange = ScriptedExchange(answer(200, {"properties": {}}))
    arm(exchange).get(COMPUTE, "2025-12-01", query={"$top": 5, "tag": "a=b&c d", "flag": True, "none": None})
    assert exchange.asked[0].url == f"{ARM}{COMPUTE}?$top=5&tag=a%3Db%26c%20d&flag=true&api-version=2025-12-01"


class TestAnError:
    def raised(self, *script) -> ServiceError:
        with pytest.raises(ServiceError) as caught:
            arm(ScriptedExchange(*script)).send("PUT", COMPUTE, "2025-12-01", {}, kind=UNSAFE)
        return caught.value

    def test_says_code_message_and_every_inner_reason_once(self):
        body = {
            "error": {
                "code": "BadRequest",
                "message": "The request is invalid.",
                "target": "workspace",
                "details": [
                    {"code": "Inner", "target": "storageAccount", "message": "The account is in another tenant."},
                    {"code": "Inner", "target": "storageAccount", "message": "The account is in another tenant."},
                    {"code": "X", "message": "Outer", "details": [{"message": "Innermost reason."}]},
                ],
                "innererror": {"message": "From innererror.", "innerError": {"message": "From the inner one's."}},
            }
        }
        found = self.raised(answer(400, body, x_ms_request_id="r-1", x_ms_correlation_request_id="c-1"))
        assert found.message.startswith("BadRequest: The request is invalid.")
        for reason in (
            "The account is in another tenant.",
            "Innermost reason.",
            "From innererror.",
            "From the inner one's.",
        ):
            assert found.message.count(reason) == 1
        assert (found.code, found.status, found.facts["target"]) == ("BadRequest", 400, "workspace")
        assert (found.facts["request_id"], found.facts["correlation_id"]) == ("r-1", "c-1")
        assert found.facts["resource_id"] == COMPUTE

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ({"code": "Flat", "message": "m"}, "Flat: m"),
            ({"error": "invalid_request", "error_description": "d"}, "invalid_request: d"),
            ({"error": {"code": "Only"}}, "Only"),
            ({"error": {"message": "only"}}, "only"),
            ({"Message": "odd"}, "management.azure.com answered 400"),
            ({}, "management.azure.com answered 400"),
            ([], "management.azure.com answered 400"),
            ({"error": None}, "management.azure.com answered 400"),
            ({"error": {"code": 7, "message": ["x"], "details": "text"}}, "7: "),
        ],
    )
    def test_is_readable_in_every_shape(self, body, expected):
        assert expected in self.raised(answer(400, body)).message

    def test_of_a_page_is_readable_without_the_page(self):
        found = self.raised((502 - 99, {"content-type": "text/html"}, b"<html>canary</html>"))
        assert "answered 403 (text/html)" in found.message and "canary" not in found.message

    def test_is_one_line_without_control_characters(self):
        found = self.raised(error(400, "Bad", "a\nb\x1b[2Jc\u202ed"))
        assert "\n" not in found.message and "\x1b" not in found.message and "\u202e" not in found.message

    def test_that_nests_without_end_ends(self):
        inner: dict = {"message": "0"}
        for depth in range(1, 200):
            inner = {"message": str(depth), "details": [inner]}
        assert (
            len(self.raised(answer(400, {"error": {"code": "Deep", "message": "m", "details": [inner]}})).message)
            < 2001
        )

    @pytest.mark.parametrize(
        "code",
        """AuthorizationFailed MissingSubscriptionRegistration RequestDisallowedByPolicy ScopeLocked QuotaExceeded
        ResourceGroupNotFound SubscriptionNotFound InvalidApiVersionParameter""".split(),
    )
    def test_of_a_known_kind_says_the_next_step(self, code):
        assert next_step(self.raised(error(403, code))) == REMEDIES[code].remedy

    @pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 412, 422])
    def test_gives_the_next_step_for_a_code_that_it_does_not_know_too(self, status):
        assert next_step(self.raised(error(status, "SomethingNew"))) == BY_STATUS[status][1]


class TestALongList:
    def listed(self, *script, method="GET", **more):
        self.exchange = ScriptedExchange(*script)
        return arm(self.exchange).list(WORKSPACE + "/computes", "2025-12-01", method=method, **more)

    @staticmethod
    def page(*names, following=None, **more):
        link = {"nextLink": following} if following is not None else {}
        return answer(200, {"value": [{"id": f"/x/{name}", "name": name} for name in names], **link, **more})

    def test_is_read_page_by_page(self):
        found = self.listed(
            self.page("a", "b", following=ARM + WORKSPACE + "/computes?api-version=2025-12-01&$skip=2"),
            self.page(following=ARM + WORKSPACE + "/computes?api-version=2025-12-01&$skip=3"),
            self.page("c", following=""),
        )
        assert [item["name"] for item in found] == ["a", "b", "c"]
        assert self.exchange.methods() == ["GET"] * 3

    def test_has_each_item_once_whatever_its_case(self):
        found = self.listed(self.page("a", "b", following=ARM + WORKSPACE + "/x?p=2"), self.page("B", "c"))
        assert [item["name"] for item in found] == ["a", "b", "c"]

    def test_of_things_without_an_id_keeps_them_all(self):
        assert self.listed(answer(200, {"value": [{"n": 1}, {"n": 1}, "text"]})) == [{"n": 1}, {"n": 1}, "text"]

    def test_may_be_empty(self):
        assert self.listed(answer(200, {"value": []})) == []

    def test_may_go_on_at_a_relative_url(self):
        self.listed(self.page("a", following="?api-version=2025-12-01&$skip=1"), self.page("b"))
        assert self.exchange.asked[1].url == f"{ARM}{WORKSPACE}/computes?api-version=2025-12-01&$skip=1"

    def test_that_is_a_post_goes_on_by_post(self):
        nodes = {"nodes": [{"nodeId": "1"}], "nextLink": ARM + COMPUTE + "/listNodes?p=2"}
        self.listed(answer(200, nodes), answer(200, {"nodes": [{"nodeId": "2"}]}), method="POST", items="nodes")
        assert self.exchange.methods() == ["POST", "POST"]

    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize(
        "following",
        [
            "https://evil.tld/x",
            "http://management.azure.com/x",
            "//evil.tld/x",
            "https://management.azure.com@evil.tld/",
            "https://management.azure.com.evil.tld/",
        ],
    )
    def test_is_not_followed_to_another_host(self, following, method):
        with pytest.raises(Malformed):
            self.listed(self.page("a", following=following), method=method)
        assert len(self.exchange.asked) == 1

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_is_not_followed_to_another_subscription(self, method):
        with pytest.raises(Malformed):
            self.listed(self.page("a", following=ARM + "/subscriptions/other/x"), method=method)
        assert len(self.exchange.asked) == 1

    def test_that_runs_in_a_circle_fails_and_is_no_short_list(self):
        url = f"{ARM}{WORKSPACE}/computes?api-version=2025-12-01"
        with pytest.raises(Malformed, match="did not end after 1 pages"):
            self.listed(self.page("a", following=url))
        with pytest.raises(Malformed, match="did not end after 2 pages"):
            self.listed(self.page("a", following=url + "&p=2"), self.page("b", following=url + "&p=2"))

    def test_that_never_ends_fails_and_names_the_count(self, monkeypatch):
        monkeypatch.setattr(arms, "MOST_PAGES", 20)
        pages = [self.page(str(n), following=f"{ARM}{WORKSPACE}/x?p={n}") for n in range(30)]
        with pytest.raises(Malformed, match="20 pages"):
            self.listed(*pages)

    def test_whose_third_page_fails_fails_as_a_whole(self):
        with pytest.raises(ServiceError):
            self.listed(
                self.page("a", following=ARM + WORKSPACE + "/x?p=2"),
                self.page("b", following=ARM + WORKSPACE + "/x?p=3"),
                *[error(500, "InternalServerError")] * 5,
            )

    @pytest.mark.parametrize("body", [[], "text", {}, {"value": None}, {"value": "text"}, {"value": {"a": 1}}, 7])
    def test_that_is_none_is_malformed(self, body):
        with pytest.raises(Malformed):
            self.listed(answer(200, body))


class TestFollowing:
    BASE = ARM + WORKSPACE + "?api-version=1"

    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.tld/subscriptions/s/x",
            "http://management.azure.com/subscriptions/s/x",
            "https://management.azure.com.evil.tld/subscriptions/s/x",
            "https://127.0.0.1/subscriptions/s/x",
            "https://169.254.169.254/metadata/identity/oauth2/token",
            "https://user@management.azure.com/subscriptions/s/x",
            "https://management.azure.com:444/subscriptions/s/x",
            "https://management.azure.com/subscriptions/other/x",
            "https://m\u0430nagement.azure.com/subscriptions/s/x",
            "file:///etc/passwd",
        ],
    )
    def test_leads_nowhere_else(self, url):
        exchange = ScriptedExchange()
        client = arm(exchange)
        with pytest.raises(Malformed) as caught:
            client.follow(url, self.BASE)
        assert not exchange.asked and not client.transport.credential.given
        assert "passwd" not in url or "root" not in caught.value.message

    def test_takes_a_relative_url_and_one_of_four_kilobytes(self):
        exchange = ScriptedExchange(answer(200, {}), answer(200, {}))
        client = arm(exchange)
        client.follow("/subscriptions/s/providers/P/operationsStatus/o?api-version=1", self.BASE)
        long = ARM + "/subscriptions/S/o?api-version=1&t=1&s=" + "a" * 4000
        client.follow(long, self.BASE)
        assert exchange.asked[0].url == ARM + "/subscriptions/s/providers/P/operationsStatus/o?api-version=1"
        assert exchange.asked[1].url == long

    def test_hands_back_any_status(self):
        assert arm(ScriptedExchange(error(404, "NotFound"))).follow(self.BASE, self.BASE).status == 404


class TestTheRegionalServer:
    DOCUMENT = {"api": "https://eastus.api.azureml.ms", "history": "https://eastus.api.azureml.ms"}

    def discovered(self, *script):
        self.exchange = ScriptedExchange(*script)
        self.client = arm(self.exchange)
        return discover(self.client, WORKSPACE, "2025-12-01")

    @staticmethod
    def workspace(url="https://eastus.api.azureml.ms/discovery"):
        return answer(200, {"properties": {"discoveryUrl": url}})

    def test_is_found_in_the_document_that_the_workspace_names(self):
        assert self.discovered(self.workspace(), answer(200, self.DOCUMENT)) == self.DOCUMENT
        assert "Authorization" in self.exchange.asked[0].headers
        assert "Authorization" not in self.exchange.asked[1].headers, "the document is public"

    @pytest.mark.parametrize("url", ["", "https://evil.tld/discovery", "http://eastus.api.azureml.ms/discovery"])
    def test_is_not_looked_for_elsewhere(self, url):
        with pytest.raises(Malformed):
            self.discovered(self.workspace(url))
        assert len(self.exchange.asked) == 1

    @pytest.mark.parametrize(
        "document", [{}, [], {"api": None}, {"api": "https://evil.tld"}, {"api": "http://eastus.api.azureml.ms"}]
    )
    def test_is_no_other_host(self, document):
        with pytest.raises(Malformed):
            self.discovered(self.workspace(), answer(200, document))

    def test_of_no_workspace_is_an_error(self):
        with pytest.raises(ServiceError, match="there is no workspace"):
            self.discovered(error(404, "ResourceNotFound"))

    def test_gets_a_token_of_its_own(self):
        exchange = ScriptedExchange(answer(200, {"value": []}))
        client = arm(exchange)
        Regional(client, self.DOCUMENT).list("/history/v1.0" + WORKSPACE + "/experiments")
        assert client.transport.credential.given == ["https://ml.azure.com"]
        assert exchange.asked[0].url.startswith("https://eastus.api.azureml.ms/history/v1.0/subscriptions/s/")

    def test_goes_on_by_a_continuation_token(self):
        exchange = ScriptedExchange(
            answer(200, {"value": [{"name": "a"}], "continuationToken": "t&1"}),
            answer(200, {"value": [{"name": "b"}], "continuationToken": None}),
        )
        found = Regional(arm(exchange), self.DOCUMENT).list(
            "/history/v1.0" + WORKSPACE + "/experiments", query={"$top": 1}
        )
        assert [item["name"] for item in found] == ["a", "b"]
        assert (
            exchange.asked[1].url.endswith("%24continuationToken=t%261")
            or "$continuationToken=t%261" in exchange.asked[1].url
        )
        assert "top=1" in exchange.asked[1].url

    def test_goes_on_in_the_body_of_a_query(self):
        exchange = ScriptedExchange(
            answer(200, {"value": [{"runId": "a"}], "continuationToken": "t1"}),
            answer(200, {"value": [{"runId": "b"}]}),
        )
        found = Regional(arm(exchange), self.DOCUMENT).query("/history/v1.0/x/runs:query", {"filter": "f"})
        assert [item["runId"] for item in found] == ["a", "b"]
        assert [asked.body for asked in exchange.asked] == [{"filter": "f"}, {"filter": "f", "continuationToken": "t1"}]
        assert exchange.methods() == ["POST", "POST"]


def test_a_secret_in_an_error_answer_is_no_part_of_the_message():
    body = {"error": {"code": "Bad", "message": "rejected: AccountKey=canary0123== and Bearer canary0123456789"}}
    with pytest.raises(ServiceError) as caught:
        arm(ScriptedExchange(answer(400, body))).send("PUT", COMPUTE, "1", {})
    assert "canary" not in json.dumps([caught.value.message, caught.value.facts])
