package dev.lockstep.cli;

import dev.lockstep.cli.text.Table;
import dev.lockstep.client.WorkflowClient;
import tools.jackson.databind.JsonNode;

/** A list that the server keeps: where it is in the answer, and how it is shown. */
record Listing(String items, Table table) {
    /** Whose list it is, where that takes a server to tell. */
    @FunctionalInterface
    interface Question {
        Query of(WorkflowClient client) throws InterruptedException;
    }

    int show(Server server, Paging paging, Query query) throws Exception {
        return show(server, paging, client -> query);
    }

    int show(Server server, Paging paging, Question question) throws Exception {
        int wanted = paging.wanted();
        return server.call(client -> {
            JsonNode list = paging.read(client, question.of(client), items, wanted);
            server.print(list, table.of(items));
            if (!server.wantsJson()) {
                // Beside the list, which may be going into another program.
                Paging.next(list)
                        .ifPresent(cursor -> server.err().println("There is more: --all, or --cursor " + cursor));
            }
            return 0;
        });
    }
}
