#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_dependencies
short_description: Manage what an Azure Machine Learning workspace depends on
version_added: 0.1.0
description:
  - Ensures the storage account, key vault, Application Insights component, container registry and identity that a
    workspace needs, and the Log Analytics workspace behind Application Insights, in one task and side by side.
  - New ones get safe settings. Blobs are not public, TLS is 1.2, and the key vault uses roles.
  - Only the parts that the task names are looked at. It must name at least one.
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
options:
  api_version:
    description:
      - Not used by this module, whose parts belong to services with versions of their own. Accepted so that
        C(module_defaults) can set it for all modules at once.
  resource_group:
    description:
      - The resource group of all parts.
    required: true
  workspace:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  storage_account:
    description:
      - The storage account that keeps the workspace's files.
    type: dict
    suboptions:
      name:
        description:
          - The name, 3 to 24 lower-case letters and digits. Unique in Azure.
        type: str
        required: true
      location:
        description:
          - The Azure region. When omitted, the one of O(location).
          - Cannot be changed later. REST name C(location).
        type: str
      sku:
        description:
          - The kind of redundancy, such as V(Standard_GRS).
          - When omitted, a new one gets V(Standard_LRS). REST name C(sku.name).
        type: str
      kind:
        description:
          - The kind of storage account.
          - When omitted, a new one gets V(StorageV2). Cannot be changed later. REST name C(kind).
        type: str
      tags:
        description:
          - The tags, in place of those in O(tags).
          - REST name C(tags).
        type: dict
      allow_blob_public_access:
        description:
          - Whether blobs can be made public.
          - When omitted, a new one gets V(false). REST name C(properties.allowBlobPublicAccess).
        type: bool
      allow_shared_key_access:
        description:
          - Whether the account's keys can be used. When omitted, the service allows them.
          - REST name C(properties.allowSharedKeyAccess).
        type: bool
      minimum_tls_version:
        description:
          - The oldest version of TLS that is accepted.
          - When omitted, a new one gets V(TLS1_2). REST name C(properties.minimumTlsVersion).
        type: str
        choices:
          - TLS1_0
          - TLS1_1
          - TLS1_2
          - TLS1_3
      https_only:
        description:
          - Whether only HTTPS is accepted.
          - When omitted, a new one gets V(true). REST name C(properties.supportsHttpsTrafficOnly).
        type: bool
      hierarchical_namespace:
        description:
          - Whether it is a Data Lake with real folders.
          - Cannot be changed later. REST name C(properties.isHnsEnabled).
        type: bool
      public_network_access:
        description:
          - Whether it can be reached from the public internet. When omitted, the service allows it.
          - REST name C(properties.publicNetworkAccess).
        type: str
        choices:
          - Enabled
          - Disabled
  key_vault:
    description:
      - The key vault that keeps the workspace's secrets.
    type: dict
    suboptions:
      name:
        description:
          - The name, 3 to 24 letters, digits and V(-), a letter first. Unique in Azure.
        type: str
        required: true
      location:
        description:
          - The Azure region. When omitted, the one of O(location).
          - Cannot be changed later. REST name C(location).
        type: str
      tenant_id:
        description:
          - The tenant whose principals may use it. When omitted, a new one gets the subscription's.
          - Cannot be changed later. REST name C(properties.tenantId).
        type: str
      sku:
        description:
          - The tier. V(premium) keeps keys in hardware.
          - When omitted, a new one gets V(standard). REST name C(properties.sku.name).
        type: str
        choices:
          - standard
          - premium
      tags:
        description:
          - The tags, in place of those in O(tags).
          - REST name C(tags).
        type: dict
      rbac_authorization:
        description:
          - Whether roles say who may use it, and not access policies.
          - When omitted, a new one gets V(true). REST name C(properties.enableRbacAuthorization).
        type: bool
      soft_delete_retention_days:
        description:
          - How many days deleted secrets are kept. When omitted, the service keeps them for 90 days.
          - Cannot be changed later. REST name C(properties.softDeleteRetentionInDays).
        type: int
      purge_protection:
        description:
          - Whether nothing can be removed before that time. Once on, the service does not switch it off.
          - REST name C(properties.enablePurgeProtection).
        type: bool
      public_network_access:
        description:
          - Whether it can be reached from the public internet. When omitted, the service allows it.
          - REST name C(properties.publicNetworkAccess).
        type: str
        choices:
          - Enabled
          - Disabled
  log_analytics:
    description:
      - The Log Analytics workspace that keeps the data of Application Insights.
    type: dict
    suboptions:
      name:
        description:
          - The name, 4 to 63 letters, digits and V(-).
        type: str
        required: true
      location:
        description:
          - The Azure region. When omitted, the one of O(location).
          - Cannot be changed later. REST name C(location).
        type: str
      sku:
        description:
          - The pricing tier.
          - When omitted, a new one gets V(PerGB2018). REST name C(properties.sku.name).
        type: str
      retention_days:
        description:
          - How many days the data are kept.
          - REST name C(properties.retentionInDays).
        type: int
      tags:
        description:
          - The tags, in place of those in O(tags).
          - REST name C(tags).
        type: dict
  application_insights:
    description:
      - The Application Insights component that takes the workspace's telemetry.
    type: dict
    suboptions:
      name:
        description:
          - The name, up to 260 characters.
        type: str
        required: true
      location:
        description:
          - The Azure region. When omitted, the one of O(location).
          - Cannot be changed later. REST name C(location).
        type: str
      kind:
        description:
          - The kind of application.
          - When omitted, a new one gets V(web). Cannot be changed later. REST name C(kind).
        type: str
      application_type:
        description:
          - The type of application.
          - When omitted, a new one gets V(web). Cannot be changed later. REST name C(properties.Application_Type).
        type: str
      log_analytics_id:
        description:
          - The resource id of the Log Analytics workspace behind it. When omitted, a new one gets that of
            O(log_analytics).
          - REST name C(properties.WorkspaceResourceId).
        type: str
      tags:
        description:
          - The tags, in place of those in O(tags).
          - REST name C(tags).
        type: dict
  container_registry:
    description:
      - The container registry that keeps the workspace's images.
    type: dict
    suboptions:
      name:
        description:
          - The name, 5 to 50 letters and digits. Unique in Azure.
        type: str
        required: true
      location:
        description:
          - The Azure region. When omitted, the one of O(location).
          - Cannot be changed later. REST name C(location).
        type: str
      sku:
        description:
          - The tier. Private links need V(Premium).
          - When omitted, a new one gets V(Standard). REST name C(sku.name).
        type: str
        choices:
          - Basic
          - Standard
          - Premium
      admin_user:
        description:
          - Whether it has an admin user with a password.
          - When omitted, a new one gets V(false). REST name C(properties.adminUserEnabled).
        type: bool
      public_network_access:
        description:
          - Whether it can be reached from the public internet. When omitted, the service allows it.
          - REST name C(properties.publicNetworkAccess).
        type: str
        choices:
          - Enabled
          - Disabled
      tags:
        description:
          - The tags, in place of those in O(tags).
          - REST name C(tags).
        type: dict
  identity:
    description:
      - The user-assigned managed identity as which the workspace can act.
    type: dict
    suboptions:
      name:
        description:
          - The name, 3 to 128 letters, digits, V(-) and V(_).
        type: str
        required: true
      location:
        description:
          - The Azure region. When omitted, the one of O(location).
          - Cannot be changed later. REST name C(location).
        type: str
      tags:
        description:
          - The tags, in place of those in O(tags).
          - REST name C(tags).
        type: dict
  state:
    description:
      - Whether the parts that the task names are to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  location:
    description:
      - The Azure region of all parts, such as V(westeurope). When omitted, new ones get the resource group's. Each
        part can have its own.
    type: str
  tags:
    description:
      - The tags of all parts, as names and values. A part with tags of its own has only those.
  force:
    description:
      - Whether to delete parts that a workspace of the subscription uses.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_workspace
  - module: mlops.azureml.aml_resource_group
  - module: mlops.azureml.aml_provider
"""

EXAMPLES = r"""
---
- name: Create what a workspace needs
  mlops.azureml.aml_dependencies:
    resource_group: rg-ml
    storage_account:
      name: stmldev
    key_vault:
      name: kv-ml-dev
    log_analytics:
      name: log-ml-dev
    application_insights:
      name: appi-ml-dev
    container_registry:
      name: crmldev
      sku: Premium
    identity:
      name: id-ml-dev
    tags:
      team: churn
  register: dependencies

- name: Create the workspace with them
  mlops.azureml.aml_workspace:
    resource_group: rg-ml
    name: ml-dev
    storage_account: "{{ dependencies.ids.storage_account }}"
    key_vault: "{{ dependencies.ids.key_vault }}"
    application_insights: "{{ dependencies.ids.application_insights }}"
    container_registry: "{{ dependencies.ids.container_registry }}"

- name: Close the storage account and the key vault
  mlops.azureml.aml_dependencies:
    resource_group: rg-ml
    storage_account:
      name: stmldev
      allow_shared_key_access: false
      public_network_access: Disabled
    key_vault:
      name: kv-ml-dev
      purge_protection: true
      public_network_access: Disabled

- name: Show what deleting the identity would do
  mlops.azureml.aml_dependencies:
    resource_group: rg-ml
    identity:
      name: id-ml-dev
    state: absent
  check_mode: true
  diff: true

- name: Delete the container registry although the workspace names it
  mlops.azureml.aml_dependencies:
    resource_group: rg-ml
    container_registry:
      name: crmldev
    state: absent
    force: true
"""

RETURN = r"""
---
dependencies:
  description:
    - The parts that the task names, each as it is after the task, with the names and forms of the options and with
      its C(id). A part that is absent is empty.
  returned: success
  type: dict
  contains:
    storage_account:
      description:
        - See O(storage_account). Has also the read-only C(provisioning_state).
      type: dict
      sample:
        id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Storage/sto\
          rageAccounts/stmlprod"
        resource_group: rg-ml
        name: stmlprod
        location: westeurope
        sku: Standard_LRS
        kind: StorageV2
        tags: {}
        allow_blob_public_access: false
        allow_shared_key_access: null
        minimum_tls_version: TLS1_2
        https_only: true
        hierarchical_namespace: null
        public_network_access: null
        provisioning_state: Succeeded
    key_vault:
      description:
        - See O(key_vault). Has also the read-only C(vault_uri) and C(provisioning_state).
      type: dict
      sample:
        id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.KeyVault/va\
          ults/kv-ml-prod"
        resource_group: rg-ml
        name: kv-ml-prod
        location: westeurope
        tenant_id: 11111111-1111-1111-1111-111111111111
        sku: standard
        tags: {}
        rbac_authorization: true
        soft_delete_retention_days: 90
        purge_protection: null
        public_network_access: Enabled
        vault_uri: https://kv-ml-prod.vault.azure.net/
        provisioning_state: Succeeded
    log_analytics:
      description:
        - See O(log_analytics). Has also the read-only C(customer_id) and C(provisioning_state).
      type: dict
      sample:
        id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Operational\
          Insights/workspaces/log-ml-prod"
        resource_group: rg-ml
        name: log-ml-prod
        location: westeurope
        sku: PerGB2018
        retention_days: 30
        tags: {}
        customer_id: ea0a9caa-d8b8-4ced-b6a4-c133948c3b80
        provisioning_state: Succeeded
    application_insights:
      description:
        - See O(application_insights). Has also the read-only C(app_id) and C(provisioning_state). The keys for
          writing telemetry are not shown.
      type: dict
      sample:
        id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Insights/co\
          mponents/appi-ml-prod"
        resource_group: rg-ml
        name: appi-ml-prod
        location: westeurope
        kind: web
        application_type: web
        log_analytics_id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microso\
          ft.OperationalInsights/workspaces/log-ml-prod"
        tags: {}
        app_id: 7d1f9b0a-2a5f-4f43-9a5b-6f1d3a0c2b11
        provisioning_state: Succeeded
    container_registry:
      description:
        - See O(container_registry). Has also the read-only C(login_server) and C(provisioning_state).
      type: dict
      sample:
        id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.ContainerRe\
          gistry/registries/crmlprod"
        resource_group: rg-ml
        name: crmlprod
        location: westeurope
        sku: Standard
        admin_user: false
        public_network_access: Enabled
        tags: {}
        login_server: crmlprod.azurecr.io
        provisioning_state: Succeeded
    identity:
      description:
        - See O(identity). Has also the read-only C(principal_id), C(client_id) and C(tenant_id).
      type: dict
      sample:
        id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.ManagedIden\
          tity/userAssignedIdentities/id-ml-prod"
        resource_group: rg-ml
        name: id-ml-prod
        location: westeurope
        tags: {}
        principal_id: 3c1d1c5e-1d52-4a58-9e15-8f6cf5a0e2f1
        client_id: 8f6b2c5d-7c3e-4d1f-a3f2-5b0e9d7c6a42
        tenant_id: 11111111-1111-1111-1111-111111111111
ids:
  description:
    - The resource id of each part that the task names, as M(mlops.azureml.aml_workspace) takes it. Null for one that
      is absent.
  returned: success
  type: dict
  sample:
    storage_account: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.St\
      orage/storageAccounts/stmlprod"
    key_vault: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.KeyVault\
      /vaults/kv-ml-prod"
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - 'storage_account: it is absent'
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import ensure, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.dependencies import DEPENDENCIES

TASK = ensure(DEPENDENCIES)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
