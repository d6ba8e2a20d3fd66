package dev.lockstep.dialects.machine;

import dev.lockstep.engine.definition.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** On which line each part of a definition stands, by its path. */
final class Lines {
    private final Map<String, Integer> byPath = new HashMap<>();

    void note(String path, int line) {
        byPath.put(path, line);
    }

    /** The faults with their lines: where a part is not there, with the line of what it is missing from. */
    List<Fault> on(List<Fault> faults) {
        return byPath.isEmpty()
                ? faults
                : faults.stream()
                        .map(fault -> new Fault(fault.path(), fault.message(), of(fault.path())))
                        .toList();
    }

    private Optional<Integer> of(String path) {
        String at = path;
        while (!byPath.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return Optional.ofNullable(byPath.get(at));
    }
}
