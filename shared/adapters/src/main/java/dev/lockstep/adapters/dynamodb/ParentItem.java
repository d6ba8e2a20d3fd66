package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Parent;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What an execution does the work of, as one attribute of its item. */
final class ParentItem {
    private static final String WORKFLOW = "workflow";
    private static final String VERSION = "version";
    private static final String EXECUTION = "execution";
    private static final String RUN = "run";
    private static final String DEPTH = "depth";

    private ParentItem() {}

    static AttributeValue write(Parent parent) {
        return AttributeValue.fromM(Map.of(
                WORKFLOW,
                        Attributes.of(Keys.workflowKey(
                                parent.workflow().workspace(), parent.workflow().workflow())),
                VERSION, Attributes.of(parent.workflow().version()),
                EXECUTION, Attributes.of(parent.execution().value()),
                RUN, Attributes.of(Keys.text(parent.run())),
                DEPTH, Attributes.of(parent.depth())));
    }

    static Parent read(Map<String, AttributeValue> parent) {
        return new Parent(
                Keys.workflowOf(Attributes.text(parent, WORKFLOW), Math.toIntExact(Attributes.number(parent, VERSION))),
                new ExecutionId(Attributes.text(parent, EXECUTION)),
                Keys.stageRunOf(Attributes.text(parent, RUN)),
                Math.toIntExact(Attributes.number(parent, DEPTH)));
    }
}
