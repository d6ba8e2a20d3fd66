package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.List;

/** Functions of paths, and of streams of them. */
final class PathBuiltins {
    private PathBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("setpath", 2, (run, input, given) -> Paths.set(run, input, given.get(0), given.get(1))),
                Builtin.of("delpaths", 1, (run, input, given) -> Paths.delete(run, input, given.get(0))),
                Builtin.of("_stream", 0, (run, input, given) -> {
                    List<Value> events = new ArrayList<>();
                    stream(run, input, new ArrayList<>(), events);
                    return Arr.of(run.meter(), events);
                }));
    }

    /** Each leaf with its path, and behind the last of an array or object the path to it alone. */
    private static void stream(Run run, Value value, List<Value> path, List<Value> events) {
        run.meter().enter();
        List<Value> keys = new ArrayList<>();
        switch (value) {
            case Arr array -> {
                for (int i = 0; i < array.size(run.meter()); i++) {
                    keys.add(run.number(i));
                }
            }
            case Obj object -> object.keys(run.meter()).forEach(key -> keys.add(new Value.Text(key)));
            default -> {}
        }
        if (keys.isEmpty()) {
            event(run, events, List.of(Arr.of(run.meter(), path), value));
        }
        for (Value key : keys) {
            path.add(key);
            stream(run, Access.get(run, value, key), path, events);
            path.removeLast();
        }
        if (!keys.isEmpty()) {
            path.add(keys.getLast());
            event(run, events, List.of(Arr.of(run.meter(), path)));
            path.removeLast();
        }
        run.meter().leave();
    }

    private static void event(Run run, List<Value> events, List<Value> event) {
        run.meter().lengthOfList(events.size() + 1L);
        events.add(Arr.of(run.meter(), event));
    }
}
