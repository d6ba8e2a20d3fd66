package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Cuts a page out of all there is. */
final class Pages {
    private Pages() {}

    static <T> Page<T> newestFirst(Collection<T> all, Function<T, String> id, PageRequest page) {
        List<T> rest = all.stream()
                .filter(item -> page.after()
                        .map(after -> id.apply(item).compareTo(after) < 0)
                        .orElse(true))
                .sorted(Comparator.comparing(id).reversed())
                .toList();
        if (rest.size() <= page.limit()) {
            return new Page<>(rest, Optional.empty());
        }
        List<T> items = rest.subList(0, page.limit());
        return new Page<>(items, Optional.of(id.apply(items.getLast())));
    }
}
