package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.LimitExceeded;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the next output, and then with what comes of it.
 *
 * @param depth how many there are
 */
record Stack(Work top, @Nullable Stack below, int depth) {
    static Stack of(Work work, @Nullable Stack below) {
        int depth = below == null ? 1 : below.depth + 1;
        if (depth > Limits.DEPTH) {
            throw new LimitExceeded("the query recurses too deeply");
        }
        return new Stack(work, below, depth);
    }
}
