package dev.lockstep.engine.execution;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * One run of one version of a workflow.
 *
 * @param past what it has been through
 * @param revision how often the execution's own item was written
 */
public record Execution(
        ExecutionId id,
        WorkflowRef workflow,
        JsonNode input,
        Tags tags,
        Optional<Parent> parent,
        Instant createdAt,
        ExecutionState state,
        Past past,
        long revision) {

    /**
     * What was done to an execution from outside.
     *
     * @param controls the moves that were made on it, the first one first
     * @param reruns what was run anew
     */
    public record Past(List<Control> controls, List<Rerun> reruns) {
        public static final Past NONE = new Past(List.of(), List.of());

        public Past {
            controls = List.copyOf(controls);
            reruns = List.copyOf(reruns);
        }

        /** The first generation of which anything counts: that in which it was last run anew on a version, if it was. */
        public int firstGeneration() {
            return reruns.stream()
                    .filter(rerun -> rerun.anew().version().isPresent())
                    .mapToInt(Rerun::generation)
                    .max()
                    .orElse(0);
        }

        /** How much room it takes in the execution's item, in bytes, or a little less than that. */
        public long bytes() {
            return controls.stream().mapToLong(Control::bytes).sum()
                    + reruns.stream().mapToLong(rerun -> rerun.anew().bytes()).sum();
        }

        /** This past, and then the other. */
        Past and(Past more) {
            List<Control> allControls = new ArrayList<>(controls);
            allControls.addAll(more.controls);
            List<Rerun> allReruns = new ArrayList<>(reruns);
            allReruns.addAll(more.reruns);
            return new Past(allControls, allReruns);
        }
    }

    /** How much its item may hold of its input and its past, in bytes: DynamoDB's 400 KB, less room for the rest. */
    public static final long MAX_BYTES = 360 * 1024L;

    public Execution(
            ExecutionId id,
            WorkflowRef workflow,
            JsonNode input,
            Tags tags,
            Instant createdAt,
            ExecutionState state,
            long revision) {
        this(id, workflow, input, tags, Optional.empty(), createdAt, state, Past.NONE, revision);
    }

    /** What it runs on: what it was started on, or what it was last run anew on. */
    @Override
    public WorkflowRef workflow() {
        return last(rerun -> rerun.anew().version()).orElse(workflow);
    }

    /** What it was given: when it was started, or when it was last run anew with another. */
    @Override
    public JsonNode input() {
        return last(rerun -> rerun.anew().executionInput()).orElse(input);
    }

    /** Whether its item has room for so many bytes more. */
    public boolean hasRoomFor(long bytes) {
        return Json.size(input) + past.bytes() + bytes <= MAX_BYTES;
    }

    /** What is said about it: the name that it was last run anew under, if under one. */
    @Override
    public Tags tags() {
        return last(rerun -> rerun.anew().correlationId()).map(tags::called).orElse(tags);
    }

    /** The stage run that it does the work of: the one that it was last had go on for. */
    @Override
    public Optional<Parent> parent() {
        return parent.map(above -> last(Rerun::waiting).map(above::at).orElse(above));
    }

    private <T> Optional<T> last(Function<Rerun, Optional<T>> told) {
        // Few are rerun, and all are asked.
        if (past.reruns().isEmpty()) {
            return Optional.empty();
        }
        return past.reruns().stream()
                .flatMap(rerun -> told.apply(rerun).stream())
                .reduce((one, other) -> other);
    }

    /** This execution after one more write, in another state. */
    public Execution in(ExecutionState other) {
        return after(other, Past.NONE);
    }

    /** This execution after one more write, in another state, with what was done to it. */
    public Execution after(ExecutionState other, Past more) {
        return new Execution(id, workflow, input, tags, parent, createdAt, other, past.and(more), revision + 1);
    }

    public boolean hasEnded() {
        return state instanceof ExecutionState.Ended;
    }

    /** Whether stages may start in it. */
    public boolean isLive() {
        return state instanceof ExecutionState.Live;
    }

    /** When somebody last had it go on after its end: what had failed by then is tried again. */
    public Optional<Instant> reopenedAt() {
        return past.controls().stream()
                .filter(Control::reopens)
                .map(Control::at)
                .max(Comparator.naturalOrder());
    }

    /** Whether it was last had go on so that what failed in its children is tried again in these, rather than in new ones. */
    public boolean triesWithin() {
        return past.controls().stream()
                .filter(Control::reopens)
                .reduce((one, other) -> other)
                .filter(last -> last.kind() == Control.Kind.RETRY_WITHIN)
                .isPresent();
    }

    /** When it is to have ended, if it may take only so long. */
    public Optional<Instant> deadline(Optional<Integer> timeoutSeconds) {
        return timeoutSeconds.map(seconds -> reopenedAt().orElse(createdAt).plusSeconds(seconds));
    }
}
