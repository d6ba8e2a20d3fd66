package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Compiles what publishes the events of EVENT tasks. */
record EventCompiler(StageMaker stages, WorkflowDefinition definition) {
    /** What handlers do may be some calls each; tried again, it is done with what was done before. */
    private static final int SECONDS = 20;

    private static final RetryPolicy USUAL = new RetryPolicy(
            5,
            RetryPolicy.Backoff.EXPONENTIAL,
            2,
            60,
            List.of("TimedOut", "Internal", TaskResult.FAILED),
            Optional.empty());

    Stage.Task publish(WorkflowTask task, Optional<String> loop) {
        String sink = task.text("sink").orElse("");
        String path = task.path() + ".sink";
        if (!sink.contains("${")) {
            Sink.check(sink, path, stages.faults());
        }
        ObjectNode fields = Json.object()
                .put(EventOperation.REFERENCE, task.reference())
                .put(EventOperation.WORKFLOW, definition.name());
        ObjectNode given = Json.object().put(EventOperation.SINK, sink);
        given.set(EventOperation.CONTEXT, context(task));
        stages.parameters()
                .template(given, path, task.reference())
                .source()
                .properties()
                .forEach(field -> fields.set(field.getKey(), field.getValue()));
        return stages.stage(
                AsyncComplete.done(task),
                EventOperation.TYPE,
                new Activity.Operation(),
                stages.input(task),
                stages.config(EventOperation.TYPE, fields, path),
                new Policy(retry(task), SECONDS, AsyncComplete.onError(task), Optional.empty(), 1),
                loop);
    }

    private ObjectNode context(WorkflowTask task) {
        ObjectNode context = Json.object()
                .put("workflowInstanceId", "${workflow.workflowId}")
                .put("workflowType", definition.name())
                .put("workflowVersion", definition.version())
                .put("correlationId", "${workflow.correlationId}")
                .put("asyncComplete", AsyncComplete.is(task));
        context.putObject("taskToDomain");
        return context;
    }

    private static RetryPolicy retry(WorkflowTask task) {
        return task.definition()
                .map(definition -> WorkerCompiler.retry(task, definition))
                .orElse(USUAL);
    }
}
