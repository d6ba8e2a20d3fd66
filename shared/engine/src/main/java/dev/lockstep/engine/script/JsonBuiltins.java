package dev.lockstep.engine.script;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import java.util.Map;

/** {@code JSON}. */
final class JsonBuiltins {
    static final Map<String, Value> MEMBERS = new Natives()
            .with("parse", 1, JsonBuiltins::parse)
            .with("stringify", 3, JsonBuiltins::stringify)
            .all();

    private JsonBuiltins() {}

    private static Value parse(Machine machine, Value self, Arguments given) {
        String text = machine.convert().text(given.at(0));
        if (given.at(1) instanceof Fn) {
            throw machine.error("Error", "JSON.parse takes no reviver in a script");
        }
        machine.meter().glance();
        machine.meter().allocate(8L * text.length());
        try {
            return new Data(machine).value(Json.parse(text));
        } catch (MalformedJson e) {
            throw machine.error("SyntaxError", "this is not JSON: " + e.getMessage());
        }
    }

    private static Value stringify(Machine machine, Value self, Arguments given) {
        StringBuilder text = new StringBuilder();
        boolean any = new Stringifying(machine, given.at(1), indent(machine, given.at(2)), text).write(given.at(0));
        return any ? machine.text(text.toString()) : Value.Nothing.UNDEFINED;
    }

    private static String indent(Machine machine, Value given) {
        return switch (given) {
            case Value.Num number ->
                " ".repeat((int) Math.clamp(machine.convert().integer(number), 0, 10));
            case Value.Text text ->
                text.text().substring(0, Math.min(10, text.text().length()));
            default -> "";
        };
    }
}
