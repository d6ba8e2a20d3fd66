package dev.lockstep.engine.trial;

import dev.lockstep.engine.decide.OutsideWork;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.PollTasks;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.ReportTask;
import dev.lockstep.engine.usecases.ReportTask.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/** Those who stand in for workers: each takes the task that it has something to tell of, and tells it in time. */
final class Answers {
    /** What they are called where workers are. */
    private static final String NAME = "mock";

    private final OneInbox inbox;
    private final PollTasks poll;
    private final ReportTask report;
    private final StageRunStore runs;
    private final Plans plans;
    private final KnownMocks mocks;
    private final InstantSource clock;
    private final Caller caller;
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    private final Set<Attempt> answered = new HashSet<>();
    private long numbers;

    private record Attempt(ExecutionId execution, StageRunKey run, int number) {}

    /** What one of them does at a time. */
    private sealed interface Act {
        record Take(TaskType type, Attempt attempt, Step task, Mock mock) implements Act {}

        record Tell(TaskType type, Attempt attempt, Step task, Report report) implements Act {}
    }

    private record Due(Instant at, long number, Act act) {}

    /** What they do their work by. */
    record Desk(OneInbox inbox, PollTasks poll, ReportTask report) {}

    Answers(Desk desk, StageRunStore runs, Plans plans, KnownMocks mocks, InstantSource clock, Caller caller) {
        this.inbox = desk.inbox();
        this.poll = desk.poll();
        this.report = desk.report();
        this.runs = runs;
        this.plans = plans;
        this.mocks = mocks;
        this.clock = clock;
        this.caller = caller;
    }

    /** When the next of them has something to do. */
    Optional<Instant> nextDue() {
        return Optional.ofNullable(due.peek()).map(Due::at);
    }

    /** Whether an attempt is one that somebody is about to take, or has taken. */
    boolean isAnswered(ExecutionId execution, StageRunKey run, int attempt) {
        return answered.contains(new Attempt(execution, run, attempt));
    }

    /** Has somebody see to what workers got to know of. */
    void look() {
        inbox.takeOffered().forEach(offered -> see(offered.type(), offered.task()));
    }

    /** One of a task that was offered again, or is over by now, comes to nothing. */
    private void see(TaskType type, Step task) {
        Optional<Recorded> recorded = runs.read(task.execution(), List.of(task.run()));
        recorded.flatMap(found -> work(found, task)).ifPresent(work -> {
            Attempt attempt = new Attempt(task.execution(), task.run(), work.attempt());
            if (!answered.contains(attempt)) {
                mocks.take(recorded.get(), task).ifPresent(mock -> {
                    answered.add(attempt);
                    after(mock.untilTaken(), new Act.Take(type, attempt, task, mock));
                });
            }
        });
    }

    private Optional<OutsideWork> work(Recorded recorded, Step task) {
        return recorded.run(task.run())
                .flatMap(run -> OutsideWork.of(
                        plans.get(task.workflow()).plan().task(task.run().stage()), recorded.execution(), run));
    }

    private void after(Duration time, Act act) {
        numbers++;
        due.add(new Due(clock.instant().plus(time), numbers, act));
    }

    /**
     * Does what is due first.
     *
     * @return whether there was something
     */
    boolean act() {
        if (nextDue().filter(at -> !at.isAfter(clock.instant())).isEmpty()) {
            return false;
        }
        switch (due.remove().act()) {
            case Act.Take take -> take(take);
            case Act.Tell tell -> tell(tell);
        }
        return true;
    }

    /** What may not be taken yet is tried for again; what nobody may have any more is not. */
    private void take(Act.Take take) {
        inbox.hold(take.task());
        PollTasks.Request one = new PollTasks.Request(
                take.type().name(),
                1,
                Duration.ZERO,
                Optional.of(NAME),
                take.type().domain());
        boolean taken = !poll.poll(caller, one).isEmpty();
        if (taken) {
            after(
                    take.mock().untilDone(),
                    new Act.Tell(
                            take.type(),
                            take.attempt(),
                            take.task(),
                            take.mock().report()));
        } else {
            inbox.leftAlone().ifPresent(time -> after(time, take));
        }
    }

    /** An attempt that is over by now stays as it is. One that is to be taken again is told of again. */
    private void tell(Act.Tell tell) {
        if (tell.report() instanceof Report.NotYet) {
            answered.remove(tell.attempt());
        }
        try {
            report.reportNamed(caller, tell.task(), tell.attempt().number(), tell.report());
        } catch (Refusal refusal) {
            Failure failure = new Failure("InvalidOutput", String.valueOf(refusal.getMessage()));
            report.reportNamed(caller, tell.task(), tell.attempt().number(), new Report.Failed(failure, false));
        }
        see(tell.type(), tell.task());
    }
}
