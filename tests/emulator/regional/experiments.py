# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""history/v1.0: experiments, and how its paths find them and their runs (contract 5, verified 7)."""

from __future__ import annotations

from typing import Any

from . import records
from .filters import FilterError, filter_of, ordered
from .pages import page_of
from .plane import Visit
from .records import Row


def experiment_of(visit: Visit) -> Row:
    """The experiment that the path names, by name or by id; 404 when there is none."""
    if "experiment_id" in visit.params:
        found = records.experiment_with_id(visit, visit.params["experiment_id"])
        wanted = f"id '{visit.params['experiment_id']}'"
    else:
        found = records.experiment_named(visit, visit.params["experiment"])
        wanted = f"name '{visit.params['experiment']}'"
    if found is None:
        raise visit.error(404, "NotFound", f"Experiment with {wanted} was not found.")
    return found


def run_of(visit: Visit) -> Row:
    """The run that the path names; 404 when its experiment does not have it."""
    experiment = experiment_of(visit) if has_experiment(visit) else None
    found = records.run_with_id(visit, visit.params["run"])
    if found is None or (experiment is not None and found["experimentId"] != experiment["experimentId"]):
        raise visit.error(404, "NotFound", f"Run {visit.params['run']} was not found.")
    return found


def has_experiment(visit: Visit) -> bool:
    """Whether the path names an experiment; runs can also be read below the workspace."""
    return "experiment" in visit.params or "experiment_id" in visit.params


def selected(visit: Visit, rows: list[Row], filter_text: str | None, order: Any) -> list[Row]:
    """Rows that pass a filter, in order; 400 for what cannot be read."""
    try:
        test = filter_of(filter_text)
        return ordered([row for row in rows if test(row)], order)
    except FilterError as exc:
        raise visit.error(400, "BadArgument", f"The filter or order of the query is not valid: {exc}.") from exc


def first_of(visit: Visit, *names: str) -> str | None:
    """The first of several spellings of a query value; the services differ in theirs."""
    return next((visit.query[name] for name in names if visit.query.get(name)), None)


def query_page(visit: Visit, rows: list[Row]) -> dict[str, Any]:
    """The page that a GET asks for in its query."""
    rows = selected(visit, rows, first_of(visit, "$filter", "filter"), first_of(visit, "$orderby", "orderby"))
    token = first_of(visit, "$continuationtoken", "continuationtoken")
    return page_of(visit, rows, top=first_of(visit, "$top", "top"), token=token, link="continuationToken")


def body_page(visit: Visit, rows: list[Row]) -> dict[str, Any]:
    """The page that a POST asks for in its body."""
    asked = visit.json()
    rows = selected(visit, rows, asked.get("filter"), asked.get("orderby") or asked.get("orderBy"))
    return page_of(visit, rows, top=asked.get("top"), token=asked.get("continuationToken"))


def visible(rows: list[Row], view: str) -> list[Row]:
    """Experiments of a view: ActiveOnly, ArchivedOnly or All."""
    if view.lower() == "all":
        return rows
    archived = view.lower() == "archivedonly"
    return [row for row in rows if bool(row["archivedTime"]) is archived]


def list_experiments(visit: Visit) -> Any:
    """GET experiments, as the seed does."""
    view = first_of(visit, "viewtype", "$viewtype") or "ActiveOnly"
    return query_page(visit, visible(records.experiments(visit), view))


def query_experiments(visit: Visit) -> Any:
    """POST experiments:query."""
    return body_page(visit, visible(records.experiments(visit), visit.json().get("viewType") or "ActiveOnly"))


def get_experiment(visit: Visit) -> Any:
    """GET of one experiment."""
    return experiment_of(visit)


def post_experiment(visit: Visit) -> Any:
    """POST experiments/{name}: creates it, answers the present one when it is there."""
    name = visit.params["experiment"]
    return records.experiment_named(visit, name) or records.create_experiment(visit, name)


def patch_experiment(visit: Visit) -> Any:
    """PATCH experimentids/{id}: description, tags, archive, name; tags merge."""
    row, sent = experiment_of(visit), visit.json()
    if sent.get("name") and sent["name"] != row["name"]:
        if records.experiment_named(visit, sent["name"]) is not None:
            raise visit.error(409, "Conflict", f"An experiment with name '{sent['name']}' already exists.")
        row["name"] = sent["name"]
    if sent.get("description") is not None:
        row["description"] = sent["description"]
    row["tags"].update({key: records.text_of(value) for key, value in (sent.get("tags") or {}).items()})
    if sent.get("archive") is not None:
        row["archivedTime"] = visit.now() if sent["archive"] else None
    records.save_experiment(visit, row)
    return row


def delete_experiment(visit: Visit) -> Any:
    """DELETE experimentids/{id}: "delete an existing empty experiment", as the service's own client has it. The words
    of the refusal are not verified.
    """
    row = experiment_of(visit)
    if records.runs(visit, row["experimentId"]):
        raise visit.error(400, "BadArgument", f"Experiment '{row['name']}' has runs; only an empty one can be deleted.")
    records.delete_experiment(visit, row)


def delete_experiment_tags(visit: Visit) -> Any:
    """DELETE experimentids/{id}/tags with the names in the body."""
    row = experiment_of(visit)
    for name in tag_names(visit):
        row["tags"].pop(name, None)
    records.save_experiment(visit, row)
    return row


def tag_names(visit: Visit) -> list[str]:
    """The tags to delete: `{"tags": [..]}` or a bare list."""
    sent = visit.json_value()
    names = sent.get("tags") if isinstance(sent, dict) else sent
    if not isinstance(names, list):
        raise visit.error(400, "BadArgument", "The request body must name the tags to delete.")
    return [str(name) for name in names]
