package dev.lockstep.dialects.conductor.search;

import dev.lockstep.dialects.conductor.Names;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.usecases.Caller;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The executions among which those are that a query wants: those of the ids that it names, or the newest ones of the workflows that it
 * names or else of the workspace. The table itself is never walked through. No index knows correlation ids: one would cost every start
 * of a workflow that has one a write unit more, so that who looks for them names the workflow or has the newest ones looked at.
 */
final class Candidates {
    private static final int MOST_TYPES = 10;

    private final Newest newest;
    private final WorkflowReads reads;

    Candidates(ExecutionList executions, WorkflowReads reads) {
        this.newest = new Newest(executions);
        this.reads = reads;
    }

    /**
     * @param workflowId the field that has the execution's id
     * @param workflowType the field that has the workflow's name
     * @param most how many are looked at
     */
    Newest.Walk of(
            Caller caller, SearchQuery query, String workflowId, String workflowType, Newest.Window window, int most) {
        Optional<List<String>> ids = query.oneOf(workflowId);
        if (ids.isPresent()) {
            return new Newest.Walk(named(caller, ids.get()), true);
        }
        List<String> types =
                query.oneOf(workflowType).orElse(List.of()).stream().distinct().toList();
        return types.isEmpty() || types.size() > MOST_TYPES
                ? newest.walk(caller, Optional.empty(), window, most)
                : ofTypes(caller, types, window, most);
    }

    /** Those of one workflow, by its name. */
    Newest.Walk ofType(Caller caller, String name, Newest.Window window, int most) {
        return newest.walk(caller, Optional.of(Names.workflow(name)), window, most);
    }

    private Newest.Walk ofTypes(Caller caller, List<String> types, Newest.Window window, int most) {
        List<Execution> found = new ArrayList<>();
        boolean all = true;
        for (String type : types) {
            Newest.Walk walk = ofType(caller, type, window, most / types.size());
            found.addAll(walk.executions());
            all &= walk.all();
        }
        found.sort(Comparator.comparing((Execution execution) -> execution.id().value())
                .reversed());
        return new Newest.Walk(found, all);
    }

    private List<Execution> named(Caller caller, List<String> ids) {
        return reads.read(caller, ids.stream().distinct().map(ExecutionId::new).toList()).stream()
                .map(found -> found.recorded().execution())
                .sorted(Comparator.comparing(
                                (Execution execution) -> execution.id().value())
                        .reversed())
                .toList();
    }
}
