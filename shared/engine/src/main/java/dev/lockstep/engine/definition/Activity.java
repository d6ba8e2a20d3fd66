package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.lockstep.engine.expression.Template;
import java.util.List;
import java.util.Optional;
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
     * Starts an execution of another workflow.
     *
     * @param waits whether it takes that execution's outcome for its own
     */
    @JsonTypeName("workflow")
    record SubWorkflow(WorkflowId workflow, Optional<Integer> version, boolean waits) implements Activity {}

    /**
     * Is done by a worker outside, which polls for tasks of this type.
     *
     * @param heartbeatSeconds how long a worker may be silent before another gets the task
     */
    @JsonTypeName("worker")
    record Worker(String taskType, int heartbeatSeconds) implements Activity {}
}
