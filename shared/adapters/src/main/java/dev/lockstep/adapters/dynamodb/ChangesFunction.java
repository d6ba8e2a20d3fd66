package dev.lockstep.adapters.dynamodb;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lockstep.adapters.Events;
import dev.lockstep.adapters.SideBySide;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.progress.Changes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A function behind the table's stream: gathers the records of a batch by execution and takes the executions side by side. Where
 * it broke off at one, it reports that one's first record: from there on the stream delivers again, while what was done of the
 * others is done.
 */
public abstract class ChangesFunction implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ChangesFunction.class);

    /** Each is some calls, and others want the table too. */
    private static final int SIDE_BY_SIDE = 20;

    private final Consumer<Changes> each;

    protected ChangesFunction(Consumer<Changes> each) {
        this.each = each;
    }

    @Override
    public final void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Map<ExecutionId, List<StreamRecord>> byExecution = new LinkedHashMap<>();
        Events.read(in)
                .path("Records")
                .valueStream()
                .map(StreamRecord::read)
                .forEach(record -> record.ifPresent(read -> byExecution
                        .computeIfAbsent(read.execution(), id -> new ArrayList<>())
                        .add(read)));
        ObjectNode answer = Json.object();
        ArrayNode failures = answer.putArray("batchItemFailures");
        SideBySide.each(List.copyOf(byExecution.values()), SIDE_BY_SIDE, records -> each.accept(changes(records)))
                .forEach(broken -> {
                    StreamRecord first = broken.item().getFirst();
                    LOG.error("what was written of {} comes back: it broke off", first.execution(), broken.cause());
                    failures.addObject().put("itemIdentifier", first.sequenceNumber());
                });
        Events.write(answer, out);
    }

    private static Changes changes(List<StreamRecord> records) {
        return new Changes(
                records.getFirst().execution(),
                records.stream().anyMatch(StreamRecord::isFirst),
                records.stream().anyMatch(StreamRecord::isRemoval),
                () -> records.stream()
                        .flatMap(record -> record.change().stream())
                        .toList());
    }
}
