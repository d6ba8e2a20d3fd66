package dev.lockstep.engine.script;

import dev.lockstep.engine.data.Json;
import java.util.regex.Pattern;

/** What a script threw, as its author is told. */
record Failure(String name, String message) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    static Failure of(Value thrown, Machine machine) {
        machine.meter().backTo(0);
        if (!(thrown instanceof Obj obj)) {
            return new Failure("Error", machine.convert().text(thrown));
        }
        Value name = machine.properties().get(obj, "name");
        Value message = machine.properties().get(obj, "message");
        return new Failure(
                name instanceof Value.Text text && NAME.matcher(text.text()).matches() ? text.text() : "Error",
                message == Value.Nothing.UNDEFINED
                        ? Json.write(new Data(machine).node(obj))
                        : machine.convert().text(message));
    }
}
