#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_compute
short_description: Manage computes of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Creates, changes and deletes a cluster (C(AmlCompute)) or an instance (C(ComputeInstance)).
  - Attaches and detaches computes of the other kinds, which the workspace does not make and which live on without it.
  - Starts, stops and restarts an instance.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.identity
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
      - The workspace that the compute belongs to.
    required: true
  name:
    description:
      - The name of the compute, 2 to 32 letters, digits and V(-), a letter first. Unique in the region for an
        instance.
      - Required, here or in O(definition).
    type: str
  type:
    description:
      - Which kind of compute it is. Needed for a new one.
      - Cannot be changed later. REST name C(properties.computeType).
    type: str
    aliases:
      - compute_type
    choices:
      - AmlCompute
      - ComputeInstance
      - AKS
      - Databricks
      - DataFactory
      - HDInsight
      - Kubernetes
      - DataLakeAnalytics
      - SynapseSpark
      - VirtualMachine
  location:
    description:
      - The region of the compute as a resource. When omitted, a new compute gets the workspace's.
      - Cannot be changed later. REST name C(location).
    type: str
  compute_location:
    description:
      - The region in which the nodes run. When omitted, the service takes that of the workspace.
      - Cannot be changed later. REST name C(properties.computeLocation).
    type: str
  sku:
    description:
      - The name of the resource's SKU. Most computes have none.
      - REST name C(sku.name).
    type: str
  description:
    description:
      - What the compute is for.
      - Cannot be changed later. REST name C(properties.description).
    type: str
  disable_local_auth:
    description:
      - Whether logging in to the nodes by SSH with a local account is off.
      - Cannot be changed later. REST name C(properties.disableLocalAuth).
    type: bool
  vm_size:
    description:
      - The size of the virtual machines, such as V(Standard_DS3_v2), in any case. Needed for a new one.
      - Only for O(type=AmlCompute) and O(type=ComputeInstance). Cannot be changed later. REST name
        C(properties.properties.vmSize).
    type: str
  subnet:
    description:
      - The resource id of the subnet in which the nodes run.
      - Only for O(type=AmlCompute) and O(type=ComputeInstance). Cannot be changed later. REST name
        C(properties.properties.subnet.id).
    type: str
  enable_node_public_ip:
    description:
      - Whether the nodes have public IP addresses.
      - Only for O(type=AmlCompute) and O(type=ComputeInstance). Cannot be changed later. REST name
        C(properties.properties.enableNodePublicIp).
    type: bool
  os_type:
    description:
      - The operating system of the nodes.
      - Only for O(type=AmlCompute). Cannot be changed later. REST name C(properties.properties.osType).
    type: str
    choices:
      - Linux
      - Windows
  vm_priority:
    description:
      - V(LowPriority) nodes cost less and can be taken away at any time.
      - Only for O(type=AmlCompute). Cannot be changed later. REST name C(properties.properties.vmPriority).
    type: str
    choices:
      - Dedicated
      - LowPriority
  virtual_machine_image:
    description:
      - The resource id of the image from which the nodes are made.
      - Only for O(type=AmlCompute). Cannot be changed later. REST name
        C(properties.properties.virtualMachineImage.id).
    type: str
  isolated_network:
    description:
      - Whether the cluster is in an isolated network.
      - Only for O(type=AmlCompute). Cannot be changed later. REST name C(properties.properties.isolatedNetwork).
    type: bool
  scale:
    description:
      - How many nodes the cluster may have.
      - Only for O(type=AmlCompute). REST name C(properties.properties.scaleSettings).
    type: dict
    suboptions:
      min_nodes:
        description:
          - The number of nodes that always run.
          - REST name C(properties.properties.scaleSettings.minNodeCount).
        type: int
      max_nodes:
        description:
          - The number of nodes that may run at once. A new cluster needs it.
          - REST name C(properties.properties.scaleSettings.maxNodeCount).
        type: int
      idle_time_before_scale_down:
        description:
          - How long a node is idle before it is given up, such as V(PT30M), V(30m) or a number of seconds.
          - REST name C(properties.properties.scaleSettings.nodeIdleTimeBeforeScaleDown).
        type: str
  admin:
    description:
      - The account for logging in to the nodes of a cluster.
      - Only for O(type=AmlCompute). Cannot be changed later. REST name
        C(properties.properties.userAccountCredentials).
    type: dict
    suboptions:
      user_name:
        description:
          - The name of the account. Needed with O(admin).
          - REST name C(properties.properties.userAccountCredentials.adminUserName).
        type: str
      ssh_public_key:
        description:
          - The public key that may log in.
          - Never shown and never compared, see O(update_secret). REST name
            C(properties.properties.userAccountCredentials.adminUserSshPublicKey).
        type: str
      password:
        description:
          - The password.
          - Never shown and never compared, see O(update_secret). REST name
            C(properties.properties.userAccountCredentials.adminUserPassword).
        type: str
  property_bag:
    description:
      - Further properties in the service's own shape, for what Azure keeps there.
      - Only for O(type=AmlCompute). Cannot be changed later. REST name C(properties.properties.propertyBag).
    type: dict
  remote_login_port_public_access:
    description:
      - Whether the SSH port of the nodes is open. With V(NotSpecified) the service decides.
      - Only for O(type=AmlCompute). Cannot be changed later. REST name
        C(properties.properties.remoteLoginPortPublicAccess).
    type: str
    choices:
      - Enabled
      - Disabled
      - NotSpecified
  application_sharing_policy:
    description:
      - Whether only the user it is assigned to reaches the instance's applications, or everybody in the workspace.
      - Only for O(type=ComputeInstance). Cannot be changed later. REST name
        C(properties.properties.applicationSharingPolicy).
    type: str
    choices:
      - Personal
      - Shared
  ssh:
    description:
      - Logging in to the instance by SSH.
      - Only for O(type=ComputeInstance). Cannot be changed later. REST name C(properties.properties.sshSettings).
    type: dict
    suboptions:
      public_access:
        description:
          - Whether the SSH port is open.
          - REST name C(properties.properties.sshSettings.sshPublicAccess).
        type: str
        choices:
          - Enabled
          - Disabled
      admin_public_key:
        description:
          - The public key that may log in.
          - REST name C(properties.properties.sshSettings.adminPublicKey).
        type: str
  authorization_type:
    description:
      - Who may use the instance. V(personal) is for its user alone.
      - Only for O(type=ComputeInstance). Cannot be changed later. REST name
        C(properties.properties.computeInstanceAuthorizationType).
    type: str
  enable_sso:
    description:
      - Whether its user is logged in to the applications automatically.
      - Only for O(type=ComputeInstance). Cannot be changed later. REST name C(properties.properties.enableSSO).
    type: bool
  assigned_user:
    description:
      - The user for whom the instance is, when it is not who creates it.
      - Only for O(type=ComputeInstance). Cannot be changed later. REST name
        C(properties.properties.personalComputeInstanceSettings.assignedUser).
    type: dict
    suboptions:
      object_id:
        description:
          - The object id of the user. Needed with O(assigned_user).
          - REST name C(properties.properties.personalComputeInstanceSettings.assignedUser.objectId).
        type: str
      tenant_id:
        description:
          - The tenant of the user. Needed with O(assigned_user).
          - REST name C(properties.properties.personalComputeInstanceSettings.assignedUser.tenantId).
        type: str
  idle_time_before_shutdown:
    description:
      - How long the instance is idle before it is stopped, such as V(PT1H), V(1h) or a number of seconds, between 15
        minutes and 3 days.
      - Only for O(type=ComputeInstance). REST name C(properties.properties.idleTimeBeforeShutdown).
    type: str
  schedules:
    description:
      - When the instance is started and stopped. The list is complete and its order counts.
      - Only for O(type=ComputeInstance). REST name C(properties.properties.schedules.computeStartStop).
    type: list
    elements: dict
    suboptions:
      action:
        description:
          - What is done then. Needed for each schedule.
          - REST name C(properties.properties.schedules.computeStartStop.action).
        type: str
        choices:
          - Start
          - Stop
      status:
        description:
          - Whether the schedule is in force.
          - REST name C(properties.properties.schedules.computeStartStop.status).
        type: str
        choices:
          - Enabled
          - Disabled
      trigger_type:
        description:
          - Which of O(schedules[].recurrence) and O(schedules[].cron) says when. Needed for each schedule.
          - REST name C(properties.properties.schedules.computeStartStop.triggerType).
        type: str
        choices:
          - Recurrence
          - Cron
      recurrence:
        description:
          - Regular times.
          - REST name C(properties.properties.schedules.computeStartStop.recurrence).
        type: dict
        suboptions:
          frequency:
            description:
              - The unit of O(schedules[].recurrence.interval).
              - REST name C(properties.properties.schedules.computeStartStop.recurrence.frequency).
            type: str
            choices:
              - Minute
              - Hour
              - Day
              - Week
              - Month
          interval:
            description:
              - How many units lie between two times.
              - REST name C(properties.properties.schedules.computeStartStop.recurrence.interval).
            type: int
          start_time:
            description:
              - The first time, such as V(2026-12-01T08:00:00).
              - REST name C(properties.properties.schedules.computeStartStop.recurrence.startTime).
            type: str
          time_zone:
            description:
              - The time zone by its Windows name, such as V(W. Europe Standard Time).
              - REST name C(properties.properties.schedules.computeStartStop.recurrence.timeZone).
            type: str
          hours:
            description:
              - The hours of the day.
              - REST name C(properties.properties.schedules.computeStartStop.recurrence.schedule.hours).
            type: list
            elements: int
          minutes:
            description:
              - The minutes of the hour.
              - REST name C(properties.properties.schedules.computeStartStop.recurrence.schedule.minutes).
            type: list
            elements: int
          month_days:
            description:
              - The days of the month.
              - REST name C(properties.properties.schedules.computeStartStop.recurrence.schedule.monthDays).
            type: list
            elements: int
          week_days:
            description:
              - The days of the week, such as V(Monday), in any case.
              - REST name C(properties.properties.schedules.computeStartStop.recurrence.schedule.weekDays).
            type: list
            elements: str
      cron:
        description:
          - Times as a cron expression.
          - REST name C(properties.properties.schedules.computeStartStop.cron).
        type: dict
        suboptions:
          start_time:
            description:
              - The first time, such as V(2026-12-01T08:00:00).
              - REST name C(properties.properties.schedules.computeStartStop.cron.startTime).
            type: str
          time_zone:
            description:
              - The time zone by its Windows name, such as V(W. Europe Standard Time).
              - REST name C(properties.properties.schedules.computeStartStop.cron.timeZone).
            type: str
          expression:
            description:
              - The expression, such as V(0 18 * * 1-5).
              - REST name C(properties.properties.schedules.computeStartStop.cron.expression).
            type: str
  setup_scripts:
    description:
      - What runs on the instance besides.
      - Only for O(type=ComputeInstance). Cannot be changed later. REST name
        C(properties.properties.setupScripts.scripts).
    type: dict
    suboptions:
      startup:
        description:
          - What runs at each start.
          - REST name C(properties.properties.setupScripts.scripts.startupScript).
        type: dict
        suboptions:
          source:
            description:
              - Where the script comes from, V(workspaceStorage) or V(inline).
              - REST name C(properties.properties.setupScripts.scripts.startupScript.scriptSource).
            type: str
          data:
            description:
              - The path of the script in the workspace's file share, or the inline script in Base64.
              - REST name C(properties.properties.setupScripts.scripts.startupScript.scriptData).
            type: str
          arguments:
            description:
              - The arguments of the script.
              - REST name C(properties.properties.setupScripts.scripts.startupScript.scriptArguments).
            type: str
          timeout:
            description:
              - How long it may run, such as V(15m).
              - REST name C(properties.properties.setupScripts.scripts.startupScript.timeout).
            type: str
      creation:
        description:
          - What runs once, when the instance is made.
          - REST name C(properties.properties.setupScripts.scripts.creationScript).
        type: dict
        suboptions:
          source:
            description:
              - Where the script comes from, V(workspaceStorage) or V(inline).
              - REST name C(properties.properties.setupScripts.scripts.creationScript.scriptSource).
            type: str
          data:
            description:
              - The path of the script in the workspace's file share, or the inline script in Base64.
              - REST name C(properties.properties.setupScripts.scripts.creationScript.scriptData).
            type: str
          arguments:
            description:
              - The arguments of the script.
              - REST name C(properties.properties.setupScripts.scripts.creationScript.scriptArguments).
            type: str
          timeout:
            description:
              - How long it may run, such as V(15m).
              - REST name C(properties.properties.setupScripts.scripts.creationScript.timeout).
            type: str
  custom_services:
    description:
      - Containers that run on the instance, in the service's own shape. Only the members given are compared.
      - Only for O(type=ComputeInstance). Cannot be changed later. REST name C(properties.properties.customServices).
    type: list
    elements: dict
  resource_id:
    description:
      - The resource to attach, as a resource id.
      - Only for O(type=AKS), O(type=Databricks), O(type=DataFactory), O(type=HDInsight), O(type=Kubernetes),
        O(type=DataLakeAnalytics), O(type=SynapseSpark) and O(type=VirtualMachine). Cannot be changed later. REST name
        C(properties.resourceId).
    type: str
  agent_count:
    description:
      - How many machines it has.
      - Only for O(type=AKS). REST name C(properties.properties.agentCount).
    type: int
  agent_vm_size:
    description:
      - The size of its machines.
      - Only for O(type=AKS). Cannot be changed later. REST name C(properties.properties.agentVmSize).
    type: str
  cluster_fqdn:
    description:
      - Its domain name.
      - Only for O(type=AKS). Cannot be changed later. REST name C(properties.properties.clusterFqdn).
    type: str
  cluster_purpose:
    description:
      - What it is for. When omitted, the service takes V(FastProd).
      - Only for O(type=AKS). Cannot be changed later. REST name C(properties.properties.clusterPurpose).
    type: str
    choices:
      - DenseProd
      - DevTest
      - FastProd
  ssl:
    description:
      - How it is reached by TLS.
      - Only for O(type=AKS). Cannot be changed later. REST name C(properties.properties.sslConfiguration).
    type: dict
    suboptions:
      status:
        description:
          - Whether by TLS, and whose certificate. Needed with O(ssl).
          - REST name C(properties.properties.sslConfiguration.status).
        type: str
        choices:
          - Auto
          - Disabled
          - Enabled
      certificate:
        description:
          - The certificate, in PEM form.
          - Only for O(ssl.status=Enabled), which needs it. Never shown and never compared, see O(update_secret). REST
            name C(properties.properties.sslConfiguration.cert).
        type: str
      key:
        description:
          - Its key, in PEM form.
          - Only for O(ssl.status=Enabled), which needs it. Never shown and never compared, see O(update_secret). REST
            name C(properties.properties.sslConfiguration.key).
        type: str
      cname:
        description:
          - The name in the certificate.
          - REST name C(properties.properties.sslConfiguration.cname).
        type: str
      leaf_domain_label:
        description:
          - The first part of a domain name that Microsoft gives.
          - REST name C(properties.properties.sslConfiguration.leafDomainLabel).
        type: str
      overwrite_existing_domain:
        description:
          - Whether to take a domain name that is in use.
          - REST name C(properties.properties.sslConfiguration.overwriteExistingDomain).
        type: bool
  networking:
    description:
      - Its network.
      - Only for O(type=AKS). Cannot be changed later. REST name C(properties.properties.aksNetworkingConfiguration).
    type: dict
    suboptions:
      subnet_id:
        description:
          - Its subnet, as a resource id.
          - REST name C(properties.properties.aksNetworkingConfiguration.subnetId).
        type: str
      service_cidr:
        description:
          - The addresses of its services, such as V(10.0.0.0/16).
          - REST name C(properties.properties.aksNetworkingConfiguration.serviceCidr).
        type: str
      dns_service_ip:
        description:
          - The address of its name server.
          - REST name C(properties.properties.aksNetworkingConfiguration.dnsServiceIP).
        type: str
      docker_bridge_cidr:
        description:
          - The addresses of its bridge.
          - REST name C(properties.properties.aksNetworkingConfiguration.dockerBridgeCidr).
        type: str
  load_balancer_type:
    description:
      - Whether its load balancer has a public address. When omitted, the service takes V(PublicIp).
      - Only for O(type=AKS). Cannot be changed later. REST name C(properties.properties.loadBalancerType).
    type: str
    choices:
      - InternalLoadBalancer
      - PublicIp
  load_balancer_subnet:
    description:
      - The subnet of its internal load balancer.
      - Only for O(type=AKS). Cannot be changed later. REST name C(properties.properties.loadBalancerSubnet).
    type: str
  namespace:
    description:
      - The namespace in the cluster for what Azure ML runs. When omitted, the service takes V(default).
      - Only for O(type=Kubernetes). Cannot be changed later. REST name C(properties.properties.namespace).
    type: str
  default_instance_type:
    description:
      - The type of instance for jobs that name none.
      - Only for O(type=Kubernetes). REST name C(properties.properties.defaultInstanceType).
    type: str
  instance_types:
    description:
      - The types of instances by name, in the service's own shape. Only the members given are compared.
      - Only for O(type=Kubernetes). REST name C(properties.properties.instanceTypes).
    type: dict
  vc_name:
    description:
      - The virtual cluster.
      - Only for O(type=Kubernetes). Cannot be changed later. REST name C(properties.properties.vcName).
    type: str
  extension_principal_id:
    description:
      - The id of the identity of the extension. The extension fills it in.
      - Only for O(type=Kubernetes). REST name C(properties.properties.extensionPrincipalId).
    type: str
  extension_release_train:
    description:
      - The release train of the extension. The extension fills it in.
      - Only for O(type=Kubernetes). REST name C(properties.properties.extensionInstanceReleaseTrain).
    type: str
  relay_connection_string:
    description:
      - The connection string of the relay of the extension.
      - Only for O(type=Kubernetes). Never shown and never compared, see O(update_secret). REST name
        C(properties.properties.relayConnectionString).
    type: str
  service_bus_connection_string:
    description:
      - The connection string of the service bus of the extension.
      - Only for O(type=Kubernetes). Never shown and never compared, see O(update_secret). REST name
        C(properties.properties.serviceBusConnectionString).
    type: str
  address:
    description:
      - The address of the machine.
      - Only for O(type=HDInsight) and O(type=VirtualMachine). Cannot be changed later. REST name
        C(properties.properties.address).
    type: str
  ssh_port:
    description:
      - The port for SSH. When omitted, the service takes V(22).
      - Only for O(type=HDInsight) and O(type=VirtualMachine). Cannot be changed later. REST name
        C(properties.properties.sshPort).
    type: int
  administrator_account:
    description:
      - The account to log in with. The service does not show it, so a change that replaces the compute needs it again.
      - Only for O(type=HDInsight) and O(type=VirtualMachine), which need it. REST name
        C(properties.properties.administratorAccount).
    type: dict
    suboptions:
      user_name:
        description:
          - The name of the user. Needed here.
          - REST name C(properties.properties.administratorAccount.username).
        type: str
      password:
        description:
          - The password.
          - Never shown and never compared, see O(update_secret). REST name
            C(properties.properties.administratorAccount.password).
        type: str
      public_key:
        description:
          - The public key for SSH.
          - Never shown and never compared, see O(update_secret). REST name
            C(properties.properties.administratorAccount.publicKeyData).
        type: str
      private_key:
        description:
          - The private key for SSH.
          - Never shown and never compared, see O(update_secret). REST name
            C(properties.properties.administratorAccount.privateKeyData).
        type: str
  virtual_machine_size:
    description:
      - The size of the machine.
      - Only for O(type=VirtualMachine). Cannot be changed later. REST name C(properties.properties.virtualMachineSize).
    type: str
  notebook_server_port:
    description:
      - The port of its notebook server.
      - Only for O(type=VirtualMachine). Cannot be changed later. REST name C(properties.properties.notebookServerPort).
    type: int
  is_notebook_instance:
    description:
      - Whether it is a machine for notebooks.
      - Only for O(type=VirtualMachine). Cannot be changed later. REST name
        C(properties.properties.isNotebookInstanceCompute).
    type: bool
  workspace_url:
    description:
      - The address of the Databricks workspace.
      - Only for O(type=Databricks). Cannot be changed later. REST name C(properties.properties.workspaceUrl).
    type: str
  databricks_access_token:
    description:
      - The token to call Databricks with.
      - Only for O(type=Databricks), which needs it. Never shown and never compared, see O(update_secret). REST name
        C(properties.properties.databricksAccessToken).
    type: str
  data_lake_store_account_name:
    description:
      - The account of the store of Data Lake Analytics.
      - Only for O(type=DataLakeAnalytics). Cannot be changed later. REST name
        C(properties.properties.dataLakeStoreAccountName).
    type: str
  synapse_subscription_id:
    description:
      - The subscription of the Synapse workspace.
      - Only for O(type=SynapseSpark). Cannot be changed later. REST name C(properties.properties.subscriptionId).
    type: str
  synapse_resource_group:
    description:
      - The resource group of the Synapse workspace.
      - Only for O(type=SynapseSpark). Cannot be changed later. REST name C(properties.properties.resourceGroup).
    type: str
  synapse_workspace:
    description:
      - The Synapse workspace.
      - Only for O(type=SynapseSpark). Cannot be changed later. REST name C(properties.properties.workspaceName).
    type: str
  pool_name:
    description:
      - The Spark pool in it.
      - Only for O(type=SynapseSpark). Cannot be changed later. REST name C(properties.properties.poolName).
    type: str
  spark_version:
    description:
      - The version of Spark.
      - Only for O(type=SynapseSpark). Cannot be changed later. REST name C(properties.properties.sparkVersion).
    type: str
  node_count:
    description:
      - How many nodes it has.
      - Only for O(type=SynapseSpark). Cannot be changed later. REST name C(properties.properties.nodeCount).
    type: int
  node_size:
    description:
      - The size of a node.
      - Only for O(type=SynapseSpark). Cannot be changed later. REST name C(properties.properties.nodeSize).
    type: str
  node_size_family:
    description:
      - The family of sizes.
      - Only for O(type=SynapseSpark). Cannot be changed later. REST name C(properties.properties.nodeSizeFamily).
    type: str
  auto_scale:
    description:
      - How it grows and shrinks.
      - Only for O(type=SynapseSpark). Cannot be changed later. REST name C(properties.properties.autoScaleProperties).
    type: dict
    suboptions:
      enabled:
        description:
          - Whether it does.
          - REST name C(properties.properties.autoScaleProperties.enabled).
        type: bool
      min_nodes:
        description:
          - The least number of nodes.
          - REST name C(properties.properties.autoScaleProperties.minNodeCount).
        type: int
      max_nodes:
        description:
          - The greatest number of nodes.
          - REST name C(properties.properties.autoScaleProperties.maxNodeCount).
        type: int
  auto_pause:
    description:
      - How it is paused when it is idle.
      - Only for O(type=SynapseSpark). Cannot be changed later. REST name C(properties.properties.autoPauseProperties).
    type: dict
    suboptions:
      enabled:
        description:
          - Whether it is.
          - REST name C(properties.properties.autoPauseProperties.enabled).
        type: bool
      delay_in_minutes:
        description:
          - How many minutes it must be idle.
          - REST name C(properties.properties.autoPauseProperties.delayInMinutes).
        type: int
  state:
    description:
      - What the compute is to be. V(started), V(stopped) and V(restarted) are for instances.
      - V(started) and V(stopped) make the other options so first and then lead to that state. V(restarted) restarts
        it every time.
    type: str
    choices:
      - present
      - absent
      - started
      - stopped
      - restarted
    default: present
  on_delete:
    description:
      - What becomes of the machines when the compute goes. Query C(underlyingResourceAction).
      - When omitted, what the service made is deleted, and what was attached lives on. V(Delete) deletes that, too.
    type: str
    choices:
      - Delete
      - Detach
  force:
    description:
      - Whether to delete or recreate a compute on which jobs run. What they have done so far may be lost.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_compute_info
  - module: mlops.azureml.aml_workspace
  - name: Compute in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/compute
"""

EXAMPLES = r"""
---
- name: Create a cluster that costs nothing while it is idle
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: cpu-cluster
    type: AmlCompute
    vm_size: Standard_DS3_v2
    scale:
      min_nodes: 0
      max_nodes: 4
      idle_time_before_scale_down: 15m

- name: Let it grow
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: cpu-cluster
    scale:
      max_nodes: 8

- name: Create a cluster as az ml would, but for the number of its nodes
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    definition:
      name: cli-cluster
      type: amlcompute
      size: Standard_DS3_v2
      max_instances: 4
    scale:
      max_nodes: 8

- name: Create a cluster of low priority that can be logged in to, and do not wait for it
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: gpu-cluster
    type: AmlCompute
    vm_size: Standard_NC6s_v3
    vm_priority: LowPriority
    scale:
      max_nodes: 2
    identity:
      type: SystemAssigned
    admin:
      user_name: azureuser
      password: "{{ admin_password }}"
    wait: false

- name: Create an instance that stops itself in the evening and when it is idle
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: ci-churn
    type: ComputeInstance
    vm_size: Standard_DS3_v2
    idle_time_before_shutdown: 1h
    schedules:
      - action: Stop
        trigger_type: Cron
        cron:
          time_zone: W. Europe Standard Time
          expression: 0 18 * * 1-5

- name: Stop the instance
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: ci-churn
    state: stopped

- name: Replace a cluster to change its size
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: cpu-cluster
    vm_size: Standard_DS4_v2
    on_immutable: recreate

- name: Attach a Kubernetes cluster
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: k8s
    type: Kubernetes
    resource_id: "{{ group_id }}/providers/Microsoft.ContainerService/managedClusters/k8s"
    namespace: ml
    identity:
      type: SystemAssigned
    instance_types:
      small:
        resources:
          requests:
            cpu: "1"
            memory: 4Gi
  vars:
    group_id: /subscriptions/{{ lookup('ansible.builtin.env', 'AZURE_SUBSCRIPTION_ID') }}/resourceGroups/rg-ml

- name: Detach it, which leaves the cluster alone
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: k8s
    state: absent

- name: Delete the cluster
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: cpu-cluster
    state: absent
"""

RETURN = r"""
---
compute:
  description:
    - The compute after the task. Empty when it is absent. Has the members of its own O(type), with the names and
      forms of the options.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the compute.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLe\
        arningServices/workspaces/ml-prod/computes/cpu-cluster"
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
        - The name of the compute.
      type: str
      sample: cpu-cluster
    type:
      description:
        - See O(type).
      type: str
      sample: AmlCompute
    location:
      description:
        - See O(location).
      type: str
      sample: westeurope
    compute_location:
      description:
        - See O(compute_location).
      type: str
      sample: westeurope
    identity:
      description:
        - See O(identity).
      type: dict
      sample:
        type: SystemAssigned
    identity_principal_id:
      description:
        - The principal of the system-assigned identity, to grant roles to. REST name C(identity.principalId).
      type: str
      sample: 057a668d-6185-5788-b89c-cc194c7a0607
    identity_tenant_id:
      description:
        - The directory of that principal. REST name C(identity.tenantId).
      type: str
      sample: 11111111-1111-1111-1111-111111111111
    sku:
      description:
        - See O(sku).
      type: str
      sample: null
    tags:
      description:
        - See O(tags).
      type: dict
      sample:
        team: churn
    description:
      description:
        - See O(description).
      type: str
      sample: Copies
    disable_local_auth:
      description:
        - See O(disable_local_auth).
      type: bool
      sample: false
    vm_size:
      description:
        - See O(vm_size).
      type: str
      sample: STANDARD_DS3_V2
    subnet:
      description:
        - See O(subnet).
      type: str
      sample: null
    enable_node_public_ip:
      description:
        - See O(enable_node_public_ip).
      type: bool
      sample: true
    os_type:
      description:
        - See O(os_type).
      type: str
      sample: Linux
    vm_priority:
      description:
        - See O(vm_priority).
      type: str
      sample: Dedicated
    virtual_machine_image:
      description:
        - See O(virtual_machine_image).
      type: str
      sample: null
    isolated_network:
      description:
        - See O(isolated_network).
      type: bool
      sample: false
    scale:
      description:
        - See O(scale).
      type: dict
      sample:
        min_nodes: 0
        max_nodes: 4
        idle_time_before_scale_down: PT15M
    admin:
      description:
        - See O(admin). Only the C(user_name) is shown.
      type: dict
      sample:
        user_name: azureuser
    property_bag:
      description:
        - See O(property_bag).
      type: dict
      sample: {}
    remote_login_port_public_access:
      description:
        - See O(remote_login_port_public_access).
      type: str
      sample: Enabled
    application_sharing_policy:
      description:
        - See O(application_sharing_policy).
      type: str
      sample: Shared
    ssh:
      description:
        - See O(ssh).
      type: dict
      sample:
        public_access: Disabled
        admin_public_key: null
    ssh_user_name:
      description:
        - Who logs in over SSH. REST name C(properties.properties.sshSettings.adminUserName).
      type: str
      sample: azureuser
    ssh_port:
      description:
        - The SSH port. REST name C(properties.properties.sshSettings.sshPort).
      type: int
      sample: 4000
    authorization_type:
      description:
        - See O(authorization_type).
      type: str
      sample: personal
    enable_sso:
      description:
        - See O(enable_sso).
      type: bool
      sample: true
    assigned_user:
      description:
        - See O(assigned_user).
      type: dict
      sample: null
    idle_time_before_shutdown:
      description:
        - See O(idle_time_before_shutdown).
      type: str
      sample: PT1H
    schedules:
      description:
        - See O(schedules).
      type: list
      elements: dict
      sample:
        - action: Stop
          status: Enabled
          trigger_type: Cron
          recurrence: null
          cron:
            start_time: null
            time_zone: W. Europe Standard Time
            expression: 0 18 * * 1-5
    setup_scripts:
      description:
        - See O(setup_scripts).
      type: dict
      sample: null
    custom_services:
      description:
        - See O(custom_services).
      type: list
      elements: dict
      sample: []
    state_of_instance:
      description:
        - What the instance is doing, such as V(Running). Instances only. REST name C(properties.properties.state).
      type: str
      sample: Running
    applications:
      description:
        - The applications on the instance, with their URLs. Instances only. REST name
          C(properties.properties.applications).
      type: list
      elements: dict
      sample:
        - displayName: Jupyter
          endpointUri: https://ci-churn.westeurope.instances.azureml.ms/tree/
    connectivity_endpoints:
      description:
        - The IP addresses of the instance. Instances only. REST name C(properties.properties.connectivityEndpoints).
      type: dict
      sample:
        privateIpAddress: 10.0.0.4
        publicIpAddress: 203.0.113.10
    last_operation:
      description:
        - The operation before, with its C(operationName) and C(operationStatus). Instances only. REST name
          C(properties.properties.lastOperation).
      type: dict
      sample:
        operationName: Create
        operationStatus: Succeeded
        operationTime: '2026-11-24T00:47:39.7859680+00:00'
        operationTrigger: User
    created_by:
      description:
        - Who created the instance. Instances only. REST name C(properties.properties.createdBy).
      type: dict
      sample:
        userId: 002d7990-ffb6-56bd-95f0-a0cfcc6478c0
        userOrgId: 11111111-1111-1111-1111-111111111111
    os_image:
      description:
        - The version of the instance's image and whether it is the newest. Instances only. REST name
          C(properties.properties.osImageMetadata).
      type: dict
      sample:
        currentImageVersion: 25.11.01
        isLatestOsImageVersion: true
        latestImageVersion: 25.11.01
    containers:
      description:
        - The containers on the instance. Instances only. REST name C(properties.properties.containers).
      type: list
      elements: dict
      sample: null
    data_disks:
      description:
        - The disks of the instance. Instances only. REST name C(properties.properties.dataDisks).
      type: list
      elements: dict
      sample: null
    data_mounts:
      description:
        - What the instance has mounted. Instances only. REST name C(properties.properties.dataMounts).
      type: list
      elements: dict
      sample: null
    versions:
      description:
        - The version of the runtime on the instance. Instances only. REST name C(properties.properties.versions).
      type: dict
      sample:
        runtime: 3.0.03000.0001
    agent_count:
      description:
        - See O(agent_count).
      type: int
      sample: 3
    agent_vm_size:
      description:
        - See O(agent_vm_size).
      type: str
      sample: Standard_D3_v2
    cluster_fqdn:
      description:
        - See O(cluster_fqdn).
      type: str
      sample: null
    cluster_purpose:
      description:
        - See O(cluster_purpose).
      type: str
      sample: DevTest
    ssl:
      description:
        - See O(ssl).
      type: dict
      sample: null
    networking:
      description:
        - See O(networking).
      type: dict
      sample: null
    load_balancer_type:
      description:
        - See O(load_balancer_type).
      type: str
      sample: PublicIp
    load_balancer_subnet:
      description:
        - See O(load_balancer_subnet).
      type: str
      sample: null
    system_services:
      description:
        - The services that run on it. AKS only. REST name C(properties.properties.systemServices).
      type: list
      elements: dict
      sample: []
    namespace:
      description:
        - See O(namespace).
      type: str
      sample: ml
    default_instance_type:
      description:
        - See O(default_instance_type).
      type: str
      sample: small
    instance_types:
      description:
        - See O(instance_types).
      type: dict
      sample:
        small:
          resources:
            requests:
              cpu: "1"
              memory: "4Gi"
    vc_name:
      description:
        - See O(vc_name).
      type: str
      sample: null
    extension_principal_id:
      description:
        - See O(extension_principal_id).
      type: str
      sample: null
    extension_release_train:
      description:
        - See O(extension_release_train).
      type: str
      sample: null
    address:
      description:
        - See O(address).
      type: str
      sample: "10.0.0.4"
    administrator_account:
      description:
        - See O(administrator_account).
      type: dict
      sample: null
    virtual_machine_size:
      description:
        - See O(virtual_machine_size).
      type: str
      sample: Standard_D2_v2
    notebook_server_port:
      description:
        - See O(notebook_server_port).
      type: int
      sample: null
    is_notebook_instance:
      description:
        - See O(is_notebook_instance).
      type: bool
      sample: false
    workspace_url:
      description:
        - See O(workspace_url).
      type: str
      sample: https://adb-1.azuredatabricks.net
    data_lake_store_account_name:
      description:
        - See O(data_lake_store_account_name).
      type: str
      sample: lake
    synapse_subscription_id:
      description:
        - See O(synapse_subscription_id).
      type: str
      sample: 00000000-0000-0000-0000-000000000001
    synapse_resource_group:
      description:
        - See O(synapse_resource_group).
      type: str
      sample: rg-ml
    synapse_workspace:
      description:
        - See O(synapse_workspace).
      type: str
      sample: synapse
    pool_name:
      description:
        - See O(pool_name).
      type: str
      sample: pool
    spark_version:
      description:
        - See O(spark_version).
      type: str
      sample: "3.4"
    node_count:
      description:
        - See O(node_count).
      type: int
      sample: null
    node_size:
      description:
        - See O(node_size).
      type: str
      sample: null
    node_size_family:
      description:
        - See O(node_size_family).
      type: str
      sample: null
    auto_scale:
      description:
        - See O(auto_scale).
      type: dict
      sample:
        enabled: true
        min_nodes: 3
        max_nodes: 9
    auto_pause:
      description:
        - See O(auto_pause).
      type: dict
      sample: null
    allocation_state:
      description:
        - Whether the cluster is changing its number of nodes (V(Resizing)) or not (V(Steady)). Clusters only. REST
          name C(properties.properties.allocationState).
      type: str
      sample: Steady
    allocation_state_transition_time:
      description:
        - Since when. Clusters only. REST name C(properties.properties.allocationStateTransitionTime).
      type: str
      sample: '2026-11-24T00:47:39.1784240+00:00'
    current_nodes:
      description:
        - How many nodes it has. Clusters only. REST name C(properties.properties.currentNodeCount).
      type: int
      sample: 0
    target_nodes:
      description:
        - How many it is about to have. Clusters only. REST name C(properties.properties.targetNodeCount).
      type: int
      sample: 0
    node_states:
      description:
        - How many nodes are in which state. Clusters only. REST name C(properties.properties.nodeStateCounts).
      type: dict
      sample:
        idleNodeCount: 0
        leavingNodeCount: 0
        preemptedNodeCount: 0
        preparingNodeCount: 0
        runningNodeCount: 0
        unusableNodeCount: 0
    errors:
      description:
        - What went wrong on the nodes, in the service's own shape. REST name C(properties.properties.errors).
      type: list
      elements: dict
      sample: []
    provisioning_state:
      description:
        - How far the service is, such as V(Succeeded). REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
    provisioning_errors:
      description:
        - What went wrong while it was made, in the service's own shape. REST name C(properties.provisioningErrors).
      type: list
      elements: dict
      sample: null
    attached:
      description:
        - Whether it was attached and not made by the workspace. REST name C(properties.isAttachedCompute).
      type: bool
      sample: false
    resource_id:
      description:
        - The resource id of what was attached. REST name C(properties.resourceId).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Container\
        Service/managedClusters/k8s"
    created_on:
      description:
        - When it was created. REST name C(properties.createdOn).
      type: str
      sample: '2026-11-24T00:47:39.1784290+00:00'
    modified_on:
      description:
        - When it was changed. REST name C(properties.modifiedOn).
      type: str
      sample: '2026-11-24T00:47:39.1784290+00:00'
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - 'scale.max_nodes: 4 -> 8'
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Machin\
    eLearningServices/locations/westeurope/computeOperationsStatus/5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10?api-version=\
    2025-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.compute import COMPUTE

TASK = manage(COMPUTE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
