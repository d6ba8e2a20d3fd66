package dev.lockstep.cli;

import dev.lockstep.client.Call;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep schedules replace}. */
@Command(name = "replace", description = "Defines a schedule anew; what is left out is as for a new one.")
final class ReplaceScheduleCommand implements Callable<Integer> {
    @Mixin
    private Server server = new Server();

    @Mixin
    private Timetable timetable = new Timetable();

    @Option(names = "--id", paramLabel = "<schedule>", required = true, description = "sch-…")
    private String id = "";

    @Override
    public Integer call() throws Exception {
        Call.Content definition = Call.Content.json(timetable.json());
        return server.show(Call.change("PUT", SchedulesCommand.path(id), definition), SchedulesCommand.SCHEDULE);
    }
}
