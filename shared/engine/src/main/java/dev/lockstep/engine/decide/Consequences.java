package dev.lockstep.engine.decide;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Edge;
import dev.lockstep.engine.definition.ForEach;
import dev.lockstep.engine.definition.Moves;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What follows from one recorded stage run. */
final class Consequences {
    private final Plan plan;
    private final Recorded context;
    private final Iterations iterations;
    private final Instant now;
    private final Set<StageRunKey> skipped = new LinkedHashSet<>();

    /**
     * @param context the execution, and of a run for one element the part of the elements that it is in
     */
    Consequences(Plan plan, Recorded context, Instant now) {
        this.plan = plan;
        this.context = context;
        this.iterations = new Iterations(plan, context.execution().past().reruns());
        this.now = now;
    }

    List<Effect> of(StageRun run) {
        if (!iterations.isCurrent(run.key())) {
            return List.of();
        }
        return switch (plan.stage(run.key().stage())) {
            case Stage.Task task -> of(task.as(run.resolved()), run);
            case Stage.Join join -> of(join, run);
            case Stage.Gather gather -> of(gather, run);
            case Stage.Items items -> List.of();
            case Stage.Fork fork -> of(fork, run);
        };
    }

    /** What a start activates. */
    List<Effect> ofStart() {
        return plan.entry().stream().flatMap(stage -> ofStart(stage).stream()).toList();
    }

    private List<Effect> ofStart(String stage) {
        if (!plan.isMachine()) {
            return List.of(Effect.Send.now(iterations.outermost(stage)));
        }
        StageRunKey first = new StageRunKey(stage, Iteration.FIRST.at(0));
        Tokens tokens = new Tokens(plan, iterations, first, now);
        tokens.enter(stage, first.iteration());
        return tokens.effects();
    }

    private List<Effect> of(Stage.Task task, StageRun run) {
        StageRunKey key = run.key();
        return switch (run.state()) {
            case StageRunState.Completed completed -> completed(task, key, completed);
            case StageRunState.Skipped skipped -> passed(task, key, takenByDefault(task), skipped.at());
            case StageRunState.Failed failed -> failed(task, run, failed);
            case StageRunState.Canceled canceled -> List.of();
            case StageRunState.SkipAhead ahead -> List.of();
            case StageRunState.Retrying retrying -> List.of(new Effect.Send(key, retrying.next()));
            case StageRunState.Waiting waiting -> List.of(new Effect.Send(key, waiting.until()));
            case StageRunState.Running running
            when !(task.activity() instanceof Activity.Worker) -> List.of(new Effect.Send(key, running.leaseUntil()));
            case StageRunState.Running running -> outside(task, run);
            case StageRunState.Awaiting awaiting ->
                Stream.concat(awaiting.deadline().stream(), reminder(task, awaiting).stream())
                        .<Effect>map(at -> new Effect.Send(key, at))
                        .toList();
            case StageRunState.Offered offered -> outside(task, run);
            case StageRunState.Delegated delegated ->
                List.of(new Effect.Delegate(key, delegated, (Activity.SubWorkflow) task.activity()));
            case StageRunState.Mapping mapping -> elements(task, key, mapping.total());
            case StageRunState.Looping looping -> round(task, key, looping.round());
            case StageRunState.Gathering gathering -> throw misplaced(key);
            case StageRunState.Elements elements -> throw misplaced(key);
        };
    }

    private static Optional<Instant> reminder(Stage.Task task, StageRunState.Awaiting awaiting) {
        return task.activity() instanceof Activity.Decision decision
                ? Decisions.nextReminder(decision, awaiting)
                : Optional.empty();
    }

    private static IllegalStateException misplaced(StageRunKey key) {
        return new IllegalStateException("what is recorded at " + key + " is not of a task");
    }

    /** What is a worker's: were its message sent whenever somebody looks, the queue would fill with copies. */
    private List<Effect> outside(Stage.Task task, StageRun run) {
        List<Effect> effects = new ArrayList<>();
        OutsideWork.of(task, context.execution(), run).ifPresent(work -> {
            if (work.mayLackItsMessage(context.execution().reopenedAt(), now)) {
                effects.add(work.offer(run.key()));
            }
            effects.add(new Effect.Send(run.key(), work.look()));
        });
        return effects;
    }

    private List<Effect> elements(Stage.Task task, StageRunKey key, int total) {
        int lanes = task.forEach().orElseThrow().lanes(total);
        return IntStream.range(0, lanes)
                .<Effect>mapToObj(i -> Effect.Send.now(key.at(i)))
                .toList();
    }

    private List<Effect> round(Stage.Task task, StageRunKey key, int round) {
        if (!(task.activity() instanceof Activity.Loop loop)) {
            throw misplaced(key);
        }
        return loop.entry().stream()
                .<Effect>map(stage ->
                        Effect.Send.now(iterations.beside(stage, key.iteration().at(round))))
                .toList();
    }

    private List<Effect> completed(Stage.Task task, StageRunKey key, StageRunState.Completed completed) {
        if (task.activity() instanceof Activity.Terminate terminate
                && task.place().undoes().isEmpty()) {
            return List.of(new Effect.End(ending(terminate, key, completed)));
        }
        if (task.place().moves().isPresent()) {
            return moved(task.place().moves().get(), key, completed);
        }
        List<Effect> effects = new ArrayList<>(passed(task, key, taken(task, completed.note()), completed.at()));
        if (task.activity() instanceof Activity.Merge merge
                && merge.needed() < merge.sources().size()) {
            effects.addAll(losers(task, key.iteration()));
        }
        return effects;
    }

    private List<Effect> moved(Moves moves, StageRunKey key, StageRunState.Completed completed) {
        Optional<String> transition =
                completed.note() instanceof Note.Moved moved ? Optional.of(moved.transition()) : moves.whenDone();
        return transition.map(made -> moved(moves, key, made, completed.at())).orElse(List.of());
    }

    private List<Effect> moved(Moves moves, StageRunKey key, String transition, Instant at) {
        Tokens tokens = new Tokens(plan, iterations, key, at);
        tokens.moved(transition, moves.edge(transition));
        return tokens.effects();
    }

    private static ExecutionState.Ended ending(
            Activity.Terminate terminate, StageRunKey key, StageRunState.Completed completed) {
        return switch (terminate.ending()) {
            case COMPLETED -> new ExecutionState.Completed(completed.at(), Optional.of(key));
            case FAILED ->
                new ExecutionState.Failed(completed.at(), key.stage(), Failure.terminated(completed.output()));
        };
    }

    /** The stages that a task goes on to; all of them where it has no choice. */
    private static Optional<List<String>> taken(Stage.Task task, Note note) {
        return note instanceof Note.Took took ? Optional.of(took.stages()) : takenByDefault(task);
    }

    private static Optional<List<String>> takenByDefault(Stage.Task task) {
        return task.activity() instanceof Activity.Choice choice ? Optional.of(choice.otherwise()) : Optional.empty();
    }

    /** Whether a token that has left a task goes to the other; one that took another way, or failed, does not. */
    static boolean leadsTo(Stage.Task task, StageRunState state, String target) {
        return switch (state) {
            case StageRunState.Completed completed -> takes(task, taken(task, completed.note()), target);
            case StageRunState.Skipped skipped -> takes(task, takenByDefault(task), target);
            case StageRunState.Failed failed ->
                switch (task.policy().onError()) {
                    case CONTINUE, CONTINUE_WITH_DETAILS -> takes(task, takenByDefault(task), target);
                    case GO_TO -> has(task.place().otherwise(), target);
                    case FAIL -> false;
                };
            case StageRunState other -> false;
        };
    }

    private static boolean takes(Stage.Task task, Optional<List<String>> taken, String target) {
        return has(task.next(), target) && (taken.isEmpty() || taken.get().contains(target));
    }

    private static boolean has(List<Edge> edges, String target) {
        return edges.stream().anyMatch(edge -> edge.target().equals(target));
    }

    /** A task that goes on: alive to what it takes, dead to the rest. */
    private List<Effect> passed(Stage.Task task, StageRunKey key, Optional<List<String>> taken, Instant at) {
        if (task.place().undoes().isPresent()) {
            return List.of(new Effect.Compensate());
        }
        if (iterations.isElement(task, key.iteration())) {
            return element(task, key, true);
        }
        Tokens tokens = new Tokens(plan, iterations, key, at);
        for (Edge edge : task.next()) {
            if (taken.isEmpty() || taken.get().contains(edge.target())) {
                tokens.alive(edge);
            } else {
                tokens.dead(edge);
            }
        }
        task.place().otherwise().forEach(tokens::dead);
        return effects(tokens);
    }

    private List<Effect> effects(Tokens tokens) {
        skipped.addAll(tokens.skipped());
        return tokens.effects();
    }

    /** The tasks on ways that were not taken, as far as it was asked about. */
    Set<StageRunKey> skipped() {
        return skipped;
    }

    private List<Effect> losers(Stage.Task merge, Iteration iteration) {
        return plan.tasks().stream()
                .filter(task -> task.place().within().equals(merge.place().within()))
                .filter(task -> task.place().guards().contains(merge.id()))
                .<Effect>map(task -> new Effect.Cancel(iterations.beside(task.id(), iteration)))
                .toList();
    }

    private List<Effect> failed(Stage.Task task, StageRun run, StageRunState.Failed failed) {
        StageRunKey key = run.key();
        if (task.place().undoes().isPresent()) {
            return List.of(new Effect.Compensate());
        }
        if (iterations.isElement(task, key.iteration())) {
            return run.bearsFailure() ? element(task, key, true) : failedElement(task, key, failed);
        }
        return switch (task.policy().onError()) {
            case CONTINUE, CONTINUE_WITH_DETAILS -> passed(task, key, takenByDefault(task), failed.at());
            case GO_TO -> {
                Optional<Moves> moves = task.place().moves();
                if (moves.isPresent()) {
                    yield moved(moves.get(), key, moves.get().whenFailed().orElseThrow(), failed.at());
                }
                Tokens tokens = new Tokens(plan, iterations, key, failed.at());
                task.next().forEach(tokens::dead);
                task.place().otherwise().forEach(tokens::alive);
                yield effects(tokens);
            }
            case FAIL -> isReopened(failed) ? List.of(Effect.Send.now(key)) : fails(task, key, key, failed);
        };
    }

    private boolean isReopened(StageRunState.Failed failed) {
        return Decider.isReopened(context.execution(), failed);
    }

    private List<Effect> failedElement(Stage.Task task, StageRunKey key, StageRunState.Failed failed) {
        ForEach each = task.forEach().orElseThrow();
        if (task.policy().onError() == OnError.FAIL && isReopened(failed)) {
            return List.of(Effect.Send.now(key));
        }
        if (!each.tolerated().bearsNone()) {
            return element(task, key, false);
        }
        StageRunKey all = new StageRunKey(task.id(), key.iteration().around());
        return task.policy().onError() == OnError.FAIL
                ? fails(task, all, key, failed)
                : List.of(new Effect.Fail(all, failed.failure()));
    }

    /** What a failure that its task does not bear comes to: the loop around it fails, or the execution. */
    private List<Effect> fails(Stage.Task task, StageRunKey key, StageRunKey cause, StageRunState.Failed failed) {
        Optional<String> around = task.place().within();
        if (around.isEmpty()) {
            return List.of(new Effect.End(new ExecutionState.Failed(failed.at(), cause.stage(), failed.failure())));
        }
        Stage.Task loop = plan.task(around.get());
        StageRunKey run = iterations.around(loop.id(), key.iteration());
        return loop.forEach().isPresent() || loop.policy().onError() != OnError.FAIL
                ? List.of(new Effect.Fail(run, failed.failure()))
                : fails(loop, run, cause, failed);
    }

    private List<Effect> element(Stage.Task task, StageRunKey key, boolean alive) {
        int number = key.iteration().last();
        int total = total(task, key);
        Set<Integer> branch = Set.of(total <= Stage.Gather.WIDTH ? number : number % Stage.Gather.WIDTH);
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Arrive(
                iterations.gather(task.id(), key.iteration(), total),
                alive ? branch : Set.of(),
                alive ? Set.of() : branch));
        int following = number + task.forEach().orElseThrow().lanes(total);
        if (following < total) {
            effects.add(Effect.Send.now(
                    new StageRunKey(task.id(), key.iteration().around().at(following))));
        }
        return effects;
    }

    private int total(Stage.Task task, StageRunKey key) {
        StageRunKey items = iterations.items(task.id(), key.iteration());
        if (context.run(items).map(StageRun::state).orElse(null) instanceof StageRunState.Elements elements) {
            return elements.total();
        }
        throw new IllegalStateException(items + " is to be read before what follows from " + key);
    }

    private List<Effect> of(Stage.Join join, StageRun run) {
        if (!(run.state() instanceof StageRunState.Gathering gathering) || !isComplete(join, gathering)) {
            return List.of();
        }
        if (join.fork().isPresent()) {
            StageRunKey fork = new StageRunKey(join.fork().get(), run.key().iteration());
            return List.of(new Effect.Close(fork, run.key(), Optional.empty()));
        }
        Tokens tokens = new Tokens(plan, iterations, run.key(), now);
        join.next().forEach(edge -> {
            if (gathering.arrived().isEmpty()) {
                tokens.dead(edge);
            } else {
                tokens.alive(edge);
            }
        });
        return effects(tokens);
    }

    /** What follows from the end of a fork: what goes on in its branches ends, and its token goes on. */
    private List<Effect> of(Stage.Fork fork, StageRun run) {
        if (!(run.state() instanceof StageRunState.Completed completed && completed.note() instanceof Note.Over over)) {
            return List.of();
        }
        boolean joined = plan.stage(over.by().stage()) instanceof Stage.Join join
                && join.fork().filter(fork.id()::equals).isPresent();
        Tokens tokens = new Tokens(plan, iterations, joined ? over.by() : run.key(), completed.at());
        tokens.alive(way(fork, over, joined));
        List<Effect> effects = new ArrayList<>(List.of(new Effect.Sweep(run.key())));
        effects.addAll(tokens.effects());
        return effects;
    }

    private Edge way(Stage.Fork fork, Note.Over over, boolean joined) {
        Edge edge = switch (plan.stage(over.by().stage())) {
            case Stage.Task task ->
                task.place().moves().orElseThrow().edge(over.transition().orElseThrow());
            case Stage other -> other.next().getFirst();
        };
        return !joined && edge instanceof Edge.Leave leave && leave.fork().equals(fork.id()) ? leave.then() : edge;
    }

    static boolean isComplete(Stage.Join join, StageRunState.Gathering gathering) {
        return gathering.arrived().size() >= join.needed() || gathering.all() == join.branches();
    }

    private List<Effect> of(Stage.Gather gather, StageRun run) {
        if (!(run.state() instanceof StageRunState.Gathering gathering)) {
            return List.of();
        }
        Stage.Task task = plan.task(gather.task());
        Iteration iteration = run.key().iteration();
        boolean part = iteration.depth() > plan.depth(task);
        if (isComplete(gathering)) {
            return List.of(
                    part
                            ? new Effect.Arrive(
                                    new StageRunKey(gather.id(), iteration.around()),
                                    Set.of(iteration.last()),
                                    Set.of())
                            : new Effect.Resume(new StageRunKey(task.id(), iteration), 0));
        }
        boolean tooMany = !gathering.dead().isEmpty()
                && isTooMuch(task.forEach().orElseThrow().tolerated(), gathering, part);
        Iteration all = part ? iteration.around() : iteration;
        return tooMany ? List.of(new Effect.Resume(new StageRunKey(task.id(), all), 0)) : List.of();
    }

    static boolean isComplete(StageRunState.Gathering gathering) {
        OptionalInt expected = gathering.expected();
        return expected.isPresent() && gathering.all() == expected.getAsInt();
    }

    /** A share is of all elements, so that one part of them cannot tell. */
    private static boolean isTooMuch(ForEach.Tolerance tolerated, StageRunState.Gathering gathering, boolean part) {
        int failed = gathering.dead().size();
        return part
                ? tolerated.percent() == 0 && failed > tolerated.count()
                : tolerated.isExceeded(failed, gathering.expected().orElse(0));
    }

    /** What a failed task gives to what follows it all the same. */
    static Optional<JsonNode> passedOn(Stage.Task task, JsonNode input, Failure failure) {
        return switch (task.policy().onError()) {
            case FAIL -> Optional.empty();
            case CONTINUE -> Optional.of(input);
            case CONTINUE_WITH_DETAILS -> Optional.of(failure.details().orElseGet(Json::object));
            case GO_TO -> Optional.of(failure.toJson(input));
        };
    }
}
