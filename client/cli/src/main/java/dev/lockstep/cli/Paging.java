package dev.lockstep.cli;

import dev.lockstep.client.Answer;
import dev.lockstep.client.Call;
import dev.lockstep.client.WorkflowClient;
import java.util.Optional;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How much of a list is read: as many pages as it takes, within bounds. */
final class Paging {
    private static final int LARGEST_PAGE = 100;
    private static final int MOST = 10_000;
    /** A page that was filtered may hold nothing at all, and yet not be the last one. */
    private static final int MOST_PAGES = 1_000;

    @Option(names = "--limit", paramLabel = "<n>", description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(names = "--all", description = "All there are, up to " + MOST + ".")
    private boolean all;

    @Option(names = "--cursor", paramLabel = "<cursor>", description = "Go on where a list ended that said so.")
    private Optional<String> cursor = Optional.empty();

    /** How many at most, which is looked at before a server is asked for anything. */
    int wanted() {
        int wanted = all ? MOST : limit;
        if (wanted < 1 || wanted > MOST) {
            throw new BadUsage("--limit must be 1 to " + MOST);
        }
        return wanted;
    }

    /** The list as if it were one page. */
    JsonNode read(WorkflowClient client, Query query, String items, int wanted) throws InterruptedException {
        ObjectNode whole = page(client, query, wanted, cursor);
        for (int pages = 1; pages < MOST_PAGES; pages++) {
            Optional<String> next = next(whole);
            int missing = wanted - whole.path(items).size();
            if (next.isEmpty() || missing <= 0) {
                break;
            }
            ObjectNode page = page(client, query, missing, next);
            if (page.path(items) instanceof ArrayNode more && whole.path(items) instanceof ArrayNode sofar) {
                sofar.addAll(more);
                page.set(items, sofar);
            }
            whole = page;
        }
        return whole;
    }

    /** Where the list goes on, if it does. */
    static Optional<String> next(JsonNode page) {
        return page.path("next_cursor")
                .asStringOpt()
                .or(() -> page.path("nextCursor").asStringOpt());
    }

    private static ObjectNode page(WorkflowClient client, Query query, int missing, Optional<String> cursor)
            throws InterruptedException {
        Query page = query.with("limit", Integer.toString(Math.min(missing, LARGEST_PAGE)))
                .with("cursor", cursor);
        Answer answer = client.send(Call.get(page.path()));
        return Server.json(answer);
    }
}
