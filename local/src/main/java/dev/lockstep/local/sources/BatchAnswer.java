package dev.lockstep.local.sources;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads which messages of a batch failed, by Lambda's rules. */
final class BatchAnswer {
    private BatchAnswer() {}

    /**
     * The messages that may be deleted: those not named in {@code batchItemFailures}. An answer that names no failures means
     * that all succeeded; one that is no JSON, or names what was not in the batch, that none did.
     */
    static Set<String> succeeded(byte[] answer, Set<String> batch) {
        String text = new String(answer, StandardCharsets.UTF_8);
        JsonNode failures;
        try {
            failures = text.isBlank() ? Json.object() : Json.parse(text).path("batchItemFailures");
        } catch (MalformedJson e) {
            return Set.of();
        }
        Set<String> failed = new HashSet<>();
        for (JsonNode failure : failures) {
            failed.add(failure.path("itemIdentifier").asString(""));
        }
        if (!batch.containsAll(failed)) {
            return Set.of();
        }
        Set<String> succeeded = new HashSet<>(batch);
        succeeded.removeAll(failed);
        return succeeded;
    }
}
