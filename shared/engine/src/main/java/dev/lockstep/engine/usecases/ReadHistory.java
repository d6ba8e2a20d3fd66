package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.History;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.DataBudget;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Tells what has happened in an execution, page by page, the first of it first. */
public final class ReadHistory {
    private final ReadExecution read;
    private final StageRunStore runs;

    public ReadHistory(ReadExecution read, StageRunStore runs) {
        this.read = read;
        this.runs = runs;
    }

    /**
     * A page, with what came with the transitions on it, as much of that as an answer can show.
     *
     * @param page after which event's {@link History.Event#place}
     * @throws Refusal where the caller's workspace has no such execution of the workflow
     */
    public Page<History.Event> read(Caller caller, String workflow, ExecutionId id, PageRequest page) {
        ReadExecution.Found found = read.readBare(caller, workflow, id);
        List<History.Event> left = History.of(found.version().plan(), found.recorded()).stream()
                .filter(event -> page.after()
                        .map(after -> event.place().compareTo(after) > 0)
                        .orElse(true))
                .toList();
        List<History.Event> shown = withInputs(id, left.subList(0, Math.min(left.size(), page.limit())));
        return left.size() > page.limit()
                ? new Page<>(shown, Optional.of(shown.getLast().place()))
                : new Page<>(shown, Optional.empty());
    }

    private List<History.Event> withInputs(ExecutionId id, List<History.Event> events) {
        Set<StageRunKey> unread = new LinkedHashSet<>();
        events.stream()
                .filter(ReadHistory::isUnread)
                .forEach(event -> event.run().ifPresent(unread::add));
        if (unread.isEmpty()) {
            return events;
        }
        Optional<Recorded> recorded = runs.read(id, unread);
        DataBudget budget = new DataBudget(ReadExecution.DATA_BYTES);
        return events.stream()
                .map(event -> isUnread(event) ? withInput(event, recorded, budget) : event)
                .toList();
    }

    private static boolean isUnread(History.Event event) {
        return event.move()
                .flatMap(History.Move::input)
                .filter(JsonNode::isMissingNode)
                .isPresent();
    }

    private static History.Event withInput(History.Event event, Optional<Recorded> recorded, DataBudget budget) {
        Optional<JsonNode> input = event.run()
                .flatMap(run -> recorded.flatMap(found -> found.run(run)))
                .flatMap(run -> run.output())
                .filter(data -> budget.takes(Json.size(data)));
        return input.isEmpty()
                ? event
                : event.with(new History.Move(event.move().orElseThrow().transition(), input));
    }
}
