package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.History;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Renders what has happened in an execution. */
public final class HistoryView {
    private HistoryView() {}

    /**
     * {@code {at, type, step?, iteration?, attempt?, transition?, input?, error?, by?, reason?}}, as in {@code "type":
     * "step.completed"}. Where what came with a transition is too much for the answer, it says {@code "truncated": true}.
     */
    public static JsonNode event(History.Event event) {
        ObjectNode view = Json.object()
                .put("at", Times.format(event.at()))
                .put("type", event.kind().name().toLowerCase(Locale.ROOT).replaceFirst("_", "."));
        event.run().ifPresent(run -> {
            view.put("step", run.stage());
            if (run.iteration().depth() > 1 || run.iteration().generation() > 0) {
                view.put("iteration", run.iteration().toString());
            }
        });
        event.attempt().ifPresent(attempt -> view.put("attempt", attempt));
        event.move().ifPresent(move -> {
            view.put("transition", move.transition());
            move.input().ifPresent(input -> {
                if (input.isMissingNode()) {
                    view.put("truncated", true);
                } else {
                    view.set("input", input);
                }
            });
        });
        event.failure().ifPresent(failure -> view.set("error", PipelineView.error(failure)));
        event.by().ifPresent(actor -> {
            view.put("by", actor.key());
            actor.reason().ifPresent(reason -> view.put("reason", reason));
        });
        return view;
    }
}
