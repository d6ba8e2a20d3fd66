package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.usecases.ReportTask.Report;
import dev.lockstep.engine.usecases.StandIns.Attempted;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A task of a workflow that is only tried out. */
public record TriedTask(Attempted attempted) {
    /** What it is called: within a loop first as in this round, then as in the definition. */
    public List<String> names() {
        String told = attempted.label().path(Telling.REFERENCE).asString("");
        boolean isBranch = attempted.task().forEach().isPresent();
        String reference = told.isEmpty() ? attempted.run().stage() : told;
        List<Integer> path = attempted.run().iteration().path();
        List<Integer> rounds = path.subList(1, Math.max(1, path.size() - (isBranch ? 1 : 0)));
        return Stream.of(TaskRow.reference(reference, rounds), reference)
                .distinct()
                .toList();
    }

    /** Whether it does what a task is for that somebody else completes. */
    public boolean isCompletedByOthers() {
        return AsyncComplete.isDoing(attempted.run().stage());
    }

    /** What is recorded where that is told of it: who starts a workflow gives its id under another name. */
    public Report recorded(Report told) {
        JsonNode started = told instanceof Report.Completed done && startsWorkflow()
                ? done.output().path("workflowId")
                : Json.object();
        if (!started.isString() || !(told instanceof Report.Completed done)) {
            return told;
        }
        ObjectNode output = (ObjectNode) done.output().deepCopy();
        return new Report.Completed(output.put("execution_id", started.stringValue()), done.credits());
    }

    private boolean startsWorkflow() {
        boolean isTold = attempted.label().path(Telling.TYPE).asString("").equals(TaskType.START_WORKFLOW.name());
        return isTold
                || attempted.task().type().equals(StartOperation.TYPE)
                || (attempted.task().activity() instanceof Activity.SubWorkflow workflow && !workflow.waits());
    }
}
