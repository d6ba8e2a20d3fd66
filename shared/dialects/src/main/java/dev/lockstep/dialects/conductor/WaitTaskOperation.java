package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.operations.UntypedOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Gives what it takes at the time that its input tells, as Conductor writes times. For those that are not known before. */
record WaitTaskOperation() implements UntypedOperation {
    static final String TYPE = "Conductor.Wait";

    private static final Duration LONGEST = Duration.ofDays(366);

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "Gives what it takes, later";
    }

    @Override
    public DataType gives(DataType input) {
        return input;
    }

    @Override
    public Optional<Instant> notBefore(Call call, Instant reachedAt) throws OperationFailure {
        String duration = call.input().path("duration").asString("");
        String until = call.input().path("until").asString("");
        Optional<Instant> at = duration.isBlank()
                ? WaitTimes.until(until).map(Instant::parse)
                : WaitTimes.duration(duration).map(Duration::parse).map(reachedAt::plus);
        return Optional.of(at.filter(time -> time.isBefore(reachedAt.plus(LONGEST)))
                .orElseThrow(() -> new OperationFailure(
                        TaskResult.TERMINAL,
                        "a WAIT takes a duration such as \"2 days 3 hours\", or until such as \"2027-01-31 08:00 UTC\","
                                + " of at most " + LONGEST.toDays() + " days")));
    }

    @Override
    public JsonNode run(Call call) {
        return call.input();
    }
}
