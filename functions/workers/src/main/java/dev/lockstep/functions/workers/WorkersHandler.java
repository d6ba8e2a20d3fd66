package dev.lockstep.functions.workers;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.Pause;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.dialects.conductor.LogTask;
import dev.lockstep.dialects.conductor.SignalWorkflow;
import dev.lockstep.dialects.conductor.UpdateTask;
import dev.lockstep.dialects.conductor.WaitForWorkflow;
import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.TaskPlaces;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Effects;
import dev.lockstep.engine.usecases.Permission;
import dev.lockstep.engine.usecases.PollTasks;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.ReportTask;
import dev.lockstep.engine.usecases.ReportTask.Report;
import dev.lockstep.engine.usecases.SignalExecution;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Gives tasks to workers outside, and takes what they tell of them. */
public final class WorkersHandler extends HttpFunction {
    private static final String TYPE = "POST /workers/{type}";

    /** For Lambda. */
    public WorkersHandler() {
        this(Deployment.ofThisProcess());
    }

    public WorkersHandler(Deployment deployment) {
        super(routes(new Backend(deployment)));
    }

    private static Routes routes(Backend backend) {
        WorkerInbox inbox = backend.workerInbox();
        ExecutionStore executions = backend.endingExecutions();
        Effects effects = backend.promptEffects(executions);
        TaskPlaces places = backend.taskPlaces();
        PollTasks poll = new PollTasks(
                inbox, places, backend.plans(), backend.runs(), effects, backend.clock(), new SecureRandom());
        ReportTask report = new ReportTask(
                inbox, places, backend.plans(), backend.runs(), effects, backend.clock(), new SecureRandom());
        Routes routes = Routes.of(backend.authenticate());
        ReadExecution read = new ReadExecution(executions, backend.workflows(), backend.plans());
        SignalExecution signal = new SignalExecution(read, backend.runs(), effects, backend.clock());
        UpdateTask update = new UpdateTask(backend.runs(), backend.plans(), read, report, signal);
        PollNotes notes = new PollNotes(backend.pollRecords(), backend.clock());
        LogTask logs = logs(backend);
        addConductors(routes.asConductor(), new ConductorTasks(poll, update, backend.plans(), notes, logs, read));
        addConductorSignals(routes.asConductor(), backend, update, read);
        addConductorQueues(routes.asConductor(), backend, logs);
        return routes.add(TYPE + "/poll", Permission.WORK, (caller, request) -> poll(poll, notes, caller, request))
                .add(TYPE + "/heartbeat", Permission.WORK, (caller, request) -> heartbeat(report, caller, request))
                .add(
                        TYPE + "/complete",
                        Permission.WORK,
                        (caller, request) -> report(report, caller, request, TaskBodies::completed))
                .add(
                        TYPE + "/fail",
                        Permission.WORK,
                        (caller, request) -> report(report, caller, request, TaskBodies::failed));
    }

    private static void addConductorSignals(Routes routes, Backend backend, UpdateTask update, ReadExecution read) {
        WaitForWorkflow wait = new WaitForWorkflow(read, backend.clock(), Pause::of);
        ConductorSignals signals = new ConductorSignals(new SignalWorkflow(wait, update), backend.ids());
        String signal = "/api/tasks/{workflowId}/{status}/signal";
        routes.add("POST " + signal, Permission.CONTROL, signals::signal)
                .add("POST " + signal + "/sync", Permission.CONTROL, signals::signalAndWait);
    }

    private static LogTask logs(Backend backend) {
        return new LogTask(backend.taskLogs(), backend.runs(), backend.plans(), backend.clock());
    }

    private static void addConductorQueues(Routes routes, Backend backend, LogTask task) {
        ConductorLogs logs = new ConductorLogs(task);
        ConductorQueues queues =
                new ConductorQueues(backend.queueSizes(), backend.pollRecords(), backend.definitions());
        String queue = "/api/tasks/queue/";
        routes.add("POST /api/tasks/{taskId}/log", Permission.WORK, logs::add)
                .add("GET /api/tasks/{taskId}/log", Permission.READ, logs::read)
                .add("GET " + queue + "sizes", Permission.READ, queues::sizes)
                .add("GET " + queue + "size", Permission.READ, queues::size)
                .add("GET " + queue + "all", Permission.READ, queues::all)
                .add("GET " + queue + "all/verbose", Permission.READ, queues::verbose)
                .add("GET " + queue + "polldata", Permission.READ, queues::polls)
                .add("GET " + queue + "polldata/all", Permission.READ, queues::allPolls)
                .add("POST " + queue + "requeue/{taskType}", Permission.CONTROL, queues::requeue)
                .add("GET /api/queue", Permission.READ, queues::eventQueues)
                .add("GET /api/queue/size", Permission.READ, queues::eventQueues)
                .add("GET /api/admin/config", Permission.READ, queues::config)
                .add("GET /api/admin/queues", Permission.READ, queues::eventQueues);
    }

    private static void addConductors(Routes routes, ConductorTasks conductor) {
        routes.add("GET /api/tasks/poll/batch/{taskType}", Permission.WORK, conductor::pollBatch)
                .add("GET /api/tasks/poll/{taskType}", Permission.WORK, conductor::poll)
                .add("POST /api/tasks", Permission.WORK, conductor::update)
                .add("POST /api/tasks/update-v2", Permission.WORK, conductor::updateAndTake)
                .add(
                        "POST /api/queue/update/{workflowId}/{taskRefName}/{status}",
                        Permission.WORK,
                        conductor::completeByReference)
                .add(
                        "POST /api/queue/update/{workflowId}/task/{taskId}/{status}",
                        Permission.WORK,
                        conductor::completeById)
                .add(
                        "POST /api/tasks/{workflowId}/{taskRefName}/{status}",
                        Permission.WORK,
                        conductor::updateByReference)
                .add(
                        "POST /api/tasks/{workflowId}/{taskRefName}/{status}/sync",
                        Permission.WORK,
                        conductor::updateAndRead);
    }

    private static HttpResponse poll(PollTasks tasks, PollNotes notes, Caller caller, HttpRequest request) {
        PollTasks.Request asked = TaskBodies.poll(type(request), request);
        if (asked.domain().isPresent()) {
            notes.note(caller, asked.type(), asked.domain(), asked.worker().or(() -> Optional.of(caller.keyId())));
        }
        return HttpResponse.ok(TaskBodies.tasks(tasks.poll(caller, asked)));
    }

    private static HttpResponse heartbeat(ReportTask tasks, Caller caller, HttpRequest request) {
        Instant until = tasks.heartbeat(caller, type(request), TaskBodies.token(request));
        return HttpResponse.ok(Json.object().put("lease_expires_at", Times.format(until)));
    }

    private static HttpResponse report(
            ReportTask tasks, Caller caller, HttpRequest request, Function<HttpRequest, TaskBodies.Told> read) {
        TaskBodies.Told told = read.apply(request);
        Report report = told.report();
        tasks.report(caller, type(request), told.token(), report);
        return HttpResponse.ok(Json.object().put("status", "accepted"));
    }

    private static String type(HttpRequest request) {
        return PathIds.name(request, "type");
    }
}
