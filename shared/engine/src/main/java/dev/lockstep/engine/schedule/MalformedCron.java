package dev.lockstep.engine.schedule;

import java.util.List;

/** A text that is no cron expression, with all that is wrong with it. */
public final class MalformedCron extends Exception {
    private final transient List<String> faults;

    MalformedCron(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
