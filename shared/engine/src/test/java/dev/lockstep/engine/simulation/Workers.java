package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.PollTasks;
import dev.lockstep.engine.usecases.ReportTask;
import dev.lockstep.engine.usecases.ReportTask.Report;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/**
 * Those who do tasks outside. Whoever polls is a worker of its own. Some die with their tasks, fall silent, are late, or tell twice,
 * and not always the same; what each gives, and what it fails with, has its name in it.
 */
final class Workers {
    private static final Caller CALLER = new Caller(Workspace.DEFAULT, "key-2", Set.of("worker"));
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final String GAVE_UP = " gave up";

    /** What they call. */
    record Calls(PollTasks poll, ReportTask report) {}

    /**
     * A task in a worker's hands.
     *
     * @param pause between two signs of life; empty where it gives none
     */
    record Taking(String worker, PollTasks.Task task, Optional<Duration> pause) {}

    private final Calls calls;
    private final Timeline timeline;
    private final Cloud cloud;
    private final Holders holders;
    private final DoneSteps doneSteps;
    private final SplittableRandom chance;
    private final Set<Sight> seen = EnumSet.noneOf(Sight.class);
    private int polls;

    Workers(
            Calls calls,
            Timeline timeline,
            Cloud cloud,
            Holders holders,
            DoneSteps doneSteps,
            SplittableRandom chance) {
        this.calls = calls;
        this.timeline = timeline;
        this.cloud = cloud;
        this.holders = holders;
        this.doneSteps = doneSteps;
        this.chance = chance;
    }

    /** What the worker of that name gives for an input. */
    static JsonNode output(JsonNode input, String worker) {
        return Json.object()
                .put("sum", TestOperation.summedUp(input).path("sum").asInt())
                .put("by", worker);
    }

    /** Whether a failure is one after which the worker would not have its task tried again. */
    static boolean isForGood(Failure failure) {
        return failure.message().endsWith(GAVE_UP);
    }

    /** Whether a failure is what the worker of that name has told. */
    static boolean isToldBy(String worker, Failure failure) {
        return failure.name().equals(Script.FLAKY) && failure.message().startsWith(worker + " ");
    }

    Set<Sight> seen() {
        return seen;
    }

    /** One of them asks for tasks. */
    void poll(TaskType type) {
        polls++;
        String worker = "w" + polls;
        PollTasks.Request request = new PollTasks.Request(
                type.name(), 1 + chance.nextInt(3), Duration.ZERO, Optional.of(worker), type.domain());
        cloud.invoke(
                "poll " + worker,
                Optional.empty(),
                () -> calls.poll().poll(CALLER, request).forEach(task -> begin(worker, task)),
                call -> {
                    if (!call.isDone()) {
                        timeline.in(AGAIN, () -> poll(type));
                    }
                });
    }

    private void begin(String worker, PollTasks.Task task) {
        if (holders.handOut(worker, task)) {
            seen.add(Sight.TASK_TAKEN_OVER);
        }
        if (chance.nextInt(8) == 0) {
            return; // It dies.
        }
        Duration left = Duration.between(cloud.trueTime(), task.leaseUntil());
        Duration lease = left.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : left;
        Duration pause = lease.dividedBy(3).compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : lease.dividedBy(3);
        long most = chance.nextInt(3) == 0 ? 4 * lease.toMillis() : lease.toMillis() / 2;
        goOn(
                new Taking(worker, task, chance.nextInt(4) == 0 ? Optional.empty() : Optional.of(pause)),
                Duration.ofMillis(chance.nextLong(most)));
    }

    private void goOn(Taking taking, Duration work) {
        Duration pause = taking.pause().orElse(work);
        if (work.compareTo(pause) <= 0) {
            Report report = report(taking);
            timeline.in(work, () -> tell(taking, report));
            if (chance.nextInt(4) == 0) {
                Report again = chance.nextInt(3) == 0 ? report(taking) : report;
                timeline.in(work.plusMillis(chance.nextInt(20_000)), () -> tell(taking, again));
            }
        } else {
            timeline.in(pause, () -> beat(taking, work.minus(pause)));
        }
    }

    private void beat(Taking taking, Duration work) {
        cloud.invoke(
                "heartbeat " + taking.worker(),
                Optional.empty(),
                () -> {
                    holders.keep(
                            taking.worker(),
                            taking.task(),
                            calls.report()
                                    .heartbeat(
                                            CALLER,
                                            taking.task().type(),
                                            taking.task().token()));
                    seen.add(Sight.TASK_KEPT);
                },
                call -> {
                    boolean refused = call.isDone() && call.thrown().isPresent();
                    // Some do not listen.
                    if (!refused || chance.nextBoolean()) {
                        goOn(taking, work);
                    }
                });
    }

    private Report report(Taking taking) {
        return switch (chance.nextInt(30)) {
            case 0 -> new Report.Failed(failure(taking, GAVE_UP), false);
            case 1, 2, 3, 4 -> new Report.Failed(failure(taking, " could not"), true);
            default -> new Report.Completed(output(taking.task().input(), taking.worker()));
        };
    }

    private Failure failure(Taking taking, String how) {
        Optional<JsonNode> details =
                chance.nextBoolean() ? Optional.of(Json.object().put("worker", taking.worker())) : Optional.empty();
        return new Failure(Script.FLAKY, taking.worker() + how, details);
    }

    private void tell(Taking taking, Report report) {
        cloud.invoke(
                "report " + taking.worker(),
                Optional.empty(),
                () -> calls.report()
                        .report(CALLER, taking.task().type(), taking.task().token(), report),
                call -> {
                    if (!call.isDone()) {
                        if (chance.nextInt(3) != 0) {
                            timeline.in(AGAIN, () -> tell(taking, report));
                        }
                    } else if (call.thrown().isPresent()) {
                        seen.add(Sight.TASK_TOLD_OF_IN_VAIN);
                    } else {
                        acknowledged(taking, report, call);
                    }
                });
    }

    /** The call has said that it is recorded, and nobody will tell again. */
    private void acknowledged(Taking taking, Report report, Invocation call) {
        seen.add(report instanceof Report.Failed ? Sight.TASK_FAILED : Sight.TASK_DONE);
        holders.recorded(taking.task(), report).ifPresent(call::see);
        doneSteps.check(taking.task().step(), call);
    }
}
