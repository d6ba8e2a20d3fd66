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

/** {@code lockstep webhooks}. */
@Command(
        name = "webhooks",
        description = "Says who is told of executions, and shows what was delivered.",
        subcommands = {DeliveriesCommand.class, RedeliverCommand.class})
final class WebhooksCommand {
    private static final Listing SUBSCRIPTIONS = new Listing(
            "subscriptions",
            Table.of(
                    Column.at("subscription", "/subscription_id"),
                    Column.status("status", "/status"),
                    Column.at("events", "/events"),
                    Column.at("workflow", "/workflow_id"),
                    Column.at("url", "/url")));
    private static final View SUBSCRIPTION = Fields.of(
            Column.at("subscription", "/subscription_id"),
            Column.at("url", "/url"),
            Column.at("events", "/events"),
            Column.at("workflow", "/workflow_id"),
            Column.at("description", "/description"),
            Column.status("status", "/status"),
            Column.at("disabled why", "/disabled_reason"),
            Column.at("failing since", "/failing_since"),
            Column.at("created", "/created_at"),
            Column.at("secret", "/secret"));
    private static final View SECRET =
            Fields.of(Column.at("secret", "/secret"), Column.at("previous until", "/previous_valid_until"));

    @Command(description = "Has a receiver told of the executions that start from now on. Its secret is shown once.")
    int create(
            @Mixin Server server,
            @Parameters(paramLabel = "<url>", description = "Where to POST to.") String url,
            @Option(
                            names = "--event",
                            paramLabel = "<type>",
                            split = ",",
                            defaultValue = "*",
                            description = "execution.completed, step.*, …; repeat it for more. All where left out.")
                    List<String> events,
            @Option(names = "--workflow", paramLabel = "<workflow>", description = "Those of one workflow alone.")
                    Optional<String> workflow,
            @Option(names = "--description", paramLabel = "<text>", description = "What it is for.")
                    Optional<String> description)
            throws Exception {
        Body body = new Body()
                .with("url", url)
                .with("events", events)
                .with("workflow_id", workflow)
                .with("description", description);
        return server.show(Call.post("/webhooks", body.json()), SUBSCRIPTION);
    }

    @Command(description = "Lists subscriptions, the newest first.")
    int list(@Mixin Server server, @Mixin Paging paging) throws Exception {
        return SUBSCRIPTIONS.show(server, paging, Query.of("/webhooks"));
    }

    @Command(description = "Shows a subscription.")
    int show(@Mixin Server server, @Parameters(paramLabel = "<subscription>", description = "sub-…") String id)
            throws Exception {
        return server.show(Call.get(path(id)), SUBSCRIPTION);
    }

    @Command(description = "Ends subscriptions; what is on its way to them is given up.")
    int delete(
            @Mixin Server server,
            @Parameters(paramLabel = "<subscription>", arity = "1..*", description = "sub-…") List<String> ids)
            throws Exception {
        return server.each(ids, id -> Call.delete(path(id)), "deleted");
    }

    @Command(description = "Has subscriptions go on that were disabled, with what starts from now on.")
    int enable(
            @Mixin Server server,
            @Parameters(paramLabel = "<subscription>", arity = "1..*", description = "sub-…") List<String> ids)
            throws Exception {
        return server.each(ids, id -> Call.post(path(id) + "/enable", new Body().json()), "enabled");
    }

    @Command(description = "Signs with a new secret; for a while, with the one before, too.")
    int rotate(
            @Mixin Server server,
            @Parameters(
                            paramLabel = "<subscription>",
                            arity = "0..1",
                            description = "sub-…; left out, the secret for receivers that runs are started with.")
                    Optional<String> id,
            @Option(
                            names = "--overlap",
                            paramLabel = "<seconds>",
                            description = "For how long with both; a day where left out.")
                    Optional<Integer> overlap)
            throws Exception {
        Body body = new Body().withNumber("overlap_seconds", overlap);
        String path = id.map(given -> path(given) + "/rotate-secret").orElse("/webhooks/secret/rotate");
        // The server would make two, and forget the one before both.
        return server.show(Call.post(path, body.json()).once(), id.isPresent() ? SUBSCRIPTION : SECRET);
    }

    @Command(description = "Shows the secret for receivers that runs are started with.")
    int secret(@Mixin Server server) throws Exception {
        return server.show(Call.get("/webhooks/secret"), SECRET);
    }

    private static String path(String subscription) {
        return "/webhooks/" + Call.segment(subscription);
    }
}
