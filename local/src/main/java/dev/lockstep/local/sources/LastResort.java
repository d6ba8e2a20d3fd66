package dev.lockstep.local.sources;

import dev.lockstep.engine.data.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells a queue which records of a stream were given up: where they are, not what is in them, as Lambda does.
 *
 * @param queueUrl empty where nobody is told
 */
public record LastResort(SqsClient sqs, Optional<String> queueUrl) {
    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    void giveUp(String streamArn, String shard, List<JsonNode> records, int invocations) {
        String first = number(records.getFirst());
        String last = number(records.getLast());
        LOG.error("{} records of {} are given up, from {} to {}", records.size(), streamArn, first, last);
        ObjectNode message = Json.object();
        message.putObject("requestContext")
                .put("condition", "RetryAttemptsExhausted")
                .put("approximateInvokeCount", invocations);
        message.put("version", "1.0").put("timestamp", Instant.now().toString());
        message.putObject("DDBStreamBatchInfo")
                .put("shardId", shard)
                .put("startSequenceNumber", first)
                .put("endSequenceNumber", last)
                .put("batchSize", records.size())
                .put("streamArn", streamArn);
        queueUrl.ifPresent(
                url -> sqs.sendMessage(request -> request.queueUrl(url).messageBody(Json.write(message))));
    }

    private static String number(JsonNode record) {
        return record.path("dynamodb").path("SequenceNumber").asString("");
    }
}
