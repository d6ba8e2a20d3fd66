package dev.lockstep.dialects.conductor.trial;

import dev.lockstep.dialects.conductor.StartWorkflow;
import dev.lockstep.dialects.conductor.WorkflowDefinition;
import java.util.Optional;

/**
 * What a caller asks to have tried out.
 *
 * @param definition that is tried; the one registered where none is given
 * @param mocks what is told of its tasks
 */
record TrialRequest(StartWorkflow.Request start, Optional<WorkflowDefinition> definition, TaskMocks mocks) {}
