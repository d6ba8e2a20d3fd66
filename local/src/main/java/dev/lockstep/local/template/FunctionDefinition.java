package dev.lockstep.local.template;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A function of the template. Its environment depends on what the resources are called, so the template gives it on its own. */
public record FunctionDefinition(String id, String handlerClass, Duration timeout, int memoryMb, List<Event> events) {
    /** The events of one kind. */
    public <E extends Event> Stream<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }
}
