package dev.lockstep.dialects.conductor.search;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.usecases.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Sifts schedules, and what became of their due times. */
public final class SearchSchedules {
    private static final SearchFields OF_SCHEDULES = new SearchFields(
            Map.of(
                    "name",
                    "name",
                    "createTime",
                    "createTime",
                    "updatedTime",
                    "updatedTime",
                    "nextRunTime",
                    "nextRunTime"),
            Set.of(),
            Set.of());

    private static final SearchFields OF_EXECUTIONS = new SearchFields(
            Map.of(
                    "executionId", "executionId",
                    "scheduleName", "scheduleName",
                    "workflowName", "workflowName",
                    "workflowType", "workflowName",
                    "workflowId", "workflowId",
                    "state", "state",
                    "status", "state",
                    "scheduledTime", "scheduledTime"),
            Set.of("scheduledTime"),
            Set.of("executionTime"));

    private SearchSchedules() {}

    /**
     * Schedules by free text, in the order that is asked for, or else by name.
     *
     * @throws Refusal where the order is none
     */
    public static Found<ObjectNode> schedules(List<ObjectNode> all, SearchRequest request) {
        Comparator<ObjectNode> byName =
                Comparator.comparing(schedule -> schedule.path("name").asString(""));
        return found(
                all,
                request,
                new SearchQuery(List.of()),
                SearchOrder.parse(request.sort(), OF_SCHEDULES).thenComparing(byName));
    }

    /**
     * What became of due times, the latest first where no other order is asked for.
     *
     * @throws Refusal where query or order are none
     */
    public static Found<ObjectNode> executions(List<ObjectNode> all, SearchRequest request) {
        Comparator<ObjectNode> newestFirst = Comparator.comparing(
                (ObjectNode row) -> row.path("scheduledTime").asLong(0), Comparator.reverseOrder());
        return found(
                all,
                request,
                SearchQuery.parse(request.query(), OF_EXECUTIONS),
                SearchOrder.parse(request.sort(), OF_EXECUTIONS).thenComparing(newestFirst));
    }

    private static Found<ObjectNode> found(
            List<ObjectNode> all, SearchRequest request, SearchQuery query, Comparator<ObjectNode> order) {
        List<ObjectNode> rows = all.stream()
                .filter(query::holds)
                .filter(row -> request.isIn(() -> Json.write(row)))
                .sorted(order)
                .toList();
        return new Found<>(rows.size(), true, request.page(rows));
    }
}
