package dev.lockstep.cli;

import dev.lockstep.cli.text.Column;
import dev.lockstep.cli.text.Fields;
import dev.lockstep.cli.text.View;
import dev.lockstep.client.Call;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep webhooks redeliver}. */
@Command(name = "redeliver", description = "Sends again what was sent about a run, with the whole plan of attempts.")
final class RedeliverCommand implements Callable<Integer> {
    private static final View ONE = Fields.of(Column.at("delivery", "/webhook_id"), Column.status("status", "/status"));
    private static final View MANY = (json, out, style) -> {
        json.path("webhook_ids").forEach(id -> out.println(id.asString("")));
        Paging.next(json).ifPresent(cursor -> out.println("There is more: --cursor " + cursor));
    };

    @Mixin
    private Server server = new Server();

    @Parameters(index = "0", paramLabel = "<run>", description = "ex-…")
    private String run = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "<delivery>",
            description = "One, as 'lockstep webhooks deliveries' has it; left out, a page of them.")
    private Optional<String> delivery = Optional.empty();

    @Option(names = "--failed", description = "Those alone that were given up.")
    private boolean failed;

    @Option(names = "--from", paramLabel = "<time>", description = "Those of events from then on.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "<time>", description = "Those of events before then.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--limit", paramLabel = "<n>", description = "How many at most, up to 100; 20 where left out.")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--cursor", paramLabel = "<cursor>", description = "Go on where a page ended that said so.")
    private Optional<String> cursor = Optional.empty();

    @Override
    public Integer call() throws Exception {
        return server.call(client -> {
            String deliveries = Paths.execution(client, run) + "/deliveries";
            if (delivery.isPresent()) {
                String path = deliveries + "/" + Call.segment(delivery.get()) + "/redeliver";
                server.print(client.send(Call.post(path, new Body().json())), ONE);
            } else {
                server.print(client.send(Call.post(page(deliveries).path(), range().json())), MANY);
            }
            return 0;
        });
    }

    private Query page(String deliveries) {
        return Query.of(deliveries + "/redeliver").with("limit", limit).with("cursor", cursor);
    }

    private Body range() {
        return new Body()
                .with("from", from)
                .with("to", to)
                .with("status", failed ? Optional.of("FAILED") : Optional.empty());
    }
}
