package dev.lockstep.cli;

import dev.lockstep.cli.text.Column;
import dev.lockstep.cli.text.Fields;
import dev.lockstep.cli.text.Table;
import dev.lockstep.cli.text.View;
import dev.lockstep.client.Call;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep schedules}. */
@Command(name = "schedules", description = "Starts executions by cron.", subcommands = ReplaceScheduleCommand.class)
final class SchedulesCommand {
    private static final Listing SCHEDULES = new Listing(
            "schedules",
            Table.of(
                    Column.at("schedule", "/schedule_id"),
                    Column.status("status", "/status"),
                    Column.at("cron", "/cron"),
                    Column.at("zone", "/timezone"),
                    Column.at("next", "/next_at"),
                    Column.at("workflow", "/workflow_id"),
                    Column.at("name", "/name")));
    static final View SCHEDULE = Fields.of(
                    Column.at("schedule", "/schedule_id"),
                    Column.at("name", "/name"),
                    Column.at("workflow", "/workflow_id"),
                    Column.at("version", "/version"),
                    Column.at("cron", "/cron"),
                    Column.at("zone", "/timezone"),
                    Column.at("overlap", "/overlap"),
                    Column.at("starts", "/starts_at"),
                    Column.at("ends", "/ends_at"),
                    Column.status("status", "/status"),
                    Column.at("paused why", "/pause_reason"),
                    Column.at("next", "/next_at"),
                    Column.at("last due", "/last_due_at"),
                    Column.at("started", "/counts/started"),
                    Column.at("skipped", "/counts/skipped"),
                    Column.at("missed", "/counts/missed"),
                    Column.at("failed", "/counts/failed"),
                    Column.at("input", "/input"))
            .and(Table.of(Column.at("run", "/execution_id"), Column.at("due", "/due_at"))
                    .of("executions"));

    @Command(description = "Makes a schedule.")
    int create(@Mixin Server server, @Mixin Timetable timetable) throws Exception {
        return server.show(Call.post("/schedules", timetable.json()), Fields.of(Column.at("schedule", "/schedule_id")));
    }

    @Command(description = "Lists schedules, the newest first.")
    int list(@Mixin Server server, @Mixin Paging paging) throws Exception {
        return SCHEDULES.show(server, paging, Query.of("/schedules"));
    }

    @Command(description = "Shows a schedule, and what became of its due times.")
    int show(@Mixin Server server, @Parameters(paramLabel = "<schedule>", description = "sch-…") String id)
            throws Exception {
        return server.show(Call.get(path(id)), SCHEDULE);
    }

    @Command(description = "Deletes schedules; what they have started goes on.")
    int delete(
            @Mixin Server server,
            @Parameters(paramLabel = "<schedule>", arity = "1..*", description = "sch-…") List<String> ids)
            throws Exception {
        return server.each(ids, id -> Call.delete(path(id)), "deleted");
    }

    @Command(description = "Has schedules start nothing until they are resumed, and ends their backfills.")
    int pause(
            @Mixin Server server,
            @Parameters(paramLabel = "<schedule>", arity = "1..*", description = "sch-…") List<String> ids,
            @Option(names = "--reason", paramLabel = "<text>", description = RunsToMove.REASON) Optional<String> reason)
            throws Exception {
        return server.each(
                ids,
                id -> Call.post(
                        path(id) + "/pause", new Body().with("reason", reason).json()),
                "paused");
    }

    @Command(description = "Has schedules go on from their next due time.")
    int resume(
            @Mixin Server server,
            @Parameters(paramLabel = "<schedule>", arity = "1..*", description = "sch-…") List<String> ids)
            throws Exception {
        return server.each(ids, id -> Call.post(path(id) + "/resume", new Body().json()), "resumed");
    }

    @Command(description = "Starts one execution for each due time that is over, unless it has its execution already.")
    int backfill(
            @Mixin Server server,
            @Parameters(paramLabel = "<schedule>", description = "sch-…") String id,
            @Option(
                            names = "--from",
                            paramLabel = "<time>",
                            required = true,
                            description = "The first due time that counts, such as 2026-03-02T00:00:00Z.")
                    String from,
            @Option(
                            names = "--to",
                            paramLabel = "<time>",
                            required = true,
                            description = "The first one that does not.")
                    String to,
            @Option(
                            names = "--overlap",
                            paramLabel = "<policy>",
                            description = "${COMPLETION-CANDIDATES}; the schedule's own where left out.")
                    Optional<Timetable.Overlap> overlap)
            throws Exception {
        Body body =
                new Body().with("from", from).with("to", to).with("overlap", overlap.map(Timetable.Overlap::toString));
        return server.show(
                Call.post(path(id) + "/backfill", body.json()),
                Fields.of(Column.at("backfill", "/backfill_id"), Column.at("due times", "/due_times")));
    }

    static String path(String schedule) {
        return "/schedules/" + Call.segment(schedule);
    }
}
