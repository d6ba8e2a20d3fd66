package dev.lockstep.engine.script;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs statements. */
final class Statements {
    private final Machine machine;
    private final Expressions expressions;
    private final Loops loops;
    private Value completion = Value.Nothing.UNDEFINED;
    private int at;

    Statements(Machine machine, Expressions expressions) {
        this.machine = machine;
        this.expressions = expressions;
        this.loops = new Loops(machine, this, expressions);
    }

    int at() {
        return at;
    }

    /** What the statements came to so far, as a script does that is no function. */
    Value completion() {
        return completion;
    }

    void backTo(int before, Value value) {
        at = before;
        completion = value;
    }

    void startWithout() {
        completion = Value.Nothing.UNDEFINED;
    }

    /** Runs the statements of a function, in its own variables. */
    Signal body(Statement.Block block, Env env) {
        declare(block, env);
        return all(block.statements(), env);
    }

    private void declare(Statement.Block block, Env env) {
        declare(block.names(), env);
        for (Expr.Function function : block.functions()) {
            machine.meter().allocate(Meter.CLOSURE);
            env.declare(function.name(), new Fn.Closure(function, env), false);
        }
    }

    void declare(Map<String, Boolean> names, Env env) {
        if (!names.isEmpty()) {
            machine.meter().allocate((long) Meter.ELEMENT * names.size());
            names.forEach((name, constant) -> env.declare(name, null, constant));
        }
    }

    private Signal all(List<Statement> statements, Env env) {
        for (Statement statement : statements) {
            Signal signal = run(statement, env);
            if (signal != Signal.Normal.ON) {
                return signal;
            }
        }
        return Signal.Normal.ON;
    }

    Signal run(Statement statement, Env env) {
        machine.meter().enter();
        at = statement.at();
        Signal signal = switch (statement) {
            case Statement.Run run -> {
                completion = expressions.value(run.expression(), env);
                yield Signal.Normal.ON;
            }
            case Statement.Declare declare -> declare(declare, env);
            case Statement.Block block -> block(block, env);
            case Statement.If condition -> condition(condition, env);
            case Statement.For loop -> loops.run(loop, env, Set.of());
            case Statement.Each loop -> loops.run(loop, env, Set.of());
            case Statement.While loop -> loops.run(loop, env, Set.of());
            case Statement.Return returned ->
                new Signal.Return(
                        returned.value().isPresent()
                                ? expressions.value(returned.value().get(), env)
                                : Value.Nothing.UNDEFINED);
            case Statement.Break jump -> new Signal.Break(jump.label());
            case Statement.Continue jump -> new Signal.Continue(jump.label());
            case Statement.Throw thrown -> throw new Thrown(expressions.value(thrown.value(), env), true);
            case Statement.Try attempt -> attempt(attempt, env);
            case Statement.Switch choice -> choice(choice, env);
            case Statement.Labeled labeled -> loops.labeled(labeled, env);
            case Statement.Nothing nothing -> Signal.Normal.ON;
        };
        machine.meter().leave();
        return signal;
    }

    private Signal declare(Statement.Declare declare, Env env) {
        for (Statement.Declared declared : declare.declared()) {
            if (declared.value().isPresent()) {
                Value value = expressions.value(declared.value().get(), env);
                if (declare.kind() == Statement.Kind.VAR) {
                    expressions.assignments().assign(declared.target(), value, env);
                } else {
                    boolean constant = declare.kind() == Statement.Kind.CONST;
                    expressions.assignments().declare(declared.target(), value, env, constant);
                }
            } else if (declare.kind() == Statement.Kind.LET) {
                expressions.assignments().declare(declared.target(), Value.Nothing.UNDEFINED, env, false);
            }
        }
        return Signal.Normal.ON;
    }

    private Signal block(Statement.Block block, Env env) {
        if (block.names().isEmpty() && block.functions().isEmpty()) {
            return all(block.statements(), env);
        }
        return body(block, inner(env));
    }

    Env inner(Env env) {
        machine.meter().allocate(Meter.OBJECT);
        return new Env(env);
    }

    private Signal condition(Statement.If condition, Env env) {
        boolean holds = Conversions.truth(expressions.value(condition.condition(), env));
        startWithout();
        if (holds) {
            return run(condition.then(), env);
        }
        return condition.otherwise().isPresent() ? run(condition.otherwise().get(), env) : Signal.Normal.ON;
    }

    private Signal attempt(Statement.Try attempt, Env env) {
        int depth = machine.meter().depth();
        Signal signal;
        startWithout();
        try {
            signal = attempt.handler().isPresent()
                    ? guarded(attempt.body(), attempt.handler().get(), env)
                    : block(attempt.body(), env);
        } catch (Thrown thrown) {
            machine.meter().backTo(depth);
            Signal last = last(attempt, env);
            if (last != Signal.Normal.ON) {
                return last;
            }
            throw thrown;
        }
        Signal last = last(attempt, env);
        return last == Signal.Normal.ON ? signal : last;
    }

    private Signal guarded(Statement.Block body, Statement.Catch handler, Env env) {
        int depth = machine.meter().depth();
        try {
            return block(body, env);
        } catch (Thrown thrown) {
            machine.meter().backTo(depth);
            startWithout();
            Env inner = inner(env);
            if (handler.target().isPresent()) {
                expressions.assignments().declare(handler.target().get(), thrown.value(), inner, false);
            }
            return block(handler.body(), inner);
        }
    }

    /** What comes last counts only where it jumps. */
    private Signal last(Statement.Try attempt, Env env) {
        if (attempt.last().isEmpty()) {
            return Signal.Normal.ON;
        }
        Value before = completion;
        int place = at;
        startWithout();
        Signal signal = block(attempt.last().get(), env);
        if (signal == Signal.Normal.ON) {
            backTo(place, before);
        }
        return signal;
    }

    private Signal choice(Statement.Switch choice, Env env) {
        Value subject = expressions.value(choice.subject(), env);
        startWithout();
        Env inner = inner(env);
        declare(choice.scope(), inner);
        int start = chosen(choice.cases(), subject, inner);
        for (int i = start; i < choice.cases().size(); i++) {
            Signal signal = all(choice.cases().get(i).statements(), inner);
            if (signal instanceof Signal.Break jump && jump.label().isEmpty()) {
                return Signal.Normal.ON;
            }
            if (signal != Signal.Normal.ON) {
                return signal;
            }
        }
        return Signal.Normal.ON;
    }

    private int chosen(List<Statement.Case> cases, Value subject, Env env) {
        int byDefault = cases.size();
        for (int i = 0; i < cases.size(); i++) {
            if (cases.get(i).value().isEmpty()) {
                byDefault = i;
            } else if (Operations.same(
                    subject, expressions.value(cases.get(i).value().get(), env))) {
                return i;
            }
        }
        return byDefault;
    }
}
