package dev.lockstep.bench;

import dev.lockstep.local.measure.CapacityCount;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Runs workloads on a stack in memory: counts what one execution costs, then measures how fast several go. */
final class Bench implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long POLL_MILLIS = 10;

    private final CapacityCount count = new CapacityCount();
    private final Ends ends = new Ends();
    private final LocalStack stack;
    private final Executions executions;

    Bench(Path template) {
        stack = StackOptions.of(template)
                .wrapDynamoDb(client -> ends.on(count.on(client)))
                .wrapSqs(client -> count.on(client))
                .start();
        executions = new Executions(stack.url(), stack.adminKey().text());
    }

    /**
     * @param rounds how many executions the latency is taken of, one after another
     * @param sideBySide how many the throughput is taken of
     */
    Result run(Workload workload, int rounds, int sideBySide) throws IOException, InterruptedException {
        String workflow = executions.register(workload.definition());
        executions.await(workflow, executions.start(workflow));
        awaitEmptyQueue();
        count.reset();
        Duration first = executions.await(workflow, executions.start(workflow));
        awaitEmptyQueue();
        Cost cost = Cost.of(count);
        List<Duration> latencies = new ArrayList<>(List.of(first));
        for (int round = 1; round < rounds; round++) {
            latencies.add(executions.await(workflow, executions.start(workflow)));
        }
        return new Result(workload, cost, Latency.of(latencies), throughput(workload, workflow, sideBySide));
    }

    /**
     * @param inFlight how many executions there are at any time
     * @param warmUp how many are run before those that are measured
     */
    FlowResult flow(Workload workload, int inFlight, int warmUp, int measured)
            throws IOException, InterruptedException {
        Flow flow = new Flow(executions, ends, executions.register(workload.definition()), inFlight);
        flow.run(warmUp);
        awaitEmptyQueue();
        count.reset();
        Usage before = Usage.now();
        List<Duration> took = flow.run(measured);
        Usage usage = Usage.now().since(before);
        awaitEmptyQueue();
        return new FlowResult(
                workload, inFlight, measured, Cost.path(count), Cost.whole(count), Latency.of(took), usage);
    }

    /** The last step's message is deleted only after the execution's end is recorded, and its deletion counts too. */
    private void awaitEmptyQueue() throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(LIMIT);
        while (!isQueueEmpty()) {
            if (Instant.now().isAfter(limit)) {
                throw new IOException("the queue of steps was not empty within " + LIMIT);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean isQueueEmpty() {
        return stack
                .sqs()
                .getQueueAttributes(request -> request.queueUrl(stack.queueUrl("StepQueue"))
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .allMatch("0"::equals);
    }

    private double throughput(Workload workload, String workflow, int sideBySide)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        List<String> started = new ArrayList<>();
        for (int i = 0; i < sideBySide; i++) {
            started.add(executions.start(workflow));
        }
        for (String execution : started) {
            executions.await(workflow, execution);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return workload.stages() * sideBySide / seconds;
    }

    @Override
    public void close() {
        executions.close();
        stack.close();
    }
}
