package dev.lockstep.cli;

import dev.lockstep.client.Answer;
import dev.lockstep.client.Call;
import dev.lockstep.client.WorkflowClient;
import java.util.regex.Pattern;

/** Where things are in the API. */
final class Paths {
    private static final Pattern PIPELINE = Pattern.compile("wf-[0-9a-hjkmnp-tv-z]{26}");

    private Paths() {}

    /** Whether an id is one that the server gave a pipeline; machines' are given by who writes them. */
    static boolean isPipeline(String workflow) {
        return PIPELINE.matcher(workflow).matches();
    }

    static String workflow(String id) {
        return "/workflows/" + Call.segment(id);
    }

    static String machine(String id) {
        return "/api/definitions/" + Call.segment(id);
    }

    /** Of whichever kind. */
    static String definition(String id) {
        return isPipeline(id) ? workflow(id) : machine(id);
    }

    static String run(String id) {
        return "/runs/" + Call.segment(id);
    }

    /** An execution as one of a state machine's, which every one can be read as. */
    static String machineExecution(String id) {
        return "/api/executions/" + Call.segment(id);
    }

    static String execution(String workflow, String id) {
        return workflow(workflow) + "/executions/" + Call.segment(id);
    }

    /** An execution below its workflow, which the server is asked for. */
    static String execution(WorkflowClient client, String id) throws InterruptedException {
        Answer stands = client.send(Call.get(machineExecution(id)));
        return execution(stands.json().path("definitionId").asString(""), id);
    }
}
