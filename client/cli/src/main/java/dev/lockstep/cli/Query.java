package dev.lockstep.cli;

import dev.lockstep.client.Call;
import java.util.Optional;

/** A path with what is asked of it. */
record Query(String path) {
    static Query of(String path) {
        return new Query(path);
    }

    Query with(String name, String value) {
        return new Query(path + (path.contains("?") ? "&" : "?") + name + "=" + Call.segment(value));
    }

    Query with(String name, Optional<?> value) {
        return value.map(given -> with(name, given.toString())).orElse(this);
    }
}
