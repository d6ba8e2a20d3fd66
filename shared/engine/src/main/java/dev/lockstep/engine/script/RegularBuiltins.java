package dev.lockstep.engine.script;

import com.google.re2j.Matcher;
import dev.lockstep.engine.language.SyntaxFault;
import dev.lockstep.engine.language.Watched;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code RegExp}. */
final class RegularBuiltins {
    static final Map<String, Value> METHODS = new Natives()
            .with("test", 1, (machine, self, given) -> Value.Bool.of(exec(machine, self, given) != Value.Nothing.NULL))
            .with("exec", 1, RegularBuiltins::exec)
            .all();

    static final Fn.Native TYPE =
            Natives.type("RegExp", RegularBuiltins::make, RegularBuiltins::make, new Natives(), METHODS);

    private RegularBuiltins() {}

    static @Nullable Value property(Regex regex, String key) {
        return switch (key) {
            case "source" -> new Value.Text(regex.source());
            case "flags" -> new Value.Text(regex.flags());
            case "global" -> Value.Bool.of(regex.isGlobal());
            case "lastIndex" -> new Value.Num(regex.lastIndex());
            default -> null;
        };
    }

    private static Value make(Machine machine, Value self, Arguments given) {
        boolean copied = given.at(0) instanceof Regex;
        String source = given.at(0) instanceof Regex regex
                ? regex.source()
                : machine.convert().text(given.at(0));
        String flags = given.at(0) instanceof Regex regex && copied ? regex.flags() : "";
        return compile(machine, source, given.has(1) ? machine.convert().text(given.at(1)) : flags);
    }

    static Regex compile(Machine machine, String source, String flags) {
        machine.meter().pattern(source);
        try {
            Expr.Regular regular = RegularSource.compile(source, flags, machine.at());
            machine.meter().compiled(regular.pattern().programSize());
            return new Regex(regular);
        } catch (SyntaxFault e) {
            throw machine.error("SyntaxError", String.valueOf(e.getMessage()));
        }
    }

    static Matcher matcher(Machine machine, Regex regex, String text) {
        return Watched.matcher(regex.pattern(), text, machine.meter());
    }

    private static Value exec(Machine machine, Value self, Arguments given) {
        if (!(self instanceof Regex regex)) {
            throw machine.typeError("this is not a regular expression");
        }
        String text = machine.convert().text(given.at(0));
        int from = regex.isGlobal() ? regex.lastIndex() : 0;
        Matcher matcher = matcher(machine, regex, text);
        boolean found = from <= text.length() && matcher.find(from);
        if (regex.isGlobal()) {
            regex.goOnAt(found ? matcher.end() : 0);
        }
        return found ? match(machine, matcher, text) : Value.Nothing.NULL;
    }

    /** What a pattern matched, and its groups. */
    static Arr match(Machine machine, Matcher matcher, String text) {
        List<Value> groups = new ArrayList<>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            groups.add(group(machine, matcher, i));
        }
        machine.meter().list(groups.size() + 3L);
        Map<String, Value> about = new HashMap<>();
        about.put("index", new Value.Num(matcher.start()));
        about.put("input", new Value.Text(text));
        about.put("groups", named(machine, matcher));
        return new Arr(groups, about);
    }

    static Value group(Machine machine, Matcher matcher, int index) {
        String group = matcher.group(index);
        return group == null ? Value.Nothing.UNDEFINED : machine.text(group);
    }

    private static Value named(Machine machine, Matcher matcher) {
        Map<String, Integer> names = matcher.pattern().namedGroups();
        if (names.isEmpty()) {
            return Value.Nothing.UNDEFINED;
        }
        Obj groups = new Obj();
        machine.meter().allocate(Meter.OBJECT);
        names.forEach((name, index) -> machine.properties().put(groups, name, group(machine, matcher, index)));
        return groups;
    }
}
