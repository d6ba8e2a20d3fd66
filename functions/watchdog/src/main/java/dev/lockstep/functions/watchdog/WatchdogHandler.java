package dev.lockstep.functions.watchdog;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.Events;
import dev.lockstep.adapters.SideBySide;
import dev.lockstep.dialects.conductor.schedule.DueWorkflows;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.progress.ClearRemains;
import dev.lockstep.engine.usecases.Effects;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.RunBulks;
import dev.lockstep.engine.usecases.StartDue;
import dev.lockstep.engine.usecases.StartExecution;
import dev.lockstep.engine.usecases.WakeDue;
import dev.lockstep.engine.webhook.WakeDeliveries;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Starts what schedules are due to start, works on bulks, clears away what is left of removed executions, sends deliveries that are
 * due, and looks at the executions that are due, on a schedule of its own. An event with the detail type {@code Recover} has it look
 * at every live execution instead, for when all messages are lost.
 */
public final class WatchdogHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WatchdogHandler.class);

    private static final int SIDE_BY_SIDE = 10;

    private final WakeDue watchdog;
    private final StartDue schedules;
    private final RunBulks bulks;
    private final ClearRemains remains;
    private final WakeDeliveries deliveries;

    /** For Lambda. */
    public WatchdogHandler() {
        this(Deployment.ofThisProcess());
    }

    public WatchdogHandler(Deployment deployment) {
        Backend backend = new Backend(deployment);
        ExecutionStore executions = backend.endingExecutions();
        Effects effects = backend.effects(executions);
        Plans plans = backend.plans();
        StartExecution start = backend.startExecution(executions, effects);
        this.watchdog = new WakeDue(backend.wakes(), executions, plans, effects, backend.clock());
        this.schedules = new StartDue(
                backend.schedules(),
                backend.scheduleWakes(),
                backend.runs(),
                start,
                new DueWorkflows(backend.startWorkflow(start), backend.clock()),
                backend.clock());
        this.bulks = new RunBulks(
                new RunBulks.Ports(backend.bulks(), backend.bulkWakes(), executions, backend.runs()),
                new ReadExecution(executions, backend.workflows(), plans),
                effects,
                WatchdogHandler::each,
                backend.clock());
        this.remains = backend.clearRemains();
        this.deliveries = new WakeDeliveries(backend.deliveries(), backend.deliveryQueue(), backend.clock());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        JsonNode event = Events.read(in);
        boolean recover = event.path("detail-type").asString("").equals("Recover");
        Counter executions = new Counter("executions", recover ? watchdog::recover : watchdog::wake);
        Counter due = new Counter("schedules", schedules::wake);
        Counter many = new Counter("bulks", bulks::wake);
        Counter removed = new Counter("removed executions", remains::wake);
        Counter told = new Counter("deliveries", deliveries::wake);
        List<Shard> shards = Stream.of(
                        executions.shards(watchdog.shards()),
                        due.shards(schedules.shards()),
                        many.shards(bulks.shards()),
                        removed.shards(remains.shards()),
                        told.shards(deliveries.shards()))
                .flatMap(each -> each)
                .toList();
        SideBySide.each(shards, Shard::lookAt)
                .forEach(broken -> LOG.error("{} broke off; the next run takes it up", broken.item(), broken.cause()));
        Events.write(
                Json.object()
                        .put("executions", executions.sum())
                        .put("schedules", due.sum())
                        .put("bulks", many.sum())
                        .put("removed", removed.sum())
                        .put("deliveries", told.sum()),
                out);
    }

    /** Some at a time: each is several calls, and others want the table too. */
    private static void each(List<ExecutionId> executions, Consumer<ExecutionId> work) {
        for (int from = 0; from < executions.size(); from += SIDE_BY_SIDE) {
            SideBySide.each(executions.subList(from, Math.min(from + SIDE_BY_SIDE, executions.size())), work)
                    .forEach(broken -> LOG.error("{} broke off in a bulk", broken.item(), broken.cause()));
        }
    }

    /** What is looked at shard by shard, and how much of it there was. */
    private record Counter(String what, IntUnaryOperator lookAt, AtomicInteger found) {
        Counter(String what, IntUnaryOperator lookAt) {
            this(what, lookAt, new AtomicInteger());
        }

        Stream<Shard> shards(int count) {
            return IntStream.range(0, count).mapToObj(number -> new Shard(this, number));
        }

        int sum() {
            return found.get();
        }
    }

    private record Shard(Counter counter, int number) {
        void lookAt() {
            counter.found().addAndGet(counter.lookAt().applyAsInt(number));
        }

        @Override
        public String toString() {
            return "shard " + number + " of " + counter.what();
        }
    }
}
