package dev.lockstep.functions.workers;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Effects;
import dev.lockstep.engine.usecases.Permission;
import dev.lockstep.engine.usecases.PollTasks;
import dev.lockstep.engine.usecases.ReportTask;
import dev.lockstep.engine.usecases.ReportTask.Report;
import java.security.SecureRandom;
import java.time.Instant;
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
        Effects effects = backend.promptEffects(backend.endingExecutions());
        PollTasks poll = new PollTasks(inbox, backend.plans(), backend.runs(), effects, backend.clock());
        ReportTask report =
                new ReportTask(inbox, backend.plans(), backend.runs(), effects, backend.clock(), new SecureRandom());
        return Routes.of(backend.authenticate())
                .add(TYPE + "/poll", Permission.WORK, (caller, request) -> poll(poll, caller, request))
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

    private static HttpResponse poll(PollTasks tasks, Caller caller, HttpRequest request) {
        PollTasks.Request asked = TaskBodies.poll(type(request), request);
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
