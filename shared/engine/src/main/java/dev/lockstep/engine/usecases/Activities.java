package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.AttemptResult;
import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.decide.Decisions;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.Scope;
import dev.lockstep.engine.operations.Deadline;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.PollRecords;
import dev.lockstep.engine.ports.WorkflowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Begins what tasks do that run no operation: control flow, and what others do outside. */
public final class Activities {
    private final WorkflowStore workflows;
    private final Plans plans;
    private final Ids ids;
    private final PollRecords polls;

    /** Who asked for tasks of a domain within this time is there; that it asks is noted every ten seconds. */
    private static final Duration ASKED_OF_LATE = Duration.ofSeconds(20);

    public Activities(WorkflowStore workflows, Plans plans, Ids ids, PollRecords polls) {
        this.workflows = workflows;
        this.plans = plans;
        this.ids = ids;
        this.polls = polls;
    }

    /**
     * @param given the task's input
     * @param own the input again, where it is to be recorded
     */
    Work begin(
            Activity activity, Turn turn, Scope scope, JsonNode given, Optional<JsonNode> own, int attempt, Instant now)
            throws EvaluationException, OperationFailure {
        return switch (activity) {
            case Activity.Operation operation -> throw new IllegalArgumentException("an operation is run");
            case Activity.Choice choice -> done(own, given, new Note.Took(taken(choice, scope)));
            case Activity.Merge merge -> merged(merge, turn, given, own);
            case Activity.SetVariables set -> {
                JsonNode variables = turn.task().config().resolve(scope).path("variables");
                yield variables instanceof ObjectNode object
                        ? set(own, given, object)
                        : done(own, given, new Note.None());
            }
            case Activity.Terminate terminate -> {
                ObjectNode config = turn.task().config().resolve(scope);
                JsonNode output = terminate.ending() == Activity.Terminate.Ending.FAILED
                        ? Json.object().put("reason", config.path("reason").asString("the workflow ended itself"))
                        : config.has("output") ? config.get("output") : given;
                yield done(own, output, new Note.None());
            }
            case Activity.Await await -> {
                Optional<Instant> deadline = await.hasDeadline()
                        ? Optional.of(Deadline.of(turn.task().config().resolve(scope), now))
                        : Optional.empty();
                yield new Work.Begun(new StageRunState.Awaiting(now, deadline, given));
            }
            case Activity.Decision decision -> new Work.Begun(Decisions.awaiting(decision, now));
            case Activity.Worker worker -> new Work.Begun(offered(worker, turn, given, attempt, now));
            case Activity.Loop loop -> loop(loop, scope, given, own, now);
            case Activity.SubWorkflow workflow -> delegated(workflow, turn, given, own, attempt, now);
            case Activity.Dynamic dynamic -> throw new IllegalArgumentException("what it does is told first");
        };
    }

    private StageRunState offered(Activity.Worker worker, Turn turn, JsonNode given, int attempt, Instant now) {
        Optional<String> domain = turn.execution()
                .tags()
                .domains()
                .of(worker.taskType())
                .map(wanted -> chosen(worker, turn, wanted.inOrder(), now))
                .orElse(worker.domain());
        return new StageRunState.Offered(
                attempt, now, now, given, Optional.empty(), new StageRunState.Queued(domain, 0));
    }

    /** The first domain that somebody asks for tasks of, or the last. Where there is but one, nobody needs to be looked for. */
    private Optional<String> chosen(Activity.Worker worker, Turn turn, List<Optional<String>> inOrder, Instant now) {
        if (inOrder.size() > 1) {
            Workspace workspace = turn.execution().workflow().workspace();
            Set<Optional<String>> asked = polls.of(workspace, worker.taskType()).stream()
                    .filter(poll -> poll.at().isAfter(now.minus(ASKED_OF_LATE)))
                    .map(PollRecords.Poll::domain)
                    .collect(Collectors.toSet());
            Optional<Optional<String>> there = inOrder.stream()
                    .filter(domain -> domain.isEmpty() || asked.contains(domain))
                    .findFirst();
            if (there.isPresent()) {
                return there.get();
            }
        }
        return inOrder.isEmpty() ? Optional.empty() : inOrder.getLast();
    }

    private static Work done(Optional<JsonNode> own, JsonNode output, Note note) {
        Optional<Failure> flaw = StageWorker.outputFlaw(own, output);
        return new Work.Done(
                flaw.isPresent()
                        ? new AttemptResult.Failed(own, flaw.get())
                        : new AttemptResult.Succeeded(own, output, note));
    }

    private static Work set(Optional<JsonNode> own, JsonNode given, ObjectNode variables) {
        Optional<Failure> flaw = StageWorker.variablesFlaw(own, Optional.of(given), variables);
        return flaw.isPresent()
                ? new Work.Done(new AttemptResult.Failed(own, flaw.get()))
                : done(own, given, new Note.Set(variables));
    }

    private static List<String> taken(Activity.Choice choice, Scope scope) throws EvaluationException {
        for (Activity.Case way : choice.cases()) {
            if (way.when().test(scope)) {
                return way.next();
            }
        }
        return choice.otherwise();
    }

    /** What the branches gave that came first; all of them, where all are waited for. */
    private static Work merged(Activity.Merge merge, Turn turn, JsonNode given, Optional<JsonNode> own) {
        if (merge.needed() == merge.sources().size()) {
            return done(own, given, new Note.None());
        }
        ObjectNode outputs = Json.object();
        merge.sources().stream()
                .flatMap(source ->
                        turn
                                .recorded()
                                .run(turn.iterations().beside(source, turn.key().iteration()))
                                .stream())
                .filter(run -> Decider.leadsTo(
                        turn.plan().task(run.key().stage()), run, turn.key().stage()))
                .sorted(Comparator.comparing(Activities::endedAt))
                .limit(merge.needed())
                .forEach(run -> outputs.set(run.key().stage(), run.output().orElseThrow()));
        return done(own, outputs, new Note.None());
    }

    private static Instant endedAt(StageRun run) {
        return run.state() instanceof StageRunState.Outcome outcome ? outcome.at() : Instant.MAX;
    }

    private static Work loop(Activity.Loop loop, Scope scope, JsonNode given, Optional<JsonNode> own, Instant now)
            throws EvaluationException {
        return loop.testsFirst() && loop.condition().test(scope) == loop.until()
                ? done(own, given, new Note.None())
                : new Work.Begun(new StageRunState.Looping(now, 0, given, Json.object()));
    }

    private Work delegated(
            Activity.SubWorkflow activity,
            Turn turn,
            JsonNode given,
            Optional<JsonNode> own,
            int attempt,
            Instant now) {
        Optional<StageRunState.Child> again = activity.waits() ? again(turn) : Optional.empty();
        Optional<StageRunState.Child> child = again.or(() -> anew(turn, attempt));
        if (child.isPresent()) {
            return new Work.Begun(new StageRunState.Delegated(
                    attempt, now, child.get().workflow(), child.get().execution(), given, again.isPresent()));
        }
        int depth = turn.execution().parent().map(Parent::depth).orElse(0) + 1;
        if (depth > Parent.DEEPEST) {
            return Work.broken(
                    own,
                    Optional.of(given),
                    new Failure("TooDeep", "executions may be no deeper than " + Parent.DEEPEST + " below each other"));
        }
        String id = activity.workflow().value();
        Optional<WorkflowRef> latest =
                workflows.latest(turn.execution().workflow().workspace(), activity.workflow());
        Optional<WorkflowVersion> version = latest.flatMap(ref -> plans.find(new WorkflowRef(
                ref.workspace(), ref.workflow(), activity.version().orElse(ref.version()))));
        if (version.isEmpty()) {
            return Work.broken(
                    own,
                    Optional.of(given),
                    new Failure("NoSuchWorkflow", "there is no workflow " + id + " of that version"));
        }
        List<Fault> faults = plans.inputSchema(version.get().ref()).validate(given, "input");
        if (!faults.isEmpty()) {
            Fault first = faults.getFirst();
            return Work.broken(
                    own,
                    Optional.of(given),
                    Failure.invalidInput("workflow " + id + ": " + first.path() + " " + first.message()));
        }
        return new Work.Begun(
                new StageRunState.Delegated(attempt, now, version.get().ref(), ids.execution(), given));
    }

    /** The execution that did the run's work before, where that is to be tried again within it. */
    private static Optional<StageRunState.Child> again(Turn turn) {
        return turn.execution().triesWithin()
                        && turn.recorded().run(turn.key()).map(StageRun::state).orElse(null)
                                instanceof StageRunState.Failed failed
                        && Decider.isReopened(turn.execution(), failed)
                ? failed.by()
                : Optional.empty();
    }

    /** The execution that did the run's work before, where that is run anew; what fails then is tried again by another. */
    private static Optional<StageRunState.Child> anew(Turn turn, int attempt) {
        return attempt == 1
                ? ChildrenAgain.within(turn.execution(), turn.key()).map(Anew.Within::child)
                : Optional.empty();
    }

    /** Whether what a run within a loop was waiting for is there, and what it gave. */
    static Optional<JsonNode> outputOfRound(Activity.Loop loop, Turn turn, Recorded recorded, int round) {
        ObjectNode outputs = Json.object();
        for (String last : loop.last()) {
            StageRunKey key =
                    turn.iterations().beside(last, turn.key().iteration().at(round));
            recorded.run(key).flatMap(StageRun::output).ifPresent(output -> outputs.set(last, output));
        }
        if (loop.last().size() > 1) {
            return Optional.of(outputs);
        }
        return outputs.isEmpty()
                ? Optional.empty()
                : Optional.of(outputs.get(loop.last().getFirst()));
    }
}
