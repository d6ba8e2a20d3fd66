package dev.lockstep.dialects.machine;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.usecases.Compiled;

/**
 * A definition that was checked and compiled.
 *
 * @param id the one in it, or the one that it is put under
 */
public record Machine(WorkflowId id, Compiled compiled) {}
