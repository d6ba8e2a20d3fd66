package dev.lockstep.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one function's block. */
final class FunctionReader {
    /** Lambda's own, where the template is silent. */
    private static final int DEFAULT_TIMEOUT_SECONDS = 3;

    private static final int DEFAULT_MEMORY_MB = 128;
    private static final int DEFAULT_BATCH = 10;
    private static final int DEFAULT_STREAM_BATCH = 100;

    private FunctionReader() {}

    static FunctionDefinition read(String id, Properties properties) {
        Properties events = properties.inner("Events");
        return new FunctionDefinition(
                id,
                properties.text("Handler").replaceFirst("::.*", ""),
                Duration.ofSeconds(properties.number("Timeout", DEFAULT_TIMEOUT_SECONDS)),
                properties.number("MemorySize", DEFAULT_MEMORY_MB),
                events.names().stream()
                        .map(name -> event(name, events.inner(name)))
                        .toList());
    }

    private static Event event(String name, Properties event) {
        Properties properties = event.inner("Properties");
        String type = event.text("Type");
        return switch (type) {
            case "HttpApi" -> httpEvent(properties);
            case "SQS" ->
                new Event.QueueSource(
                        properties.target("Queue"),
                        properties.number("BatchSize", DEFAULT_BATCH),
                        properties.texts("FunctionResponseTypes").equals(List.of("ReportBatchItemFailures")));
            case "DynamoDB" -> stream(properties);
            case "Schedule" -> new Event.Schedule(name, "aws.events");
            case "ScheduleV2" -> new Event.Schedule(name, "aws.scheduler");
            default -> throw TemplateFault.unknown(event.where(), "the event type " + type);
        };
    }

    private static Event stream(Properties properties) {
        Properties lastResort = properties.inner("DestinationConfig").inner("OnFailure");
        return new Event.StreamSource(
                properties.target("Stream"),
                properties.number("BatchSize", DEFAULT_STREAM_BATCH),
                Duration.ofSeconds(properties.number("MaximumBatchingWindowInSeconds", 0)),
                properties.inner("FilterCriteria").elements("Filters").stream()
                        .map(filter -> EventPattern.parse(filter.where(), filter.text("Pattern")))
                        .toList(),
                new Event.Retries(
                        properties.number("MaximumRetryAttempts", Integer.MAX_VALUE),
                        properties.optionalText("BisectBatchOnFunctionError").equals(Optional.of("true")),
                        properties.texts("FunctionResponseTypes").equals(List.of("ReportBatchItemFailures")),
                        lastResort.has("Destination")
                                ? Optional.of(lastResort.target("Destination"))
                                : Optional.empty()));
    }

    private static Event httpEvent(Properties properties) {
        if (!properties.has("Path") && !properties.has("Method")) {
            return new Event.Unrouted();
        }
        String path = properties.text("Path");
        if (!path.startsWith("/")) {
            throw new TemplateFault(properties.where() + ": the path " + path + " does not begin with a slash");
        }
        return new Event.HttpRoute(properties.text("Method").toUpperCase(Locale.ROOT), path);
    }
}
