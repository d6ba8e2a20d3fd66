package dev.lockstep.engine.ports;

import dev.lockstep.engine.bulk.BulkKey;
import java.time.Instant;
import java.util.List;

/** When bulks are to be worked on. Spread over shards, which are apart from all others. */
public interface BulkWakes {
    /** How many shards there are; they count from 0. */
    int shards();

    /** The bulks of a shard whose wake has come by then, the earliest first. One that has changed just now may be missing or too many. */
    List<BulkKey> due(int shard, Instant by, int most);
}
