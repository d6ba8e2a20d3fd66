package dev.lockstep.engine.execution;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * From where an execution is run anew, and with what.
 *
 * @param rounds of the loops around the stage, the outermost first; the rounds before stay as they were
 * @param input for the stage, instead of the one that it had
 * @param executionInput for the execution, instead of the one that it had; what does not run anew keeps what it read
 * @param correlationId of the execution, instead of the one that it had
 * @param within of a stage whose work an execution did: from where in that, so that it goes on rather than another being started
 * @param version of the workflow, to run on from then on; then all of the execution is run anew, and nothing of it stays
 */
public record Anew(
        String stage,
        List<Integer> rounds,
        Optional<JsonNode> input,
        Optional<JsonNode> executionInput,
        Optional<String> correlationId,
        Optional<Within> within,
        Optional<WorkflowRef> version) {
    /** @param child the execution, and the version of a workflow that it runs on */
    public record Within(StageRunState.Child child, Anew anew) {}

    /** What its names take. */
    private static final int OVERHEAD = 200;

    public Anew {
        rounds = List.copyOf(rounds);
    }

    /** How much room it takes in the execution's item, in bytes, or a little less than that. */
    public long bytes() {
        return OVERHEAD
                + Stream.concat(input.stream(), executionInput.stream())
                        .mapToLong(Json::size)
                        .sum()
                + correlationId.map(String::length).orElse(0)
                + within.map(below -> below.anew().bytes()).orElse(0L);
    }

    /** From a stage, with what the execution has. */
    public static Anew from(String stage, List<Integer> rounds) {
        return new Anew(
                stage,
                rounds,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * All of it, on that version of its workflow, with what the execution has.
     *
     * @param stage one that the version begins with
     */
    public static Anew on(WorkflowRef version, String stage) {
        return new Anew(
                stage,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(version));
    }

    /** From a stage outside all loops, with what the execution has. */
    public static Anew from(String stage) {
        return from(stage, List.of());
    }

    /** The same, with that input for the stage. */
    public Anew with(Optional<JsonNode> other) {
        return new Anew(stage, rounds, other, executionInput, correlationId, within, version);
    }

    /** The same, with those for the execution. */
    public Anew forExecution(Optional<JsonNode> otherInput, Optional<String> otherId) {
        return new Anew(stage, rounds, input, otherInput, otherId, within, version);
    }

    /** From a stage whose work an execution did, by that execution. */
    public static Anew from(StageRunKey run, Within within) {
        return new Anew(
                run.stage(),
                run.iteration().rounds(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(within),
                Optional.empty());
    }
}
