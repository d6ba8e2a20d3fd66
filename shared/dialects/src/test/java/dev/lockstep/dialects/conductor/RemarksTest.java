package dev.lockstep.dialects.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import org.junit.jupiter.api.Test;

class RemarksTest {
    @Test
    void what_is_spelled_out_as_it_would_be_anyway_goes_without_saying() {
        WorkflowDefinition definition = DefinitionReader.read(Json.read("""
                {"name": "w", "restartable": true, "enforceSchema": true, "maskedFields": [], "inputSchema": null, "cacheConfig": {},
                 "tasks": [{"name": "a", "taskReferenceName": "a", "onStateChange": {},
                            "taskDefinition": {"inputSchema": {}, "isolationGroupId": ""}}]}"""), "", new Faults());

        assertThat(Remarks.on(definition)).isEmpty();
    }

    @Test
    void what_has_no_effect_is_told_with_its_path_at_any_depth() {
        WorkflowDefinition definition = DefinitionReader.read(Json.read("""
                {"name": "w", "workflowStatusListenerEnabled": true, "maskedFields": ["x"],
                 "tasks": [{"name": "l", "taskReferenceName": "l", "type": "DO_WHILE", "loopCondition": "false", "loopOver": [
                   {"name": "a", "taskReferenceName": "a", "cacheConfig": {"key": "k", "ttlInSecond": 1},
                    "taskDefinition": {"outputSchema": {"name": "s"}}}]}]}"""), "", new Faults());

        assertThat(Remarks.on(definition))
                .extracting(Remark::path)
                .containsExactly(
                        "workflowStatusListenerEnabled",
                        "maskedFields",
                        "tasks[0].loopOver[0].cacheConfig",
                        "tasks[0].loopOver[0].taskDefinition.outputSchema");
    }

    @Test
    void what_counts_for_some_tasks_alone_is_told_of_the_others() {
        WorkflowDefinition definition = DefinitionReader.read(Json.read("""
                {"name": "w", "tasks": [
                   {"name": "a", "taskReferenceName": "a", "startDelay": 5},
                   {"name": "b", "taskReferenceName": "b", "type": "INLINE", "startDelay": 5},
                   {"name": "c", "taskReferenceName": "c", "type": "SUB_WORKFLOW",
                    "subWorkflowParam": {"name": "x", "priority": 5, "taskToDomain": {"*": "d"}}},
                   {"name": "d", "taskReferenceName": "d", "type": "START_WORKFLOW", "inputParameters": {
                    "startWorkflow": {"name": "x", "priority": 0, "taskToDomain": {"*": "d"}}}},
                   {"name": "e", "taskReferenceName": "e", "type": "START_WORKFLOW", "inputParameters": {
                    "startWorkflow": {"name": "x", "idempotencyKey": "k", "priority": 5, "taskToDomain": {"*": "d"}}}}]}"""), "", new Faults());

        assertThat(Remarks.on(definition))
                .extracting(Remark::path)
                .containsExactly(
                        "tasks[1].startDelay",
                        "tasks[2].subWorkflowParam.priority",
                        "tasks[2].subWorkflowParam.taskToDomain",
                        "tasks[3].inputParameters.startWorkflow.taskToDomain");
    }
}
