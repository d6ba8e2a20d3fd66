package dev.lockstep.adapters.http;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.schedule.ScheduleId;
import dev.lockstep.engine.usecases.Refusal;
import java.util.regex.Pattern;

/** Reads ids from paths. What has not the form of an id is not looked up: there is nothing of that name. */
public final class PathIds {
    private static final Pattern ULID = Pattern.compile("[0-7][0-9a-hjkmnp-tv-z]{25}");

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    private PathIds() {}

    public static WorkflowId workflow(HttpRequest request) {
        return workflow(request.pathParameter("workflow_id"));
    }

    /** A state machine's, or any workflow's. */
    public static WorkflowId definition(HttpRequest request) {
        return workflow(request.pathParameter("definition_id"));
    }

    private static WorkflowId workflow(String id) {
        if (!NAME.matcher(id).matches()) {
            throw Refusal.noWorkflow(id);
        }
        return new WorkflowId(id);
    }

    public static ExecutionId execution(HttpRequest request) {
        return execution(request, "execution_id");
    }

    /** A run is an execution by another name. */
    public static ExecutionId run(HttpRequest request) {
        return execution(request, "runId");
    }

    /** A workflow of Conductor's is an execution, too. */
    public static ExecutionId conductor(HttpRequest request) {
        String id = request.pathParameter("workflowId");
        if (!hasForm("ex-", id)) {
            throw Refusal.noSuchTask("No such workflow found by id: " + id);
        }
        return new ExecutionId(id);
    }

    private static ExecutionId execution(HttpRequest request, String parameter) {
        String id = request.pathParameter(parameter);
        if (!hasForm("ex-", id)) {
            throw Refusal.noExecution(id);
        }
        return new ExecutionId(id);
    }

    public static ScheduleId schedule(HttpRequest request) {
        String id = request.pathParameter("schedule_id");
        if (!hasForm("sch-", id)) {
            throw Refusal.noSchedule(id);
        }
        return new ScheduleId(id);
    }

    public static String deadLetter(HttpRequest request) {
        String id = request.pathParameter("dead_letter_id");
        if (!hasForm("dl-", id)) {
            throw Refusal.noDeadLetter(id);
        }
        return id;
    }

    public static String bulk(HttpRequest request) {
        String id = request.pathParameter("bulk_id");
        if (!hasForm("bulk-", id)) {
            throw Refusal.noBulk(id);
        }
        return id;
    }

    public static String subscription(HttpRequest request) {
        String id = request.pathParameter("subscription_id");
        if (!hasForm("sub-", id)) {
            throw Refusal.noSubscription(id);
        }
        return id;
    }

    public static String delivery(HttpRequest request) {
        String id = request.pathParameter("webhook_id");
        if (!hasForm("msg-", id)) {
            throw Refusal.noDelivery(id);
        }
        return id;
    }

    public static String key(HttpRequest request) {
        String id = request.pathParameter("key_id");
        if (!hasForm("key-", id)) {
            throw Refusal.noKeyOfThatId(id);
        }
        return id;
    }

    public static String component(HttpRequest request) {
        String id = request.pathParameter("componentId");
        if (!UUID.matcher(id).matches()) {
            throw Refusal.noComponent(id);
        }
        return id;
    }

    /** A name that is no id of ours, such as a signal's; what cannot be one stands for nothing. */
    public static String name(HttpRequest request, String parameter) {
        String name = request.pathParameter(parameter);
        if (!NAME.matcher(name).matches()) {
            throw Refusal.noSuchTask("there is no " + parameter + " of that name");
        }
        return name;
    }

    /** Whether a text is an id that was given to a pipeline, by its form. */
    public static boolean isWorkflow(String id) {
        return hasForm("wf-", id);
    }

    /** Whether a text is an execution's id by its form, as one in a body must be. */
    public static boolean isExecution(String id) {
        return hasForm("ex-", id);
    }

    private static boolean hasForm(String prefix, String id) {
        return id.startsWith(prefix)
                && ULID.matcher(id.substring(prefix.length())).matches();
    }
}
