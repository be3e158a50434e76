# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An experiment of a workspace, kept by the regional run history (seed; contract 5).

It is created empty, by its name; changed and deleted by its id. Archiving is a word of the change that no answer
repeats: they show when it was done.
"""

from __future__ import annotations

from ..parts import MAKE, Parts
from ..schema import ABSENT, Field, Resource, State

WHEN = "archivedTime"

EXPERIMENT = Resource(
    noun="experiment",
    plural="experiments",
    plane="regional",
    service="history/v1.0",
    path="experiments/{name}",
    names={"name": (r"[a-zA-Z0-9][a-zA-Z0-9 ._-]{0,254}", "churn")},
    create_with=MAKE,
    parts=Parts(by_id="experimentids/{own_id}", own_id="experimentId", listed_as="tags"),
    states=(
        State("present", sets=(("archive", False),), shown=WHEN),
        ABSENT,
        State("archived", sets=(("archive", True),), shown=WHEN),
    ),
    state_path="",
    # ModifyExperimentDto of the service's own client.
    patch=("description", "tags", "archive"),
    query=":query",
    list_query=(("viewType", "list_view"), ("filter", "filter"), ("orderBy", "order_by"), ("top", "top")),
    reader_options={
        "list_view": {"type": "str", "choices": ["ActiveOnly", "ArchivedOnly", "All"], "default": "ActiveOnly"},
        "filter": {"type": "str"},
        "order_by": {"type": "str"},
        "top": {"type": "int"},
    },
    fields=(
        Field("experiment_id", "experimentId", read_only=True),
        Field("description", "description"),
        Field("tags", "tags", type="dict", merge=True),
        Field("created", "createdUtc", read_only=True),
        Field("archived", WHEN, read_only=True),
        Field("latest_run_id", "latestCreatedRunId", read_only=True),
        Field("latest_run_created", "latestCreatedRunCreatedUtc", read_only=True),
    ),
)
