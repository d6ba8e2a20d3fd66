package dev.lockstep.engine.execution;

import dev.lockstep.engine.definition.WorkflowRef;

/**
 * One unit of queued work: advance this stage run. It names and carries no state, so that a copy of it, or an old one, does no
 * harm; the workflow's version is named too, since it tells which stage runs to read beside the execution.
 */
public record Step(WorkflowRef workflow, ExecutionId execution, StageRunKey run) {}
