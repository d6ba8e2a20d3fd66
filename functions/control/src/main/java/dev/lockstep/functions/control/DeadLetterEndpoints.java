package dev.lockstep.functions.control;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.pipeline.DeadLetterView;
import dev.lockstep.engine.execution.DeadLetter;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.DeadLetters;
import dev.lockstep.engine.usecases.Idempotency;
import dev.lockstep.engine.usecases.RedriveDeadLetter;
import java.util.Optional;

/** Takes the calls that set dead letters going again. */
final class DeadLetterEndpoints {
    private final DeadLetters letters;
    private final RedriveDeadLetter redrive;
    private final Idempotency idempotency;

    DeadLetterEndpoints(DeadLetters letters, RedriveDeadLetter redrive, Idempotency idempotency) {
        this.letters = letters;
        this.redrive = redrive;
        this.idempotency = idempotency;
    }

    HttpResponse redrive(Caller caller, HttpRequest request) {
        String id = PathIds.deadLetter(request);
        Optional<String> reason = request.fields((body, faults) -> body.text("reason", 1_000));
        DeadLetter letter = idempotency.once(
                caller.workspace(),
                IdempotencyKeys.of(request),
                () -> redrive.redrive(caller, id, reason),
                () -> letters.read(caller, id));
        return HttpResponse.ok(DeadLetterView.of(letter));
    }
}
