package dev.lockstep.engine.usecases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.ForEach;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanBuilder;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Config;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Steps that data tells when they begin: what they are in the record, and to those who meet it. */
class DynamicStepTest {
    private static final JsonNode ANY = Json.object().put("type", "object");

    private final World world = new World();

    private static Template template(String json) {
        return Template.of(Json.read(json));
    }

    private static Stage.Task dynamic(Template step) {
        Policy once = Policy.of(RetryPolicy.NONE, 5);
        return PlanFixtures.task("step", "Dynamic", new StageInput.OfExecution(), Config.of(Json.object()), once)
                .doing(new Activity.Dynamic(step));
    }

    private static Plan plan(Stage.Task task) {
        return new PlanBuilder().add(task, List.of()).build(ANY);
    }

    private static Plan forEach(String steps) {
        Template item = Template.of(JsonNodeFactory.instance.stringNode("${item}"));
        return plan(dynamic(item).forEach(new ForEach(template(steps), 0, ForEach.Tolerance.NONE)));
    }

    private ExecutionId ended(Plan plan) {
        ExecutionId id = world.start(world.register(plan));
        world.runToEnd(id);
        return id;
    }

    private StageRunState state(ExecutionId id, StageRunKey key) {
        return world.read(id).run(key).orElseThrow().state();
    }

    private static StageRunKey element(int number) {
        return StageRunKey.first("step").at(number);
    }

    @Test
    void each_element_is_tried_as_often_as_the_step_says_that_it_was_told() {
        world.failuresToCome.put("step", 2);

        ExecutionId id = ended(forEach("""
                [{"type": "Test.Effect", "retry": {"max_attempts": 3, "delay_seconds": 1}}, {"type": "Echo"}]"""));

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects).containsEntry("step", 3);
        assertThat(state(id, element(0)))
                .isInstanceOfSatisfying(
                        StageRunState.Completed.class,
                        completed -> assertThat(completed.attempt()).isEqualTo(3));
    }

    @Test
    void a_failure_that_an_elements_own_step_bears_fails_no_list() {
        ExecutionId id = ended(forEach("""
                [{"type": "Fail", "error": "Bad", "on_error": "continue"}, {"type": "Echo"}]"""));

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(state(id, element(0))).isInstanceOf(StageRunState.Failed.class);
    }

    @Test
    void a_failure_that_no_step_bears_fails_the_list() {
        ExecutionId id = ended(forEach("""
                [{"type": "Fail", "error": "Bad"}, {"type": "Echo"}]"""));

        assertThat(world.read(id).execution().state())
                .isInstanceOfSatisfying(
                        ExecutionState.Failed.class,
                        failed -> assertThat(failed.failure().name()).isEqualTo("Bad"));
    }

    @Test
    void what_is_no_step_fails_by_name_and_is_no_poison() {
        for (String step : List.of("7", "{}", "{\"type\":\"Dynamic\"}", "{\"type\":\"Worker\",\"task_type\":\"\"}")) {
            ExecutionId id = ended(plan(dynamic(template(step))));

            assertThat(state(id, StageRunKey.first("step")))
                    .as(step)
                    .isInstanceOfSatisfying(
                            StageRunState.Failed.class,
                            failed -> assertThat(failed.failure().name()).isEqualTo("InvalidStep"));
        }
    }

    private Plan calling(WorkflowId child, boolean waits) {
        return plan(dynamic(template(
                "{\"type\":\"Workflow\",\"workflow_id\":\"${'" + child.value() + "'}\",\"wait\":" + waits + "}")));
    }

    private ExecutionId child(ExecutionId parent) {
        return switch (state(parent, StageRunKey.first("step"))) {
            case StageRunState.Delegated delegated -> delegated.to();
            case StageRunState.Completed completed
            when completed.note() instanceof StageRunState.Note.Started started -> started.execution();
            case StageRunState other -> throw new AssertionError(other);
        };
    }

    @Test
    void a_child_that_the_step_told_not_to_wait_for_outlives_its_parent() {
        WorkflowId slow = world.register(PlanFixtures.waiting(Duration.ofMinutes(10)));
        ExecutionId parent = ended(calling(slow, false));

        ExecutionId child = child(parent);
        world.runToEnd(child);

        assertThat(world.isCompleted(parent)).isTrue();
        assertThat(world.isCompleted(child)).isTrue();
    }

    @Test
    void a_child_that_the_step_told_to_wait_for_is_canceled_with_its_parent() {
        WorkflowId slow = world.register(PlanFixtures.waiting(Duration.ofMinutes(10)));
        WorkflowId calling = world.register(calling(slow, true));
        ExecutionId parent = world.start(calling);
        while (world.deliver()) {
            // Until the child waits.
        }
        ExecutionId child = child(parent);

        world.cancel.cancel(World.CALLER, calling.value(), parent, Optional.empty());

        assertThat(world.read(child).execution().state()).isInstanceOf(ExecutionState.Canceled.class);
    }
}
