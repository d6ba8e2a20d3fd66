package dev.lockstep.engine.script;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is declared in the functions and blocks that are being read, and which of them a jump may leave. */
final class Declarations {
    private final Deque<Level> functions = new ArrayDeque<>();
    private final Deque<Names> blocks = new ArrayDeque<>();

    /** One function. */
    private static final class Level {
        private final Set<String> variables = new LinkedHashSet<>();
        private final Deque<String> labels = new ArrayDeque<>();
        private final boolean returns;
        private int loops;
        private int switches;

        Level(boolean returns) {
            this.returns = returns;
        }
    }

    /** One block. */
    record Names(Map<String, Boolean> constants, List<Expr.Function> functions) {}

    void enterFunction(boolean returns) {
        functions.push(new Level(returns));
    }

    /** The names of the function's {@code var}s. */
    Set<String> leaveFunction() {
        return functions.pop().variables;
    }

    void enterBlock() {
        blocks.push(new Names(new LinkedHashMap<>(), new ArrayList<>()));
    }

    Names leaveBlock() {
        return blocks.pop();
    }

    void declare(Statement.Kind kind, String name, int at) throws SyntaxFault {
        if (kind == Statement.Kind.VAR) {
            functions.element().variables.add(name);
        } else if (blocks.element().constants.putIfAbsent(name, kind == Statement.Kind.CONST) != null) {
            throw new SyntaxFault("Identifier '" + name + "' has already been declared", at);
        }
    }

    void declare(Expr.Function function) {
        blocks.element().functions.add(function);
    }

    boolean returns() {
        return functions.element().returns;
    }

    void enterLoop() {
        functions.element().loops++;
    }

    void leaveLoop() {
        functions.element().loops--;
    }

    void enterSwitch() {
        functions.element().switches++;
    }

    void leaveSwitch() {
        functions.element().switches--;
    }

    void enterLabel(String label) {
        functions.element().labels.push(label);
    }

    void leaveLabel() {
        functions.element().labels.pop();
    }

    /** Whether a {@code break}, or a {@code continue}, has what it leaves; the label is empty where it names none. */
    boolean jumps(String label, boolean on) {
        Level level = functions.element();
        boolean inside = level.loops > 0 || (!on && level.switches > 0);
        return label.isEmpty() ? inside : level.labels.contains(label) && (!on || level.loops > 0);
    }
}
