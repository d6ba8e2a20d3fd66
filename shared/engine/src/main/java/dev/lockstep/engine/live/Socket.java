package dev.lockstep.engine.live;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.ConnectionStore;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.LiveSender;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.WorkflowStore;
import dev.lockstep.engine.usecases.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What may be done over a connection: follow, leave, ping. Whatever else comes is answered, and the connection stays. */
public final class Socket {
    /** How much a connection may follow at once. */
    static final int MOST_SUBJECTS = 50;

    /** How large a frame may be; none that makes sense comes near. */
    static final int MOST_BYTES = 4 * 1024;

    /** Of a workflow, how many of its latest executions are told of at once. */
    private static final int MOST_IN_SNAPSHOT = 20;

    /** How often a subscriber is told what happened meanwhile before it is told to try again. */
    private static final int MOST_ROUNDS = 100;

    /** The gateway ends a connection after two hours; it is remembered a little longer. */
    private static final Duration LONGEST = Duration.ofMinutes(130);

    private static final Pattern ULID = Pattern.compile("[0-7][0-9a-hjkmnp-tv-z]{25}");

    private final Ports ports;
    private final InstantSource clock;

    /** What it needs. */
    public record Ports(
            ConnectionStore connections,
            ExecutionStore executions,
            WorkflowStore workflows,
            LiveUpdates updates,
            LiveSender sender) {}

    public Socket(Ports ports, InstantSource clock) {
        this.ports = ports;
        this.clock = clock;
    }

    public void connect(String id, Caller caller) {
        ports.connections()
                .add(new Connection(id, caller.workspace(), clock.instant().plus(LONGEST)));
    }

    public void disconnect(String id) {
        ports.connections().find(id).ifPresent(known -> ports.connections().remove(id, known.workspace()));
    }

    /** Does what a frame asks for, and answers it on the connection. */
    public void receive(String id, String frame) {
        Optional<Connection> connection = ports.connections().find(id);
        if (connection.isEmpty()) {
            answer(id, error("the connection is not known; connect again"));
        } else if (frame.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            answer(id, error("a frame may have " + MOST_BYTES + " bytes"));
        } else {
            try {
                receive(connection.get(), Json.parse(frame));
            } catch (MalformedJson e) {
                answer(
                        id,
                        error("the frame is not JSON: line " + e.line() + ", column " + e.column() + ": "
                                + e.getMessage()));
            }
        }
    }

    private void receive(Connection connection, JsonNode frame) {
        String action = frame.path("action").asString("");
        switch (action) {
            case "ping" -> answer(connection.id(), Json.object().put("type", "pong"));
            case "subscribe" ->
                subject(frame)
                        .ifPresentOrElse(
                                subject -> subscribe(connection, subject), () -> answer(connection.id(), error(WHICH)));
            case "unsubscribe" ->
                subject(frame)
                        .ifPresentOrElse(
                                subject -> unsubscribe(connection, subject),
                                () -> answer(connection.id(), error(WHICH)));
            default -> answer(connection.id(), error("\"action\" must be \"subscribe\", \"unsubscribe\" or \"ping\""));
        }
    }

    private static final String WHICH = "name an \"executionId\" or a \"workflowId\"";

    private static Optional<Subject> subject(JsonNode frame) {
        Optional<Subject> execution =
                id(frame, "executionId", "ex-").map(id -> new Subject.OfExecution(new ExecutionId(id)));
        return execution.or(() -> id(frame, "workflowId", "wf-").map(id -> new Subject.OfWorkflow(new WorkflowId(id))));
    }

    /** What has not the form of an id is not looked up. */
    private static Optional<String> id(JsonNode frame, String field, String prefix) {
        return Optional.of(frame.path(field).asString(""))
                .filter(id -> id.startsWith(prefix)
                        && ULID.matcher(id.substring(prefix.length())).matches());
    }

    private void subscribe(Connection connection, Subject subject) {
        List<Subject> known = ports.connections().subjects(connection.id(), MOST_SUBJECTS);
        if (known.size() >= MOST_SUBJECTS && !known.contains(subject)) {
            answer(connection.id(), error("a connection may follow " + MOST_SUBJECTS + " things at once"));
            return;
        }
        switch (subject) {
            case Subject.OfExecution of -> subscribe(connection, of);
            case Subject.OfWorkflow of -> subscribe(connection, of);
        }
    }

    /**
     * The snapshot first: nothing else is sent before it. It is read after the wish to follow is recorded, so that all that is
     * written later finds it there.
     */
    private void subscribe(Connection connection, Subject.OfExecution subject) {
        ports.connections().follow(connection, subject);
        Optional<Recorded> snapshot = read(connection, subject.execution());
        if (snapshot.isEmpty()) {
            ports.connections().leave(connection, subject);
            answer(connection.id(), error("there is no execution " + subject.execution()));
            return;
        }
        long revision = snapshot.get().revision();
        answer(
                connection.id(),
                Json.object()
                        .put("type", "subscribed")
                        .put("executionId", subject.execution().value())
                        .put("sequence", revision)
                        .set("snapshot", ports.updates().status(snapshot.get())));
        begin(connection, subject, revision);
    }

    /**
     * Until it has begun, all that is sent comes from here, and from then on nothing does: by two ways at once, an older update could
     * come after a newer one.
     */
    private void begin(Connection connection, Subject.OfExecution subject, long revision) {
        long told = revision;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (ports.connections().begin(connection, subject, told)) {
                return;
            }
            Optional<Recorded> later = read(connection, subject.execution());
            if (later.isPresent() && later.get().revision() > told) {
                told = later.get().revision();
                send(connection, ports.updates().update(later.get()));
            }
        }
        ports.connections().leave(connection, subject);
        answer(connection.id(), error("execution " + subject.execution() + " changes too fast; subscribe again"));
    }

    private Optional<Recorded> read(Connection connection, ExecutionId execution) {
        return ports.executions()
                .read(execution, 0)
                .filter(found -> found.execution().workflow().workspace().equals(connection.workspace()));
    }

    /** Its executions that have not ended are followed as well, as far as they are in the snapshot. */
    private void subscribe(Connection connection, Subject.OfWorkflow subject) {
        if (ports.workflows().latest(connection.workspace(), subject.workflow()).isEmpty()) {
            answer(connection.id(), error("there is no workflow " + subject.workflow()));
            return;
        }
        ports.connections().follow(connection, subject);
        ports.connections().begin(connection, subject, 0);
        List<ExecutionSummary> latest = ports.executions()
                .list(
                        connection.workspace(),
                        subject.workflow(),
                        Optional.empty(),
                        new PageRequest(MOST_IN_SNAPSHOT, Optional.empty()))
                .items();
        ObjectNode message = Json.object()
                .put("type", "subscribed")
                .put("workflowId", subject.workflow().value());
        ArrayNode snapshot = message.putObject("snapshot").putArray("executions");
        latest.forEach(execution -> snapshot.addObject()
                .put("executionId", execution.id().value())
                .put("state", execution.state().name()));
        answer(connection.id(), message);
        latest.stream()
                .filter(execution -> execution.endedAt().isEmpty())
                .forEach(execution -> ports.connections()
                        .followToo(List.of(connection.id()), connection.workspace(), execution.id()));
    }

    private void unsubscribe(Connection connection, Subject subject) {
        ports.connections().leave(connection, subject);
        ObjectNode message = Json.object().put("type", "unsubscribed");
        switch (subject) {
            case Subject.OfExecution of ->
                message.put("executionId", of.execution().value());
            case Subject.OfWorkflow of ->
                message.put("workflowId", of.workflow().value());
        }
        answer(connection.id(), message);
    }

    private static ObjectNode error(String message) {
        return Json.object().put("type", "error").put("message", message);
    }

    private void answer(String connection, ObjectNode message) {
        ports.sender().send(List.of(connection), Json.write(message));
    }

    private void send(Connection connection, String message) {
        ports.sender().send(List.of(connection.id()), message);
    }
}
