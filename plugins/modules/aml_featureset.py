#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_featureset
short_description: Manage feature sets of an Azure Machine Learning feature store
version_added: 0.1.0
description:
  - Creates, changes, archives and deletes a version of a feature set, which says how features are computed and where
    they are kept.
  - What a version is computed from cannot be changed. Another specification takes a new version.
  - Without O(version) the task is about the feature set with all its versions, which has a description and tags and can
    be archived itself.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.tags
  - mlops.azureml.wait
  - mlops.azureml.immutable
  - mlops.azureml.extra
  - mlops.azureml.definition
options:
  resource_group:
    description:
      - The resource group of the feature store.
    required: true
  workspace:
    description:
      - The feature store, which is a workspace.
    required: true
  name:
    description:
      - The name of the feature set.
      - Required, here or in O(definition).
    type: str
  version:
    description:
      - The version. When omitted, the task is about all versions together.
    type: str
  entities:
    description:
      - The entities that the features are about, such as V(azureml:account:1). The order does not matter.
      - Cannot be changed later. REST name C(properties.entities).
    type: list
    elements: str
  specification:
    description:
      - The folder with the specification of the features.
      - Cannot be changed later. REST name C(properties.specification.path).
    type: str
  materialization_settings:
    description:
      - Whether and how the features are computed ahead.
      - REST name C(properties.materializationSettings).
    type: dict
    suboptions:
      store_type:
        description:
          - Where they are kept. When omitted, nothing is kept.
          - REST name C(properties.materializationSettings.storeType).
        type: str
        choices:
          - None
          - Offline
          - Online
          - OnlineAndOffline
      instance_type:
        description:
          - The machine that computes them.
          - REST name C(properties.materializationSettings.resource.instanceType).
        type: str
      spark_configuration:
        description:
          - The configuration of Spark, as names and values. Values become text.
          - REST name C(properties.materializationSettings.sparkConfiguration).
        type: dict
      schedule:
        description:
          - When they are computed.
          - REST name C(properties.materializationSettings.schedule).
        type: dict
        suboptions:
          frequency:
            description:
              - The unit of the rhythm. Needed with the schedule.
              - REST name C(properties.materializationSettings.schedule.frequency).
            type: str
            choices:
              - Day
              - Hour
              - Minute
              - Month
              - Week
          interval:
            description:
              - How many units lie between two times. Needed with the schedule.
              - REST name C(properties.materializationSettings.schedule.interval).
            type: int
          schedule:
            description:
              - At which times of the unit.
              - REST name C(properties.materializationSettings.schedule.schedule).
            type: dict
            suboptions:
              hours:
                description:
                  - The hours. Needed here. The order does not matter.
                  - REST name C(properties.materializationSettings.schedule.schedule.hours).
                type: list
                elements: int
              minutes:
                description:
                  - The minutes. Needed here. The order does not matter.
                  - REST name C(properties.materializationSettings.schedule.schedule.minutes).
                type: list
                elements: int
              week_days:
                description:
                  - The days of the week, such as V(Monday). The order does not matter.
                  - REST name C(properties.materializationSettings.schedule.schedule.weekDays).
                type: list
                elements: str
              month_days:
                description:
                  - The days of the month. The order does not matter.
                  - REST name C(properties.materializationSettings.schedule.schedule.monthDays).
                type: list
                elements: int
          start_time:
            description:
              - From when on, such as V(2026-12-01T04:30:00).
              - REST name C(properties.materializationSettings.schedule.startTime).
            type: str
          end_time:
            description:
              - Until when.
              - REST name C(properties.materializationSettings.schedule.endTime).
            type: str
          time_zone:
            description:
              - The time zone of all these, such as V(UTC).
              - REST name C(properties.materializationSettings.schedule.timeZone).
            type: str
      notification:
        description:
          - Who is told of a job that computes them.
          - REST name C(properties.materializationSettings.notification).
        type: dict
        suboptions:
          email_on:
            description:
              - Of which ends, such as V(JobFailed). The order does not matter.
              - REST name C(properties.materializationSettings.notification.emailOn).
            type: list
            elements: str
          emails:
            description:
              - The addresses. The order does not matter.
              - REST name C(properties.materializationSettings.notification.emails).
            type: list
            elements: str
          webhooks:
            description:
              - Addresses to call, by names, in the service's own shape. Only the members given are compared.
              - REST name C(properties.materializationSettings.notification.webhooks).
            type: dict
  stage:
    description:
      - How far the version has come, such as V(Production).
      - REST name C(properties.stage).
    type: str
  description:
    description:
      - What the feature set is for.
      - REST name C(properties.description).
    type: str
  tags:
    description:
      - The tags, as names and values. Values become text. REST name C(properties.tags).
      - Tags that the task does not name are left alone, unless O(purge_tags=true).
  properties:
    description:
      - Free properties, as names and values. They are merged like O(tags).
      - The service keeps the specification in C(featuresetProperties), and adds some of its own.
      - REST name C(properties.properties).
    type: dict
  is_anonymous:
    description:
      - Whether the service made the version for one job alone.
      - Cannot be changed later. REST name C(properties.isAnonymous).
    type: bool
  state:
    description:
      - Whether the version is to be there.
      - V(archived) hides it from lists. It stays usable, and V(present) shows it again.
    type: str
    choices:
      - present
      - absent
      - archived
    default: present
seealso:
  - module: mlops.azureml.aml_featureset_info
  - module: mlops.azureml.aml_feature_info
  - module: mlops.azureml.aml_feature_store_entity
  - module: mlops.azureml.aml_workspace
  - name: Feature set versions in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/featureset-versions
"""

EXAMPLES = r"""
---
- name: Register a feature set that is computed each night
  mlops.azureml.aml_featureset:
    resource_group: rg-ml
    workspace: features
    name: transactions
    version: "1"
    entities:
      - azureml:account:1
    specification: azureml://datastores/workspaceblobstore/paths/transactions/spec
    materialization_settings:
      store_type: Offline
      instance_type: standard_e8s_v3
      spark_configuration:
        spark.driver.cores: 4
        spark.driver.memory: 36g
      schedule:
        frequency: Day
        interval: 1
        schedule:
          hours:
            - 4
          minutes:
            - 30

- name: Say how far it has come
  mlops.azureml.aml_featureset:
    resource_group: rg-ml
    workspace: features
    name: transactions
    version: "1"
    stage: Production
    tags:
      approved_by: risk

- name: Describe all its versions together
  mlops.azureml.aml_featureset:
    resource_group: rg-ml
    workspace: features
    name: transactions
    description: Transactions of an account

- name: Hide the version from lists
  mlops.azureml.aml_featureset:
    resource_group: rg-ml
    workspace: features
    name: transactions
    version: "1"
    state: archived

- name: Delete it, and do not wait for the end
  mlops.azureml.aml_featureset:
    resource_group: rg-ml
    workspace: features
    name: transactions
    version: "1"
    state: absent
    wait: false
"""

RETURN = r"""
---
featureset:
  description:
    - The feature set after the task. Empty when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the feature set.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/features/featuresets/transactions/versions/1"
    resource_group:
      description:
        - The resource group.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace.
      type: str
      sample: features
    name:
      description:
        - The name of the feature set.
      type: str
      sample: transactions
    version:
      description:
        - The version of the feature set.
      type: str
      sample: "1"
    entities:
      description:
        - See O(entities).
      type: list
      elements: str
      sample:
        - "azureml:account:1"
    specification:
      description:
        - See O(specification).
      type: str
      sample: azureml://datastores/workspaceblobstore/paths/transactions/spec
    materialization_settings:
      description:
        - See O(materialization_settings).
      type: dict
      sample:
        store_type: Offline
        instance_type: standard_e8s_v3
        spark_configuration:
          spark.driver.cores: "4"
        schedule: null
        notification: null
    stage:
      description:
        - See O(stage).
      type: str
      sample: Development
    description:
      description:
        - See O(description).
      type: str
      sample: Transactions of an account
    tags:
      description:
        - See O(tags).
      type: dict
      sample:
        approved_by: risk
    properties:
      description:
        - See O(properties).
      type: dict
      sample:
        offlineMaterializationVersion: c7465ab5-dd3a-5165-a6d5-d728ac6d517a
        onlineMaterializationVersion: null
        offlineStoreConnectionName: OfflineStoreConnectionName-00000001
        onlineStoreConnectionName: null
    is_anonymous:
      description:
        - See O(is_anonymous).
      type: bool
      sample: false
    is_archived:
      description:
        - Whether it is hidden from lists. REST name C(properties.isArchived).
      type: bool
      sample: false
    provisioning_state:
      description:
        - How far the service is with it. REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
    latest_version:
      description:
        - Of the feature set as a whole, the version that was made last. REST name C(properties.latestVersion).
      type: str
      sample: '1'
    next_version:
      description:
        - Of the feature set as a whole, what the service would call the next version. REST name
          C(properties.nextVersion).
      type: str
      sample: 2026-11-26-07-04-04-5676540
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "stage: Development -> Production"
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/mfeOperationsStatus/fs:5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10:0b2f3c61-6d1c-4c1f\
    -8a45-3d7c1f6a2e90?api-version=2025-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.featureset import FEATURESET

TASK = manage(FEATURESET)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
