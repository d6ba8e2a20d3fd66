package dev.lockstep.dialects.conductor.schedule;

import dev.lockstep.dialects.conductor.StartWorkflow;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.DueRequests;
import dev.lockstep.engine.usecases.StartExecution;
import java.time.Instant;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what is started when a schedule of Conductor's is due: the workflow as it is defined by then. */
public final class DueWorkflows implements DueRequests {
    private final StartWorkflow start;
    private final InstantSource clock;

    public DueWorkflows(StartWorkflow start, InstantSource clock) {
        this.start = start;
        this.clock = clock;
    }

    @Override
    public StartExecution.Request read(Caller caller, Schedule schedule, JsonNode input, Instant dueAt) {
        WorkflowSchedule saved = new WorkflowSchedule((ObjectNode) input);
        StartWorkflow.Request request = saved.request();
        request.input()
                .put("_startedByScheduler", saved.name())
                .put("_scheduledTime", dueAt.toEpochMilli())
                .put("_executedTime", clock.millis())
                .put("_executionId", DueExecutions.id(schedule, dueAt))
                .put("_schedulerCron", saved.cron() + " " + saved.zone());
        return start.request(caller, request);
    }
}
