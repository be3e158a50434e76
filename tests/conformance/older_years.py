# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members that recordings of one year show and newer ones do not: the newest recording of a type counts (issue 2)."""

from __future__ import annotations

# By lower-case type, then by the member's path; the value says in which recording it is gone.
OLDER: dict[str, dict[str, str]] = {
    "microsoft.machinelearningservices/workspaces": {
        "/properties/azureOpenAI": "2023-06-01-preview only; not in the recordings of 2024-07-01-preview",
        "/properties/azureCognitiveSearch": "2023-06-01-preview only; not in the recordings of 2024-07-01-preview",
    },
    "microsoft.machinelearningservices/workspaces/batchendpoints": {
        "/properties/properties/AzureAsyncOperationUri": "2022 only; not in the recordings since December 2022",
        "/identity": "2022 only: of type None; absent since December 2022 when none was sent",
    },
    "microsoft.machinelearningservices/workspaces/batchendpoints/deployments": {
        "/properties/properties/AzureAsyncOperationUri": "2022 only; not in the recordings since December 2022",
    },
    "microsoft.machinelearningservices/workspaces/onlineendpoints": {
        "/identity/userAssignedIdentities": "one workspace of 2022 gave endpoints its own identity, whatever was sent",
    },
    "microsoft.machinelearningservices/workspaces/computes": {
        "/properties/properties/updateStatus": "an image update ran in that minute; null in later recordings",
    },
}
# By lower-case type, the years in which the answer that starts an operation had other words than since: a deployment
# of a batch endpoint said Updating when it was new, and Succeeded when it was changed.
OLDER_WORDS: dict[str, tuple[str, ...]] = {
    "microsoft.machinelearningservices/workspaces/batchendpoints/deployments": ("2022",),
}
