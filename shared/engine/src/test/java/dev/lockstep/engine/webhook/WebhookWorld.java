package dev.lockstep.engine.webhook;

import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.ports.Audiences;
import dev.lockstep.engine.ports.DeliveryQueue;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.Samples;
import dev.lockstep.engine.ports.WebhookSender;
import dev.lockstep.engine.ports.memory.InMemoryDeliveryStore;
import dev.lockstep.engine.ports.memory.InMemoryExecutionStore;
import dev.lockstep.engine.ports.memory.InMemoryRemains;
import dev.lockstep.engine.ports.memory.InMemorySigningKeys;
import dev.lockstep.engine.ports.memory.InMemoryStageRunStore;
import dev.lockstep.engine.ports.memory.InMemorySubscriptionStore;
import dev.lockstep.engine.ports.memory.InMemoryTable;
import dev.lockstep.engine.ports.memory.InMemoryWatchStore;
import dev.lockstep.engine.ports.memory.InMemoryWorkflowStore;
import dev.lockstep.engine.progress.Audience;
import dev.lockstep.engine.progress.Change;
import dev.lockstep.engine.progress.Changes;
import dev.lockstep.engine.progress.ClearRemains;
import dev.lockstep.engine.progress.FollowProgress;
import dev.lockstep.engine.progress.Position;
import dev.lockstep.engine.usecases.Plans;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import tools.jackson.databind.JsonNode;

/** Receivers, a queue and a watchdog, in time that a test moves on. */
final class WebhookWorld {
    static final ExecutionId ID = new ExecutionId("ex-00000000000000000000000001");

    final InMemoryTable table = new InMemoryTable();
    final InMemorySubscriptionStore subscriptions = new InMemorySubscriptionStore();
    final InMemoryWatchStore watches = new InMemoryWatchStore();
    final InMemoryDeliveryStore deliveries = new InMemoryDeliveryStore();
    final List<Post> posts = new ArrayList<>();
    Instant now = NOW;
    WebhookSender.Answer answer = new WebhookSender.Answer.Status(200, "");

    private final PriorityQueue<Queued> queue = new PriorityQueue<>(Comparator.comparing(Queued::at));
    private final Plans plans;
    private final InMemoryExecutionStore executions = new InMemoryExecutionStore(table);

    record Post(Instant at, String url, Map<String, String> headers, JsonNode body) {}

    private record Queued(Instant at, Delivery.Key key) {}

    WebhookWorld() {
        InMemoryWorkflowStore workflows = new InMemoryWorkflowStore();
        workflows.add(Samples.version(Samples.VERSION, "test"));
        plans = new Plans(workflows);
    }

    private void send(List<DeliveryQueue.Sent> sent) {
        sent.forEach(each -> {
            if (each.delay().compareTo(DeliveryQueue.MAX_DELAY) > 0) {
                throw new AssertionError("no queue takes a delay of " + each.delay());
            }
            queue.add(new Queued(now.plus(each.delay()), each.key()));
        });
    }

    /** Has receivers hear of it, as the progress function does. */
    void follow(Changes changes) {
        NotifyReceivers notify = new NotifyReceivers(
                new NotifyReceivers.Ports(subscriptions, watches, deliveries, this::send),
                plans,
                Duration.ofDays(30),
                () -> now);
        Audiences audiences = new Audiences() {
            @Override
            public Audience of(ExecutionId execution) {
                return new Audience(watches.find(execution), List.of(), List.of());
            }

            @Override
            public Audience ofNew(WorkflowRef workflow) {
                return new Audience(Optional.empty(), subscriptions.all(workflow.workspace()), List.of());
            }
        };
        ClearRemains clear = new ClearRemains(new InMemoryRemains(table), () -> now);
        new FollowProgress(clear, audiences, List.of(notify)).follow(changes);
    }

    Deliver deliver() {
        WebhookSender sender = new WebhookSender() {
            @Override
            public Optional<String> refusal(String url) {
                return Optional.empty();
            }

            @Override
            public Answer post(String url, Map<String, String> headers, String body) {
                posts.add(new Post(now, url, headers, Json.read(body)));
                return answer;
            }
        };
        EventBody body = new EventBody() {
            @Override
            public JsonNode execution(WorkflowVersion version, Recorded recorded, WebhookEvent.OfExecution event) {
                return Json.object().put("execution", recorded.execution().id().value());
            }

            @Override
            public JsonNode stage(WorkflowVersion version, Recorded recorded, WebhookEvent.OfStage event) {
                return Json.object().put("stage", event.run().stage());
            }
        };
        return new Deliver(
                new Deliver.Ports(
                        deliveries,
                        this::send,
                        subscriptions,
                        watches,
                        executions,
                        new InMemoryStageRunStore(table),
                        plans,
                        sender,
                        body),
                new Signature(new InMemorySigningKeys()),
                RetryPlan.parse("5,300,1800,7200,18000,36000,50400,72000,86400"),
                () -> now);
    }

    /** Has everything happen that is due by then: the queue at once, the watchdog each minute. */
    void until(Instant end) {
        WakeDeliveries watchdog = new WakeDeliveries(deliveries, this::send, () -> now);
        Deliver deliver = deliver();
        Instant tick = now;
        while (!now.isAfter(end)) {
            Queued next = queue.peek();
            if (next != null && !next.at().isAfter(tick)) {
                queue.remove();
                now = next.at().isAfter(now) ? next.at() : now;
                deliver.deliver(next.key());
            } else {
                now = tick;
                watchdog.wake(0);
                tick = tick.plusSeconds(60);
            }
        }
    }

    /** All messages are lost. */
    void loseMessages() {
        queue.clear();
    }

    Execution started(Optional<String> url) {
        Execution execution = new Execution(
                ID,
                Samples.VERSION,
                Samples.text("a"),
                new Tags(Optional.empty(), Optional.empty(), url),
                NOW,
                new ExecutionState.Live(),
                1);
        executions.create(execution, NOW);
        return execution;
    }

    static Changes first(Execution execution, Change... more) {
        List<Change> all = new ArrayList<>(List.of(new Change.OfExecution(position(1), Optional.empty(), execution)));
        all.addAll(Arrays.asList(more));
        return new Changes(execution.id(), true, false, () -> all);
    }

    static Changes then(Change... changes) {
        return new Changes(ID, false, false, () -> List.of(changes));
    }

    static Position position(long number) {
        return new Position(BigInteger.valueOf(number));
    }

    Subscription subscribe(String... events) {
        Subscription subscription = Subscription.create(
                new SubscriptionKey(WORKSPACE, "sub-1"),
                new Subscription.Spec(
                        "https://sub.example.com",
                        new EventFilter(List.of(events)),
                        Optional.empty(),
                        Optional.empty()),
                now,
                "key-1");
        subscriptions.add(subscription);
        return subscription;
    }

    /** The oldest first. */
    List<Delivery> all() {
        List<Delivery> all = new ArrayList<>(
                deliveries.list(ID, new PageRequest(100, Optional.empty())).items());
        all.sort(Comparator.comparingLong(delivery -> delivery.event().sequence()));
        return all;
    }
}
