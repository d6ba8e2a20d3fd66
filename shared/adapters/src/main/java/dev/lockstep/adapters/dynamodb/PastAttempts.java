package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.PastAttempt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The attempts that failed before the one that a stage run is about, as one text: a list of lists, so that no name is in it a hundred times. */
final class PastAttempts {
    private PastAttempts() {}

    static AttributeValue write(List<PastAttempt> attempts) {
        ArrayNode all = Json.array();
        for (PastAttempt attempt : attempts) {
            ArrayNode one = all.addArray()
                    .add(attempt.number())
                    .add(attempt.startedAt().toString())
                    .add(attempt.failedAt().toString())
                    .add(attempt.failure().name())
                    .add(attempt.failure().message());
            attempt.failure().details().ifPresent(one::add);
        }
        return Attributes.of(Json.write(all));
    }

    static List<PastAttempt> read(String text) {
        return Json.read(text).valueStream().map(PastAttempts::read).toList();
    }

    private static PastAttempt read(JsonNode attempt) {
        return new PastAttempt(
                attempt.path(0).intValue(),
                Instant.parse(attempt.path(1).stringValue()),
                Instant.parse(attempt.path(2).stringValue()),
                new Failure(
                        attempt.path(3).stringValue(),
                        attempt.path(4).stringValue(),
                        Optional.ofNullable(attempt.get(5))));
    }
}
