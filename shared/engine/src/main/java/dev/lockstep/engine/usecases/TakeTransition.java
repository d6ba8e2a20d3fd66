package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.JsonSchema;
import dev.lockstep.engine.decide.Decisions;
import dev.lockstep.engine.decide.Position;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Edge;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Approval;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a transition of a machine: one conditional write of the state that it leaves, and then what follows, which is done when the
 * caller is answered. Of several who make moves out of one state at the same time, one does.
 */
public final class TakeTransition {
    /** The most that may come with a transition, in bytes of JSON. */
    public static final int MAX_INPUT_BYTES = 64 * 1024;

    /** The most that may come with one of several approvals, which are kept in one item. */
    public static final int MAX_APPROVAL_BYTES = 8 * 1024;

    private final ReadExecution read;
    private final StageRunStore runs;
    private final StageCommit commit;
    private final InstantSource clock;

    public TakeTransition(ReadExecution read, StageRunStore runs, Effects effects, InstantSource clock) {
        this.read = read;
        this.runs = runs;
        this.commit = new StageCommit(runs, effects, clock);
        this.clock = clock;
    }

    /**
     * What a caller asks for.
     *
     * @param transition its name
     * @param state the state to leave by it, where several have one of that name
     * @param input what comes with it
     * @param comment kept with it in the history
     */
    public record Request(String transition, Optional<String> state, JsonNode input, Optional<String> comment) {}

    /**
     * Makes a transition, or counts as one of those who must.
     *
     * @return the execution as it then stands, without its stages' data
     * @throws Refusal where the caller's workspace has no such execution, it has ended or is paused, no state that it is in has such a
     *     transition, the caller may not make it, the input does not match, the guard does not hold, or another caller was first
     */
    public ReadExecution.Found take(Caller caller, ExecutionId id, Request request) {
        ReadExecution.Found found = open(caller, id);
        Actor by = new Actor(caller.keyId(), request.comment());
        make(found, visit(caller, found, request), request, new Mover(caller.keyId(), by));
        return read.readBare(caller, id);
    }

    /**
     * Which visit of a state a caller would leave by a transition.
     *
     * @throws Refusal as {@link #take} does, what comes with the transition left aside
     */
    StageRunKey find(Caller caller, ExecutionId id, Request request) {
        return visit(caller, open(caller, id), request).key();
    }

    /**
     * Makes a transition out of one visit of a state for somebody who has a link.
     *
     * @param maker who made the link
     */
    void takeByLink(Caller maker, ExecutionId id, StageRunKey run, Request request, Actor by) {
        ReadExecution.Found found = open(maker, id);
        Position.Visit visit = position(found).visits().stream()
                .filter(one -> one.key().equals(run))
                .findFirst()
                .orElseThrow(() -> Refusal.linkIsOver("the link is used up"));
        make(found, visit, request, new Mover(maker.keyId(), by));
    }

    /**
     * Who moves.
     *
     * @param keyId the key that counts
     */
    private record Mover(String keyId, Actor as) {}

    private ReadExecution.Found open(Caller caller, ExecutionId id) {
        ReadExecution.Found found = Controls.notEnded(read.readBare(caller, id));
        if (found.recorded().execution().state() instanceof ExecutionState.Paused) {
            throw Refusal.isPaused(id.value());
        }
        return found;
    }

    private Position position(ReadExecution.Found found) {
        return Position.of(found.version().plan(), found.recorded(), clock.instant());
    }

    /** The transitions that a caller may make now, by name, each once, in the order of the definition. */
    public static List<String> available(Caller caller, Execution execution, Position position) {
        return execution.isLive() && Permission.TAKE_PART.isGivenBy(caller.roles())
                ? position.visits().stream()
                        .flatMap(visit -> available(caller, execution, visit))
                        .distinct()
                        .toList()
                : List.of();
    }

    private static Stream<String> available(Caller caller, Execution execution, Position.Visit visit) {
        return visit.decision().filter(decision -> mayMove(caller, execution, decision)).stream()
                .flatMap(decision -> decision.transitions().stream()
                        .map(Activity.Transition::id)
                        .filter(id -> !hasApproved(caller, decision.owners(), approvals(visit.run(), id))));
    }

    private static boolean mayMove(Caller caller, Execution execution, Activity.Decision decision) {
        Activity.Owners owners = decision.owners();
        boolean started =
                execution.tags().startedBy().filter(caller.keyId()::equals).isPresent();
        return owners.include(caller.roles()) && !(owners.notStarter() && started);
    }

    private static boolean hasApproved(Caller caller, Activity.Owners owners, List<Approval> approvals) {
        return owners.distinct()
                && approvals.stream().anyMatch(approval -> approval.by().speaksFor(caller.keyId()));
    }

    private static List<Approval> approvals(Optional<StageRun> run, String transition) {
        return run.map(StageRun::state).orElse(null) instanceof StageRunState.Awaiting awaiting
                ? approvals(awaiting, transition)
                : List.of();
    }

    private static List<Approval> approvals(StageRunState.Awaiting awaiting, String transition) {
        return awaiting.approvals().stream()
                .filter(approval -> approval.transition().equals(transition))
                .toList();
    }

    private Position.Visit visit(Caller caller, ReadExecution.Found found, Request request) {
        Execution execution = found.recorded().execution();
        Position position = position(found);
        List<Position.Visit> having = position.visits().stream()
                .filter(visit -> request.state()
                        .map(state -> state.equals(visit.state().id()))
                        .orElse(true))
                .filter(visit -> visit.decision()
                        .flatMap(decision -> decision.find(request.transition()))
                        .isPresent())
                .toList();
        if (having.isEmpty()) {
            throw noSuchMove(request, available(caller, execution, position));
        }
        List<Position.Visit> theirs = having.stream()
                .filter(visit -> visit.decision()
                        .filter(decision -> mayMove(caller, execution, decision))
                        .isPresent())
                .toList();
        if (theirs.isEmpty()) {
            throw Refusal.notTheirMove("the API key may not make the transition " + request.transition() + ": "
                    + whoMay(having.getFirst()));
        }
        return theirs.stream()
                .filter(visit -> available(caller, execution, visit).anyMatch(request.transition()::equals))
                .findFirst()
                .orElseThrow(() -> approvedAlready(request));
    }

    private static Refusal noSuchMove(Request request, List<String> available) {
        String where = request.state().map(state -> " in the state " + state).orElse("");
        String these = available.isEmpty() ? "none is" : "these are: " + String.join(", ", available);
        return Refusal.noSuchMove(
                "the transition " + request.transition() + " is not available" + where + " now; " + these);
    }

    private static String whoMay(Position.Visit visit) {
        Activity.Owners owners = visit.decision().orElseThrow().owners();
        String roles = owners.roles().isEmpty()
                ? "the state " + visit.state().id() + " is open to all"
                : "the state " + visit.state().id() + " is owned by " + String.join(", ", owners.roles());
        return owners.notStarter() ? roles + ", but not by who started the execution" : roles;
    }

    private void make(ReadExecution.Found found, Position.Visit visit, Request request, Mover mover) {
        Execution execution = found.recorded().execution();
        Plan plan = found.version().plan();
        String id = execution.id().value();
        Turn turn = commit.read(plan, execution, visit.key()).orElseThrow(() -> Refusal.noExecution(id));
        Optional<StageRun> known = turn.recorded().run(visit.key());
        Instant now = clock.instant();
        StageRunState.Awaiting awaiting = awaiting(turn, known, now)
                .orElseThrow(() ->
                        Refusal.noSuchMove("the transition " + request.transition() + " is not available any more"));
        Activity.Decision decision = visit.decision().orElseThrow();
        checkNotTwice(decision.owners(), awaiting, request, mover);
        Activity.Transition transition = decision.find(request.transition()).orElseThrow();
        checkSize(decision.owners(), request.input());
        checkInput(transition, request.input());
        checkGuard(turn, transition, request.input());
        StageRunState next = next(decision, awaiting, request, mover.as(), now);
        StageCommit.Committed committed = commit.commit(turn, known, next);
        if (!committed.made() || wasLate(turn, committed.run())) {
            throw Refusal.isBusy(id);
        }
    }

    /** The state as it waits; empty where it does not any more. One that is about to be entered waits from now on. */
    private static Optional<StageRunState.Awaiting> awaiting(Turn turn, Optional<StageRun> known, Instant now) {
        if (turn.isUseless() || !turn.mayRun()) {
            return Optional.empty();
        }
        if (known.isEmpty()) {
            return Optional.of(
                    Decisions.awaiting((Activity.Decision) turn.task().activity(), now));
        }
        return known.get().state() instanceof StageRunState.Awaiting awaiting
                        && awaiting.deadline().filter(at -> !now.isBefore(at)).isEmpty()
                ? Optional.of(awaiting)
                : Optional.empty();
    }

    /** Told by what is read right before the write, which then fails if another comes in between. A link never counts twice. */
    private static void checkNotTwice(
            Activity.Owners owners, StageRunState.Awaiting awaiting, Request request, Mover mover) {
        boolean approved = approvals(awaiting, request.transition()).stream()
                .anyMatch(approval -> approval.by().speaksFor(mover.keyId())
                        && (owners.distinct()
                                || (mover.as().isLink() && approval.by().isLink())));
        if (approved) {
            throw mover.as().isLink() ? Refusal.linkIsOver("the link is used up") : approvedAlready(request);
        }
    }

    private static Refusal approvedAlready(Request request) {
        return Refusal.noSuchMove("the API key has approved of the transition " + request.transition() + " already");
    }

    private static void checkSize(Activity.Owners owners, JsonNode input) {
        long bytes = Json.size(input);
        int most = owners.approvals() > 1 ? MAX_APPROVAL_BYTES : MAX_INPUT_BYTES;
        if (bytes > most) {
            throw Refusal.inputTooLarge(bytes, most);
        }
    }

    private static void checkInput(Activity.Transition transition, JsonNode input) {
        List<Fault> faults = transition
                .inputs()
                .map(schema -> JsonSchema.of(schema).assertingFormats().validate(input, "input"))
                .orElse(List.of());
        if (!faults.isEmpty()) {
            throw Refusal.unprocessable(
                    "the input does not match the inputs of the transition " + transition.id(), faults);
        }
    }

    private static void checkGuard(Turn turn, Activity.Transition transition, JsonNode input) {
        if (transition.guard().isEmpty()) {
            return;
        }
        ObjectNode inputs = Json.object();
        turn.execution().input().properties().forEach(one -> inputs.set(one.getKey(), one.getValue()));
        // Only what the definition has come with the transition may stand for what the execution was started with.
        transition.inputNames().stream().filter(input::has).forEach(name -> inputs.set(name, input.get(name)));
        try {
            if (!transition
                    .guard()
                    .get()
                    .test(turn.data().scope(turn.recorded()).with("inputs", inputs))) {
                throw Refusal.noSuchMove("the guard of the transition " + transition.id() + " does not hold");
            }
        } catch (EvaluationException e) {
            throw Refusal.noSuchMove(
                    "the guard of the transition " + transition.id() + " cannot be told: " + e.getMessage());
        }
    }

    private static StageRunState next(
            Activity.Decision decision, StageRunState.Awaiting awaiting, Request request, Actor by, Instant now) {
        if (approvals(awaiting, request.transition()).size() + 1
                < decision.owners().approvals()) {
            List<Approval> approvals = new ArrayList<>(awaiting.approvals());
            approvals.add(new Approval(request.transition(), by, now, request.input()));
            return awaiting.approved(approvals);
        }
        return new StageRunState.Completed(
                1,
                awaiting.since(),
                now,
                Optional.empty(),
                request.input(),
                new Note.Moved(request.transition(), Optional.of(by), awaiting.approvals()));
    }

    /** Whether the fork that was to be left was over by then: another had left it, or its branches had come together. */
    private boolean wasLate(Turn turn, StageRun moved) {
        if (!(moved.state() instanceof StageRunState.Completed completed
                && completed.note() instanceof Note.Moved move
                && turn.task().place().moves().orElseThrow().edge(move.transition()) instanceof Edge.Leave leave)) {
            return false;
        }
        StageRunKey fork = turn.iterations().fork(leave.fork(), moved.key().iteration());
        return runs.read(turn.execution().id(), List.of(fork))
                .flatMap(recorded -> recorded.run(fork))
                .flatMap(StageRun::overBy)
                .filter(by -> !by.equals(moved.key()))
                .isPresent();
    }
}
