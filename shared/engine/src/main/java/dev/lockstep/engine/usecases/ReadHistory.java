package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.History;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.util.List;
import java.util.Optional;

/** Tells what has happened in an execution, page by page, the first of it first. */
public final class ReadHistory {
    private final ReadExecution read;

    public ReadHistory(ReadExecution read) {
        this.read = read;
    }

    /**
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
        return left.size() > page.limit()
                ? new Page<>(
                        left.subList(0, page.limit()),
                        Optional.of(left.get(page.limit() - 1).place()))
                : new Page<>(left, Optional.empty());
    }
}
