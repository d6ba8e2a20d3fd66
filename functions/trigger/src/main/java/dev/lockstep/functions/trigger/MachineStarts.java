package dev.lockstep.functions.trigger;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.WebhookUrls;
import dev.lockstep.dialects.machine.MachineView;
import dev.lockstep.dialects.machine.Versions;
import dev.lockstep.dialects.pipeline.Names;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.ports.WebhookSender;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.StartExecution;
import java.time.InstantSource;
import java.util.Optional;

/** Starts executions of state machines, and answers with where they stand. */
final class MachineStarts {
    private final StartExecution start;
    private final ReadExecution read;
    private final WebhookSender webhooks;
    private final InstantSource clock;

    MachineStarts(StartExecution start, ReadExecution read, WebhookSender webhooks, InstantSource clock) {
        this.start = start;
        this.read = read;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    HttpResponse start(Caller caller, HttpRequest request) {
        StartExecution.Request asked = request.fields((body, faults) -> new StartExecution.Request(
                definition(body, faults),
                version(body, faults),
                body.object("input").orElse(Json.object()),
                new Tags(Optional.empty(), Optional.empty(), WebhookUrls.read(body, "webhookUrl", webhooks, faults)),
                IdempotencyKeys.of(request)));
        ExecutionId execution = start.start(caller, asked);
        return HttpResponse.created(MachineView.execution(caller, read.readBare(caller, execution), clock.instant()));
    }

    private static WorkflowId definition(Fields body, Faults faults) {
        body.require("definitionId");
        Optional<String> id = body.text("definitionId", 128);
        id.filter(text -> !Names.isName(text)).ifPresent(text -> faults.add("definitionId", Names.RULE));
        return new WorkflowId(id.orElse(""));
    }

    private static Optional<Integer> version(Fields body, Faults faults) {
        Optional<String> label = body.text("version", 16);
        Optional<Integer> version = label.flatMap(Versions::parse);
        if (label.isPresent() && version.isEmpty()) {
            faults.add("version", Versions.FORM);
        }
        return version;
    }
}
