package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.lockstep.engine.expression.Template;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a task does when it is activated. To add one, add its record here and follow the compile errors. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "activity")
public sealed interface Activity {
    /** Runs the operation of the task's type. */
    @JsonTypeName("operation")
    record Operation() implements Activity {}

    /**
     * Sends its token on to the stages of the first case that holds; those of no case that holds are dead.
     *
     * @param otherwise where to go when none holds; nowhere where it is empty
     */
    @JsonTypeName("choice")
    record Choice(List<Case> cases, List<String> otherwise) implements Activity {}

    /** One way out of a choice: the stages that it leads to, each right behind the choice. */
    record Case(Template when, List<String> next) {}

    /**
     * Gives what the branches in front of it gave.
     *
     * @param sources the stages right before it
     * @param needed how many of them it waits for; the others are canceled then
     */
    @JsonTypeName("merge")
    record Merge(List<String> sources, int needed) implements Activity {}

    /**
     * Runs the stages within it again and again.
     *
     * @param condition goes round while it holds
     * @param testsFirst whether the condition is asked before the first round too
     * @param mostIterations at which it fails
     * @param entry the stages within it that a round activates
     * @param last the stages within it that end a round
     */
    @JsonTypeName("loop")
    record Loop(
            Template condition,
            boolean until,
            boolean testsFirst,
            int mostIterations,
            List<String> entry,
            List<String> last)
            implements Activity {}

    /** Sets variables, which the stages behind it read; passes its input on. */
    @JsonTypeName("set-variables")
    record SetVariables() implements Activity {}

    /** Ends the execution. */
    @JsonTypeName("terminate")
    record Terminate(Ending ending) implements Activity {
        public enum Ending {
            COMPLETED,
            FAILED
        }
    }

    /**
     * Waits for a signal from outside.
     *
     * @param signal its name
     * @param schema what the signal's data must match, as JSON Schema 2020-12
     * @param hasDeadline whether it waits only until a time that its configuration tells
     * @param atDeadline what becomes of it then
     */
    @JsonTypeName("await")
    record Await(String signal, Optional<JsonNode> schema, boolean hasDeadline, AtDeadline atDeadline)
            implements Activity {
        public Await {
            // A plan that is read back has JSON's null where there was no schema.
            schema = schema.filter(given -> !given.isNull());
        }

        public enum AtDeadline {
            FAIL,
            CONTINUE
        }
    }

    /**
     * Waits until somebody makes one of its transitions, or until a time comes at which one is made.
     *
     * @param transitions by name in the order of the definition, each a way out of the state
     * @param owners who may make them
     * @param after what is made by itself, and when
     * @param reminders how many seconds after it was entered those who watch are reminded of it, the least first
     */
    @JsonTypeName("decision")
    record Decision(List<Transition> transitions, Owners owners, Optional<After> after, List<Long> reminders)
            implements Activity {
        public Decision {
            transitions = List.copyOf(transitions);
            reminders = List.copyOf(reminders);
        }

        /** The transition of that name, if there is one. */
        public Optional<Transition> find(String id) {
            return transitions.stream()
                    .filter(transition -> transition.id().equals(id))
                    .findFirst();
        }
    }

    /**
     * A move that somebody may make.
     *
     * @param inputs what must come with it, as JSON Schema 2020-12
     * @param guard must hold for it to be made
     */
    record Transition(String id, Optional<JsonNode> inputs, Optional<Template> guard) {
        public Transition {
            inputs = inputs.filter(given -> !given.isNull());
        }

        /** The names of what may come with it. */
        public Set<String> inputNames() {
            Set<String> names = new LinkedHashSet<>();
            inputs.map(schema -> schema.path("properties"))
                    .ifPresent(properties -> names.addAll(properties.propertyNames()));
            return names;
        }
    }

    /**
     * Who may make the transitions of a state.
     *
     * @param roles any of which will do; where there are none, everybody may
     * @param approvals how many must make the same transition for it to be made
     * @param distinct whether nobody counts twice
     * @param notStarter whether who started the execution may not
     */
    record Owners(List<String> roles, int approvals, boolean distinct, boolean notStarter) {
        public static final Owners EVERYBODY = new Owners(List.of(), 1, false, false);

        /** The role that may do everything. */
        private static final String ADMIN = "admin";

        public Owners {
            roles = List.copyOf(roles);
        }

        /** Whether a role of these is enough; whoever it is. */
        public boolean include(Set<String> held) {
            return roles.isEmpty() || held.contains(ADMIN) || roles.stream().anyMatch(held::contains);
        }
    }

    /** The transition that a state makes by itself, so many seconds after it was entered. */
    record After(long seconds, String transition) {}

    /**
     * Starts an execution of another workflow.
     *
     * @param waits whether it takes that execution's outcome for its own
     * @param correlationId of that execution; that of the one that starts it where none is given
     * @param priority of that execution; likewise
     * @param domains of that execution; likewise
     */
    @JsonTypeName("workflow")
    record SubWorkflow(
            WorkflowId workflow,
            Optional<Integer> version,
            boolean waits,
            Optional<String> correlationId,
            Optional<Integer> priority,
            Optional<Domains> domains)
            implements Activity {
        public SubWorkflow(WorkflowId workflow, Optional<Integer> version, boolean waits) {
            this(workflow, version, waits, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /**
     * Is done by a worker outside, which polls for tasks of this type.
     *
     * @param heartbeatSeconds how long a worker may be silent
     * @param onSilence what becomes of the attempt when it is silent for longer
     * @param pollSeconds how long it may take until a worker takes it; for ever where there is none
     * @param limits how many tasks of the type workers may be given; as many as there are where there are none
     * @param domain whose workers are to have it, where the execution does not say otherwise; those of none where there is none
     */
    @JsonTypeName("worker")
    record Worker(
            String taskType,
            int heartbeatSeconds,
            OnSilence onSilence,
            Optional<Integer> pollSeconds,
            Optional<Limits> limits,
            Optional<String> domain)
            implements Activity {
        public Worker(String taskType, int heartbeatSeconds, OnSilence onSilence, Optional<Integer> pollSeconds) {
            this(taskType, heartbeatSeconds, onSilence, pollSeconds, Optional.empty(), Optional.empty());
        }

        public Worker(String taskType, int heartbeatSeconds) {
            this(taskType, heartbeatSeconds, OnSilence.OFFER_AGAIN, Optional.empty());
        }

        /** The same, with these limits. */
        public Worker within(Optional<Limits> other) {
            return new Worker(taskType, heartbeatSeconds, onSilence, pollSeconds, other, domain);
        }

        /** The same, for the workers of a domain. */
        public Worker in(Optional<String> other) {
            return new Worker(taskType, heartbeatSeconds, onSilence, pollSeconds, limits, other);
        }

        public enum OnSilence {
            /** Another worker gets the task, and it is the same attempt. */
            OFFER_AGAIN,
            /** The attempt has timed out, and the retry policy says what follows. */
            FAIL
        }
    }

    /**
     * Does what data tells it to when it begins: something of a worker outside, another workflow, a wait for a signal, or an
     * operation. What it came to be is recorded with each run.
     *
     * @param step comes to what it does, as a step of a definition without a place in the graph
     */
    @JsonTypeName("dynamic")
    record Dynamic(Template step) implements Activity {
        /** Whether it is a worker's task whatever the expressions in it come to. */
        public boolean isAlwaysWorkers() {
            return step.source().path("type").asString("").equals("Worker");
        }
    }
}
