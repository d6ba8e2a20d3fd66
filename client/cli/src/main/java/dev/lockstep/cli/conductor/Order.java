package dev.lockstep.cli.conductor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The order in which definitions are registered. */
final class Order {
    private Order() {}

    private record Pending(Source source, Set<String> startsOthers) {
        static Pending of(Source source) {
            Set<String> others = source.starts().stream()
                    .filter(name -> !name.equals(source.name()))
                    .collect(Collectors.toSet());
            return new Pending(source, others);
        }
    }

    /** By kind, and workflows behind those that they start. Of a ring of them, whichever comes first begins. */
    static List<Source> of(List<Source> sources) {
        return Stream.of(of(Kind.TASK, sources), workflows(sources), of(Kind.EVENT_HANDLER, sources))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Source> of(Kind kind, List<Source> sources) {
        return sources.stream().filter(source -> source.kind() == kind).toList();
    }

    private static List<Source> workflows(List<Source> sources) {
        List<Source> inOrder = new ArrayList<>();
        List<Pending> left =
                of(Kind.WORKFLOW, sources).stream().map(Pending::of).toList();
        while (!left.isEmpty()) {
            Set<String> toCome = left.stream().map(each -> each.source().name()).collect(Collectors.toSet());
            Map<Boolean, List<Pending>> ready = left.stream()
                    .collect(Collectors.partitioningBy(each -> Collections.disjoint(each.startsOthers(), toCome)));
            List<Pending> next = ready.getOrDefault(true, List.of());
            boolean isRing = next.isEmpty();
            (isRing ? left.subList(0, 1) : next).forEach(each -> inOrder.add(each.source()));
            left = isRing ? left.subList(1, left.size()) : ready.getOrDefault(false, List.of());
        }
        return inOrder;
    }
}
