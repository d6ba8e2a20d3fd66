package dev.lockstep.local.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of the template.
 *
 * @param attributes the types of the key attributes, by name
 * @param expiresAt the attribute that holds the time after which an item is removed
 * @param stream what its stream tells of a write, if it has one: {@code NEW_AND_OLD_IMAGES} and so on
 */
public record TableDefinition(
        String id,
        Map<String, String> attributes,
        List<Key> keys,
        List<Index> indexes,
        Optional<String> expiresAt,
        Optional<String> stream) {
    /** One attribute of a key and its part in it, {@code HASH} or {@code RANGE}. */
    public record Key(String attribute, String type) {}

    /** A global secondary index. */
    public record Index(String name, List<Key> keys, String projection, List<String> projected) {}
}
