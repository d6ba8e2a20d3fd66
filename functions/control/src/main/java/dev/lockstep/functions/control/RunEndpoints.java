package dev.lockstep.functions.control;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.run.RunView;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.Idempotency;
import dev.lockstep.engine.usecases.ReadExecution;
import java.util.Optional;

/** The moves on runs. */
record RunEndpoints(ReadExecution read, CancelExecution cancel, Idempotency idempotency) {
    HttpResponse cancel(Caller caller, HttpRequest request) {
        ExecutionId run = PathIds.run(request);
        Optional<String> reason = request.fields((body, faults) -> body.text("reason", 1_000));
        ReadExecution.Found found = idempotency.once(
                caller.workspace(),
                IdempotencyKeys.of(request),
                () -> cancel.cancel(caller, run, reason),
                () -> read.read(caller, run));
        return HttpResponse.ok(new RunView(found.version(), found.recorded()).run());
    }
}
