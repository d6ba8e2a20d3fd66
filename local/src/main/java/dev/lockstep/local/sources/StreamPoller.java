package dev.lockstep.local.sources;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.local.invoke.InvocationFailure;
import dev.lockstep.local.invoke.LambdaFunction;
import dev.lockstep.local.template.Event;
import dev.lockstep.local.template.Template;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.Record;
import tools.jackson.databind.JsonNode;

/**
 * Feeds a table's stream to one function, as an event source mapping does: in order, each batch until it succeeds or is given up.
 * A batch that fails is begun again at the first record that failed, and halved where that is its first.
 */
public final class StreamPoller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamPoller.class);
    private static final Duration IDLE = Duration.ofMillis(50);
    /** The window of the template is for the price of many invocations, which nobody pays here. */
    private static final Duration LONGEST_WINDOW = Duration.ofMillis(100);

    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final StreamReader reader;
    private final Event.StreamSource source;
    private final LambdaFunction function;
    private final LastResort lastResort;
    private final StreamEvent event;
    private final Thread thread;
    private volatile boolean stopped;

    /** Starts to poll. */
    public StreamPoller(
            StreamReader reader, Event.StreamSource source, LambdaFunction function, LastResort lastResort) {
        this.reader = reader;
        this.source = source;
        this.function = function;
        this.lastResort = lastResort;
        this.event = new StreamEvent(reader.arn(), Template.REGION);
        this.thread = Thread.ofVirtual().name("stream-" + source.table()).unstarted(this::poll);
        thread.start();
    }

    private void poll() {
        try {
            while (!stopped) {
                try {
                    if (!pollOnce()) {
                        Thread.sleep(IDLE);
                    }
                } catch (SdkException | IllegalStateException e) {
                    reader.rewind();
                    if (!stopped) {
                        LOG.warn("The stream of {} cannot be read: {}", source.table(), e.getMessage());
                        Thread.sleep(AFTER_FAULT);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there was anything. */
    private boolean pollOnce() throws InterruptedException {
        var found = reader.next(source.batchSize());
        if (found.isEmpty()) {
            return false;
        }
        List<Record> records = new ArrayList<>(found.get().records());
        if (records.size() < source.batchSize() && !source.window().isZero()) {
            Thread.sleep(source.window().compareTo(LONGEST_WINDOW) < 0 ? source.window() : LONGEST_WINDOW);
            records.addAll(reader.more(found.get().shard(), source.batchSize() - records.size()));
        }
        List<JsonNode> wanted =
                records.stream().map(event::record).filter(this::isWanted).toList();
        deliver(found.get().shard(), wanted);
        reader.done(new StreamReader.Batch(found.get().shard(), records));
        return true;
    }

    private boolean isWanted(JsonNode record) {
        return source.patterns().isEmpty() || source.patterns().stream().anyMatch(pattern -> pattern.matches(record));
    }

    /** Some of a batch's records, and how often they failed together. */
    private record Piece(List<JsonNode> records, int failures) {}

    private void deliver(String shard, List<JsonNode> records) throws InterruptedException {
        Deque<Piece> left = new ArrayDeque<>();
        if (!records.isEmpty()) {
            left.push(new Piece(records, 0));
        }
        while (!left.isEmpty()) {
            Piece piece = left.pop();
            int from = firstFailed(piece.records());
            if (from == piece.records().size()) {
                continue;
            }
            List<JsonNode> again = piece.records().subList(from, piece.records().size());
            // What failed first is tried for the first time where the records before it succeeded.
            int failures = from > 0 ? 1 : piece.failures() + 1;
            if (source.retries().bisects() && again.size() > 1 && from == 0) {
                int half = again.size() / 2;
                left.push(new Piece(again.subList(half, again.size()), piece.failures()));
                left.push(new Piece(again.subList(0, half), piece.failures()));
            } else if (failures > source.retries().most()) {
                lastResort.giveUp(reader.arn(), shard, again, failures);
            } else {
                left.push(new Piece(again, failures));
            }
            Thread.sleep(pause(failures));
        }
    }

    private static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** The index of the first record that failed; the number of records where none did. */
    private int firstFailed(List<JsonNode> records) throws InterruptedException {
        try {
            byte[] answer = function.invoke(event.of(records));
            return source.retries().reportsFailures() ? firstFailed(records, answer) : records.size();
        } catch (InvocationFailure e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            // The function has logged it.
            return 0;
        }
    }

    /** An answer that is no JSON, or names what was not in the batch, says that nothing succeeded. */
    private static int firstFailed(List<JsonNode> records, byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        List<String> numbers = records.stream()
                .map(record -> record.path("dynamodb").path("SequenceNumber").asString(""))
                .toList();
        try {
            JsonNode failures =
                    text.isBlank() ? Json.object() : Json.parse(text).path("batchItemFailures");
            Set<String> failed = failures.valueStream()
                    .map(failure -> failure.path("itemIdentifier").asString(""))
                    .collect(Collectors.toSet());
            return !numbers.containsAll(failed)
                    ? 0
                    : failed.stream().mapToInt(numbers::indexOf).min().orElse(numbers.size());
        } catch (MalformedJson e) {
            return 0;
        }
    }

    /** Reads nothing more; lets what runs end, for some seconds. What was not finished is read again at the next start. */
    @Override
    public void close() {
        stopped = true;
        try {
            if (!thread.join(GRACE)) {
                thread.interrupt();
                thread.join(GRACE);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
