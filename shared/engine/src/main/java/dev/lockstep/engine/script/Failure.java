package dev.lockstep.engine.script;

import dev.lockstep.engine.data.Json;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a script threw, as its author is told. */
record Failure(String name, String message) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final int LONGEST = 1_000;

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

    /** What of a text is told. Half a surrogate pair is no character, and becomes a question mark. */
    static String cut(String text) {
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
