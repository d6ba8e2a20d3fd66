package dev.lockstep.engine.script;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run of a script: what its parts share, and calls. */
final class Machine {
    private final Meter meter = new Meter();
    private final Optional<Instant> now;
    private final Conversions conversions = new Conversions(this);
    private final Properties properties = new Properties(this);
    private final Operations operations = new Operations(this);
    private final Statements statements;
    private final Assignments assignments;

    /**
     * One.
     *
     * @param now what the time is to the script; empty where it cannot tell
     */
    Machine(Optional<Instant> now) {
        this.now = now;
        Expressions expressions = new Expressions(this);
        this.assignments = expressions.assignments();
        this.statements = new Statements(this, expressions);
    }

    Meter meter() {
        return meter;
    }

    Conversions convert() {
        return conversions;
    }

    Properties properties() {
        return properties;
    }

    Operations operations() {
        return operations;
    }

    Instant now() {
        return now.orElseThrow(() -> error("Error", "there is no clock here: the script is not told the time"));
    }

    /** Where the statement is that is run. */
    int at() {
        return statements.at();
    }

    /** Runs the body of a function; what it comes to is what it returns. */
    Value runBody(Expr.Function body, Env globals) {
        meter.glance();
        return enter(body, globals, globals) instanceof Signal.Return returned
                ? returned.value()
                : Value.Nothing.UNDEFINED;
    }

    /** Runs statements; what they come to is the value of the last expression among them. */
    Value runScript(Expr.Function script, Env globals) {
        meter.glance();
        enter(script, globals, globals);
        return statements.completion();
    }

    /** Calls what can be called. */
    Value call(Value callee, Value self, Arguments arguments) {
        return switch (callee) {
            case Fn.Native function -> {
                meter.enter();
                meter.glance();
                Value result = function.body().call(this, self, arguments);
                meter.leave();
                yield result;
            }
            case Fn.Closure closure -> call(closure, self, arguments);
            default -> throw typeError("what is called is not a function");
        };
    }

    private Value call(Fn.Closure closure, Value self, Arguments arguments) {
        meter.enter();
        Expr.Function code = closure.code();
        Env env = new Env(closure.around());
        meter.allocate(Meter.ELEMENT * (2L + code.variables().size()));
        switch (code.kind()) {
            case ARROW -> {}
            case NAMED -> {
                env.declare(code.name(), closure, false);
                own(env, self, arguments);
            }
            case DECLARED -> own(env, self, arguments);
        }
        int at = statements.at();
        Value completion = statements.completion();
        bind(code.parameters(), env, arguments);
        Signal signal = enter(code, env, env);
        statements.backTo(at, completion);
        meter.leave();
        return signal instanceof Signal.Return returned ? returned.value() : Value.Nothing.UNDEFINED;
    }

    private void own(Env env, Value self, Arguments arguments) {
        env.declare("this", self, true);
        Arr list = new Arr(arguments.values());
        list.freeze();
        env.declare("arguments", list, false);
    }

    private void bind(Expr.Parameters parameters, Env env, Arguments arguments) {
        int index = 0;
        for (Target.Slot slot : parameters.slots()) {
            assignments.declare(slot, arguments.at(index), env, false);
            index++;
        }
        if (parameters.rest().isPresent()) {
            assignments.declare(
                    parameters.rest().get(), list(arguments.from(index).values()), env, false);
        }
    }

    private Signal enter(Expr.Function code, Env variables, Env env) {
        for (String name : code.variables()) {
            if (!variables.has(name)) {
                variables.declare(name, Value.Nothing.UNDEFINED, false);
            }
        }
        return statements.body(code.body(), env);
    }

    /** What {@code new} makes; empty where the callee is not a constructor. */
    Optional<Value> create(Value callee, Arguments arguments) {
        return switch (callee) {
            case Fn.Native function
            when function.creates().isPresent() -> {
                meter.enter();
                Value created = function.creates().get().call(this, callee, arguments);
                meter.leave();
                yield Optional.of(created);
            }
            case Fn.Closure closure
            when closure.code().kind() != Expr.Function.Kind.ARROW -> {
                meter.allocate(Meter.OBJECT);
                Obj made = new Obj(closure);
                yield Optional.of(call(closure, made, arguments) instanceof Value.Thing other ? other : made);
            }
            default -> Optional.empty();
        };
    }

    /** A list of these. */
    Arr list(List<? extends Value> elements) {
        meter.list(elements.size());
        return new Arr(new ArrayList<>(elements));
    }

    Value.Text text(String text) {
        meter.text(text.length());
        return new Value.Text(text);
    }

    Thrown error(String name, String message) {
        return new Thrown(ErrorBuiltins.make(this, name, message), false);
    }

    Thrown typeError(String message) {
        return error("TypeError", message);
    }
}
