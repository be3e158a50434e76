# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No token and no body goes to a server that does not prove who it is (N15), and what proves it is the user's word
(N16).
"""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
import trustme

from ..cloud import Cloud
from ..families import Family
from ..proxy import Fault, Proxy
from .certificates import folder_of, serving
from .meeting import Meeting, failed, furnished, making, place_of_write, writes

# By what is wrong: the reason as OpenSSL gives it, in any of its versions.
WRONG = {
    "self-signed": "self.signed certificate",
    "unknown CA": "unable to get local issuer certificate",
    "expired": "certificate has expired",
    "not yet valid": "certificate is not yet valid",
    "wrong host": "not valid for|doesn't match",
    "SHA-1": "too weak",
    "1024 bits": "too small|too weak",
    "TLS 1.0": "(?i)version|protocol",
}


@pytest.mark.case("N15")
@pytest.mark.spread
@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("when", ["at once", "before the write"])
@pytest.mark.filterwarnings("ignore:.*TLS.*:DeprecationWarning")
def test_a_server_that_proves_nothing(kind: str, when: str, cloud: Cloud, proxy: Proxy, family: Family) -> None:
    act = making(family)
    place = place_of_write(cloud, proxy, act)
    furnished(cloud, act)
    proxy.anew()
    if when == "at once":
        proxy.tls = serving(kind, cloud.emulator.authority)
    else:
        # It has the token by then, and would send it with the next request.
        proxy.on("", "", Fault(ends="close", tls=serving(kind, cloud.emulator.authority)), nth=place - 1)
    clock = Meeting(cloud, proxy)
    result = failed(act.play(cloud, clock), WRONG[kind], "ca_path", "validate_certs")
    assert (result["changed"], result["outcome"], result["attempts"]) == (False, "none", 1) and not clock.slept
    proxy.drop()
    assert not writes(proxy) and len(proxy.broken) == 1, proxy.broken
    assert len(proxy.seen) == (0 if when == "at once" else place - 1), "not a byte of a request reached it"


def foreign(folder: Path) -> str:
    """The file of an authority that signed nothing here."""
    path = folder / "foreign.pem"
    trustme.CA().cert_pem.write_to_path(str(path))
    return str(path)


@pytest.mark.case("N16")
@pytest.mark.spread
@pytest.mark.parametrize("how", ["option", "AZURE_VALIDATE_CERTS", "AZURE_CERT_VALIDATION_MODE"])
def test_certificates_are_not_checked_where_the_user_says_so(
    how: str, cloud: Cloud, proxy: Proxy, family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another word about certificates, of the library's variables or of ours, does not count then."""
    furnished(cloud, making(family))
    proxy.anew()
    proxy.tls = serving("unknown CA", cloud.emulator.authority)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "AZURE_CA_PATH"):
        monkeypatch.setenv(name, foreign(tmp_path))
    options = {"validate_certs": False} if how == "option" else {}
    if how != "option":
        monkeypatch.setenv(how, "false" if how == "AZURE_VALIDATE_CERTS" else "ignore")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = cloud.play(family.reader[0], {**family.reading, **options})
    assert not result.get("failed"), result
    assert [line for line in result["warnings"] if "validate_certs" in line] == result["warnings"], result
    assert len(result["warnings"]) == 1


@pytest.mark.case("N16")
@pytest.mark.spread
@pytest.mark.parametrize("how", ["option", "AZURE_CA_PATH", "folder"])
def test_the_given_authority_counts_alone(
    how: str, cloud: Cloud, proxy: Proxy, family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnished(cloud, making(family))
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, foreign(tmp_path))

    def read(path: str) -> dict[str, object]:
        monkeypatch.setenv("AZURE_CA_PATH", path if how == "AZURE_CA_PATH" else "")
        options = {} if how == "AZURE_CA_PATH" else {"ca_path": path}
        return cloud.play(family.reader[0], {**family.reading, **options})

    path = cloud.emulator.ca_file if how != "folder" else folder_of(tmp_path, cloud.emulator.ca_file)
    result = read(path)
    assert not result.get("failed") and not result.get("warnings"), result
    proxy.anew()
    failed(read(foreign(tmp_path)), "certificate", "ca_path")
    assert not proxy.received


@pytest.mark.case("N16")
@pytest.mark.spread
@pytest.mark.parametrize("how", ["option", "AZURE_CA_PATH"])
@pytest.mark.parametrize("what", ["missing", "empty", "no PEM", "half a PEM", "a key", "unreadable"])
def test_an_authority_that_cannot_be_read(
    what: str, how: str, cloud: Cloud, proxy: Proxy, family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ca.pem"
    content = {
        "empty": b"",
        "no PEM": b"\x00\x01 no certificate \xff",
        "half a PEM": Path(cloud.emulator.ca_file).read_bytes()[:300],
        "a key": cloud.emulator.authority.private_key_pem.bytes(),
    }
    if what in content:
        path.write_bytes(content[what])
    if what == "unreadable":
        path.symlink_to(path)
    monkeypatch.setenv("AZURE_CA_PATH", str(path) if how == "AZURE_CA_PATH" else "")
    options = {} if how == "AZURE_CA_PATH" else {"ca_path": str(path)}
    result = failed(cloud.play(family.reader[0], {**family.reading, **options}), "ca_path", "ca.pem")
    assert result["error"] == {"code": "InputError", "target": "ca_path"} and result["outcome"] == "none"
    assert not proxy.connections
