package dev.lockstep.functions.schedules;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.dialects.conductor.schedule.WorkflowSchedules;
import dev.lockstep.engine.ports.ScheduleStore;
import dev.lockstep.engine.usecases.ControlSchedule;
import dev.lockstep.engine.usecases.Permission;
import dev.lockstep.engine.usecases.Schedules;

/** Makes, reads, changes and controls schedules; the watchdog starts what they are due to start. */
public final class SchedulesHandler extends HttpFunction {
    private static final String SCHEDULES = "/schedules";
    private static final String SCHEDULE = "/schedules/{schedule_id}";

    /** For Lambda. */
    public SchedulesHandler() {
        this(Deployment.ofThisProcess());
    }

    public SchedulesHandler(Deployment deployment) {
        super(routes(new Backend(deployment)));
    }

    private static Routes routes(Backend backend) {
        ScheduleStore store = backend.schedules();
        Schedules schedules = new Schedules(
                new Schedules.Ports(store, backend.workflows(), backend.plans()),
                backend.idempotency(),
                backend.ids(),
                backend.clock());
        ControlSchedule control = new ControlSchedule(store, backend.idempotency(), backend.ids(), backend.clock());
        Definitions definitions = new Definitions(schedules, backend.clock());
        Controls controls = new Controls(control);
        Routes routes = Routes.of(backend.authenticate());
        addConductors(routes.asConductor(), new WorkflowSchedules(schedules, control, backend.clock()));
        return routes.add("POST " + SCHEDULES, Permission.DEFINE, definitions::create)
                .add("GET " + SCHEDULES, Permission.READ, definitions::list)
                .add("GET " + SCHEDULE, Permission.READ, definitions::read)
                .add("PUT " + SCHEDULE, Permission.DEFINE, definitions::replace)
                .add("DELETE " + SCHEDULE, Permission.DEFINE, definitions::delete)
                .add("POST " + SCHEDULE + "/pause", Permission.CONTROL, controls::pause)
                .add("POST " + SCHEDULE + "/resume", Permission.CONTROL, controls::resume)
                .add("POST " + SCHEDULE + "/backfill", Permission.CONTROL, controls::backfill);
    }

    private static void addConductors(Routes routes, WorkflowSchedules schedules) {
        ConductorSchedules definitions = new ConductorSchedules(schedules);
        ConductorPauses pauses = new ConductorPauses(schedules);
        String scheduler = "/api/scheduler";
        String all = scheduler + "/schedules";
        routes.add("POST " + all, Permission.DEFINE, definitions::save)
                .add("GET " + all, Permission.READ, definitions::list)
                .add("GET " + all + "/search", Permission.READ, definitions::search)
                .add("GET " + all + "/{name}", Permission.READ, definitions::read)
                .add("DELETE " + all + "/{name}", Permission.DEFINE, definitions::delete)
                .add("PUT " + all + "/{name}/pause", Permission.CONTROL, pauses::pause)
                .add("PUT " + all + "/{name}/resume", Permission.CONTROL, pauses::resume)
                .add("GET " + scheduler + "/nextFewSchedules", Permission.READ, definitions::next)
                .add("GET " + scheduler + "/search/executions", Permission.READ, definitions::searchExecutions)
                .add("GET " + scheduler + "/admin/pause", Permission.CONTROL, pauses::pauseAll)
                .add("GET " + scheduler + "/admin/resume", Permission.CONTROL, pauses::resumeAll)
                .add("GET " + scheduler + "/admin/requeue", Permission.CONTROL, pauses::requeue)
                .add("PUT " + scheduler + "/bulk/pause", Permission.CONTROL, pauses.pauseMany())
                .add("PUT " + scheduler + "/bulk/resume", Permission.CONTROL, pauses.resumeMany());
    }
}
