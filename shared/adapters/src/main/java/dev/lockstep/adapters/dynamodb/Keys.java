package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.bulk.BulkKey;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.live.Subject;
import dev.lockstep.engine.ports.PollRecords;
import dev.lockstep.engine.ports.TaskLogs;
import dev.lockstep.engine.ports.TaskPlaces;
import dev.lockstep.engine.schedule.ScheduleId;
import dev.lockstep.engine.schedule.ScheduleKey;
import dev.lockstep.engine.usecases.Digest;
import dev.lockstep.engine.webhook.Delivery;
import dev.lockstep.engine.webhook.SubscriptionKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The keys of all items. A {@code #} parts what a key is made of. No key can be forged by an id that holds one: a workspace's name
 * must not, so it ends at the first; and an id that is no proper one, as it may come from a URL, is nowhere looked up.
 */
final class Keys {
    static final String PK = "pk";
    static final String SK = "sk";

    static final String EXECUTION_SK = "E";
    static final String STAGE_RUN = "S#";

    /** Before the execution's own item, from which on its stage runs are read. */
    static final String TASK_LOG = "A#";

    static final String WORKFLOW_ROW = "F#";
    static final String MACHINE_ROW = "M#";
    static final String VERSION = "V#";
    static final String API_KEY_ROW = "K#";
    static final String SCHEDULE_ROW = "T#";
    static final String DEAD_LETTER_ROW = "L#";
    static final String BULK_ROW = "B#";
    static final String WATCH_SK = "C";
    static final String FOLLOWER = "C#";
    static final String SUBSCRIPTION_ROW = "H#";
    static final String POLL_ROW = "P#";
    static final String DELIVERY_ROW = "D#";

    private static final String EXECUTION = "E#";
    private static final String WORKSPACE = "W#";
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_ENCODED = 900;
    private static final int RUN_DIGITS = 32;

    private Keys() {}

    /** Whether this may be an id at all, and so whether it is of use to look for it. */
    static boolean isId(String id) {
        return !id.isEmpty() && id.length() <= LONGEST_ID && id.chars().allMatch(c -> c > ' ' && c <= '~' && c != '#');
    }

    static Map<String, AttributeValue> execution(ExecutionId id) {
        return key(executionPk(id), EXECUTION_SK);
    }

    /** The note that an execution was removed and not all of its records are. */
    static Map<String, AttributeValue> remains(ExecutionId id) {
        return key(executionPk(id), "R");
    }

    static String executionPk(ExecutionId id) {
        return EXECUTION + id.value();
    }

    /** Whether an item is one of an execution's. */
    static boolean isExecutions(Map<String, AttributeValue> item) {
        return Attributes.optionalText(item, PK)
                .filter(pk -> pk.startsWith(EXECUTION))
                .isPresent();
    }

    static ExecutionId executionOf(Map<String, AttributeValue> item) {
        return new ExecutionId(Attributes.text(item, PK).substring(EXECUTION.length()));
    }

    static Map<String, AttributeValue> stageRun(ExecutionId execution, StageRunKey run) {
        return key(executionPk(execution), STAGE_RUN + text(run));
    }

    static StageRunKey stageRunOf(Map<String, AttributeValue> item) {
        return stageRunOf(Attributes.text(item, SK).substring(STAGE_RUN.length()));
    }

    /** What the sort keys of the runs begin with that are of the same stage and within this one. */
    static String within(StageRunKey run) {
        return STAGE_RUN + text(run) + ".";
    }

    /** A stage run within its execution, as one text. */
    static String text(StageRunKey run) {
        return run.stage() + "#" + run.iteration();
    }

    /** Reads what {@link #text} writes. The last separator is the one before the iteration, whatever the stage is called. */
    static StageRunKey stageRunOf(String text) {
        int end = text.lastIndexOf('#');
        return new StageRunKey(text.substring(0, end), Iteration.parse(text.substring(end + 1)));
    }

    /** What counts what is said of an attempt. */
    static Map<String, AttributeValue> taskLog(TaskLogs.Attempt attempt) {
        return key(executionPk(attempt.execution()), taskLogs(attempt));
    }

    static Map<String, AttributeValue> taskLog(TaskLogs.Attempt attempt, long number) {
        return key(
                executionPk(attempt.execution()),
                String.format(Locale.ROOT, "%s%06d", taskLogEntries(attempt), number));
    }

    /** What the sort keys begin with of all that is said of an attempt. */
    static String taskLogEntries(TaskLogs.Attempt attempt) {
        return taskLogs(attempt) + "#";
    }

    /** The digest has a length of its own: no stage is called so that what is said of it could be mistaken for another's. */
    private static String taskLogs(TaskLogs.Attempt attempt) {
        String digest = Digest.sha256(text(attempt.run())).substring(0, RUN_DIGITS);
        return TASK_LOG + digest + "#" + attempt.number();
    }

    /** The places for tasks of a type, each under its number. */
    static String placesPk(TaskPlaces.Row row) {
        return "O#" + row.type().workspace().name() + "#"
                + Digest.sha256(row.type().name());
    }

    /** What the places of a kind begin with. */
    static String places(TaskPlaces.Kind kind) {
        return switch (kind) {
            case IN_PROGRESS -> "P#";
            case HANDED_OUT -> "H#";
        };
    }

    static Map<String, AttributeValue> place(TaskPlaces.Row row, int number) {
        return key(placesPk(row), places(row.kind()) + String.format(Locale.ROOT, "%04d", number));
    }

    static String pollsPk(Workspace workspace) {
        return "Y#" + name(workspace);
    }

    /** What workers say of themselves may be of any length and any characters. */
    static Map<String, AttributeValue> poll(Workspace workspace, PollRecords.Poll poll) {
        String who = poll.domain().orElse("") + "\n" + poll.worker();
        return key(pollsPk(workspace), polls(poll.taskType()) + Digest.sha256(who));
    }

    /** What the sort keys begin with of those who asked for tasks of a type. */
    static String polls(String taskType) {
        return POLL_ROW + Digest.sha256(taskType) + "#";
    }

    static Map<String, AttributeValue> version(Workspace workspace, WorkflowId workflow, int version) {
        return key(workflowPk(workspace, workflow), String.format(Locale.ROOT, VERSION + "%08d", version));
    }

    static Map<String, AttributeValue> plan(Workspace workspace, WorkflowId workflow, int version) {
        return key(workflowPk(workspace, workflow), String.format(Locale.ROOT, "P#%08d", version));
    }

    static Map<String, AttributeValue> head(Workspace workspace, WorkflowId workflow) {
        return key(workflowPk(workspace, workflow), "HEAD");
    }

    /** What is kept of a workflow's components beside its versions. */
    static Map<String, AttributeValue> placings(Workspace workspace, WorkflowId workflow) {
        return key(workflowPk(workspace, workflow), "COMPONENTS");
    }

    /** Which workflow a component is of. */
    static Map<String, AttributeValue> component(Workspace workspace, String component) {
        return key("CP#" + workspace.name() + "#" + component, "CP");
    }

    static Map<String, AttributeValue> workflowRow(Workspace workspace, WorkflowId workflow) {
        return key(workspacePk(workspace), WORKFLOW_ROW + workflow.value());
    }

    /** A machine's id tells nothing of its age, so that its row begins with when it was made. */
    static Map<String, AttributeValue> machineRow(Workspace workspace, WorkflowId workflow, Instant createdAt) {
        String sk = String.format(Locale.ROOT, "%s%012d.%s", MACHINE_ROW, createdAt.toEpochMilli(), workflow.value());
        return row(workspace, sk);
    }

    static Map<String, AttributeValue> row(Workspace workspace, String sk) {
        return key(workspacePk(workspace), sk);
    }

    static WorkflowId machineOf(Map<String, AttributeValue> row) {
        String sk = Attributes.text(row, SK);
        return new WorkflowId(sk.substring(sk.indexOf('.') + 1));
    }

    static Map<String, AttributeValue> apiKey(String sha256) {
        return key("K#" + sha256, "K");
    }

    static Map<String, AttributeValue> apiKeyRow(Workspace workspace, String id) {
        return key(workspacePk(workspace), API_KEY_ROW + id);
    }

    static Map<String, AttributeValue> schedule(ScheduleKey schedule) {
        return key(
                workspacePk(schedule.workspace()), SCHEDULE_ROW + schedule.id().value());
    }

    static ScheduleKey scheduleOf(Map<String, AttributeValue> item) {
        return new ScheduleKey(
                workspaceOf(item), new ScheduleId(Attributes.text(item, SK).substring(SCHEDULE_ROW.length())));
    }

    static Map<String, AttributeValue> scheduleInput(ScheduleKey schedule) {
        return key(
                SCHEDULE_ROW + name(schedule.workspace()) + "#" + schedule.id().value(), "I");
    }

    static Map<String, AttributeValue> deadLetter(Workspace workspace, String id) {
        return key(workspacePk(workspace), DEAD_LETTER_ROW + id);
    }

    static Map<String, AttributeValue> watch(ExecutionId execution) {
        return key(executionPk(execution), WATCH_SK);
    }

    /** What one connection follows of an execution. */
    static Map<String, AttributeValue> follower(ExecutionId execution, String connection) {
        return key(executionPk(execution), FOLLOWER + connection);
    }

    /** That a connection follows the executions of a workflow. */
    static Map<String, AttributeValue> follower(Workspace workspace, WorkflowId workflow, String connection) {
        return key(receiversPk(workspace), followers(workflow) + connection);
    }

    /** What the sort keys begin with of those that follow a workflow. */
    static String followers(WorkflowId workflow) {
        return FOLLOWER + workflow.value() + "#";
    }

    static String connectionPk(String connection) {
        return "X#" + connection;
    }

    static Map<String, AttributeValue> connection(String connection) {
        return key(connectionPk(connection), "X");
    }

    /** That a connection follows something: {@code E#…} an execution, {@code W#…} a workflow. */
    static Map<String, AttributeValue> followed(String connection, Subject subject) {
        return key(
                connectionPk(connection),
                switch (subject) {
                    case Subject.OfExecution of -> "S#E#" + of.execution().value();
                    case Subject.OfWorkflow of -> "S#W#" + of.workflow().value();
                });
    }

    static Subject followedOf(Map<String, AttributeValue> item) {
        String sk = Attributes.text(item, SK);
        String id = sk.substring("S#E#".length());
        return sk.startsWith("S#E#")
                ? new Subject.OfExecution(new ExecutionId(id))
                : new Subject.OfWorkflow(new WorkflowId(id));
    }

    static Map<String, AttributeValue> ticket(String sha256) {
        return key("Z#" + sha256, "Z");
    }

    /** What the receivers of a workspace are recorded under. */
    static String receiversPk(Workspace workspace) {
        return "N#" + name(workspace);
    }

    static Map<String, AttributeValue> subscription(SubscriptionKey subscription) {
        return key(receiversPk(subscription.workspace()), SUBSCRIPTION_ROW + subscription.id());
    }

    static SubscriptionKey subscriptionOf(Map<String, AttributeValue> item) {
        return new SubscriptionKey(
                new Workspace(Attributes.text(item, PK).substring(2)),
                Attributes.text(item, SK).substring(SUBSCRIPTION_ROW.length()));
    }

    /** Which secret the receivers know that executions of the workspace are started with. */
    static Map<String, AttributeValue> signingGeneration(Workspace workspace) {
        return key(receiversPk(workspace), "SIGNING");
    }

    static String deliveriesPk(ExecutionId execution) {
        return DELIVERY_ROW + execution.value();
    }

    static Map<String, AttributeValue> delivery(Delivery.Key delivery) {
        return key(deliveriesPk(delivery.execution()), DELIVERY_ROW + delivery.id());
    }

    static Delivery.Key deliveryOf(Map<String, AttributeValue> item) {
        return new Delivery.Key(
                new ExecutionId(Attributes.text(item, PK).substring(DELIVERY_ROW.length())),
                Attributes.text(item, SK).substring(DELIVERY_ROW.length()));
    }

    static Map<String, AttributeValue> bulk(BulkKey bulk) {
        return key(workspacePk(bulk.workspace()), BULK_ROW + bulk.id());
    }

    static BulkKey bulkOf(Map<String, AttributeValue> item) {
        return new BulkKey(workspaceOf(item), Attributes.text(item, SK).substring(BULK_ROW.length()));
    }

    /** Whose a row of a workspace's is. */
    static Workspace workspaceOf(Map<String, AttributeValue> item) {
        return new Workspace(Attributes.text(item, PK).substring(WORKSPACE.length()));
    }

    static Map<String, AttributeValue> idempotencyKey(Workspace workspace, String key) {
        return key("I#" + name(workspace) + "#" + key, "I");
    }

    static Map<String, AttributeValue> signingKey() {
        return key("SIGNING", "KEY");
    }

    /** What definitions of a kind are listed under, as one row for each name. */
    static String definitionsPk(Workspace workspace, String kind) {
        return "Q#" + name(workspace) + "#" + kind;
    }

    /** What is kept of the definitions of a name, which may be of any characters. */
    static String definitionPk(Workspace workspace, String kind, String named) {
        return definitionsPk(workspace, kind) + "#" + encoded(named);
    }

    static Map<String, AttributeValue> definition(Workspace workspace, String kind, String named, String sk) {
        return key(definitionPk(workspace, kind, named), sk);
    }

    static Map<String, AttributeValue> definitionRow(Workspace workspace, String kind, String named) {
        return key(definitionsPk(workspace, kind), encoded(named));
    }

    /** A name as part of a key, which may only be so long. */
    private static String encoded(String named) {
        String encoded = URLEncoder.encode(named, StandardCharsets.UTF_8);
        return encoded.length() <= LONGEST_ENCODED ? encoded : "%" + Digest.sha256(named);
    }

    static String workspacePk(Workspace workspace) {
        return WORKSPACE + name(workspace);
    }

    /** A workspace and a workflow of it, as one value of an index. */
    static String workflowKey(Workspace workspace, WorkflowId workflow) {
        return name(workspace) + "#" + workflow.value();
    }

    /** The version of a workflow that {@link #workflowKey} names. */
    static WorkflowRef workflowOf(String key, int version) {
        int end = key.indexOf('#');
        return new WorkflowRef(new Workspace(key.substring(0, end)), new WorkflowId(key.substring(end + 1)), version);
    }

    static String workflowPk(Workspace workspace, WorkflowId workflow) {
        return workspacePk(workspace) + "#" + workflow.value();
    }

    private static String name(Workspace workspace) {
        if (!isId(workspace.name())) {
            throw new IllegalArgumentException("no name for a workspace: " + workspace.name());
        }
        return workspace.name();
    }

    private static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of(PK, Attributes.of(pk), SK, Attributes.of(sk));
    }
}
