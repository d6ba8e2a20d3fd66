package dev.lockstep.dialects.conductor.search;

import dev.lockstep.engine.usecases.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What must hold for what is found: all of the conditions. */
record SearchQuery(List<SearchCondition> conditions) {
    SearchQuery {
        conditions = List.copyOf(conditions);
    }

    /** @throws Refusal where it is none, or one that cannot be answered */
    static SearchQuery parse(String text, SearchFields fields) {
        return new SearchQuery(new QueryReader(text, fields).read());
    }

    boolean holds(ObjectNode row) {
        return conditions.stream().allMatch(condition -> condition.holds(row));
    }

    /** The values of which a field must have one; empty where the query leaves more open. */
    Optional<List<String>> oneOf(String field) {
        return of(field).flatMap(condition -> condition.oneOf().stream()).findFirst();
    }

    private Stream<SearchCondition> of(String field) {
        return conditions.stream().filter(condition -> condition.field().equals(field));
    }

    /** Before when nothing can be that is wanted, as far as the query tells. */
    Optional<Instant> earliest(String time) {
        return bound(time, condition -> switch (condition.op()) {
            case MORE, AT_LEAST, BETWEEN -> Long.parseLong(condition.values().getFirst());
            case EQUALS, DIFFERS, LESS, AT_MOST, IN, STARTS_WITH -> Long.MIN_VALUE;
        });
    }

    /** After when nothing can be that is wanted, as far as the query tells. */
    Optional<Instant> latest(String time) {
        return bound(time, condition -> switch (condition.op()) {
            case LESS, AT_MOST, BETWEEN -> Long.parseLong(condition.values().getLast());
            case EQUALS, DIFFERS, MORE, AT_LEAST, IN, STARTS_WITH -> Long.MIN_VALUE;
        });
    }

    /** Of several bounds any will do: what it leaves over is sifted. */
    private Optional<Instant> bound(String time, ToLongFunction<SearchCondition> bound) {
        return of(time).map(bound::applyAsLong)
                .filter(millis -> millis != Long.MIN_VALUE)
                .findFirst()
                .map(Instant::ofEpochMilli);
    }
}
