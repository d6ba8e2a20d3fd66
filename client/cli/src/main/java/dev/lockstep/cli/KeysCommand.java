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

/** {@code lockstep keys}. */
@Command(name = "keys", description = "Makes, lists and revokes API keys.")
final class KeysCommand {
    private static final Listing KEYS = new Listing(
            "api_keys",
            Table.of(
                    Column.at("key", "/id"),
                    Column.at("roles", "/roles"),
                    Column.at("created", "/created_at"),
                    Column.at("expires", "/expires_at"),
                    Column.at("name", "/name")));
    private static final View KEY = Fields.of(
            Column.at("key", "/id"),
            Column.at("name", "/name"),
            Column.at("roles", "/roles"),
            Column.at("expires", "/expires_at"),
            Column.at("secret", "/secret"));

    @Command(description = "Makes a key. Its secret is shown once.")
    int create(
            @Mixin Server server,
            @Parameters(paramLabel = "<name>", description = "What it is for.") String name,
            @Option(
                            names = "--role",
                            paramLabel = "<role>",
                            required = true,
                            split = ",",
                            description = "admin, developer, operator, viewer, worker, or a word of your own, which"
                                    + " owns states of state machines; repeat it for more.")
                    List<String> roles,
            @Option(names = "--expires-at", paramLabel = "<time>", description = "Such as 2027-01-01T00:00:00Z.")
                    Optional<String> expires)
            throws Exception {
        Body body = new Body().with("name", name).with("roles", roles).with("expires_at", expires);
        // The server would make two of them.
        return server.show(Call.post("/api-keys", body.json()).once(), KEY);
    }

    @Command(description = "Lists keys, without their secrets.")
    int list(@Mixin Server server, @Mixin Paging paging) throws Exception {
        return KEYS.show(server, paging, Query.of("/api-keys"));
    }

    @Command(description = "Revokes keys, within a minute.")
    int revoke(
            @Mixin Server server,
            @Parameters(paramLabel = "<key>", arity = "1..*", description = "Its id, key-…, not its secret.")
                    List<String> ids)
            throws Exception {
        return server.each(ids, id -> Call.delete("/api-keys/" + Call.segment(id)), "revoked");
    }
}
