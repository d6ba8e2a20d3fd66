package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Domains;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.IdempotencyKey;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.StartExecution;
import dev.lockstep.engine.usecases.StartKey;
import dev.lockstep.engine.usecases.StartUnderKey;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts workflows by the names of their definitions. */
public final class StartWorkflow {
    /** What becomes of a start whose key has an execution already; the first where nothing is said. */
    static final String[] IDEMPOTENCY_STRATEGIES =
            Stream.of(StartKey.Policy.values()).map(Enum::name).toArray(String[]::new);

    private static final int LONGEST_KEY = 255;

    private final StartRequests requests;
    private final StartExecution start;
    private final StartUnderKey startUnderKey;

    public StartWorkflow(
            DefinitionStore definitions, Snapshots snapshots, StartExecution start, StartUnderKey startUnderKey) {
        this.requests = new StartRequests(definitions, snapshots);
        this.start = start;
        this.startUnderKey = startUnderKey;
    }

    /**
     * What a caller asks for.
     *
     * @param version the highest where none is given
     * @param key under which there is to be one execution
     */
    public record Request(
            String name,
            Optional<Integer> version,
            ObjectNode input,
            Optional<String> correlationId,
            int priority,
            Domains domains,
            Optional<StartKey> key) {
        /** Reads a StartWorkflowRequest. */
        public static Request of(JsonNode body) {
            JsonNode input = body.path("input");
            if (!input.isMissingNode() && !input.isObject()) {
                throw Validation.refusal("input", "must be an object");
            }
            return new Request(
                    body.path("name").asString(""),
                    Optional.of(whole(body, "version")).filter(number -> number > 0),
                    input instanceof ObjectNode object ? object.deepCopy() : Json.object(),
                    Optional.of(body.path("correlationId").asString("")).filter(id -> !id.isEmpty()),
                    whole(body, "priority"),
                    TaskToDomain.read(body),
                    key(body));
        }

        /** With what its starter has, as far as nothing else is asked for. */
        Request startedBy(Tags starter) {
            return new Request(
                    name,
                    version,
                    input,
                    correlationId.or(starter::correlationId),
                    priority == 0 ? starter.priority().orElse(0) : priority,
                    domains.equals(Domains.NONE) ? starter.domains() : domains,
                    key);
        }

        private static Optional<StartKey> key(JsonNode body) {
            Faults faults = new Faults();
            Reading fields = new Reading(body, "", faults);
            Optional<String> key = fields.text("idempotencyKey").filter(text -> !text.isEmpty());
            if (key.filter(text -> text.length() > LONGEST_KEY).isPresent()) {
                fields.fault("idempotencyKey", "must have at most " + LONGEST_KEY + " characters");
            }
            fields.oneOf("idempotencyStrategy", IDEMPOTENCY_STRATEGIES);
            Validation.check(faults);
            StartKey.Policy policy = fields.text("idempotencyStrategy")
                    .map(StartKey.Policy::valueOf)
                    .orElse(StartKey.Policy.FAIL);
            return key.map(text -> new StartKey(text, policy));
        }

        private static int whole(JsonNode body, String field) {
            JsonNode value = body.path(field);
            if (value.isMissingNode() || value.isNull()) {
                return 0;
            }
            if (!value.isInt()) {
                throw Validation.refusal(field, "must be a whole number");
            }
            return value.intValue();
        }
    }

    /**
     * Who asks for a start beside the caller.
     *
     * @param call the same each time that the call is repeated
     * @param parent the stage run of an execution, if one does
     */
    public record Origin(Optional<IdempotencyKey> call, Optional<Parent> parent) {
        /** Nobody but the caller, who does not say whether the call is repeated. */
        public static final Origin CALLER = new Origin(Optional.empty(), Optional.empty());
    }

    /**
     * @throws Refusal where there is no such definition, or what is asked for is not valid; then nothing is started
     */
    public ExecutionId start(Caller caller, Request request) {
        return start(caller, request, Origin.CALLER);
    }

    /**
     * The same, for a call that may be repeated.
     *
     * @throws Refusal as {@link #start(Caller, Request)} does
     */
    ExecutionId start(Caller caller, Request request, Origin origin) {
        StartExecution.Request asked = requests.of(caller, request, origin);
        return request.key()
                .map(key -> startUnderKey.start(caller, asked, key))
                .orElseGet(() -> start.start(caller, asked));
    }

    /**
     * What is started when this is asked for now.
     *
     * @throws Refusal as {@link #start(Caller, Request)} does
     */
    public StartExecution.Request request(Caller caller, Request request) {
        return requests.of(caller, request, Origin.CALLER);
    }
}
