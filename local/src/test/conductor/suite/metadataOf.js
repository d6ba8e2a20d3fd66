/** The calls on definitions, by the names that they have since 2.0; before, each was a call of the resource's. */
export function metadataOf(sdk, client) {
  if ('MetadataClient' in sdk) {
    return new sdk.MetadataClient(client);
  }
  const {metadataResource: resource} = client;
  return {
    registerTask: definition => resource.registerTaskDef([definition]),
    updateTask: definition => resource.updateTaskDef(definition),
    getTask: name => resource.getTaskDef(name),
    unregisterTask: name => resource.unregisterTaskDef(name),
    registerWorkflowDef: (definition, overwrite = false) => resource.create(definition, overwrite),
    getWorkflowDef: (name, version, metadata) => resource.get(name, version, metadata),
    unregisterWorkflow: (name, version = 1) => resource.unregisterWorkflowDef(name, version),
  };
}
