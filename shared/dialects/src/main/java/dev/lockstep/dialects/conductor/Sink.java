package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Faults;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where an EVENT task sends its event. */
final class Sink {
    private static final String OWN = "conductor";
    private static final String SQS = "sqs:";
    private static final Pattern QUEUE = Pattern.compile("sqs:([A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\\.fifo)");

    private Sink() {}

    /** Notes what is wrong with a sink that holds no expression. */
    static void check(String sink, String path, Faults faults) {
        boolean known = sink.equals(OWN) || (sink.startsWith(OWN + ":") && sink.length() > OWN.length() + 1);
        if (!known && !QUEUE.matcher(sink).matches()) {
            faults.add(
                    path,
                    "must be \"conductor\", \"conductor:\" and a name, or \"sqs:\" and a queue's name;"
                            + " no other sink is supported");
        }
    }

    /** The queue that it names, if it is one of SQS's. */
    static Optional<String> queue(String sink) {
        return sink.startsWith(SQS) ? Optional.of(sink.substring(SQS.length())) : Optional.empty();
    }

    /** What its events are called, and those of Conductor's own are known to handlers by. */
    static String event(String sink, String workflow, String reference) {
        if (sink.startsWith(SQS)) {
            return sink;
        }
        String name = sink.equals(OWN) ? reference : sink.substring(OWN.length() + 1);
        return OWN + ":" + workflow + ":" + name;
    }
}
