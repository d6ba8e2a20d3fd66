package dev.lockstep.cli;

import dev.lockstep.cli.text.Table;
import dev.lockstep.client.WorkflowClient;
import tools.jackson.databind.JsonNode;

/** A list that the server keeps: where it is in the answer, and how it is shown. */
record Listing(String items, Table table) {
    int show(Server server, Paging paging, Query query) throws Exception {
        return server.call(client -> show(server, client, paging, query));
    }

    int show(Server server, WorkflowClient client, Paging paging, Query query) throws InterruptedException {
        JsonNode list = paging.read(client, query, items);
        server.print(list, table.of(items));
        if (!server.wantsJson()) {
            // Beside the list, which may be going into another program.
            Paging.next(list).ifPresent(cursor -> server.err().println("There is more: --all, or --cursor " + cursor));
        }
        return 0;
    }
}
