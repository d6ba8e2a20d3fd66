package dev.lockstep.cli;

import dev.lockstep.cli.text.Column;
import dev.lockstep.cli.text.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lockstep webhooks deliveries}. */
@Command(name = "deliveries", description = "Lists what was sent to receivers about a run, the newest first.")
final class DeliveriesCommand implements Callable<Integer> {
    private static final Listing DELIVERIES = new Listing(
            "deliveries",
            Table.of(
                    Column.at("delivery", "/webhook_id"),
                    Column.status("status", "/status"),
                    Column.at("attempts", "/attempts_made"),
                    Column.at("event", "/type"),
                    Column.at("at", "/timestamp"),
                    Column.at("next", "/next_attempt_at"),
                    Column.at("url", "/url"),
                    Column.at("why", "/reason")));

    @Mixin
    private Server server = new Server();

    @Mixin
    private Paging paging = new Paging();

    @Parameters(paramLabel = "<run>", description = "ex-…")
    private String run = "";

    @Override
    public Integer call() throws Exception {
        return DELIVERIES.show(server, paging, client -> Query.of(Paths.execution(client, run) + "/deliveries"));
    }
}
