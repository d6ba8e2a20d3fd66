package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Faults;

/** Where an EVENT task sends its event. */
final class Sink {
    private static final String OWN = "conductor";

    private Sink() {}

    /** Notes what is wrong with a sink that holds no expression. */
    static void check(String sink, String path, Faults faults) {
        boolean known = sink.equals(OWN) || (sink.startsWith(OWN + ":") && sink.length() > OWN.length() + 1);
        if (!known) {
            faults.add(path, "must be \"conductor\" or \"conductor:\" and a name; no other sink is supported");
        }
    }

    /** What handlers know its events by. */
    static String event(String sink, String workflow, String reference) {
        String name = sink.equals(OWN) ? reference : sink.substring(OWN.length() + 1);
        return OWN + ":" + workflow + ":" + name;
    }
}
