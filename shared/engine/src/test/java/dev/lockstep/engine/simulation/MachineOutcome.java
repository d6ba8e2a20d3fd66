package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.MachineNode;
import dev.lockstep.engine.execution.Approval;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState.Awaiting;
import dev.lockstep.engine.execution.StageRunState.Canceled;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.Note;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a run of a machine came to, and the checks on it. */
record MachineOutcome(
        MachineScenario scenario,
        Memory memory,
        List<ExecutionId> accepted,
        MachineRunner runner,
        Cloud cloud,
        Map<String, Walkers.Answered> answers) {

    void check() {
        Set<String> recordedCalls = new HashSet<>();
        for (ExecutionId id : accepted) {
            Recorded recorded = memory.all(id);
            check(recorded);
            recorded.runs().values().stream()
                    .flatMap(MachineOutcome::calls)
                    .forEach(call -> Promise.OUTCOMES_NEVER_CHANGE.holdsIf(
                            recordedCalls.add(call), () -> call + " was recorded twice in " + recorded));
        }
        answers.forEach((call, answer) -> {
            switch (answer.answer()) {
                case MADE ->
                    Promise.RESULTS_FOLLOW_FROM_THE_DEFINITION.holdsIf(
                            recordedCalls.contains(call) || isOfNoUse(answer),
                            () -> call + " was answered as made, and is not recorded");
                case REFUSED ->
                    Promise.RESULTS_FOLLOW_FROM_THE_DEFINITION.holdsIf(
                            !recordedCalls.contains(call), () -> call + " was refused, and is recorded");
                // Who leaves a fork too late has left a record, and nothing follows from it.
                case BUSY -> {}
            }
        });
    }

    /** Whether it may have approved of what was not to be any more, or ran out of deliveries. */
    private boolean isOfNoUse(Walkers.Answered answer) {
        return memory.all(answer.execution()).runs().values().stream()
                .anyMatch(run -> (run.state() instanceof Canceled || run.state() instanceof Failed)
                        && answer.state()
                                .map(state -> state.equals(run.key().stage()))
                                .orElse(true)
                        && scenario.sketch().node(run.key().stage()) instanceof MachineNode.State state
                        && state.task().activity() instanceof Activity.Decision decision
                        && decision.owners().approvals() > 1);
    }

    private static Stream<String> calls(StageRun run) {
        return switch (run.state()) {
            case Awaiting awaiting -> names(awaiting.approvals());
            case Completed completed
            when completed.note() instanceof Note.Moved moved ->
                Stream.concat(moved.by().flatMap(by -> by.reason()).stream(), names(moved.approvals()));
            default -> Stream.empty();
        };
    }

    private static Stream<String> names(List<Approval> approvals) {
        return approvals.stream().flatMap(approval -> approval.by().reason().stream());
    }

    private void check(Recorded recorded) {
        MachineTokens tokens = new MachineTokens(scenario.sketch(), recorded);
        Optional<String> flaw = tokens.flawTwice().or(tokens::flawEnd);
        Promise.RESULTS_FOLLOW_FROM_THE_DEFINITION.holdsIf(flaw.isEmpty(), () -> flaw + " in " + recorded);
        recorded.runs().values().forEach(run -> {
            checkEffect(recorded, run);
            checkApprovals(run);
        });
    }

    private void checkApprovals(StageRun run) {
        if (run.state() instanceof Completed completed
                && completed.note() instanceof Note.Moved moved
                && moved.by().isPresent()
                && scenario.sketch().node(run.key().stage()) instanceof MachineNode.State state
                && state.task().activity() instanceof Activity.Decision decision) {
            List<String> keys = Stream.concat(
                            Stream.of(moved.by().get().key()),
                            moved.approvals().stream()
                                    .filter(approval -> approval.transition().equals(moved.transition()))
                                    .map(approval -> approval.by().key()))
                    .toList();
            boolean distinct = new HashSet<>(keys).size() == keys.size();
            Promise.RESULTS_FOLLOW_FROM_THE_DEFINITION.holdsIf(
                    keys.size() == decision.owners().approvals()
                            && (distinct || !decision.owners().distinct()),
                    () -> run + " was approved of by " + keys);
        }
    }

    private void checkEffect(Recorded recorded, StageRun run) {
        boolean effect = scenario.sketch().node(run.key().stage()) instanceof MachineNode.State state
                && state.task().type().equals(TestOperation.EFFECT);
        if (effect && run.state() instanceof Completed completed) {
            ExecutionId id = recorded.execution().id();
            int runs = runner.runsOf(id, run.key());
            int strikes = cloud.strikes(id, run.key());
            Promise.EFFECTS_RUN_ONCE_UNLESS_STRUCK.holdsIf(
                    completed.attempt() <= runs && runs <= completed.attempt() + strikes,
                    () -> run + " was run " + runs + " times, and struck " + strikes + " times");
        }
    }
}
