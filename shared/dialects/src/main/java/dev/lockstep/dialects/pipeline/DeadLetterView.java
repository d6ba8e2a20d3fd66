package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.DeadLetter;
import dev.lockstep.engine.execution.DeadLetter.Content;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Step;
import tools.jackson.databind.node.ObjectNode;

/** Renders messages that ran out of deliveries. */
public final class DeadLetterView {
    private DeadLetterView() {}

    public static ObjectNode of(DeadLetter letter) {
        ObjectNode view = Json.object().put("dead_letter_id", letter.id());
        switch (letter.content()) {
            case Content.OfStep of -> step(view, of.step());
            case Content.Unreadable message ->
                view.put("message_id", message.messageId())
                        .put("body_sha256", message.sha256())
                        .put("body_bytes", message.bytes());
        }
        view.put("failed_at", Times.format(letter.failedAt()))
                .put("reason", letter.reason())
                .put("status", letter.redriven().isPresent() ? "REDRIVEN" : "OPEN");
        letter.redriven().ifPresent(redriven -> {
            view.put("redriven_at", Times.format(redriven.at()))
                    .put("redriven_by", redriven.by().key());
            redriven.by().reason().ifPresent(reason -> view.put("redrive_reason", reason));
        });
        return view;
    }

    private static void step(ObjectNode view, Step step) {
        view.put("workflow_id", step.workflow().workflow().value())
                .put("execution_id", step.execution().value())
                .put("step", step.run().stage());
        Iteration iteration = step.run().iteration();
        if (iteration.depth() > 1 || iteration.generation() > 0) {
            view.put("iteration", iteration.toString());
        }
    }
}
