#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_datastore
short_description: Manage datastores of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Creates, changes and deletes a datastore, which is a name for a piece of storage and for the credentials to reach
    it.
  - The storage itself is neither created nor deleted.
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
      - The workspace that the datastore belongs to.
    required: true
  name:
    description:
      - The name of the datastore, up to 255 letters, digits and V(_).
      - Required, here or in O(definition).
    type: str
  type:
    description:
      - Which kind of storage it stands for. Needed for a new one.
      - Cannot be changed later. REST name C(properties.datastoreType).
    type: str
    aliases:
      - datastore_type
    choices:
      - AzureBlob
      - AzureDataLakeGen1
      - AzureDataLakeGen2
      - AzureFile
      - OneLake
  description:
    description:
      - What the datastore is for.
      - REST name C(properties.description).
    type: str
  tags:
    description:
      - The tags, as names and values. Values become text. REST name C(properties.tags).
      - Tags that the task does not name are left alone, unless O(purge_tags=true).
  properties:
    description:
      - Free properties, as names and values. They are merged like O(tags).
      - REST name C(properties.properties).
    type: dict
  account_name:
    description:
      - The name of the storage account.
      - Only for O(type=AzureBlob), O(type=AzureDataLakeGen2) and O(type=AzureFile), which need it. Cannot be changed
        later. REST name C(properties.accountName).
    type: str
  container_name:
    description:
      - The name of the blob container.
      - Only for O(type=AzureBlob), which needs it. Cannot be changed later. REST name C(properties.containerName).
    type: str
  filesystem:
    description:
      - The name of the file system.
      - Only for O(type=AzureDataLakeGen2), which needs it. Cannot be changed later. REST name
        C(properties.filesystem).
    type: str
  file_share_name:
    description:
      - The name of the file share.
      - Only for O(type=AzureFile), which needs it. Cannot be changed later. REST name C(properties.fileShareName).
    type: str
  store_name:
    description:
      - The name of the Data Lake Store.
      - Only for O(type=AzureDataLakeGen1), which needs it. Cannot be changed later. REST name
        C(properties.storeName).
    type: str
  one_lake_workspace_name:
    description:
      - The name or id of the OneLake workspace.
      - Only for O(type=OneLake), which needs it. Cannot be changed later. REST name
        C(properties.oneLakeWorkspaceName).
    type: str
  artifact:
    description:
      - What is meant in the OneLake workspace.
      - Only for O(type=OneLake), which needs it. Cannot be changed later. REST name C(properties.artifact).
    type: dict
    suboptions:
      name:
        description:
          - Its name or id. Needed with O(artifact).
          - REST name C(properties.artifact.artifactName).
        type: str
      type:
        description:
          - Its kind. Needed with O(artifact).
          - REST name C(properties.artifact.artifactType).
        type: str
        choices:
          - LakeHouse
  endpoint:
    description:
      - The storage domain of the cloud, such as V(core.windows.net). When omitted, the service takes that of its own
        cloud.
      - Only for O(type=AzureBlob), O(type=AzureDataLakeGen2), O(type=AzureFile) and O(type=OneLake). Cannot be
        changed later. REST name C(properties.endpoint).
    type: str
  protocol:
    description:
      - How the storage is spoken to. When omitted, the service takes V(https).
      - Only for O(type=AzureBlob), O(type=AzureDataLakeGen2) and O(type=AzureFile). Cannot be changed later. REST
        name C(properties.protocol).
    type: str
  account_subscription_id:
    description:
      - The id of the subscription of the storage account.
      - Only for O(type=AzureBlob), O(type=AzureDataLakeGen1), O(type=AzureDataLakeGen2) and O(type=AzureFile). REST
        name C(properties.subscriptionId).
    type: str
  account_resource_group:
    description:
      - The resource group of the storage account.
      - Only for O(type=AzureBlob), O(type=AzureDataLakeGen1), O(type=AzureDataLakeGen2) and O(type=AzureFile). REST
        name C(properties.resourceGroup).
    type: str
  service_data_access_identity:
    description:
      - As which identity of the workspace the service itself reads the data.
      - Cannot be changed later. REST name C(properties.serviceDataAccessAuthIdentity).
    type: str
    choices:
      - None
      - WorkspaceSystemAssignedIdentity
      - WorkspaceUserAssignedIdentity
  credentials:
    description:
      - How the storage is reached. A new datastore gets none when this is omitted, and is then reached as the user or
        the compute that asks.
      - Any change of a datastore replaces it and its secret. A task that changes one must therefore give the secret
        too, or it fails before it writes.
      - REST name C(properties.credentials).
    type: dict
    suboptions:
      type:
        description:
          - What kind of credentials it is. Needed with O(credentials).
          - REST name C(properties.credentials.credentialsType).
        type: str
        choices:
          - None
          - AccountKey
          - Certificate
          - Sas
          - ServicePrincipal
      account_key:
        description:
          - The key of the storage account.
          - Only for O(credentials.type=AccountKey), which needs it. Never shown and never compared, see
            O(update_secret). REST name C(properties.credentials.secrets.key).
        type: str
      sas_token:
        description:
          - The shared access signature.
          - Only for O(credentials.type=Sas), which needs it. Never shown and never compared, see O(update_secret).
            REST name C(properties.credentials.secrets.sasToken).
        type: str
      client_id:
        description:
          - The client id of the application.
          - Only for O(credentials.type=Certificate) and O(credentials.type=ServicePrincipal), which need it. REST
            name C(properties.credentials.clientId).
        type: str
      tenant_id:
        description:
          - The tenant of the application.
          - Only for O(credentials.type=Certificate) and O(credentials.type=ServicePrincipal), which need it. REST
            name C(properties.credentials.tenantId).
        type: str
      authority_url:
        description:
          - Where the application logs in. When omitted, the service takes that of its own cloud.
          - Only for O(credentials.type=Certificate) and O(credentials.type=ServicePrincipal). REST name
            C(properties.credentials.authorityUrl).
        type: str
      resource_url:
        description:
          - For which audience the application logs in.
          - Only for O(credentials.type=Certificate) and O(credentials.type=ServicePrincipal). REST name
            C(properties.credentials.resourceUrl).
        type: str
      thumbprint:
        description:
          - The thumbprint of the certificate.
          - Only for O(credentials.type=Certificate), which needs it. REST name C(properties.credentials.thumbprint).
        type: str
      certificate:
        description:
          - The certificate with its private key.
          - Only for O(credentials.type=Certificate), which needs it. Never shown and never compared, see
            O(update_secret). REST name C(properties.credentials.secrets.certificate).
        type: str
      client_secret:
        description:
          - The secret of the application.
          - Only for O(credentials.type=ServicePrincipal), which needs it. Never shown and never compared, see
            O(update_secret). REST name C(properties.credentials.secrets.clientSecret).
        type: str
  state:
    description:
      - Whether the datastore is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  skip_validation:
    description:
      - Whether the service is not to try the credentials before it takes them. Query C(skipValidation).
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_datastore_info
  - module: mlops.azureml.aml_dependencies
  - name: Datastores in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/datastores
"""

EXAMPLES = r"""
---
- name: Register a blob container that is reached with an account key
  mlops.azureml.aml_datastore:
    resource_group: rg-ml
    workspace: ml-prod
    name: training
    type: AzureBlob
    account_name: stmlprod
    container_name: training
    credentials:
      type: AccountKey
      account_key: "{{ storage_key }}"

- name: Register a file system that everybody reaches as themselves
  mlops.azureml.aml_datastore:
    resource_group: rg-ml
    workspace: ml-prod
    name: lake
    type: AzureDataLakeGen2
    account_name: stmlprod
    filesystem: raw

- name: Register a file system that is reached as an application
  mlops.azureml.aml_datastore:
    resource_group: rg-ml
    workspace: ml-prod
    name: lake_of_a_partner
    type: AzureDataLakeGen2
    account_name: stmlprod
    filesystem: partner
    tags:
      owner: partner
    credentials:
      type: ServicePrincipal
      tenant_id: 11111111-1111-1111-1111-111111111111
      client_id: 22222222-2222-2222-2222-222222222222
      client_secret: "{{ partner_secret }}"

- name: Rotate the account key
  mlops.azureml.aml_datastore:
    resource_group: rg-ml
    workspace: ml-prod
    name: training
    type: AzureBlob
    account_name: stmlprod
    container_name: training
    credentials:
      type: AccountKey
      account_key: "{{ storage_key }}"
    update_secret: always

- name: Forget the file system
  mlops.azureml.aml_datastore:
    resource_group: rg-ml
    workspace: ml-prod
    name: lake
    state: absent
"""

RETURN = r"""
---
datastore:
  description:
    - The datastore after the task, without secrets. Empty when it is absent. Has the members of its own O(type), with
      the names and forms of the options.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the datastore.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLe\
        arningServices/workspaces/ml-prod/datastores/training"
    resource_group:
      description:
        - The resource group of the workspace.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace.
      type: str
      sample: ml-prod
    name:
      description:
        - The name of the datastore.
      type: str
      sample: training
    type:
      description:
        - See O(type).
      type: str
      sample: AzureBlob
    description:
      description:
        - See O(description).
      type: str
      sample: null
    tags:
      description:
        - See O(tags).
      type: dict
      sample:
        owner: partner
    properties:
      description:
        - See O(properties).
      type: dict
      sample: {}
    account_name:
      description:
        - See O(account_name).
      type: str
      sample: stmlprod
    container_name:
      description:
        - See O(container_name).
      type: str
      sample: training
    filesystem:
      description:
        - See O(filesystem).
      type: str
      sample: raw
    file_share_name:
      description:
        - See O(file_share_name).
      type: str
      sample: notebooks
    store_name:
      description:
        - See O(store_name).
      type: str
      sample: adlsgen1
    one_lake_workspace_name:
      description:
        - See O(one_lake_workspace_name).
      type: str
      sample: onelake
    artifact:
      description:
        - See O(artifact).
      type: dict
      sample:
        name: churn
        type: LakeHouse
    endpoint:
      description:
        - See O(endpoint).
      type: str
      sample: core.windows.net
    protocol:
      description:
        - See O(protocol).
      type: str
      sample: https
    account_subscription_id:
      description:
        - See O(account_subscription_id).
      type: str
      sample: 00000000-0000-0000-0000-000000000001
    account_resource_group:
      description:
        - See O(account_resource_group).
      type: str
      sample: rg-ml
    service_data_access_identity:
      description:
        - See O(service_data_access_identity).
      type: str
      sample: None
    credentials:
      description:
        - See O(credentials).
      type: dict
      sample:
        type: AccountKey
    is_default:
      description:
        - Whether it is the workspace's default datastore. REST name C(properties.isDefault).
      type: bool
      sample: false
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - 'description: None -> Labelled images'
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.datastore import DATASTORE

TASK = manage(DATASTORE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
