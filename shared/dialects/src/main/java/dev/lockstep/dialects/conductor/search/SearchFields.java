package dev.lockstep.dialects.conductor.search;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can be searched by: of what a query calls its fields, how the rows have them.
 *
 * @param names by the name in a query, the field of a row; any other name is passed over, as Conductor does
 * @param times those of the rows' fields that are times, in milliseconds
 * @param refused those that Conductor knows, and that cannot be told of a row without reading all of it
 */
record SearchFields(Map<String, String> names, Set<String> times, Set<String> refused) {
    /** The kind of a workflow, which only a search tells. */
    static final String CLASSIFIER = "classifier";

    static final SearchFields OF_WORKFLOWS = new SearchFields(
            Map.ofEntries(
                    Map.entry("workflowId", "workflowId"),
                    Map.entry("workflowType", "workflowName"),
                    Map.entry(CLASSIFIER, CLASSIFIER),
                    Map.entry("version", "workflowVersion"),
                    Map.entry("status", "status"),
                    Map.entry("correlationId", "correlationId"),
                    Map.entry("parentWorkflowId", "parentWorkflowId"),
                    Map.entry("priority", "priority"),
                    Map.entry("startTime", "startTime"),
                    Map.entry("createTime", "startTime"),
                    Map.entry("endTime", "endTime")),
            Set.of("startTime", "endTime"),
            Set.of("updateTime"));

    static final SearchFields OF_TASKS = new SearchFields(
            Map.ofEntries(
                    Map.entry("taskId", "taskId"),
                    Map.entry("taskType", "taskType"),
                    Map.entry("taskDefName", "taskDefName"),
                    Map.entry("referenceTaskName", "referenceTaskName"),
                    Map.entry("workflowId", "workflowInstanceId"),
                    Map.entry("workflowType", "workflowType"),
                    Map.entry("status", "status"),
                    Map.entry("correlationId", "correlationId"),
                    Map.entry("workerId", "workerId"),
                    Map.entry("scheduledTime", "scheduledTime"),
                    Map.entry("startTime", "startTime"),
                    Map.entry("endTime", "endTime"),
                    Map.entry("updateTime", "updateTime")),
            Set.of("scheduledTime", "startTime", "endTime", "updateTime"),
            Set.of());

    /** The field of a row that a query names; empty for one that is passed over. */
    Optional<String> find(String name) {
        return Optional.ofNullable(names.get(name));
    }

    boolean isTime(String field) {
        return times.contains(field);
    }
}
