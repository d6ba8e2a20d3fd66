package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs loops. */
final class Loops {
    private final Machine machine;
    private final Statements statements;
    private final Expressions expressions;

    Loops(Machine machine, Statements statements, Expressions expressions) {
        this.machine = machine;
        this.statements = statements;
        this.expressions = expressions;
    }

    /** A statement with a label, or several. */
    Signal labeled(Statement.Labeled labeled, Env env) {
        Set<String> labels = new HashSet<>(Set.of(labeled.label()));
        Statement body = labeled.body();
        while (body instanceof Statement.Labeled next) {
            labels.add(next.label());
            body = next.body();
        }
        Signal signal = switch (body) {
            case Statement.For loop -> run(loop, env, labels);
            case Statement.Each loop -> run(loop, env, labels);
            case Statement.While loop -> run(loop, env, labels);
            default -> statements.run(body, env);
        };
        return signal instanceof Signal.Break jump && labels.contains(jump.label()) ? Signal.Normal.ON : signal;
    }

    Signal run(Statement.While loop, Env env, Set<String> labels) {
        statements.startWithout();
        boolean first = loop.once();
        while (first || holds(loop.condition(), env)) {
            first = false;
            Signal signal = statements.run(loop.body(), env);
            if (ends(signal, labels)) {
                return after(signal);
            }
        }
        return Signal.Normal.ON;
    }

    Signal run(Statement.For loop, Env env, Set<String> labels) {
        Statement.ForHead head = loop.head();
        boolean own = !head.names().isEmpty();
        Env turn = own ? statements.inner(env) : env;
        statements.declare(head.names(), turn);
        if (head.first().isPresent()) {
            statements.run(head.first().get(), turn);
        }
        statements.startWithout();
        // Each turn has variables of its own, which its closures keep.
        turn = own ? next(turn, head) : turn;
        while (true) {
            if (head.condition().isPresent() && !holds(head.condition().get(), turn)) {
                return Signal.Normal.ON;
            }
            Signal signal = statements.run(loop.body(), turn);
            if (ends(signal, labels)) {
                return after(signal);
            }
            turn = own ? next(turn, head) : turn;
            if (head.then().isPresent()) {
                expressions.value(head.then().get(), turn);
            }
        }
    }

    private Env next(Env turn, Statement.ForHead head) {
        machine.meter()
                .allocate(Meter.ELEMENT + (long) Meter.ELEMENT * head.names().size());
        return turn.copy();
    }

    private boolean holds(Expr condition, Env env) {
        return Conversions.truth(expressions.value(condition, env));
    }

    Signal run(Statement.Each loop, Env env, Set<String> labels) {
        Statement.EachHead head = loop.head();
        Value over = expressions.value(head.over(), env);
        statements.startWithout();
        if (head.keys()) {
            return keys(loop, over, env, labels);
        }
        // A list may grow while it is gone through.
        if (over instanceof Arr list) {
            for (int i = 0; i < list.size(); i++) {
                Signal signal = turn(loop, list.at(i), env);
                if (ends(signal, labels)) {
                    return after(signal);
                }
            }
            return Signal.Normal.ON;
        }
        return each(loop, machine.properties().values(over), env, labels);
    }

    private Signal keys(Statement.Each loop, Value over, Env env, Set<String> labels) {
        List<Value> keys = new ArrayList<>();
        for (String key : machine.properties().keys(over)) {
            keys.add(machine.text(key));
        }
        return each(loop, keys, env, labels);
    }

    private Signal each(Statement.Each loop, List<Value> values, Env env, Set<String> labels) {
        for (Value value : values) {
            Signal signal = turn(loop, value, env);
            if (ends(signal, labels)) {
                return after(signal);
            }
        }
        return Signal.Normal.ON;
    }

    private Signal turn(Statement.Each loop, Value value, Env env) {
        Optional<Statement.Kind> kind = loop.head().kind();
        Env turn = env;
        if (kind.isPresent() && kind.get() != Statement.Kind.VAR) {
            turn = statements.inner(env);
            boolean constant = kind.get() == Statement.Kind.CONST;
            expressions.assignments().declare(loop.head().target(), value, turn, constant);
        } else {
            expressions.assignments().assign(loop.head().target(), value, env);
        }
        return statements.run(loop.body(), turn);
    }

    /** Whether a loop of these labels ends with what its body ended with. */
    private static boolean ends(Signal signal, Set<String> labels) {
        return switch (signal) {
            case Signal.Normal normal -> false;
            case Signal.Break jump -> true;
            case Signal.Continue jump -> !jump.label().isEmpty() && !labels.contains(jump.label());
            case Signal.Return returned -> true;
        };
    }

    private static Signal after(Signal signal) {
        return signal instanceof Signal.Break jump && jump.label().isEmpty() ? Signal.Normal.ON : signal;
    }
}
