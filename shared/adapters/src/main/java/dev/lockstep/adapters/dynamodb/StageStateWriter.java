package dev.lockstep.adapters.dynamodb;

import dev.lockstep.adapters.dynamodb.StageRunItem.State;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Approval;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes where a stage run is into its item. */
record StageStateWriter(Map<String, AttributeValue> item) {
    static void write(StageRunState state, Map<String, AttributeValue> item) {
        new StageStateWriter(item).write(state);
    }

    private void write(StageRunState state) {
        switch (state) {
            case StageRunState.Running run -> running(run);
            case StageRunState.Retrying run -> retrying(run);
            case StageRunState.Waiting run -> waiting(run);
            case StageRunState.Awaiting run -> awaiting(run);
            case StageRunState.Offered run -> offered(run);
            case StageRunState.Delegated run -> delegated(run);
            case StageRunState.Mapping run -> mapping(run);
            case StageRunState.Looping run -> looping(run);
            case StageRunState.Gathering run -> gathering(run);
            case StageRunState.Elements run -> elements(run);
            case StageRunState.Completed run -> completed(run);
            case StageRunState.Failed run -> failed(run);
            case StageRunState.Skipped run -> skipped(run);
            case StageRunState.SkipAhead run -> skipAhead(run);
            case StageRunState.Canceled run -> canceled(run);
        }
    }

    private void running(StageRunState.Running run) {
        begun(State.RUNNING, run.startedAt());
        put(StageRunItem.ATTEMPT, run.attempt());
        put(StageRunItem.LEASE, run.leaseUntil());
        run.input().ifPresent(this::input);
        run.by().ifPresent(worker -> put(StageRunItem.BY, worker));
        queued(run.queued());
    }

    private void queued(StageRunState.Queued queued) {
        queued.domain().ifPresent(domain -> put(StageRunItem.DOMAIN, domain));
        if (queued.taken() > 0) {
            put(StageRunItem.TAKEN, queued.taken());
        }
    }

    private void retrying(StageRunState.Retrying run) {
        begun(State.RETRYING, run.startedAt());
        put(StageRunItem.ATTEMPT, run.attempt());
        put(StageRunItem.ENDED, run.failedAt());
        put(StageRunItem.NEXT, run.next());
        failure(run.failure());
    }

    private void waiting(StageRunState.Waiting run) {
        begun(State.WAITING, run.since());
        put(StageRunItem.NEXT, run.until());
        run.input().ifPresent(this::input);
    }

    private void awaiting(StageRunState.Awaiting run) {
        begun(State.AWAITING, run.since());
        run.deadline().ifPresent(deadline -> put(StageRunItem.NEXT, deadline));
        input(run.input());
        approvals(run.approvals());
        run.reminded().ifPresent(reminded -> {
            put(StageRunItem.REMINDERS, reminded.count());
            put(StageRunItem.REMINDED_AT, reminded.at());
        });
    }

    private void offered(StageRunState.Offered run) {
        begun(State.OFFERED, run.since());
        put(StageRunItem.ATTEMPT, run.attempt());
        if (!run.offeredAt().equals(run.since())) {
            put(StageRunItem.OFFERED_AT, run.offeredAt());
        }
        run.handedBack().ifPresent(back -> {
            put(StageRunItem.NEXT, back.until());
            output(back.output());
        });
        input(run.input());
        queued(run.queued());
    }

    private void delegated(StageRunState.Delegated run) {
        begun(State.DELEGATED, run.since());
        put(StageRunItem.ATTEMPT, run.attempt());
        child(new StageRunState.Child(run.workflow(), run.to()));
        if (run.again()) {
            item.put(StageRunItem.AGAIN, AttributeValue.fromBool(true));
        }
        input(run.input());
    }

    private void child(StageRunState.Child child) {
        WorkflowRef workflow = child.workflow();
        put(StageRunItem.WORKFLOW, Keys.workflowKey(workflow.workspace(), workflow.workflow()));
        put(StageRunItem.VERSION, workflow.version());
        put(StageRunItem.CHILD, child.execution().value());
    }

    private void mapping(StageRunState.Mapping run) {
        begun(State.MAPPING, run.since());
        put(StageRunItem.TOTAL, run.total());
    }

    private void looping(StageRunState.Looping run) {
        begun(State.LOOPING, run.since());
        put(StageRunItem.ROUND, run.round());
        output(run.data());
        if (!run.variables().isEmpty()) {
            variables(run.variables());
        }
    }

    private void gathering(StageRunState.Gathering run) {
        branches(StageRunItem.ARRIVED, run.arrived());
        branches(StageRunItem.DEAD, run.dead());
        run.expected().ifPresent(expected -> put(StageRunItem.EXPECTED, expected));
    }

    private void elements(StageRunState.Elements run) {
        state(State.ELEMENTS);
        put(StageRunItem.TOTAL, run.total());
        put(StageRunItem.ITEMS, Json.write(run.items()));
    }

    private void completed(StageRunState.Completed run) {
        begun(State.COMPLETED, run.startedAt());
        put(StageRunItem.ATTEMPT, run.attempt());
        put(StageRunItem.ENDED, run.at());
        run.input().ifPresent(this::input);
        output(run.output());
        note(run.note());
    }

    private void failed(StageRunState.Failed run) {
        begun(State.FAILED, run.startedAt());
        put(StageRunItem.ATTEMPT, run.attempt());
        put(StageRunItem.ENDED, run.at());
        failure(run.failure());
        run.by().ifPresent(this::child);
        run.input().ifPresent(this::input);
        run.passed().ifPresent(passed -> {
            Passed kind = Passed.of(run, passed);
            put(StageRunItem.PASSES, kind.name());
            if (kind == Passed.OUTPUT) {
                output(passed);
            }
        });
    }

    private void skipped(StageRunState.Skipped run) {
        state(State.SKIPPED);
        put(StageRunItem.ENDED, run.at());
        output(run.passed());
        run.by().ifPresent(this::actor);
        run.input().ifPresent(this::input);
    }

    private void skipAhead(StageRunState.SkipAhead run) {
        begun(State.SKIP_AHEAD, run.at());
        run.input().ifPresent(this::input);
        run.passed().ifPresent(this::output);
        actor(run.by());
    }

    private void canceled(StageRunState.Canceled run) {
        state(State.CANCELED);
        put(StageRunItem.ENDED, run.at());
    }

    /** Which kind of note it is, its attribute tells. */
    private void note(Note note) {
        switch (note) {
            case Note.None none -> {}
            case Note.Took took ->
                item.put(
                        StageRunItem.TOOK,
                        AttributeValue.fromL(
                                took.stages().stream().map(Attributes::of).toList()));
            case Note.Set set -> variables(set.variables());
            case Note.Started started ->
                put(StageRunItem.CHILD, started.execution().value());
            case Note.By by -> {
                actor(by.actor());
                by.credits().ifPresent(credits -> put(StageRunItem.CREDITS, credits));
            }
            case Note.Moved moved -> {
                put(StageRunItem.TRANSITION, moved.transition());
                moved.by().ifPresent(this::actor);
                approvals(moved.approvals());
            }
            case Note.Over over -> {
                put(StageRunItem.OVER_BY, Keys.text(over.by()));
                over.transition().ifPresent(transition -> put(StageRunItem.TRANSITION, transition));
            }
        }
    }

    private void begun(State state, Instant at) {
        state(state);
        put(StageRunItem.STARTED, at);
    }

    private void state(State state) {
        put(StageRunItem.STATE, state.name());
    }

    private void actor(Actor actor) {
        put(StageRunItem.BY, actor.key());
        Optional<String> reason = actor.reason();
        reason.ifPresent(text -> put(StageRunItem.REASON, text));
    }

    private void failure(Failure failure) {
        put(StageRunItem.FAILURE, failure.name());
        put(StageRunItem.MESSAGE, failure.message());
        failure.details().ifPresent(details -> put(StageRunItem.DETAILS, Json.write(details)));
    }

    private void input(JsonNode data) {
        put(StageRunItem.INPUT, Json.write(data));
    }

    private void output(JsonNode data) {
        put(StageRunItem.OUTPUT, Json.write(data));
    }

    private void variables(ObjectNode variables) {
        put(StageRunItem.VARIABLES, Json.write(variables));
    }

    private void approvals(List<Approval> approvals) {
        if (!approvals.isEmpty()) {
            item.put(StageRunItem.APPROVALS, Approvals.write(approvals));
        }
    }

    private void branches(String name, Set<Integer> branches) {
        if (!branches.isEmpty()) {
            item.put(name, StageRunItem.branches(branches));
        }
    }

    private void put(String name, String text) {
        item.put(name, Attributes.of(text));
    }

    private void put(String name, long number) {
        item.put(name, Attributes.of(number));
    }

    private void put(String name, Instant time) {
        item.put(name, Attributes.of(time));
    }
}
