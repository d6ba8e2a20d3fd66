package dev.lockstep.functions.watchdog;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.Events;
import dev.lockstep.adapters.SideBySide;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.usecases.WakeDue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Looks at the executions that are due, on a schedule. An event with the detail type {@code Recover} has it look at every live
 * execution instead, for when all messages are lost.
 */
public final class WatchdogHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WatchdogHandler.class);

    private final WakeDue watchdog;

    /** For Lambda. */
    public WatchdogHandler() {
        this(Deployment.ofThisProcess());
    }

    public WatchdogHandler(Deployment deployment) {
        Backend backend = new Backend(deployment);
        ExecutionStore executions = backend.endingExecutions();
        this.watchdog =
                new WakeDue(backend.wakes(), executions, backend.plans(), backend.effects(executions), backend.clock());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        JsonNode event = Events.read(in);
        boolean recover = event.path("detail-type").asString("").equals("Recover");
        Events.write(Json.object().put("executions", lookAt(recover ? watchdog::recover : watchdog::wake)), out);
    }

    private int lookAt(IntUnaryOperator shard) {
        AtomicInteger executions = new AtomicInteger();
        List<Integer> shards = IntStream.range(0, watchdog.shards()).boxed().toList();
        SideBySide.each(shards, number -> executions.addAndGet(shard.applyAsInt(number)))
                .forEach(broken ->
                        LOG.error("shard {} broke off; the next run takes it up", broken.item(), broken.cause()));
        return executions.get();
    }
}
