package dev.lockstep.engine.expression;

import dev.lockstep.engine.data.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One evaluation of a template or an expression: the document is converted once, and the bounds hold for all of it. */
final class Evaluation {
    private final Meter meter = new Meter();
    private final Object root;

    Evaluation(JsonNode root) throws EvaluationException {
        try {
            this.root = Values.fromJson(root, meter);
        } catch (LimitExceeded e) {
            throw new EvaluationException(e.getMessage());
        }
    }

    Optional<JsonNode> value(Program program) throws EvaluationException {
        @Nullable Object value = program.run(root, meter);
        try {
            meter.give(meter.measure(value, 0).weight());
        } catch (LimitExceeded e) {
            throw new EvaluationException("${" + Messages.cut(program.source()) + "}: " + e.getMessage());
        }
        return value == null ? Optional.empty() : Optional.of(Values.toJson(value));
    }

    /** The value as it stands within a text. */
    String text(Program program) throws EvaluationException {
        Optional<JsonNode> value = value(program);
        if (value.isEmpty()) {
            return "";
        }
        return value.get().isString() ? value.get().stringValue() : Json.write(value.get());
    }
}
