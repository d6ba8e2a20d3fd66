package dev.lockstep.engine.jq;

import org.jspecify.annotations.Nullable;

/** Takes values apart, and gives their parts names. */
final class Taking {
    private final Machine machine;

    Taking(Machine machine) {
        this.machine = machine;
    }

    void take(Pattern pattern, Value value, Path path, @Nullable Env env, Work.Goal goal, Stack stack) {
        take(new Work.Taking(new Work.Pending(pattern, value, path, 0, null), env, goal), stack);
    }

    /** Tries one of several patterns. All names of all of them are there, as null where the one that is tried has not got them. */
    void attempt(Work.Attempt attempt, Stack stack) {
        Expr.Bind bind = attempt.bind();
        Work.Context context = attempt.context();
        Work.Goal body = new Work.Goal.Body(bind.body(), context.value(), context.path());
        Pattern pattern = bind.patterns().get(attempt.index());
        if (bind.patterns().size() == 1) {
            take(pattern, attempt.value(), Path.Nowhere.COMPUTED, context.env(), body, stack);
            return;
        }
        Env env = context.env();
        for (Pattern each : bind.patterns()) {
            for (String name : each.names()) {
                env = bind(name, Value.Null.NULL, Path.Nowhere.COMPUTED, env);
            }
        }
        Stack then = stack;
        if (attempt.index() + 1 < bind.patterns().size()) {
            Work.Attempt next = new Work.Attempt(bind, attempt.index() + 1, attempt.value(), context);
            Choice.Guard guard = new Choice.Guard(null, context, next, stack);
            machine.choose(guard, stack);
            then = Stack.of(new Work.Leave(guard), stack);
        }
        take(pattern, attempt.value(), Path.Nowhere.COMPUTED, env, body, then);
    }

    private Env bind(String name, Value value, Path path, @Nullable Env around) {
        machine.meter().tick();
        machine.meter().allocate(Meter.BINDING);
        return new Env(name, new Env.Binding.Variable(value, path), around);
    }

    /** Goes on with a field, whose key is known now. */
    void goOn(Work.AtPattern at, Value key, Stack stack) {
        Value value = Access.get(machine.run(), at.target(), key);
        Env env = at.rest().env();
        if (at.field().variable().isPresent()) {
            env = bind(at.field().variable().get(), value, Path.Nowhere.COMPUTED, env);
        }
        Work.Pending pending = at.rest().pending();
        if (at.field().pattern().isPresent()) {
            pending = new Work.Pending(at.field().pattern().get(), value, Path.Nowhere.COMPUTED, 0, pending);
        }
        take(new Work.Taking(pending, env, at.rest().goal()), stack);
    }

    private void take(Work.Taking taking, Stack stack) {
        Work.Pending pending = taking.pending();
        Env env = taking.env();
        while (pending != null) {
            switch (pending.pattern()) {
                case Pattern.Variable variable -> {
                    env = bind(variable.name(), pending.value(), pending.path(), env);
                    pending = pending.next();
                }
                case Pattern.Elements elements -> pending = elements(elements, pending);
                case Pattern.Fields fields -> {
                    if (pending.index() == fields.fields().size()) {
                        pending = pending.next();
                    } else {
                        field(fields, pending, env, taking.goal(), stack);
                        return;
                    }
                }
            }
        }
        reach(taking.goal(), env, stack);
    }

    private Work.@Nullable Pending elements(Pattern.Elements elements, Work.Pending taken) {
        Work.Pending pending = taken.next();
        for (int i = elements.elements().size() - 1; i >= 0; i--) {
            machine.meter().tick();
            Value element = Access.get(machine.run(), taken.value(), new Value.Num(i));
            pending = new Work.Pending(elements.elements().get(i), element, Path.Nowhere.COMPUTED, 0, pending);
        }
        return pending;
    }

    private void field(Pattern.Fields fields, Work.Pending taken, @Nullable Env env, Work.Goal goal, Stack stack) {
        Work.Pending rest = new Work.Pending(fields, taken.value(), taken.path(), taken.index() + 1, taken.next());
        Pattern.Field field = fields.fields().get(taken.index());
        machine.evaluate(
                field.key(),
                new Work.Context(env, taken.value(), Path.Nowhere.UNASKED),
                Stack.of(new Work.AtPattern(field, taken.value(), new Work.Taking(rest, env, goal)), stack));
    }

    private void reach(Work.Goal goal, @Nullable Env env, Stack stack) {
        switch (goal) {
            case Work.Goal.Body body ->
                machine.evaluate(body.body(), new Work.Context(env, body.value(), body.path()), stack);
            case Work.Goal.ReduceUpdate update ->
                machine.evaluate(
                        update.reduce().update(),
                        state(update.cell(), env),
                        Stack.of(new Work.Keep(update.cell()), stack));
            case Work.Goal.ForeachUpdate update ->
                machine.evaluate(
                        update.foreach().update(),
                        state(update.cell(), env),
                        Stack.of(new Work.ForeachNext(update.foreach(), update.cell(), env), stack));
        }
    }

    /** What has come about up to now. It is taken away: where the update makes nothing of it, null is left. */
    private static Work.Context state(Work.Cell cell, @Nullable Env env) {
        Work.Context state = new Work.Context(env, cell.value(), cell.path());
        cell.set(Value.Null.NULL, cell.path().computed());
        return state;
    }
}
