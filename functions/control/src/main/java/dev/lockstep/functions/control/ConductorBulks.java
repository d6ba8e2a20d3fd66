package dev.lockstep.functions.control;

import dev.lockstep.adapters.SideBySide;
import dev.lockstep.adapters.http.Endpoint;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the same move on many executions while Conductor's SDKs wait, and tells of each what became of it. */
final class ConductorBulks {
    private static final Logger LOG = LoggerFactory.getLogger(ConductorBulks.class);

    private static final int MOST_IDS = 1_000;
    private static final int MOST_AT_ONCE = 32;

    /** A function has 25 seconds: what has not begun by then is left alone, so that what was done is told. */
    private static final Duration LONGEST = Duration.ofSeconds(17);

    private final InstantSource clock;

    ConductorBulks(InstantSource clock) {
        this.clock = clock;
    }

    /** A move on one execution. */
    interface Move {
        void make(Caller caller, HttpRequest request, ExecutionId id);
    }

    Endpoint endpoint(Move move) {
        return (caller, request) -> {
            List<String> ids = ids(request);
            Instant end = clock.instant().plus(LONGEST);
            Map<String, String> errors = new ConcurrentHashMap<>();
            SideBySide.each(ids, MOST_AT_ONCE, id -> {
                        if (clock.instant().isBefore(end)) {
                            make(move, caller, request, id, errors);
                        } else {
                            errors.put(id, "there was no time left for it: ask for it again");
                        }
                    })
                    .forEach(broken -> {
                        LOG.error("{}: the move on {} broke off", request.routeKey(), broken.item(), broken.cause());
                        errors.put(broken.item(), "it broke off: ask for it again");
                    });
            return HttpResponse.ok(body(ids, errors));
        };
    }

    private static void make(Move move, Caller caller, HttpRequest request, String id, Map<String, String> errors) {
        if (!PathIds.isExecution(id)) {
            errors.put(id, "No such workflow found by id: " + id);
            return;
        }
        try {
            move.make(caller, request, new ExecutionId(id));
        } catch (Refusal refusal) {
            errors.put(id, String.valueOf(refusal.getMessage()));
        }
    }

    private static ObjectNode body(List<String> ids, Map<String, String> errors) {
        ObjectNode body = Json.object();
        ObjectNode failed = body.putObject("bulkErrorResults");
        ArrayNode made = body.putArray("bulkSuccessfulResults");
        ids.forEach(id -> {
            String error = errors.get(id);
            if (error == null) {
                made.add(id);
            } else {
                failed.put(id, error);
            }
        });
        return body;
    }

    private static List<String> ids(HttpRequest request) {
        return request
                .texts(1, MOST_IDS)
                .orElseThrow(() -> Refusal.invalid(
                        "the body is not valid", List.of(new Fault("", "must be a list of 1 to " + MOST_IDS + " ids"))))
                .stream()
                .distinct()
                .toList();
    }
}
