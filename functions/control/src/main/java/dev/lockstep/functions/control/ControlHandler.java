package dev.lockstep.functions.control;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.http.Endpoint;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.dialects.pipeline.PipelineView;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.DeadLetterStore;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.ControlBulk;
import dev.lockstep.engine.usecases.DeadLetters;
import dev.lockstep.engine.usecases.Effects;
import dev.lockstep.engine.usecases.Idempotency;
import dev.lockstep.engine.usecases.LinkTokens;
import dev.lockstep.engine.usecases.NudgeExecution;
import dev.lockstep.engine.usecases.PauseExecution;
import dev.lockstep.engine.usecases.Permission;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.RedriveDeadLetter;
import dev.lockstep.engine.usecases.RemoveExecution;
import dev.lockstep.engine.usecases.ReopenExecution;
import dev.lockstep.engine.usecases.RerunExecution;
import dev.lockstep.engine.usecases.SignalExecution;
import dev.lockstep.engine.usecases.SignalLinks;
import dev.lockstep.engine.usecases.SkipStage;
import dev.lockstep.engine.usecases.TakeTransition;
import dev.lockstep.engine.usecases.TransitionLinks;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Takes the moves that somebody outside makes on executions, one or many, and on what became of their messages. */
public final class ControlHandler extends HttpFunction {
    private static final String EXECUTION = "POST /workflows/{workflow_id}/executions/{execution_id}";

    private static final String MACHINE = "POST /api/executions/{execution_id}";

    /** For Lambda. */
    public ControlHandler() {
        this(Deployment.ofThisProcess());
    }

    public ControlHandler(Deployment deployment) {
        super(routes(new Backend(deployment)));
    }

    private static Routes routes(Backend backend) {
        ExecutionStore executions = backend.endingExecutions();
        Effects effects = backend.promptEffects(executions);
        ReadExecution read = new ReadExecution(executions, backend.workflows(), backend.plans());
        Moves moves = new Moves(read, backend.idempotency(), new PipelineView(Catalogue.builtIn()));
        CancelExecution cancel = new CancelExecution(read, executions, effects, backend.clock());
        PauseExecution pause = new PauseExecution(read, executions, effects, backend.clock());
        ReopenExecution reopen = new ReopenExecution(read, executions, effects, backend.clock());
        RerunExecution rerun = new RerunExecution(read, executions, effects, backend.clock());
        SkipStage skip = new SkipStage(read, backend.runs(), effects, backend.clock());
        SignalExecution signals = new SignalExecution(read, backend.runs(), effects, backend.clock());
        LinkTokens tokens = backend.linkTokens();
        SignalLinks links = new SignalLinks(read, signals, backend.runs(), backend.plans(), tokens);
        TakeTransition transitions = new TakeTransition(read, backend.runs(), effects, backend.clock());
        TransitionLinks transitionLinks = new TransitionLinks(transitions, backend.runs(), tokens, backend.clock());
        SignalEndpoints signalling = new SignalEndpoints(signals, links, transitionLinks, tokens);
        MachineEndpoints machines =
                new MachineEndpoints(read, transitions, transitionLinks, backend.idempotency(), backend.clock());
        DeadLetterEndpoints deadLetters = deadLetters(backend, read, reopen, effects);
        BulkEndpoints bulks = bulks(backend);
        RunEndpoints runs = new RunEndpoints(read, cancel, backend.idempotency());
        Routes routes = Routes.of(backend.authenticate());
        ConductorControls conductor =
                new ConductorControls(read, pause, cancel, reopen, rerun, backend.startRequests(), skip);
        addConductors(routes.asConductor(), conductor);
        addConductorBulks(routes.asConductor(), backend, read, conductor);
        addConductorNudges(routes.asConductor(), new NudgeExecution(read, executions, effects, backend.clock()));
        return routes.add(EXECUTION + "/cancel", Permission.CONTROL, moves.endpoint(reasoned(cancel::cancel)))
                .add("POST /runs/{runId}/cancel", Permission.CONTROL, runs::cancel)
                .add(EXECUTION + "/pause", Permission.CONTROL, moves.endpoint(reasoned(pause::pause)))
                .add(EXECUTION + "/resume", Permission.CONTROL, moves.endpoint(reasoned(pause::resume)))
                .add(EXECUTION + "/retry", Permission.CONTROL, moves.endpoint(retry(reopen)))
                .add(EXECUTION + "/rerun", Permission.CONTROL, moves.endpoint(rerun(rerun)))
                .add(EXECUTION + "/skip", Permission.CONTROL, moves.endpoint(skip(skip)))
                .add(EXECUTION + "/signals/{signal}", Permission.CONTROL, moves.endpoint(signalling::signal))
                .add(EXECUTION + "/signals/{signal}/links", Permission.CONTROL, signalling::link)
                .add(MACHINE + "/transitions", Permission.TAKE_PART, machines::transition)
                .add(MACHINE + "/transitions/links", Permission.TAKE_PART, machines::link)
                .add(MACHINE + "/stop", Permission.CONTROL, machines.ending(cancel::cancel))
                .add(MACHINE + "/kill", Permission.CONTROL, machines.ending(cancel::kill))
                .add("GET /resume/{token}", signalling::confirm)
                .add("POST /resume/{token}", signalling::resume)
                .add("POST /dead-letters/{dead_letter_id}/redrive", Permission.CONTROL, deadLetters::redrive)
                .add("POST /bulk", Permission.CONTROL, bulks::start)
                .add("POST /bulk/{bulk_id}/cancel", Permission.CONTROL, bulks::cancel);
    }

    private static void addConductors(Routes routes, ConductorControls conductor) {
        String workflow = "/api/workflow/{workflowId}";
        routes.add("PUT " + workflow + "/pause", Permission.CONTROL, conductor::pause)
                .add("PUT " + workflow + "/resume", Permission.CONTROL, conductor::resume)
                .add("DELETE " + workflow, Permission.CONTROL, conductor::terminate)
                .add("POST " + workflow + "/retry", Permission.CONTROL, conductor::retry)
                .add("POST " + workflow + "/restart", Permission.CONTROL, conductor::restart)
                .add("POST " + workflow + "/rerun", Permission.CONTROL, conductor::rerun)
                .add("PUT " + workflow + "/skiptask/{taskReferenceName}", Permission.CONTROL, conductor::skipTask);
    }

    private static void addConductorBulks(
            Routes routes, Backend backend, ReadExecution read, ConductorControls controls) {
        ConductorRemovals removals = new ConductorRemovals(
                read,
                controls,
                new RemoveExecution(backend.runs(), backend.executionRemoval(), backend.idempotencyKeys()));
        ConductorBulks bulks = new ConductorBulks(backend.clock());
        String workflow = "/api/workflow/{workflowId}";
        String bulk = "/api/workflow/bulk";
        routes.add("DELETE " + workflow + "/remove", Permission.CONTROL, removals::remove)
                .add("DELETE " + workflow + "/terminate-remove", Permission.CONTROL, removals::terminateAndRemove)
                .add("PUT " + bulk + "/pause", Permission.CONTROL, bulks.endpoint(controls::pause))
                .add("PUT " + bulk + "/resume", Permission.CONTROL, bulks.endpoint(controls::resume))
                .add("POST " + bulk + "/restart", Permission.CONTROL, bulks.endpoint(controls::restart))
                .add("POST " + bulk + "/retry", Permission.CONTROL, bulks.endpoint(controls::retry))
                .add("POST " + bulk + "/terminate", Permission.CONTROL, bulks.endpoint(controls::terminate))
                .add("DELETE " + bulk + "/remove", Permission.CONTROL, bulks.endpoint(removals::remove))
                .add(
                        "DELETE " + bulk + "/terminate-remove",
                        Permission.CONTROL,
                        bulks.endpoint(removals::terminateAndRemove));
    }

    private static void addConductorNudges(Routes routes, NudgeExecution nudge) {
        ConductorNudges nudges = new ConductorNudges(nudge);
        routes.add("PUT /api/workflow/decide/{workflowId}", Permission.CONTROL, nudges::decide)
                .add("POST /api/workflow/{workflowId}/resetcallbacks", Permission.CONTROL, nudges::resetCallbacks)
                .add("POST /api/admin/sweep/requeue/{workflowId}", Permission.CONTROL, nudges::sweep)
                .add(
                        "POST /api/admin/consistency/verifyAndRepair/{workflowId}",
                        Permission.CONTROL,
                        nudges::verifyAndRepair);
    }

    private static DeadLetterEndpoints deadLetters(
            Backend backend, ReadExecution read, ReopenExecution reopen, Effects effects) {
        DeadLetterStore letters = backend.deadLetters();
        return new DeadLetterEndpoints(
                new DeadLetters(letters),
                new RedriveDeadLetter(letters, read, reopen, effects, backend.clock()),
                backend.idempotency());
    }

    private static BulkEndpoints bulks(Backend backend) {
        ControlBulk.Ports ports =
                new ControlBulk.Ports(backend.bulks(), backend.workflows(), backend.idempotency(), backend.retention());
        return new BulkEndpoints(new ControlBulk(ports, backend.ids(), backend.clock()));
    }

    /** A move on one execution, which the path names, read from a call. */
    interface Move {
        ReadExecution.Found make(Caller caller, String workflow, ExecutionId execution);
    }

    /** Makes moves, each once under its idempotency key, and answers with the execution. */
    private record Moves(ReadExecution read, Idempotency idempotency, PipelineView view) {
        Endpoint endpoint(Function<HttpRequest, Move> reading) {
            return (caller, request) -> {
                ExecutionId execution = PathIds.execution(request);
                String workflow = request.pathParameter("workflow_id");
                Move move = reading.apply(request);
                ReadExecution.Found moved = idempotency.once(
                        caller.workspace(),
                        IdempotencyKeys.of(request),
                        () -> move.make(caller, workflow, execution),
                        () -> read.read(caller, workflow, execution));
                return HttpResponse.ok(view.execution(moved.version(), moved.recorded()));
            };
        }
    }

    /** A move that takes nothing but a reason. */
    private interface Reasoned {
        ReadExecution.Found make(Caller caller, String workflow, ExecutionId execution, Optional<String> reason);
    }

    private static Function<HttpRequest, Move> reasoned(Reasoned move) {
        return request -> {
            Optional<String> reason = request.fields((body, faults) -> body.text("reason", 1_000));
            return (caller, workflow, execution) -> move.make(caller, workflow, execution, reason);
        };
    }

    private static Function<HttpRequest, Move> retry(ReopenExecution reopen) {
        return request -> request.fields((body, faults) -> {
            boolean within = body.truth("resume_sub_workflows").orElse(false);
            Optional<String> reason = body.text("reason", 1_000);
            return (caller, workflow, execution) -> within
                    ? reopen.retryWithin(caller, workflow, execution, reason)
                    : reopen.retry(caller, workflow, execution, reason);
        });
    }

    private static Function<HttpRequest, Move> rerun(RerunExecution rerun) {
        return request -> request.fields((body, faults) -> {
            Optional<Integer> version = body.integer("version", 1, Integer.MAX_VALUE);
            if (body.any("version").isEmpty()) {
                body.require("from");
            }
            Anew from = Anew.from(body.text("from", 128).orElse(""), rounds(body, faults))
                    .with(body.object("input"));
            Optional<JsonNode> input = body.object("execution_input");
            Optional<String> correlationId = body.text("correlation_id", 256);
            if (version.isPresent()) {
                for (String field : List.of("from", "iteration", "input")) {
                    body.any(field)
                            .ifPresent(any -> faults.add(field, "is not for a rerun on a version, which is of all"));
                }
            }
            Optional<String> reason = body.text("reason", 1_000);
            return (caller, workflow, execution) -> {
                Anew anew = version.isPresent() ? rerun.on(caller, workflow, version) : from;
                return rerun.rerun(caller, workflow, execution, anew.forExecution(input, correlationId), reason);
            };
        });
    }

    /** In which round of the loops around a step, as its iteration tells: how often it was run anew before is of no matter. */
    private static List<Integer> rounds(Fields body, Faults faults) {
        try {
            return body.text("iteration", 100)
                    .map(Iteration::parse)
                    .map(Iteration::rounds)
                    .orElse(List.of());
        } catch (IllegalArgumentException e) {
            faults.add("iteration", "must be the iteration of a run of the step, as in 0.2");
            return List.of();
        }
    }

    private static Function<HttpRequest, Move> skip(SkipStage skip) {
        return request -> request.fields((body, faults) -> {
            body.require("step");
            SkipStage.Request asked = new SkipStage.Request(
                    body.text("step", 128).orElse(""),
                    Optional.empty(),
                    body.object("output"),
                    body.text("reason", 1_000));
            return (caller, workflow, execution) -> skip.skip(caller, workflow, execution, asked);
        });
    }
}
