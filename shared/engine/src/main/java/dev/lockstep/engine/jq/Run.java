package dev.lockstep.engine.jq;

import com.google.re2j.Pattern;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What goes with one run.
 *
 * @param now what the time is to the query; empty where it cannot tell
 * @param patterns those that were compiled, by their source and flags: a query asks for one again and again
 */
record Run(Meter meter, Optional<Instant> now, Map<String, Pattern> patterns) {
    Run(Meter meter, Optional<Instant> now) {
        this(meter, now, new HashMap<>());
    }

    Value.Text text(String text) {
        meter.text(text.length());
        return new Value.Text(text);
    }

    Value.Num number(double number) {
        meter.allocate(Meter.NUMBER);
        return new Value.Num(number);
    }
}
