package dev.lockstep.engine.definition;

/** Names one version of a workflow; what it names never changes. Versions count from 1. */
public record WorkflowRef(Workspace workspace, WorkflowId workflow, int version) {}
