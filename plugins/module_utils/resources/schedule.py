# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A schedule: when a job, a monitor or a batch endpoint is started by itself (contract 4)."""

from __future__ import annotations

from ..schema import Field, Resource

CRON, RECURRENCE = "Cron", "Recurrence"
LIST_VIEW = {"type": "str", "choices": ["EnabledOnly", "DisabledOnly", "All"], "default": "EnabledOnly"}
#: The rhythm of a recurrence: its units, and at which times of one.
UNITS = ("Day", "Hour", "Minute", "Month", "Week")
TIMES = (
    Field("hours", "hours", type="list", elements="int", unordered=True, required=True),
    Field("minutes", "minutes", type="list", elements="int", unordered=True, required=True),
    Field("week_days", "weekDays", type="list", unordered=True, same="casefold"),
    Field("month_days", "monthDays", type="list", elements="int", unordered=True),
)

SCHEDULE = Resource(
    noun="schedule",
    plural="schedules",
    path="schedules/{name}",
    fields=(
        Field("display_name", "properties.displayName", create_only=True),
        Field("enabled", "properties.isEnabled", type="bool", unset_means=True),
        Field(
            "trigger",
            "properties.trigger",
            type="dict",
            union="type",
            required=True,
            fields=(
                Field("type", "triggerType", choices=(CRON, RECURRENCE), same="casefold", required=True),
                Field("expression", "expression", variants=(CRON,), required=True),
                Field(
                    "frequency",
                    "frequency",
                    choices=UNITS,
                    same="casefold",
                    variants=(RECURRENCE,),
                    required=True,
                ),
                Field("interval", "interval", type="int", variants=(RECURRENCE,), required=True),
                Field(
                    "schedule",
                    "schedule",
                    type="dict",
                    variants=(RECURRENCE,),
                    fields=TIMES,
                ),
                Field("start_time", "startTime"),
                Field("end_time", "endTime"),
                Field("time_zone", "timeZone", same="casefold", unset_means="UTC"),
            ),
        ),
        # The definition of a job or of a monitor, in the service's own shape.
        Field("action", "properties.action", type="dict", same="tree", required=True),
        Field("description", "properties.description"),
        Field("tags", "properties.tags", type="dict", merge=True),
        Field("properties", "properties.properties", type="dict", merge=True),
        Field("provisioning_state", "properties.provisioningState", read_only=True),
    ),
    # The service refuses to delete one that is enabled.
    stays="properties.isEnabled",
    list_query=(("listViewType", "list_view"),),
    reader_options={"list_view": LIST_VIEW},
)
