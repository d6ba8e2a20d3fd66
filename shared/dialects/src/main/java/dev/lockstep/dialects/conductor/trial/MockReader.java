package dev.lockstep.dialects.conductor.trial;

import dev.lockstep.dialects.conductor.Reading;
import dev.lockstep.dialects.conductor.UpdateTask;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.trial.Mock;
import dev.lockstep.engine.usecases.ReportTask.Report;
import dev.lockstep.engine.usecases.StageWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what tasks are told to come to, those of sub-workflows included. */
final class MockReader {
    private static final int MOST_MOCKS = 10_000;
    private static final long LONGEST_MILLIS = Duration.ofDays(366).toMillis();
    private static final String[] STATUSES = {
        "COMPLETED", "FAILED", "FAILED_WITH_TERMINAL_ERROR", "CANCELED", "IN_PROGRESS"
    };

    private final Faults faults;
    private int mocks;

    MockReader(Faults faults) {
        this.faults = faults;
    }

    /** What is wrong with them goes to the faults. */
    TaskMocks read(JsonNode body) {
        TaskMocks read = read(body, "", 0);
        if (mocks > MOST_MOCKS) {
            faults.add("taskRefToMockOutput", "has, with those of sub-workflows, more than " + MOST_MOCKS + " mocks");
        }
        return read;
    }

    /** @param depth how many sub-workflows it is within */
    private TaskMocks read(JsonNode body, String path, int depth) {
        Reading fields = new Reading(body, path, faults);
        Map<String, List<Mock>> told = new HashMap<>();
        fields.object("taskRefToMockOutput")
                .ifPresent(map -> map.properties()
                        .forEach(each -> told.put(
                                each.getKey(),
                                list(each.getValue(), Paths.field(fields.at("taskRefToMockOutput"), each.getKey())))));
        Map<String, TaskMocks> within = new HashMap<>();
        fields.object("subWorkflowTestRequest").ifPresent(map -> {
            String at = fields.at("subWorkflowTestRequest");
            if (depth == Parent.DEEPEST) {
                faults.add(at, "is within more than " + Parent.DEEPEST + " others");
            } else {
                map.properties()
                        .forEach(each -> within.put(
                                each.getKey(), child(each.getValue(), Paths.field(at, each.getKey()), depth + 1)));
            }
        });
        return new TaskMocks(told, within);
    }

    private TaskMocks child(JsonNode request, String path, int depth) {
        if (!request.isObject()) {
            faults.add(path, "must be an object");
        }
        return read(request, path, depth);
    }

    private List<Mock> list(JsonNode given, String path) {
        List<Mock> list = new ArrayList<>();
        if (!given.isArray()) {
            faults.add(path, "must be a list");
            return list;
        }
        for (int i = 0; i < given.size(); i++) {
            mock(given.get(i), path + "[" + i + "]").ifPresent(list::add);
        }
        mocks += given.size();
        return list;
    }

    /** Empty where it is none. */
    private Optional<Mock> mock(JsonNode given, String path) {
        if (!given.isObject()) {
            faults.add(path, "must be an object");
            return Optional.empty();
        }
        Reading fields = new Reading(given, path, faults);
        fields.oneOf("status", STATUSES);
        fields.text("reasonForIncompletion");
        Optional<JsonNode> output = fields.object("output");
        output.flatMap(MockReader::flaw).ifPresent(flaw -> fields.fault("output", flaw));
        Duration taken = millis(fields, "queueWaitTime");
        Duration done = millis(fields, "executionTime");
        return faults.isEmpty() ? Optional.of(new Mock(report(fields, output), taken, done)) : Optional.empty();
    }

    private static Optional<String> flaw(JsonNode output) {
        return Json.flaw(output)
                .or(() -> Json.size(output) > StageWorker.MAX_BYTES
                        ? Optional.of("has more than " + StageWorker.MAX_BYTES + " bytes of JSON")
                        : Optional.empty());
    }

    private static Duration millis(Reading fields, String field) {
        Optional<JsonNode> given = fields.any(field);
        Optional<Long> millis = given.filter(JsonNode::canConvertToLong)
                .map(JsonNode::longValue)
                .filter(number -> number >= 0 && number <= LONGEST_MILLIS);
        if (given.isPresent() && millis.isEmpty()) {
            fields.fault(field, "must be a whole number of milliseconds from 0 to " + LONGEST_MILLIS);
        }
        return Duration.ofMillis(millis.orElse(0L));
    }

    private static Report report(Reading fields, Optional<JsonNode> output) {
        ObjectNode result = Json.object()
                .put("status", fields.text("status").orElse("COMPLETED"))
                .put(
                        "reasonForIncompletion",
                        fields.text("reasonForIncompletion").orElse("as mocked"));
        output.ifPresent(data -> result.set("outputData", data));
        return UpdateTask.report(result);
    }
}
