#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_connection
short_description: Manage connections of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Creates, changes and deletes a connection, which is a name for another service and for the credentials to reach it.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.wait
  - mlops.azureml.secrets
  - mlops.azureml.extra
  - mlops.azureml.definition
options:
  resource_group:
    description:
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace that the connection belongs to.
    required: true
  name:
    description:
      - The name of the connection, 3 to 33 letters, digits, V(_) and V(-).
      - Required, here or in O(definition).
    type: str
  category:
    description:
      - What it connects to, such as V(AzureBlob), V(AzureOpenAI), V(ContainerRegistry), V(Git) or V(CustomKeys). Needed
        for a new one.
      - REST name C(properties.category).
    type: str
  target:
    description:
      - The address of the other service.
      - REST name C(properties.target).
    type: str
  credentials:
    description:
      - How the other service is reached. Needed for a new one, with O(credentials.type=None) where it takes none.
      - Any change of a connection replaces it and its credentials. A task that changes one must therefore give the
        secret too, or it fails before it writes.
      - No answer of the service shows them, so they are not compared.
      - REST name C(properties).
    type: dict
    suboptions:
      type:
        description:
          - What kind of credentials it is. Needed with O(credentials).
          - REST name C(properties.authType).
        type: str
        choices:
          - AAD
          - AccessKey
          - AccountKey
          - ApiKey
          - CustomKeys
          - ManagedIdentity
          - None
          - OAuth2
          - PAT
          - SAS
          - ServicePrincipal
          - UsernamePassword
      access_key_id:
        description:
          - The id of the access key.
          - Only for O(credentials.type=AccessKey), which needs it. REST name C(properties.credentials.accessKeyId).
        type: str
      secret_access_key:
        description:
          - The access key.
          - Only for O(credentials.type=AccessKey), which needs it. Never shown and never compared, see
            O(update_secret). REST name C(properties.credentials.secretAccessKey).
        type: str
      account_key:
        description:
          - The key of the storage account.
          - Only for O(credentials.type=AccountKey), which needs it. Never shown and never compared, see
            O(update_secret). REST name C(properties.credentials.key).
        type: str
      api_key:
        description:
          - The key of the API.
          - Only for O(credentials.type=ApiKey), which needs it. Never shown and never compared, see O(update_secret).
            REST name C(properties.credentials.key).
        type: str
      custom_keys:
        description:
          - Keys of any names, with their values.
          - Only for O(credentials.type=CustomKeys), which needs it. Never shown and never compared, see
            O(update_secret). REST name C(properties.credentials.keys).
        type: dict
      pat:
        description:
          - The personal access token.
          - Only for O(credentials.type=PAT), which needs it. Never shown and never compared, see O(update_secret). REST
            name C(properties.credentials.pat).
        type: str
      sas:
        description:
          - The shared access signature.
          - Only for O(credentials.type=SAS), which needs it. Never shown and never compared, see O(update_secret). REST
            name C(properties.credentials.sas).
        type: str
      username:
        description:
          - The name of the user.
          - Only for O(credentials.type=OAuth2) and O(credentials.type=UsernamePassword). REST name
            C(properties.credentials.username).
        type: str
      password:
        description:
          - The password of the user.
          - Only for O(credentials.type=OAuth2). Never shown and never compared, see O(update_secret). REST name
            C(properties.credentials.password).
        type: str
      user_password:
        description:
          - The password of the user.
          - Only for O(credentials.type=UsernamePassword), which needs it. Never shown and never compared, see
            O(update_secret). REST name C(properties.credentials.password).
        type: str
      security_token:
        description:
          - The security token of the user.
          - Only for O(credentials.type=UsernamePassword). Never shown and never compared, see O(update_secret). REST
            name C(properties.credentials.securityToken).
        type: str
      client_id:
        description:
          - The client id of the application or of the managed identity.
          - Only for O(credentials.type=ManagedIdentity), O(credentials.type=OAuth2) and
            O(credentials.type=ServicePrincipal). REST name C(properties.credentials.clientId).
        type: str
      client_secret:
        description:
          - The secret of the application.
          - Only for O(credentials.type=OAuth2) and O(credentials.type=ServicePrincipal), which need it. Never shown and
            never compared, see O(update_secret). REST name C(properties.credentials.clientSecret).
        type: str
      tenant_id:
        description:
          - The tenant of the application.
          - Only for O(credentials.type=OAuth2) and O(credentials.type=ServicePrincipal). REST name
            C(properties.credentials.tenantId).
        type: str
      resource_id:
        description:
          - The resource id of the managed identity.
          - Only for O(credentials.type=ManagedIdentity). REST name C(properties.credentials.resourceId).
        type: str
      auth_url:
        description:
          - Where the application logs in.
          - Only for O(credentials.type=OAuth2). REST name C(properties.credentials.authUrl).
        type: str
      developer_token:
        description:
          - The developer token.
          - Only for O(credentials.type=OAuth2). Never shown and never compared, see O(update_secret). REST name
            C(properties.credentials.developerToken).
        type: str
      refresh_token:
        description:
          - The refresh token.
          - Only for O(credentials.type=OAuth2). Never shown and never compared, see O(update_secret). REST name
            C(properties.credentials.refreshToken).
        type: str
  metadata:
    description:
      - What else there is to know, as names and values. They are merged.
      - REST name C(properties.metadata).
    type: dict
  purge_tags:
    description:
      - Whether to remove what O(metadata) does not name.
      - With V(true), an empty O(metadata) removes it all.
    type: bool
    default: false
  expiry_time:
    description:
      - When it ends, as a time with its zone.
      - REST name C(properties.expiryTime).
    type: str
  is_shared_to_all:
    description:
      - Whether all projects of the hub may use it.
      - REST name C(properties.isSharedToAll).
    type: bool
  shared_users:
    description:
      - Who else may use it. The order does not matter.
      - REST name C(properties.sharedUserList).
    type: list
    elements: str
  use_workspace_managed_identity:
    description:
      - Whether the workspace's own identity is used.
      - REST name C(properties.useWorkspaceManagedIdentity).
    type: bool
  pe_requirement:
    description:
      - Whether it needs a private endpoint, such as V(Required).
      - REST name C(properties.peRequirement).
    type: str
  pe_status:
    description:
      - Whether its private endpoint is in use, such as V(Active).
      - REST name C(properties.peStatus).
    type: str
  state:
    description:
      - Whether the connection is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
seealso:
  - module: mlops.azureml.aml_connection_info
  - module: mlops.azureml.aml_datastore
  - name: Workspace connections in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/workspace-connections
"""

EXAMPLES = r"""
---
- name: Connect to storage as the caller
  mlops.azureml.aml_connection:
    resource_group: rg-ml
    workspace: ml-prod
    name: lake
    category: AzureBlob
    target: https://stmlprod.blob.core.windows.net/
    credentials:
      type: AAD

- name: Connect to a service that takes a key
  mlops.azureml.aml_connection:
    resource_group: rg-ml
    workspace: ml-prod
    name: openai
    category: AzureOpenAI
    target: https://oai-ml-prod.openai.azure.com/
    credentials:
      type: ApiKey
      api_key: "{{ openai_key }}"
    metadata:
      ApiType: Azure

- name: Forget the storage
  mlops.azureml.aml_connection:
    resource_group: rg-ml
    workspace: ml-prod
    name: lake
    state: absent
"""

RETURN = r"""
---
connection:
  description:
    - The connection after the task, without secrets. Empty when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the connection.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/connections/lake"
    resource_group:
      description:
        - The resource group.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace.
      type: str
      sample: ml-prod
    name:
      description:
        - The name of the connection.
      type: str
      sample: lake
    category:
      description:
        - See O(category).
      type: str
      sample: AzureBlob
    target:
      description:
        - See O(target).
      type: str
      sample: https://stmlprod.blob.core.windows.net/
    credentials:
      description:
        - See O(credentials).
      type: dict
      sample:
        type: AAD
    metadata:
      description:
        - See O(metadata).
      type: dict
      sample:
        ApiType: Azure
    expiry_time:
      description:
        - See O(expiry_time).
      type: str
      sample: null
    is_shared_to_all:
      description:
        - See O(is_shared_to_all).
      type: bool
      sample: false
    shared_users:
      description:
        - See O(shared_users).
      type: list
      elements: str
      sample: []
    use_workspace_managed_identity:
      description:
        - See O(use_workspace_managed_identity).
      type: bool
      sample: null
    pe_requirement:
      description:
        - See O(pe_requirement).
      type: str
      sample: null
    pe_status:
      description:
        - See O(pe_status).
      type: str
      sample: null
    group:
      description:
        - The group of its category. REST name C(properties.group).
      type: str
      sample: Azure
    error:
      description:
        - What is wrong with it. REST name C(properties.error).
      type: str
      sample: null
    created_by_workspace:
      description:
        - The resource id of the workspace that made it. REST name C(properties.createdByWorkspaceArmId).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod"
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "target: https://stold.blob.core.windows.net/ -> https://stmlprod.blob.core.windows.net/"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.connection import CONNECTION

TASK = manage(CONNECTION)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
