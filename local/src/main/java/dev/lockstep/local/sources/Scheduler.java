package dev.lockstep.local.sources;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.invoke.InvocationFailure;
import dev.lockstep.local.invoke.LambdaFunction;
import dev.lockstep.local.template.Event;
import dev.lockstep.local.template.Template;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Invokes one scheduled function again and again, never while its last invocation still runs. */
public final class Scheduler implements AutoCloseable {
    private final LambdaFunction function;
    private final Event.Schedule schedule;
    private final Ticker ticker;

    /** Starts to invoke, first after one period. On one machine that is short, whatever the template says: nobody waits a minute for a timer. */
    public Scheduler(LambdaFunction function, Event.Schedule schedule, Duration period) {
        this.function = function;
        this.schedule = schedule;
        this.ticker = new Ticker("schedule-" + schedule.name(), period, this::invoke);
    }

    private void invoke() {
        try {
            function.invoke(event(Instant.now()));
        } catch (InvocationFailure e) {
            // The function has logged it, and the next period tries again.
        }
    }

    private byte[] event(Instant now) {
        String name = function.definition().id() + schedule.name();
        String service = schedule.source().equals("aws.scheduler") ? "scheduler" : "events";
        String resource = service.equals("scheduler") ? "schedule/default/" : "rule/";
        ObjectNode event = Json.object()
                .put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", "Scheduled Event")
                .put("source", schedule.source())
                .put("account", Template.ACCOUNT)
                .put("time", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", Template.REGION);
        event.putArray("resources")
                .add("arn:aws:" + service + ":" + Template.REGION + ":" + Template.ACCOUNT + ":" + resource + name);
        // EventBridge Scheduler writes the empty detail as text, EventBridge rules as an object.
        if (service.equals("scheduler")) {
            event.put("detail", "{}");
        } else {
            event.putObject("detail");
        }
        return Json.write(event).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        ticker.close();
    }
}
