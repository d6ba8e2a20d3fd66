package dev.lockstep.engine.usecases;

import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Links by which somebody without a key makes one transition of one visit of a state, once, until they expire. A link speaks for the
 * key that made it, which may make the transition itself then: where nobody counts twice, neither do the two together. It is
 * used up when the state is left, by it or otherwise.
 */
public final class TransitionLinks {
    private final TakeTransition transitions;
    private final StageRunStore runs;
    private final LinkTokens tokens;
    private final InstantSource clock;

    public TransitionLinks(TakeTransition transitions, StageRunStore runs, LinkTokens tokens, InstantSource clock) {
        this.transitions = transitions;
        this.runs = runs;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Makes a link for a transition that the caller may make now.
     *
     * @param asked without what comes with the transition, which its user brings
     * @throws Refusal where the caller could not make it
     */
    public LinkTokens.Link create(Caller caller, ExecutionId id, TakeTransition.Request asked, Duration validity) {
        StageRunKey run = transitions.find(caller, id, asked);
        Instant expiresAt = clock.instant().plus(validity).truncatedTo(ChronoUnit.SECONDS);
        LinkTokens.Transition transition = new LinkTokens.Transition(asked.transition(), asked.comment());
        return tokens.sign(new LinkTokens.Claim(id, run, caller.keyId(), expiresAt, Optional.of(transition)));
    }

    /**
     * Makes the transition that a link is for.
     *
     * @param input what comes with it
     * @throws Refusal where the link is used up, or the transition cannot be made
     */
    public void use(LinkTokens.Claim link, LinkTokens.Transition transition, JsonNode input) {
        Execution execution = link.stillOpen(runs);
        // Whoever made the link owned the state then; whose key it is still tells who may not move, or not twice.
        Caller maker = new Caller(execution.workflow().workspace(), link.madeBy(), Set.of("admin"));
        TakeTransition.Request request = new TakeTransition.Request(
                transition.id(), Optional.of(link.run().stage()), input, transition.comment());
        transitions.takeByLink(
                maker, link.execution(), link.run(), request, Actor.byLink(link.madeBy(), transition.comment()));
    }
}
