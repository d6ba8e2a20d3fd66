package dev.lockstep.engine.execution;

import dev.lockstep.engine.definition.WorkflowRef;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where a stage run is. One that is not recorded has not been reached, or is under way without effects. */
public sealed interface StageRunState {
    /**
     * Work with effects, claimed: nobody else runs it while the lease lasts. Attempts count from 1.
     *
     * @param by the worker outside that has it, if one has
     * @param queued where that found it
     */
    record Running(
            int attempt,
            Instant startedAt,
            Instant leaseUntil,
            Optional<JsonNode> input,
            Optional<String> by,
            Queued queued)
            implements StageRunState {
        public Running(
                int attempt, Instant startedAt, Instant leaseUntil, Optional<JsonNode> input, Optional<String> by) {
            this(attempt, startedAt, leaseUntil, input, by, Queued.PLAIN);
        }

        public Running(int attempt, Instant startedAt, Instant leaseUntil, Optional<JsonNode> input) {
            this(attempt, startedAt, leaseUntil, input, Optional.empty());
        }
    }

    /** An attempt failed, another follows at {@code next} or soon after. */
    record Retrying(int attempt, Instant startedAt, Instant failedAt, Instant next, Failure failure)
            implements StageRunState {}

    /**
     * Reached, and to be run at {@code until}, or soon after.
     *
     * @param input what the operation is given, where the plan and the outputs before it do not tell
     */
    record Waiting(Instant since, Instant until, Optional<JsonNode> input) implements StageRunState {}

    /**
     * Waits for a signal, or for a transition.
     *
     * @param input what it was reached with
     * @param approvals of transitions that more must approve of
     * @param reminded that somebody was reminded of it
     */
    record Awaiting(
            Instant since,
            Optional<Instant> deadline,
            JsonNode input,
            List<Approval> approvals,
            Optional<Reminded> reminded)
            implements StageRunState {
        public Awaiting {
            approvals = List.copyOf(approvals);
        }

        public Awaiting(Instant since, Optional<Instant> deadline, JsonNode input) {
            this(since, deadline, input, List.of(), Optional.empty());
        }

        /** The same, with these approvals. */
        public Awaiting approved(List<Approval> all) {
            return new Awaiting(since, deadline, input, all, reminded);
        }

        /** The same, with reminders given. */
        public Awaiting reminded(Reminded given) {
            return new Awaiting(since, deadline, input, approvals, Optional.of(given));
        }
    }

    /**
     * @param count how many reminders were given, or passed over since they were due at once with a later one
     * @param at when the last one was
     */
    record Reminded(int count, Instant at) {}

    /**
     * Is there for a worker outside to take.
     *
     * @param since when the attempt was first offered
     * @param offeredAt when workers were last told of it
     * @param handedBack where a worker had it, and is to have it again
     * @param queued where workers find it
     */
    record Offered(
            int attempt,
            Instant since,
            Instant offeredAt,
            JsonNode input,
            Optional<HandedBack> handedBack,
            Queued queued)
            implements StageRunState {
        public Offered(int attempt, Instant since, Instant offeredAt, JsonNode input) {
            this(attempt, since, offeredAt, input, Optional.empty(), Queued.PLAIN);
        }

        public Offered(int attempt, Instant since, JsonNode input) {
            this(attempt, since, since, input);
        }
    }

    /**
     * Where workers find a task.
     *
     * @param domain whose workers are to have it; empty for those of none
     * @param taken how often a worker took the attempt
     */
    record Queued(Optional<String> domain, int taken) {
        /** In no domain, and not taken yet. */
        public static final Queued PLAIN = new Queued(Optional.empty(), 0);
    }

    /**
     * @param until how long it is to be left alone
     * @param output what came of it so far
     */
    record HandedBack(Instant until, JsonNode output) {}

    /**
     * Is done by another execution, of this version of a workflow.
     *
     * @param again whether that did the attempt before this one, too, and is had go on for this one
     */
    record Delegated(int attempt, Instant since, WorkflowRef workflow, ExecutionId to, JsonNode input, boolean again)
            implements StageRunState {
        public Delegated(int attempt, Instant since, WorkflowRef workflow, ExecutionId to, JsonNode input) {
            this(attempt, since, workflow, to, input, false);
        }
    }

    /** An execution that does a stage run's work, and the version of a workflow that it runs on. */
    record Child(WorkflowRef workflow, ExecutionId execution) {}

    /** Is run for each of so many elements. */
    record Mapping(Instant since, int total) implements StageRunState {}

    /**
     * Goes round.
     *
     * @param round the number of the round under way, from 0 on
     * @param data what went into it
     * @param variables that the rounds before it set
     */
    record Looping(Instant since, int round, JsonNode data, ObjectNode variables) implements StageRunState {}

    /**
     * Not reached; it is skipped once it is.
     *
     * @param input what it is said to have been given
     * @param passed what goes on to the stages after it; its input, as it would have been, where there is none
     * @param by who said so
     */
    record SkipAhead(Instant at, Optional<JsonNode> input, Optional<JsonNode> passed, Actor by)
            implements StageRunState {}

    /**
     * A join that some branches have reached, or what gathers elements: their numbers.
     *
     * @param arrived alive
     * @param dead arrived, but not taken; of elements, those that failed
     * @param expected how many there are, where the plan does not tell
     */
    record Gathering(Set<Integer> arrived, Set<Integer> dead, OptionalInt expected) implements StageRunState {
        public Gathering {
            arrived = Set.copyOf(arrived);
            // An element that failed, and was tried again since, is there after all.
            Set<Integer> still = new HashSet<>(dead);
            still.removeAll(arrived);
            dead = Set.copyOf(still);
        }

        public Gathering(Set<Integer> arrived) {
            this(arrived, Set.of(), OptionalInt.empty());
        }

        public int all() {
            return arrived.size() + dead.size();
        }

        public boolean has(int branch) {
            return arrived.contains(branch) || dead.contains(branch);
        }
    }

    /**
     * Some of the elements that a task is run for.
     *
     * @param total how many there are in all
     */
    record Elements(List<JsonNode> items, int total) implements StageRunState {
        public Elements {
            items = List.copyOf(items);
        }
    }

    /**
     * The end of a stage run. There is exactly one; it changes only where somebody has a failed one tried again, or has run anew what
     * made a canceled one pointless.
     */
    sealed interface Outcome extends StageRunState {
        Instant at();
    }

    /**
     * @param input what the operation was given, where the plan and the outputs before it do not tell
     * @param note what else came of it
     */
    record Completed(int attempt, Instant startedAt, Instant at, Optional<JsonNode> input, JsonNode output, Note note)
            implements Outcome {
        public Completed(int attempt, Instant startedAt, Instant at, Optional<JsonNode> input, JsonNode output) {
            this(attempt, startedAt, at, input, output, new Note.None());
        }
    }

    /**
     * The last attempt failed.
     *
     * @param passed what goes on to the stages behind it, or to those that its failure leads to, where any follow
     * @param by the execution that did its work, and whose failure this is, if one did
     */
    record Failed(
            int attempt,
            Instant startedAt,
            Instant at,
            Optional<JsonNode> input,
            Failure failure,
            Optional<JsonNode> passed,
            Optional<Child> by)
            implements Outcome {
        public Failed(
                int attempt,
                Instant startedAt,
                Instant at,
                Optional<JsonNode> input,
                Failure failure,
                Optional<JsonNode> passed) {
            this(attempt, startedAt, at, input, failure, passed, Optional.empty());
        }

        /** The same, as the failure of an execution that did its work. */
        public Failed by(Child child) {
            return new Failed(attempt, startedAt, at, input, failure, passed, Optional.of(child));
        }

        public Failed(int attempt, Instant startedAt, Instant at, Optional<JsonNode> input, Failure failure) {
            this(attempt, startedAt, at, input, failure, Optional.empty());
        }
    }

    /**
     * Its condition did not hold, or somebody skipped it.
     *
     * @param passed what goes on to the stages after it: its input, where nobody has said otherwise
     * @param by who skipped it, if somebody did
     * @param input what it is said to have been given
     */
    record Skipped(Instant at, JsonNode passed, Optional<Actor> by, Optional<JsonNode> input) implements Outcome {
        public Skipped(Instant at, JsonNode passed) {
            this(at, passed, Optional.empty());
        }

        public Skipped(Instant at, JsonNode passed, Optional<Actor> by) {
            this(at, passed, by, Optional.empty());
        }
    }

    /** Something that it was part of was over before it was. Nothing follows. */
    record Canceled(Instant at) implements Outcome {}

    /** What else came of a completed stage run. */
    sealed interface Note {
        record None() implements Note {}

        /** A choice: the stages that it went on to. */
        record Took(List<String> stages) implements Note {}

        /** Variables that it set. */
        record Set(ObjectNode variables) implements Note {}

        /** The execution that it started. */
        record Started(ExecutionId execution) implements Note {}

        /**
         * Somebody outside completed it.
         *
         * @param credits what a worker says that the attempt counts as
         */
        record By(Actor actor, OptionalInt credits) implements Note {
            public By(Actor actor) {
                this(actor, OptionalInt.empty());
            }
        }

        /**
         * A state of a machine was left.
         *
         * @param by who made the transition; empty where its time had come
         * @param approvals that were given before, of this transition or of others
         */
        record Moved(String transition, Optional<Actor> by, List<Approval> approvals) implements Note {
            public Moved {
                approvals = List.copyOf(approvals);
            }
        }

        /**
         * A fork is over.
         *
         * @param by the join of it that let its token through, or the state by whose transition it was left
         * @param transition the transition, where it was left
         */
        record Over(StageRunKey by, Optional<String> transition) implements Note {}
    }
}
