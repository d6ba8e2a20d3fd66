package dev.lockstep.dialects.conductor.search;

import dev.lockstep.dialects.conductor.WorkflowView;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists workflows of one name: the newest {@link SearchWorkflows#MOST_LOOKED_AT} of them are looked at. */
public final class WorkflowsByName {
    /** How many are answered whole. */
    private static final int MOST_READ = 100;

    private final Candidates candidates;
    private final Plans plans;
    private final WorkflowReads reads;

    public WorkflowsByName(ExecutionList executions, Plans plans, WorkflowReads reads) {
        this.candidates = new Candidates(executions, reads);
        this.plans = plans;
        this.reads = reads;
    }

    /** The ids of those of a version that have not ended. */
    public List<String> running(Caller caller, String name, int version) {
        return candidates.ofType(caller, name, Newest.Window.OPEN, SearchWorkflows.MOST_LOOKED_AT).executions().stream()
                .filter(execution -> !execution.hasEnded() && isOf(execution, version))
                .map(execution -> execution.id().value())
                .toList();
    }

    /** The ids of those of a version that were started from one time on to another. */
    public List<String> started(Caller caller, String name, int version, Instant from, Instant to) {
        Newest.Window window = new Newest.Window(Optional.of(from), Optional.of(to));
        return candidates.ofType(caller, name, window, SearchWorkflows.MOST_LOOKED_AT).executions().stream()
                .filter(execution -> !execution.createdAt().isBefore(from))
                .filter(execution -> !execution.createdAt().isAfter(to))
                .filter(execution -> isOf(execution, version))
                .map(execution -> execution.id().value())
                .toList();
    }

    private boolean isOf(Execution execution, int version) {
        return plans.get(execution.workflow()).definition().path("version").asInt(1) == version;
    }

    /**
     * Those that were started with one of the correlation ids, by it.
     *
     * @param closed whether those too that have ended
     * @throws Refusal where there are more than can be answered
     */
    public Map<String, List<WorkflowView>> correlated(
            Caller caller, String name, List<String> correlationIds, boolean closed) {
        List<Execution> found =
                candidates
                        .ofType(caller, name, Newest.Window.OPEN, SearchWorkflows.MOST_LOOKED_AT)
                        .executions()
                        .stream()
                        .filter(execution -> closed || !execution.hasEnded())
                        .filter(execution -> execution
                                .tags()
                                .correlationId()
                                .filter(correlationIds::contains)
                                .isPresent())
                        .toList();
        if (found.size() > MOST_READ) {
            throw Refusal.invalid(
                    "there are more than " + MOST_READ + " such workflows: search for them page by page", List.of());
        }
        Map<ExecutionId, String> ids = new LinkedHashMap<>();
        found.forEach(execution ->
                ids.put(execution.id(), execution.tags().correlationId().orElse("")));
        Map<String, List<WorkflowView>> all = new LinkedHashMap<>();
        correlationIds.forEach(id -> all.put(id, new ArrayList<>()));
        reads.read(caller, List.copyOf(ids.keySet())).forEach(one -> {
            String id = ids.getOrDefault(one.recorded().execution().id(), "");
            all.computeIfAbsent(id, any -> new ArrayList<>()).add(new WorkflowView(one));
        });
        return all;
    }
}
