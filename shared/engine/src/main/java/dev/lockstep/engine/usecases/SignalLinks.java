package dev.lockstep.engine.usecases;

import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Links by which somebody without a key gives one signal to one stage run, once, until they expire. A link is used up when the
 * stage run has its signal, by it or otherwise.
 */
public final class SignalLinks {
    private final ReadExecution read;
    private final SignalExecution signals;
    private final StageRunStore runs;
    private final Plans plans;
    private final LinkTokens tokens;

    public SignalLinks(
            ReadExecution read, SignalExecution signals, StageRunStore runs, Plans plans, LinkTokens tokens) {
        this.read = read;
        this.signals = signals;
        this.runs = runs;
        this.plans = plans;
        this.tokens = tokens;
    }

    /**
     * Makes a link for the run that awaits a signal now.
     *
     * @param iteration which run is meant, where several await the signal
     * @throws Refusal where the caller's workspace has no such execution of the workflow, it has ended, no stage awaits the signal
     *     or several do
     */
    public LinkTokens.Link create(
            Caller caller,
            String workflow,
            ExecutionId id,
            String signal,
            Optional<String> iteration,
            Duration validity) {
        ReadExecution.Found found = Controls.notEnded(read.read(caller, workflow, id));
        StageRunKey key = SignalExecution.awaiting(found, signal, iteration);
        Instant expiresAt = signals.now().plus(validity).truncatedTo(ChronoUnit.SECONDS);
        return tokens.sign(new LinkTokens.Claim(id, key, caller.keyId(), expiresAt, Optional.empty()));
    }

    /**
     * Gives the signal that a link is for.
     *
     * @param data what comes with it
     * @throws Refusal where the link is used up, or the data does not match the stage's schema
     */
    public void use(LinkTokens.Claim link, JsonNode data) {
        Execution execution = link.stillOpen(runs);
        Actor by = Actor.byLink(link.madeBy(), Optional.empty());
        try {
            signals.give(
                    plans.get(execution.workflow()).plan(),
                    execution,
                    link.run(),
                    new SignalExecution.Answer.Given(data),
                    by);
        } catch (Refusal e) {
            // That nothing awaits the signal now is for good here: a link is for one run, which awaits it once.
            throw e.kind() == Refusal.Kind.CONFLICT ? Refusal.linkIsOver("the link is used up") : e;
        }
    }
}
