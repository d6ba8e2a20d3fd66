package dev.lockstep.local.sources;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Reads a table's stream from its beginning, or from where it was read to, shard by shard. A shard's records come only when its
 * parent's have all been read, so that all records of one item come in order.
 */
public final class StreamReader {
    /** A look at the shards is due after so many rounds without one that ended. */
    private static final int ROUNDS_BETWEEN_LOOKS = 50;

    private final DynamoDbStreamsClient streams;
    private final String arn;
    private final Positions positions;
    /** Where to read on in each open shard. */
    private final Map<String, String> iterators = new HashMap<>();

    private final Set<String> ended = new HashSet<>();
    private List<Shard> shards = List.of();
    private int rounds = ROUNDS_BETWEEN_LOOKS;

    public StreamReader(DynamoDbStreamsClient streams, String arn, Positions positions) {
        this.streams = streams;
        this.arn = arn;
        this.positions = positions;
    }

    String arn() {
        return arn;
    }

    /** Records of one shard, in order. */
    record Batch(String shard, List<Record> records) {}

    /** What there is in one shard that has anything; empty where none has. Until it is {@link #done}, it is to be read by nobody else. */
    Optional<Batch> next(int most) {
        if (++rounds > ROUNDS_BETWEEN_LOOKS) {
            look();
        }
        for (Shard shard : shards) {
            if (isReadable(shard)) {
                List<Record> records = read(shard.shardId(), most);
                if (!records.isEmpty()) {
                    return Optional.of(new Batch(shard.shardId(), records));
                }
            }
        }
        return Optional.empty();
    }

    /** More of the same shard, if there is any by now. */
    List<Record> more(String shard, int most) {
        return ended.contains(shard) ? List.of() : read(shard, most);
    }

    /** Goes back to what is not {@link #done}. */
    void rewind() {
        iterators.clear();
        ended.clear();
        rounds = ROUNDS_BETWEEN_LOOKS;
    }

    /** Says that all of a batch was worked on, or given up. */
    void done(Batch batch) {
        positions.reached(batch.shard(), batch.records().getLast().dynamodb().sequenceNumber());
    }

    private boolean isReadable(Shard shard) {
        String parent = shard.parentShardId();
        boolean parentIsThere =
                shards.stream().anyMatch(other -> other.shardId().equals(parent));
        return !ended.contains(shard.shardId()) && (!parentIsThere || ended.contains(parent));
    }

    private List<Record> read(String shard, int most) {
        String iterator = iterators.computeIfAbsent(shard, this::iterator);
        GetRecordsResponse response = records(shard, iterator, most);
        String next = response.nextShardIterator();
        if (next == null) {
            iterators.remove(shard);
            ended.add(shard);
            rounds = ROUNDS_BETWEEN_LOOKS;
        } else {
            iterators.put(shard, next);
        }
        return response.records();
    }

    private GetRecordsResponse records(String shard, String iterator, int most) {
        try {
            return streams.getRecords(request -> request.shardIterator(iterator).limit(most));
        } catch (ExpiredIteratorException e) {
            iterators.remove(shard);
            return streams.getRecords(
                    request -> request.shardIterator(iterator(shard)).limit(most));
        }
    }

    private String iterator(String shard) {
        Optional<String> position = positions.of(shard);
        try {
            return iterator(
                    shard,
                    position.isPresent() ? ShardIteratorType.AFTER_SEQUENCE_NUMBER : ShardIteratorType.TRIM_HORIZON,
                    position.orElse(null));
        } catch (TrimmedDataAccessException e) {
            return iterator(shard, ShardIteratorType.TRIM_HORIZON, null);
        }
    }

    private String iterator(String shard, ShardIteratorType type, @Nullable String sequenceNumber) {
        return streams.getShardIterator(GetShardIteratorRequest.builder()
                        .streamArn(arn)
                        .shardId(shard)
                        .shardIteratorType(type)
                        .sequenceNumber(sequenceNumber)
                        .build())
                .shardIterator();
    }

    private void look() {
        List<Shard> all = new ArrayList<>();
        String from = null;
        do {
            StreamDescription part = streams.describeStream(DescribeStreamRequest.builder()
                            .streamArn(arn)
                            .exclusiveStartShardId(from)
                            .build())
                    .streamDescription();
            all.addAll(part.shards());
            from = part.lastEvaluatedShardId();
        } while (from != null);
        shards = List.copyOf(all);
        rounds = 0;
    }
}
