package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.execution.Step;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an EVENT task tells.
 *
 * @param id of the event: that of the task's run in its execution, and the same for every attempt at it
 * @param name that handlers are registered for, as in {@code conductor:workflow:queue}
 * @param publisher the task's run
 */
record Event(String id, String name, ObjectNode payload, Step publisher) {}
