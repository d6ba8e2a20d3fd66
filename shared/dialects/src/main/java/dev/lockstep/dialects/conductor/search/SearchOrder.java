package dev.lockstep.dialects.conductor.search;

import dev.lockstep.engine.usecases.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** In which order what is found is answered: {@code field:ASC} or {@code field:DESC}, several with {@code |} between them. */
final class SearchOrder {
    private static final int MOST_FIELDS = 5;

    /** All rows are alike in this. */
    private static final Comparator<ObjectNode> ANY = Comparator.comparing(ObjectNode::isMissingNode);

    private SearchOrder() {}

    /**
     * Fields that rows do not have leave what is found as it is: the newest first.
     *
     * @throws Refusal where it is none, or one that cannot be had
     */
    static Comparator<ObjectNode> parse(String text, SearchFields fields) {
        Comparator<ObjectNode> order = ANY;
        String[] parts = text.split("\\|", MOST_FIELDS + 1);
        if (parts.length > MOST_FIELDS) {
            throw bad("there may be " + MOST_FIELDS + " fields");
        }
        for (String part : parts) {
            order = order.thenComparing(one(part.strip(), fields));
        }
        return order;
    }

    private static Comparator<ObjectNode> one(String part, SearchFields fields) {
        int colon = part.indexOf(':');
        String name = colon < 0 ? part : part.substring(0, colon);
        String way = colon < 0 ? "ASC" : part.substring(colon + 1).toUpperCase(Locale.ROOT);
        if (!way.equals("ASC") && !way.equals("DESC")) {
            throw bad("a field is followed by :ASC or :DESC");
        }
        if (fields.refused().contains(name)) {
            throw bad(name + " cannot be sorted by");
        }
        Optional<Comparator<ObjectNode>> order = fields.find(name)
                .map(field -> Comparator.comparing((ObjectNode row) -> row.path(field), SearchOrder::compare));
        return order.map(found -> way.equals("ASC") ? found : found.reversed()).orElse(ANY);
    }

    private static int compare(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? Long.compare(one.asLong(), other.asLong())
                : one.asString("").compareTo(other.asString(""));
    }

    private static Refusal bad(String why) {
        return Refusal.invalid("the parameter sort is not valid: " + why, List.of());
    }
}
