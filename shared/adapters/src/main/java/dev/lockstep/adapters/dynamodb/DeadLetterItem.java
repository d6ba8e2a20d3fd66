package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.DeadLetter;
import dev.lockstep.engine.execution.DeadLetter.Content;
import dev.lockstep.engine.execution.DeadLetter.Redriven;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Step;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A message that ran out of deliveries as an item, in the list of its workspace. */
final class DeadLetterItem {
    static final String REDRIVEN_AT = "redriven_at";

    private static final String REDRIVEN_BY = "redriven_by";
    private static final String REDRIVE_REASON = "redrive_reason";
    private static final String FAILED_AT = "failed_at";
    private static final String REASON = "reason";
    private static final String EXPIRES_AT = "expires_at";
    private static final String WORKFLOW = "workflow";
    private static final String VERSION = "version";
    private static final String EXECUTION = "execution";
    private static final String RUN = "run";
    private static final String MESSAGE = "message";
    private static final String SHA256 = "sha256";
    private static final String BYTES = "bytes";

    private DeadLetterItem() {}

    static Map<String, AttributeValue> write(DeadLetter letter) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.deadLetter(letter.workspace(), letter.id()));
        item.put(FAILED_AT, Attributes.of(letter.failedAt()));
        item.put(REASON, Attributes.of(letter.reason()));
        item.put(EXPIRES_AT, Attributes.of(letter.expiresAt().getEpochSecond()));
        switch (letter.content()) {
            case Content.OfStep of -> {
                Step step = of.step();
                item.put(WORKFLOW, Attributes.of(step.workflow().workflow().value()));
                item.put(VERSION, Attributes.of(step.workflow().version()));
                item.put(EXECUTION, Attributes.of(step.execution().value()));
                item.put(RUN, Attributes.of(Keys.text(step.run())));
            }
            case Content.Unreadable message -> {
                item.put(MESSAGE, Attributes.of(message.messageId()));
                item.put(SHA256, Attributes.of(message.sha256()));
                item.put(BYTES, Attributes.of(message.bytes()));
            }
        }
        letter.redriven().ifPresent(by -> item.putAll(write(by)));
        return item;
    }

    static Map<String, AttributeValue> write(Redriven redriven) {
        Map<String, AttributeValue> written = new HashMap<>();
        written.put(REDRIVEN_AT, Attributes.of(redriven.at()));
        written.put(REDRIVEN_BY, Attributes.of(redriven.by().key()));
        redriven.by().reason().ifPresent(reason -> written.put(REDRIVE_REASON, Attributes.of(reason)));
        return written;
    }

    static DeadLetter read(Map<String, AttributeValue> item) {
        Workspace workspace = Keys.workspaceOf(item);
        return new DeadLetter(
                Attributes.text(item, Keys.SK).substring(Keys.DEAD_LETTER_ROW.length()),
                workspace,
                Attributes.time(item, FAILED_AT),
                Attributes.text(item, REASON),
                content(item, workspace),
                Instant.ofEpochSecond(Attributes.number(item, EXPIRES_AT)),
                redriven(item));
    }

    private static Content content(Map<String, AttributeValue> item, Workspace workspace) {
        if (item.containsKey(MESSAGE)) {
            return new Content.Unreadable(
                    Attributes.text(item, MESSAGE), Attributes.text(item, SHA256), Attributes.number(item, BYTES));
        }
        WorkflowRef workflow = new WorkflowRef(
                workspace,
                new WorkflowId(Attributes.text(item, WORKFLOW)),
                Math.toIntExact(Attributes.number(item, VERSION)));
        return new Content.OfStep(new Step(
                workflow,
                new ExecutionId(Attributes.text(item, EXECUTION)),
                Keys.stageRunOf(Attributes.text(item, RUN))));
    }

    private static Optional<Redriven> redriven(Map<String, AttributeValue> item) {
        return Attributes.optionalTime(item, REDRIVEN_AT)
                .map(at -> new Redriven(
                        at,
                        new Actor(Attributes.text(item, REDRIVEN_BY), Attributes.optionalText(item, REDRIVE_REASON))));
    }
}
