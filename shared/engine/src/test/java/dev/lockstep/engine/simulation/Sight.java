package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Edge;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.ports.StepQueue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What is to be seen in some of many runs: a simulation in which one of them never occurs has gone blind. */
enum Sight {
    COMPLETED,
    FAILED,
    CANCELED,
    TIMED_OUT,
    DEAD_LETTERED,
    SKIPPED,
    SKIPPED_BY_SOMEBODY,
    SKIPPED_BEFORE_IT_WAS_REACHED,
    RETRIED,
    RETRIED_LATER_THAN_THE_QUEUE_DELAYS,
    EFFECT_RUN_AGAIN_AFTER_A_STRIKE,
    TREE_OF_JOINS,
    TREE_OF_GATHERS,
    SECOND_VERSION,
    CASE_TAKEN,
    NO_CASE_TAKEN,
    DEAD_WAY_ARRIVED,
    MERGED_THE_FIRST,
    LOSER_CANCELED,
    LOSER_WANTED_AGAIN,
    WENT_ON_AFTER_A_FAILURE,
    WENT_ON_WITH_DETAILS,
    WENT_ELSEWHERE_AFTER_A_FAILURE,
    EMPTY_LIST,
    LIST_IN_LANES,
    FAILURES_TOLERATED,
    TOO_MANY_FAILURES,
    WENT_ROUND,
    WENT_ROUND_NOT_ONCE,
    TOO_MANY_ROUNDS,
    LOOP_IN_A_LOOP,
    LOOP_FOR_EACH,
    VARIABLE_COUNTED_ON,
    TERMINATED,
    TERMINATED_AS_FAILED,
    WAITED,
    SIGNALED,
    SIGNAL_CAME_TOO_LATE,
    DECLINED,
    WENT_ON_WITHOUT_A_SIGNAL,
    CHILD_COMPLETED,
    CHILD_FAILED,
    CHILD_NOT_WAITED_FOR,
    STARTED_ON_A_FAILURE,
    STARTED_ON_A_FAILURE_ANEW,
    CHILD_WENT_ON,
    CHILD_CANCELED_WITH_ITS_PARENT,
    TASK_DONE,
    TASK_FAILED,
    TASK_TIMED_OUT,
    TASK_KEPT,
    TASK_TAKEN_OVER,
    TASK_TOLD_OF_IN_VAIN,
    TASK_OF_AN_ELEMENT,
    TASK_OFFERED_AGAIN,
    TOLD_AT_RUN_TIME,
    UNDONE,
    UNDOING_FAILED,
    PAUSED,
    TRIED_AGAIN,
    RUN_ANEW,
    RUN_ANEW_IN_A_LOOP,
    CHILD_RUN_ANEW,
    RUN_ANEW_ON_ANOTHER_VERSION;

    private static final Duration A_DAY = Duration.ofDays(1);

    static Set<Sight> in(Outcome outcome) {
        Set<Sight> sights = EnumSet.noneOf(Sight.class);
        sights.addAll(outcome.seen());
        outcome.accepted().forEach(id -> {
            Ways ways = outcome.ways(id);
            sights.add(end(ways.recorded().execution().state()));
            if (ways.recorded().execution().workflow().version() == 2) {
                sights.add(SECOND_VERSION);
            }
            ways.recorded().execution().past().controls().forEach(control -> lookAt(control, sights));
            ways.recorded().execution().past().reruns().forEach(rerun -> lookAt(rerun, sights));
            lookAtParent(ways, sights);
            ways.recorded().runs().values().forEach(run -> look(outcome, ways, run, sights));
        });
        return sights;
    }

    private static Sight end(ExecutionState state) {
        return switch (state) {
            case ExecutionState.Completed completed -> completed.by().isPresent() ? TERMINATED : COMPLETED;
            case ExecutionState.Failed failed when failed.failure().equals(Failure.deadLettered()) -> DEAD_LETTERED;
            case ExecutionState.Failed failed when failed.failure().name().equals("Terminated") -> TERMINATED_AS_FAILED;
            case ExecutionState.Failed failed -> FAILED;
            case ExecutionState.TimedOut timedOut -> TIMED_OUT;
            case ExecutionState.Canceled canceled -> CANCELED;
            case ExecutionState.Paused paused -> throw notOver();
            case ExecutionState.Live live -> throw notOver();
            case ExecutionState.Compensating compensating -> throw notOver();
        };
    }

    private static IllegalStateException notOver() {
        return new IllegalStateException("the run is not over");
    }

    private static void lookAt(Control control, Set<Sight> sights) {
        switch (control.kind()) {
            case PAUSE -> sights.add(PAUSED);
            case RETRY -> sights.add(TRIED_AGAIN);
            case RETRY_WITHIN -> {
                if (control.by()
                        .reason()
                        .filter(reason -> reason.startsWith("attempt"))
                        .isPresent()) {
                    sights.add(CHILD_WENT_ON);
                }
            }
            case RERUN -> sights.add(RUN_ANEW);
            case RESUME, CANCEL, KILL -> {}
        }
    }

    private static void lookAt(Rerun rerun, Set<Sight> sights) {
        if (!rerun.anew().rounds().isEmpty()) {
            sights.add(RUN_ANEW_IN_A_LOOP);
        }
        if (rerun.anew().version().filter(on -> on.version() == 2).isPresent()) {
            sights.add(RUN_ANEW_ON_ANOTHER_VERSION);
        }
        if (rerun.waiting().isPresent()) {
            sights.add(CHILD_RUN_ANEW);
        }
    }

    private static void lookAtParent(Ways ways, Set<Sight> sights) {
        ways.recorded().execution().parent().filter(Parent::hasFailed).ifPresent(parent -> {
            boolean first = parent.run().iteration().last() == 0;
            sights.add(first ? STARTED_ON_A_FAILURE : STARTED_ON_A_FAILURE_ANEW);
        });
        ways.recorded().execution().parent().ifPresent(parent -> {
            if (ways.recorded().execution().state() instanceof ExecutionState.Canceled canceled
                    && canceled.by().equals(parent.execution().value())) {
                sights.add(CHILD_CANCELED_WITH_ITS_PARENT);
            }
        });
    }

    private static void look(Outcome outcome, Ways ways, StageRun run, Set<Sight> sights) {
        String stage = run.key().stage();
        if (outcome.beginnings().revivals(ways.recorded().execution().id(), run.key()) > 0) {
            sights.add(LOSER_WANTED_AGAIN);
        }
        if (!ways.workflow().has(stage)) {
            lookAtGathering(ways, run, sights);
            return;
        }
        Stage.Task task = ways.workflow().task(stage);
        switch (run.state()) {
            case StageRunState.Completed completed -> {
                if (ways.workflow().undoes(stage)) {
                    sights.add(UNDONE);
                } else {
                    lookAtAttempts(outcome, ways, run, completed, task, sights);
                    look(ways, run, completed, task, sights);
                }
            }
            case StageRunState.Skipped skipped -> look(run, skipped, task, sights);
            case StageRunState.Failed failed -> look(ways, failed, task, sights);
            case StageRunState.Canceled canceled -> sights.add(LOSER_CANCELED);
            default -> {}
        }
    }

    private static void lookAtGathering(Ways ways, StageRun run, Set<Sight> sights) {
        if (run.state() instanceof StageRunState.Gathering gathering) {
            switch (ways.workflow().plan().stage(run.key().stage())) {
                case Stage.Join join -> {
                    if (join.next().stream().anyMatch(Edge.Into.class::isInstance)) {
                        sights.add(TREE_OF_JOINS);
                    }
                    if (!gathering.dead().isEmpty()) {
                        sights.add(DEAD_WAY_ARRIVED);
                    }
                }
                case Stage.Gather gather -> {
                    if (run.key().iteration().depth() > ways.depth(gather.task())) {
                        sights.add(TREE_OF_GATHERS);
                    }
                }
                case Stage.Task task -> {}
                case Stage.Fork fork -> {}
                case Stage.Items items -> {}
            }
        }
    }

    private static void lookAtAttempts(
            Outcome outcome,
            Ways ways,
            StageRun run,
            StageRunState.Completed completed,
            Stage.Task task,
            Set<Sight> sights) {
        if (run.resolved().isPresent()) {
            sights.add(TOLD_AT_RUN_TIME);
        }
        if (completed.attempt() > 1) {
            Duration delay = task.policy().retry().delay(1, 0);
            sights.add(delay.compareTo(StepQueue.MAX_DELAY) > 0 ? RETRIED_LATER_THAN_THE_QUEUE_DELAYS : RETRIED);
        }
        int runs = outcome.runner().runsOf(ways.recorded().execution().id(), run.key());
        if (runs > completed.attempt() && outcome.hasEffects(ways, run.key())) {
            sights.add(EFFECT_RUN_AGAIN_AFTER_A_STRIKE);
        }
    }

    private static void look(
            Ways ways, StageRun run, StageRunState.Completed completed, Stage.Task task, Set<Sight> sights) {
        if (task.forEach().isPresent() && !ways.isElement(run.key())) {
            lookAtList(ways, run, task, sights);
            return;
        }
        switch (task.activity()) {
            case Activity.Choice choice ->
                sights.add(
                        completed.note() instanceof Note.Took took
                                        && took.stages().isEmpty()
                                ? NO_CASE_TAKEN
                                : CASE_TAKEN);
            case Activity.Merge merge -> {
                if (merge.needed() < merge.sources().size()) {
                    sights.add(MERGED_THE_FIRST);
                }
            }
            case Activity.Loop loop -> lookAtLoop(ways, run, task, sights);
            case Activity.SetVariables set -> {
                if (completed.note() instanceof Note.Set variables
                        && variables.variables().path("v" + task.id()).asInt(0) > 1) {
                    sights.add(VARIABLE_COUNTED_ON);
                }
            }
            case Activity.Decision decision -> {}
            case Activity.Dynamic dynamic -> {}
            case Activity.Await await -> sights.add(SIGNALED);
            case Activity.SubWorkflow workflow -> sights.add(workflow.waits() ? CHILD_COMPLETED : CHILD_NOT_WAITED_FOR);
            case Activity.Operation operation -> {
                if (task.type().equals("Wait")) {
                    sights.add(WAITED);
                }
            }
            case Activity.Terminate terminate -> {}
            case Activity.Worker worker -> {
                if (ways.isElement(run.key())) {
                    sights.add(TASK_OF_AN_ELEMENT);
                }
                if (completed.at().isAfter(completed.startedAt().plus(A_DAY))) {
                    sights.add(TASK_OFFERED_AGAIN);
                }
            }
        }
    }

    private static void lookAtList(Ways ways, StageRun run, Stage.Task task, Set<Sight> sights) {
        int total = new Data(ways).total(run.key());
        int most = task.forEach().orElseThrow().maxConcurrency();
        if (total == 0) {
            sights.add(EMPTY_LIST);
        } else if (most > 0 && most < total) {
            sights.add(LIST_IN_LANES);
        }
        for (int i = 0; i < total; i++) {
            if (ways.recorded().run(run.key().at(i)).map(StageRun::state).orElse(null)
                    instanceof StageRunState.Failed) {
                sights.add(FAILURES_TOLERATED);
            }
        }
    }

    private static void lookAtLoop(Ways ways, StageRun run, Stage.Task task, Set<Sight> sights) {
        int rounds = new Data(ways).rounds(run.key());
        if (rounds == 0) {
            sights.add(WENT_ROUND_NOT_ONCE);
        } else if (rounds > 1) {
            sights.add(WENT_ROUND);
        }
        if (task.place().within().isPresent()) {
            sights.add(LOOP_IN_A_LOOP);
        }
        if (task.forEach().isPresent()) {
            sights.add(LOOP_FOR_EACH);
        }
    }

    private static void look(StageRun run, StageRunState.Skipped skipped, Stage.Task task, Set<Sight> sights) {
        if (skipped.by().isPresent()
                && run.revision() == 2
                && run.past().isEmpty()
                && task.type().equals(TestOperation.PURE)) {
            // One without effects has no other record before its outcome.
            sights.add(SKIPPED_BEFORE_IT_WAS_REACHED);
        }
        sights.add(
                skipped.by().isPresent()
                        ? SKIPPED_BY_SOMEBODY
                        : task.activity() instanceof Activity.Await
                                        && task.when().isEmpty()
                                ? WENT_ON_WITHOUT_A_SIGNAL
                                : SKIPPED);
    }

    private static void look(Ways ways, StageRunState.Failed failed, Stage.Task task, Set<Sight> sights) {
        if (ways.workflow().undoes(task.id())) {
            sights.add(UNDOING_FAILED);
            return;
        }
        if (failed.passed().isPresent()) {
            sights.add(
                    switch (task.policy().onError()) {
                        case CONTINUE -> WENT_ON_AFTER_A_FAILURE;
                        case CONTINUE_WITH_DETAILS ->
                            failed.failure().details().isPresent() ? WENT_ON_WITH_DETAILS : WENT_ON_AFTER_A_FAILURE;
                        case FAIL, GO_TO -> WENT_ELSEWHERE_AFTER_A_FAILURE;
                    });
        }
        if (task.activity() instanceof Activity.Worker
                && failed.failure().name().equals("TimedOut")) {
            sights.add(TASK_TIMED_OUT);
        }
        if (failed.failure().message().contains("elements failed")) {
            sights.add(TOO_MANY_FAILURES);
        }
        if (failed.failure().name().equals("TooManyIterations")) {
            sights.add(TOO_MANY_ROUNDS);
        }
        if (task.activity() instanceof Activity.Await && failed.failure().name().equals("TimedOut")) {
            sights.add(SIGNAL_CAME_TOO_LATE);
        }
        if (failed.failure().name().equals(People.DECLINED)) {
            sights.add(DECLINED);
        }
        if (task.activity() instanceof Activity.SubWorkflow
                && failed.failure().message().contains("execution")) {
            sights.add(CHILD_FAILED);
        }
    }
}
