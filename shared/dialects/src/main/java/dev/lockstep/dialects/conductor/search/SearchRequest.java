package dev.lockstep.dialects.conductor.search;

import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What is asked for.
 *
 * @param start how many to pass over
 * @param size how many to answer with at most
 * @param topLevelOnly whether only workflows that no other one started
 */
public record SearchRequest(
        int start,
        int size,
        String sort,
        String freeText,
        String query,
        boolean topLevelOnly,
        List<String> classifiers) {
    /** How many are answered at once. */
    public static final int MOST_AT_ONCE = 100;

    /** How far paging goes: each page is sifted out of what comes before it as well. */
    public static final int FARTHEST = 1_000;

    private static final int LONGEST_FREE_TEXT = 1_000;

    public SearchRequest {
        classifiers = List.copyOf(classifiers);
        if (size > MOST_AT_ONCE) {
            throw Refusal.invalid(
                    "Cannot return more than " + MOST_AT_ONCE + " at once: ask for fewer, and for the"
                            + " next ones with start",
                    List.of());
        }
        if (start + size > FARTHEST) {
            throw Refusal.invalid(
                    "start and size together may come to " + FARTHEST + ": narrow the query instead", List.of());
        }
        if (freeText.length() > LONGEST_FREE_TEXT) {
            throw Refusal.invalid("freeText may have " + LONGEST_FREE_TEXT + " characters", List.of());
        }
    }

    /** Of workflows of any kind, on whatever level. */
    public SearchRequest(int start, int size, String sort, String freeText, String query) {
        this(start, size, sort, freeText, query, false, List.of());
    }

    /** Whether workflows of that kind are asked for. */
    boolean isFor(String classifier) {
        return classifiers.isEmpty() || classifiers.contains(classifier);
    }

    boolean hasFreeText() {
        return !freeText.isBlank() && !freeText.strip().equals("*");
    }

    /** Whether the free text is in a text, in whatever case. */
    boolean isIn(Supplier<String> text) {
        return !hasFreeText()
                || text.get().toLowerCase(Locale.ROOT).contains(freeText.strip().toLowerCase(Locale.ROOT));
    }

    <T> List<T> page(List<T> all) {
        int from = Math.min(start, all.size());
        return all.subList(from, Math.min(from + size, all.size()));
    }
}
