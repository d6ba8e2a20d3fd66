package dev.lockstep.functions.schedules;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.Routes;
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
        return Routes.of(backend.authenticate())
                .add("POST " + SCHEDULES, Permission.DEFINE, definitions::create)
                .add("GET " + SCHEDULES, Permission.READ, definitions::list)
                .add("GET " + SCHEDULE, Permission.READ, definitions::read)
                .add("PUT " + SCHEDULE, Permission.DEFINE, definitions::replace)
                .add("DELETE " + SCHEDULE, Permission.DEFINE, definitions::delete)
                .add("POST " + SCHEDULE + "/pause", Permission.CONTROL, controls::pause)
                .add("POST " + SCHEDULE + "/resume", Permission.CONTROL, controls::resume)
                .add("POST " + SCHEDULE + "/backfill", Permission.CONTROL, controls::backfill);
    }
}
