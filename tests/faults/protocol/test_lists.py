# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists that come by the page: whole or not at all, each item once, and nowhere but from the service itself."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from ..cloud import Cloud
from ..families import HERE, SUBSCRIPTION, WORKSPACE_PATH, Family
from ..honeypot import Honeypot
from .answers import as_read, failed, ready, refusal, succeeded

OTHER_SUBSCRIPTION = "99999999-9999-9999-9999-999999999999"


class Listed:
    """The list that a resource of a family is in."""

    def __init__(self, cloud: Cloud, family: Family) -> None:
        self.cloud, self.family = cloud, family
        self._module = family.reader[0]
        wanted = family.reading
        last = "version" if "version" in wanted else "name"
        name = str(wanted.pop(last))
        if "/" in name:
            wanted[last] = name.rpartition("/")[0]
        self._options = wanted
        self.path = family.id.rpartition("/")[0]
        self.pattern = rf"{self.path.rpartition('/providers/')[2]}(\?|$)"

    def read(self) -> dict[str, Any]:
        """Run the reader for the whole list."""
        return self.cloud.play(self._module, self._options)

    def items(self) -> list[dict[str, Any]]:
        """What :meth:`read` found."""
        result = self.read()
        assert not result.get("failed"), result
        return next(value for value in result.values() if isinstance(value, list))

    def rows(self, count: int) -> list[dict[str, Any]]:
        """Bodies of so many resources of the family, as the service would list them."""
        body = as_read(self.cloud, self.family)
        rows = []
        for number in range(count):
            name = f"row{number}"
            rows.append({**copy.deepcopy(body), "id": f"{self.path}/{name}", "name": name})
        return rows

    def page(self, rows: list[Any], following: Any = None) -> dict[str, Any]:
        """The answer with one page."""
        link = {} if following is None else {"nextLink": following}
        return {"status": 200, "body": {"value": rows, **link}}


@pytest.fixture
def listed(cloud: Cloud, family: Family) -> Listed:
    ready(cloud, family, made=True)
    return Listed(cloud, family)


@pytest.mark.case("P28")
class TestTheNextPage:
    def test_is_asked_for_nowhere_else(self, cloud: Cloud, honeypot: Honeypot, listed: Listed) -> None:
        home, rows = cloud.emulator.url, listed.rows(1)
        other = listed.path.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION)
        for following in (
            *(f"{url}{listed.path}?page=2" for url in honeypot.urls),
            f"http://127.0.0.1:{cloud.emulator.http_url.rpartition(':')[2]}{listed.path}",
            f"{home}{other}",
            f"{home}{listed.path}/../../../../../../../{OTHER_SUBSCRIPTION}/resourceGroups/rg",
            "https://[::1",
            "https://evil.tld",
            7,
            {"href": home},
        ):
            cloud.heal()
            cloud.fault("GET", listed.pattern, listed.page(rows, following))
            failed(listed.read())
            assert len(cloud.journal()) == 1, following
        assert honeypot.seen == []

    def test_may_be_named_without_the_host_and_follow_an_empty_one(self, cloud: Cloud, listed: Listed) -> None:
        rows = listed.rows(2)
        cloud.fault("GET", r"page=3", listed.page(rows[1:]))
        cloud.fault("GET", r"page=2", listed.page([], "?api-version=2025-12-01&page=3"))
        cloud.fault("GET", listed.pattern, listed.page(rows[:1], f"{listed.path}?api-version=2025-12-01&page=2"))
        assert len(listed.items()) == 2

    @pytest.mark.parametrize("circle", [1, 2])
    def test_that_was_there_before_is_an_error(self, cloud: Cloud, listed: Listed, circle: int) -> None:
        rows = listed.rows(1)
        for number in range(1, circle + 1):
            following = f"{cloud.emulator.url}{listed.path}?page={number % circle + 1}"
            cloud.fault("GET", rf"page={number}(&|$)", listed.page(rows, following), times=0)
        cloud.fault("GET", listed.pattern, listed.page(rows, f"{cloud.emulator.url}{listed.path}?page=1"))
        failed(listed.read(), f"did not end after {circle + 1} pages")
        assert len(cloud.journal()) == circle + 1

    def test_of_a_thousand_is_the_last(self, cloud: Cloud) -> None:
        rows = [
            {"id": f"{WORKSPACE_PATH}/computes/c{number:04}", "properties": {"computeType": "AmlCompute"}}
            for number in range(1001)
        ]
        cloud.put(*rows)
        cloud.config(page_size=1, page_every_list=True)
        failed(cloud.play("aml_compute_info", HERE), "did not end after 1000 pages")
        cloud.config(page_size=100)
        assert len(cloud.play("aml_compute_info", HERE)["computes"]) == 1001


@pytest.mark.case("P29")
class TestAPageThatCannotBeRead:
    def test_leaves_no_short_list(self, cloud: Cloud, listed: Listed) -> None:
        rows = listed.rows(5)
        for number in (4, 3, 2, 1, 0):
            following = f"{cloud.emulator.url}{listed.path}?page={number + 1}" if number < 4 else None
            pattern = rf"page={number}(&|$)" if number else listed.pattern
            answer = refusal(500, "InternalServerError") if number == 2 else listed.page([rows[number]], following)
            cloud.fault("GET", pattern, answer, times=0)
        result = failed(listed.read(), "InternalServerError")
        assert not [value for value in result.values() if isinstance(value, list)]

    def test_lets_nothing_be_deleted(self, cloud: Cloud) -> None:
        cloud.put(
            *(
                {
                    "id": f"{WORKSPACE_PATH}/computes/c{number}",
                    "location": "westeurope",
                    "properties": {"computeType": "AmlCompute", "provisioningState": "Succeeded", "properties": {}},
                }
                for number in range(5)
            )
        )
        cloud.config(page_size=1, page_every_list=True)
        prune = {**HERE, "resources": [], "prune": ["compute"], "prune_confirm": True}
        cloud.fault("GET", r"/computes\?", refusal(500, "InternalServerError"), nth=3, times=0)
        result = cloud.play("aml_apply", prune)
        assert result["failed"] and "InternalServerError" in str(result), result
        assert not cloud.writes()
        cloud.heal()
        succeeded(cloud.play("aml_apply", prune), changed=True)
        assert len(cloud.writes()) == 5, "the same task would have deleted them"


@pytest.mark.case("P30")
class TestAnItemThatMoves:
    def test_is_listed_once_whatever_its_case(self, cloud: Cloud, listed: Listed) -> None:
        rows = listed.rows(3)
        again = {**rows[0], "id": rows[0]["id"].upper(), "name": rows[0]["name"].upper()}
        cloud.fault("GET", r"page=2", listed.page([again, rows[1], rows[2]]))
        cloud.fault("GET", listed.pattern, listed.page(rows[:2], f"{cloud.emulator.url}{listed.path}?page=2"))
        assert len(listed.items()) == 3
