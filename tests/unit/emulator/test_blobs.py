# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Blob storage of the emulator: signatures, blocks, metadata, lists, and the places that it hands out."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest

from tests.emulator import sas
from tests.unit.emulator.in_process import BASE, GROUP, Cloud

WORKSPACE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ws"
HOST = "https://st1.blob.core.windows.net:8443"
NO_TOKEN = {"Authorization": ""}


def md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


def block_id(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def ask(cloud: Cloud, method: str, url: str, content: bytes = b"", **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return cloud.client.request(method, url, content=content, headers={**NO_TOKEN, **named})


def query(cloud: Cloud, permissions: str = "racwdl", seconds: float = 60, container: str = "c", blob: str = "") -> str:
    return sas.container_query("st1", container, permissions, cloud.state.clock.now() + seconds, blob)


@pytest.fixture
def account(cloud: Cloud) -> str:
    """The path of an account; a workspace "ws" stands on it."""
    cloud.put(GROUP, {"location": "westeurope"})
    owner = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/st1"
    row = {"id": owner, "name": "st1", "type": "Microsoft.Storage/storageAccounts", "properties": {}}
    cloud.state.arm.put_state(owner, row)
    properties = {"storageAccount": owner, "workspaceId": "guid"}
    kind = "Microsoft.MachineLearningServices/workspaces"
    cloud.state.arm.put_state(WORKSPACE, {"id": WORKSPACE, "name": "ws", "type": kind, "properties": properties})
    return f"{BASE}/st1"


class TestASignature:
    def test_is_the_one_that_microsofts_client_makes(self):
        """Made by azure-storage-blob 12.31.1, generate_container_sas and generate_account_sas, with this key."""
        ends = 1893456000.0  # 2030-01-01
        own = dict(parse_qsl(sas.container_query("st1", "c", "rwl", ends)))
        assert own == {
            "sv": "2022-11-02",
            "spr": "https",
            "se": "2030-01-01T00:00:00Z",
            "sr": "c",
            "sp": "rwl",
            "sig": "lwW/PuNxnL2s56eyOIajs68upr/FFW4rlnVL6wmwFlE=",  # pragma: allowlist secret: a made-up key
        }
        whole = {
            "se": "2030-01-01T00:00:00Z",
            "sp": "rwl",
            "sv": "2026-10-06",
            "ss": "b",
            "srt": "co",
            "sig": "zAUCB2ZWndBopiGIUC5nrPbyBMTmRPO/gYVg3emN0+c=",  # pragma: allowlist secret: a made-up key
        }
        for query in (own, whole):
            assert sas.problem("st1", "c", "x", query, ends - 1) == ""
            assert sas.problem("st1", "c", "x", {**query, "sp": "rwld"}, ends - 1) == "Signature did not match."
        assert sas.problem("st1", "c", "", {**whole, "srt": "o"}, ends - 1) == "Signature did not match."

    def test_is_for_its_time_its_container_and_its_permissions(self, cloud, account):
        url = f"{account}/c/x"
        assert ask(cloud, "PUT", f"{url}?{query(cloud)}", b"x", x_ms_blob_type="BlockBlob").status_code == 201
        for wrong, code in (
            (query(cloud, seconds=0), "AuthenticationFailed"),
            (query(cloud, container="other"), "AuthenticationFailed"),
            (query(cloud, blob="y"), "AuthenticationFailed"),
            (query(cloud)[:-3] + "xxx", "AuthenticationFailed"),
            (query(cloud, "racwdl").replace("sp=racwdl", "sp=racwdlt"), "AuthenticationFailed"),
            ("sig=x", "AuthenticationFailed"),
            (query(cloud, "wl"), "AuthorizationPermissionMismatch"),
        ):
            answer = ask(cloud, "GET", f"{url}?{wrong}")
            assert (answer.status_code, answer.headers["x-ms-error-code"]) == (403, code), wrong
        assert ask(cloud, "GET", f"{url}?{query(cloud, 'r', blob='x')}").content == b"x"
        expired = ask(cloud, "GET", f"{url}?{query(cloud, seconds=-1)}")
        assert "Signature not valid in the specified time frame" in expired.text

    def test_or_a_token_for_storage_is_needed(self, cloud, account):
        assert ask(cloud, "GET", f"{account}/c/x").status_code == 401
        cloud.client.headers["Authorization"] = "Bearer " + cloud.token()
        assert cloud.client.get(f"{account}/c/x").status_code == 403
        cloud.client.headers["Authorization"] = "Bearer " + cloud.token("https://storage.azure.com")
        missing = cloud.client.get(f"{account}/c/x")
        assert (missing.status_code, missing.headers["x-ms-error-code"]) == (404, "BlobNotFound")


class TestABlob:
    def test_is_found_by_host_and_by_path(self, cloud, account):
        ask(cloud, "PUT", f"{HOST}/c/d/e?{query(cloud)}", b"x", x_ms_blob_type="BlockBlob")
        assert ask(cloud, "GET", f"{account}/c/d/e?{query(cloud)}").content == b"x"
        assert ask(cloud, "GET", f"{BASE}/unknown/c/d").status_code == 404

    def test_is_made_of_blocks_in_the_order_of_a_list(self, cloud, account):
        url = f"{account}/c/d?{query(cloud)}"
        one, two, three = (block_id(text) for text in ("a1", "b1", "c1"))
        for block, content in ((one, b"01234"), (two, b"56789"), (three, b"unused")):
            assert ask(cloud, "PUT", f"{url}&comp=block&blockid={block}", content).status_code == 201
        waiting = ElementTree.fromstring(ask(cloud, "GET", f"{url}&comp=blocklist&blocklisttype=all").content)
        assert [[block.findtext("Name"), block.findtext("Size")] for block in waiting.find("UncommittedBlocks")] == [
            [one, "5"],
            [two, "5"],
            [three, "6"],
        ]
        assert ask(cloud, "HEAD", url).status_code == 404
        listed = f"<BlockList><Latest>{two}</Latest><Uncommitted>{one}</Uncommitted></BlockList>".encode()
        assert ask(cloud, "PUT", url + "&comp=blocklist", listed, x_ms_meta_a="b").status_code == 201
        part = ask(cloud, "GET", url, x_ms_range="bytes=3-6")
        assert (part.status_code, part.content, part.headers["Content-Range"]) == (206, b"8901", "bytes 3-6/10")
        assert ask(cloud, "HEAD", url).headers["x-ms-meta-a"] == "b"
        left = ElementTree.fromstring(ask(cloud, "GET", f"{url}&comp=blocklist&blocklisttype=all").content)
        assert [block.findtext("Name") for block in left.find("CommittedBlocks")] == [two, one]
        assert list(left.find("UncommittedBlocks")) == []
        again = f"<BlockList><Committed>{one}</Committed></BlockList>".encode()
        assert ask(cloud, "PUT", url + "&comp=blocklist", again).status_code == 201
        assert ask(cloud, "GET", url).content == b"01234"
        for wrong in (f"<BlockList><Latest>{three}</Latest></BlockList>", "<!DOCTYPE x>", "<BlockList>"):
            assert ask(cloud, "PUT", url + "&comp=blocklist", wrong.encode()).status_code == 400

    def test_refuses_what_the_service_refuses(self, cloud, account):
        url = f"{account}/c/d?{query(cloud)}"
        for suffix, headers, code in (
            ("", {}, "InvalidHeaderValue"),
            ("", {"x_ms_blob_type": "BlockBlob", "content_md5": md5(b"other")}, "Md5Mismatch"),
            ("&comp=block&blockid=%21", {}, "InvalidQueryParameterValue"),
            ("&comp=block", {}, "InvalidQueryParameterValue"),
            ("&comp=page", {}, "InvalidQueryParameterValue"),
        ):
            assert ask(cloud, "PUT", url + suffix, b"x", **headers).headers["x-ms-error-code"] == code
        assert ask(cloud, "PUT", f"{url}&comp=block&blockid={block_id('a')}", b"x").status_code == 201
        other = ask(cloud, "PUT", f"{url}&comp=block&blockid={block_id('longer')}", b"x")
        assert other.headers["x-ms-error-code"] == "InvalidBlobOrBlock"
        assert ask(cloud, "GET", f"{account}/c?{query(cloud)}").status_code == 400

    def test_keeps_its_md5_and_its_metadata(self, cloud, account):
        url = f"{account}/c/d?{query(cloud)}"
        put = ask(cloud, "PUT", url, b"x", x_ms_blob_type="BlockBlob", content_md5=md5(b"x"), x_ms_meta_one="1")
        assert put.headers["Content-MD5"] == md5(b"x")
        assert ask(cloud, "PUT", url + "&comp=metadata", x_ms_meta_two="2").status_code == 200
        head = ask(cloud, "HEAD", url).headers
        assert (head["Content-MD5"], head["x-ms-meta-two"], head.get("x-ms-meta-one")) == (md5(b"x"), "2", None)
        twice = ask(cloud, "PUT", url, b"y", x_ms_blob_type="BlockBlob", if_none_match="*")
        assert (twice.status_code, twice.headers["x-ms-error-code"]) == (409, "BlobAlreadyExists")
        assert ask(cloud, "DELETE", url).status_code == 202
        assert ask(cloud, "DELETE", url).status_code == 404


def test_a_list_has_pages_metadata_and_what_is_not_committed(cloud, account):
    for name in ("p/b", "p/a&b", "q"):
        url = f"{account}/c/{name.replace('&', '%26')}?{query(cloud)}"
        ask(cloud, "PUT", url, b"x", x_ms_blob_type="BlockBlob", x_ms_meta_done="yes")
    ask(cloud, "PUT", f"{account}/c/p/c?{query(cloud)}&comp=block&blockid={block_id('a')}", b"x")
    listed = f"{account}/c?restype=container&comp=list&prefix=p/&{query(cloud)}"
    found, marker = [], ""
    while True:
        answer = ask(cloud, "GET", f"{listed}&maxresults=1&include=metadata,uncommittedblobs&marker={marker}")
        page = ElementTree.fromstring(answer.content)
        found += [
            (blob.findtext("Name"), blob.findtext("Properties/Content-MD5"), blob.findtext("Metadata/done"))
            for blob in page.iter("Blob")
        ]
        marker = page.findtext("NextMarker")
        if not marker:
            break
    assert found == [("p/a&b", md5(b"x"), "yes"), ("p/b", md5(b"x"), "yes"), ("p/c", None, None)]
    assert ask(cloud, "GET", listed.replace("sp=racwdl", "sp=racwd")).status_code == 403
    assert ask(cloud, "PUT", f"{account}/c?restype=container&{query(cloud)}").status_code == 201


class TestAnUpload:
    def test_gets_a_place_of_its_own_and_with_an_id_the_same_again(self, cloud, account):
        start = WORKSPACE + "/codes/k/versions/1/startPendingUpload"
        first, other = (cloud.post(start, {}).json() for _turn in range(2))
        given = {"pendingUploadId": "mine", "pendingUploadType": "TemporaryBlobReference"}
        same, again = (cloud.post(start, given).json() for _turn in range(2))
        places = [answer["blobReferenceForConsumption"]["blobUri"] for answer in (first, other, same, again)]
        assert len(set(places)) == 3 and places[2] == places[3] and same["pendingUploadId"] == "mine"
        assert all(place.startswith(f"{account}/") and place.count("/") == 4 for place in places)
        signed = first["blobReferenceForConsumption"]["credential"]["sasUri"]
        place, _question, words = signed.partition("?")
        assert place == places[0]
        put = ask(cloud, "PUT", f"{place}/src/a.py?{words}", b"x", x_ms_blob_type="BlockBlob")
        assert put.status_code == 201
        assert ask(cloud, "GET", f"{place}?restype=container&comp=list&{words}").status_code == 200
        cloud.client.patch("/_emulator/config", json={"sas_seconds": 5})
        signed = cloud.post(start, {}).json()["blobReferenceForConsumption"]["credential"]["sasUri"]
        cloud.state.clock.advance(6)
        assert ask(cloud, "GET", signed.replace("?", "/x?")).status_code == 403

    def test_may_go_to_a_server_beside_the_emulator_or_into_one_container(self, cloud, account):
        knobs = {"blob_endpoint": "https://{account}.blob.example.net", "upload_container": "uploads"}
        cloud.client.patch("/_emulator/config", json=knobs)
        answer = cloud.post(WORKSPACE + "/codes/k/versions/1/startPendingUpload", {}).json()
        found = urlsplit(answer["blobReferenceForConsumption"]["blobUri"])
        assert (found.hostname, found.path.split("/")[1]) == ("st1.blob.example.net", "uploads")
        assert found.path.count("/") == 2

    def test_to_a_datastore_gets_a_signature_in_place_of_the_key(self, cloud, account):
        store = WORKSPACE + "/datastores/own"
        properties = {"datastoreType": "AzureBlob", "accountName": "st1", "containerName": "c"}
        key = {"credentialsType": "AccountKey", "secrets": {"secretsType": "AccountKey", "key": "k"}}
        cloud.put(store, {"properties": {**properties, "credentials": key}})
        assert cloud.post(store + "/listSecrets", {}).json() == {"secretsType": "AccountKey", "key": "k"}
        wanted = {"expirableSecret": True, "expireAfterHours": 1}
        given = cloud.post(store + "/listSecrets", wanted).json()
        assert given["secretsType"] == "Sas"
        url = f"{account}/c/x?{given['sasToken']}"
        assert ask(cloud, "PUT", url, b"x", x_ms_blob_type="BlockBlob").status_code == 201
        cloud.state.clock.advance(3601)
        assert ask(cloud, "GET", url).status_code == 403

    def test_of_code_is_found_by_its_hash_whatever_its_name(self, cloud, account):
        hashed = {"codeUri": "https://x", "properties": {"hash_sha256": "abc", "hash_version": "202208"}}
        cloud.put(WORKSPACE + "/codes/one/versions/1", {"properties": hashed})
        found = cloud.get(WORKSPACE + "/codes/another/versions", hash="abc", hashVersion="202208").json()["value"]
        assert [row["id"].split("/codes/")[1] for row in found] == ["one/versions/1"]
        assert cloud.get(WORKSPACE + "/codes/one/versions", hash="other").json()["value"] == []
        assert cloud.get(WORKSPACE + "/codes/another/versions").status_code == 404
        nowhere = WORKSPACE.replace("/ws", "/nowhere")
        assert cloud.post(nowhere + "/codes/k/versions/1/startPendingUpload", {}).status_code == 404


def test_the_clouds_document_says_where_storage_is(cloud):
    def suffix() -> str:
        return cloud.client.get("/metadata/endpoints?api-version=2022-09-01").json()["suffixes"]["storage"]

    assert suffix() == urlsplit(BASE).netloc
    cloud.client.patch("/_emulator/config", json={"blob_endpoint": "https://{account}.blob.core.windows.net"})
    assert suffix() == "core.windows.net"
