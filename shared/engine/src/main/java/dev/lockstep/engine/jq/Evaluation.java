package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Begins to evaluate a filter: one step, which leaves the rest as work and as choices. */
final class Evaluation {
    private final Machine machine;

    Evaluation(Machine machine) {
        this.machine = machine;
    }

    void evaluate(Expr filter, Work.Context context, Stack stack) {
        switch (filter) {
            case Expr.Identity identity -> machine.give(context.value(), context.path(), stack);
            case Expr.Empty empty -> machine.goBack();
            case Expr.Literal literal -> compute(literal.value(), context, stack);
            case Expr.Interpolated text -> part(text, text.parts().size() - 1, null, context, stack);
            case Expr.Formatted formatted ->
                compute(formatted.format().of(machine.run(), context.value()), context, stack);
            case Expr.Index index -> index(index, context, stack);
            case Expr.Slice slice -> slice(slice, context, stack);
            case Expr.Each each -> machine.evaluate(each.target(), context, Stack.of(new Work.GoThrough(), stack));
            case Expr.Try attempt -> {
                Choice.Guard guard = new Choice.Guard(attempt.handler().orElse(null), context, null, stack);
                machine.choose(guard, stack);
                machine.evaluate(attempt.body(), context, Stack.of(new Work.Leave(guard), stack));
            }
            case Expr.Pipe pipe ->
                machine.evaluate(pipe.left(), context, Stack.of(new Work.Then(pipe.right(), context.env()), stack));
            case Expr.Comma comma -> {
                machine.choose(new Choice.Other(comma.right(), context, stack), stack);
                machine.evaluate(comma.left(), context, stack);
            }
            case Expr.Negate negate ->
                aside(negate.operand(), context, new Work.Negated(context.path().computed()), stack);
            case Expr.Binary binary -> aside(binary.right(), context, new Work.ForLeft(binary, context), stack);
            case Expr.Junction junction -> aside(junction.left(), context, new Work.Decide(junction, context), stack);
            case Expr.Alternative alternative -> {
                Work.Cell found = new Work.Cell();
                machine.choose(new Choice.Fallback(found, alternative.right(), context, stack), stack);
                machine.evaluate(alternative.left(), context, Stack.of(new Work.Prefer(found), stack));
            }
            case Expr.If condition -> aside(condition.condition(), context, new Work.Branch(condition, context), stack);
            case Expr.Reduce reduce ->
                machine.evaluate(reduce.start(), context, Stack.of(new Work.ReduceFrom(reduce, context), stack));
            case Expr.Foreach foreach ->
                machine.evaluate(foreach.start(), context, Stack.of(new Work.ForeachFrom(foreach, context), stack));
            case Expr.Bind bind -> aside(bind.source(), context, new Work.BindTo(bind, context), stack);
            case Expr.Define define -> {
                Env env = bind(define.definition().key(), new Env.Binding.Function(define.definition()), context.env());
                machine.evaluate(define.body(), within(env, context), stack);
            }
            case Expr.Call call -> call(call, context, stack);
            case Expr.Known known -> enter(known.definition(), null, known.arguments(), context, stack);
            case Expr.Native call -> argument(call, call.arguments().size() - 1, null, context, stack);
            case Expr.Variable variable -> variable(variable, context, stack);
            case Expr.Label label -> {
                Choice.Cut cut = new Choice.Cut();
                machine.choose(cut, stack);
                Env env = bind(label.name(), new Env.Binding.Exit(cut), context.env());
                machine.evaluate(label.body(), within(env, context), stack);
            }
            case Expr.Break exit -> {
                if (Env.find(context.env(), exit.name()).binding() instanceof Env.Binding.Exit known) {
                    machine.cut(known.cut());
                }
                machine.goBack();
            }
            case Expr.MakeArray array -> {
                List<Value> elements = new ArrayList<>();
                machine.choose(new Choice.Gathered(elements, context.path().computed(), stack), stack);
                aside(array.elements(), context, new Work.Add(elements), stack);
            }
            case Expr.MakeObject object -> field(object, 0, Obj.empty(machine.meter()), context, stack);
            case Expr.PathOf path ->
                machine.evaluate(
                        path.body(),
                        new Work.Context(context.env(), context.value(), new Path.Start()),
                        Stack.of(new Work.TellPath(context.path()), stack));
            case Expr.GetPath path -> aside(path.path(), context, new Work.FollowPath(context), stack);
            case Expr.Limit limit -> aside(limit.count(), context, new Work.LimitTo(limit, context), stack);
            case Expr.Last last -> {
                Work.Cell cell = new Work.Cell();
                machine.choose(new Choice.KeptIfAny(cell, stack), stack);
                machine.evaluate(last.body(), context, Stack.of(new Work.Keep(cell), stack));
            }
        }
    }

    private void compute(Value value, Work.Context context, Stack stack) {
        machine.give(value, context.path().computed(), stack);
    }

    /** Evaluates what is no part of a path itself. */
    private void aside(Expr filter, Work.Context context, Work then, Stack stack) {
        machine.evaluate(filter, context.aside(), Stack.of(then, stack));
    }

    private Env bind(String name, Env.Binding binding, @Nullable Env around) {
        machine.meter().allocate(Meter.BINDING);
        return new Env(name, binding, around);
    }

    private static Work.Context within(@Nullable Env env, Work.Context context) {
        return new Work.Context(env, context.value(), context.path());
    }

    private void index(Expr.Index index, Work.Context context, Stack stack) {
        if (index.key() instanceof Expr.Literal literal) {
            machine.evaluate(index.target(), context, Stack.of(new Work.AtKey(literal.value()), stack));
        } else {
            aside(index.key(), context, new Work.ForTarget(index.target(), context), stack);
        }
    }

    private void slice(Expr.Slice slice, Work.Context context, Stack stack) {
        Expr from = slice.from().orElseGet(() -> new Expr.Literal(Value.Null.NULL));
        aside(from, context, new Work.SliceFrom(slice, context), stack);
    }

    /** Goes on with a part of a text, of which those behind it are known. */
    void part(Expr.Interpolated text, int index, Work.@Nullable Known known, Work.Context context, Stack stack) {
        if (index >= 0) {
            aside(text.parts().get(index), context, new Work.Part(text, index, known, context), stack);
            return;
        }
        StringBuilder built = new StringBuilder();
        for (Value part : Work.Known.list(known)) {
            machine.meter().tick();
            built.append(part instanceof Value.Text one ? one.text() : "");
            machine.meter().lengthOfText(built.length());
        }
        compute(machine.run().text(built.toString()), context, stack);
    }

    /** Goes on with an argument of a function, of which those behind it are known. */
    void argument(Expr.Native call, int index, Work.@Nullable Known known, Work.Context context, Stack stack) {
        if (index >= 0) {
            aside(call.arguments().get(index), context, new Work.Argument(call, index, known, context), stack);
            return;
        }
        machine.give(
                call.builtin().body().outputs(machine.run(), context.value(), Work.Known.list(known)),
                context.path().computed(),
                stack);
    }

    /** Goes on with a field of an object, of which those before it are there. */
    void field(Expr.MakeObject object, int index, Obj made, Work.Context context, Stack stack) {
        if (index == object.fields().size()) {
            compute(made, context, stack);
        } else {
            aside(object.fields().get(index).key(), context, new Work.Key(object, index, made, context), stack);
        }
    }

    private void variable(Expr.Variable variable, Work.Context context, Stack stack) {
        if (!(Env.find(context.env(), variable.name()).binding() instanceof Env.Binding.Variable found)) {
            throw new IllegalStateException(variable.name() + " is no variable");
        }
        boolean onTheWay = !(context.path() instanceof Path.Nowhere)
                && found.path().start().equals(context.path().start());
        machine.give(found.value(), onTheWay ? found.path() : context.path().computed(), stack);
    }

    private void call(Expr.Call call, Work.Context context, Stack stack) {
        Env found = Env.find(context.env(), call.name());
        switch (found.binding()) {
            case Env.Binding.Argument argument ->
                machine.evaluate(argument.filter(), within(argument.env(), context), stack);
            case Env.Binding.Function function -> enter(function.definition(), found, call.arguments(), context, stack);
            case Env.Binding.Variable variable -> throw new IllegalStateException(call.name() + " is a variable");
            case Env.Binding.Exit exit -> throw new IllegalStateException(call.name() + " is a label");
        }
    }

    private void enter(
            Definition definition, @Nullable Env around, List<Expr> arguments, Work.Context context, Stack stack) {
        Env env = around;
        for (int i = 0; i < arguments.size(); i++) {
            String parameter = definition.parameters().get(i) + "/0";
            env = bind(parameter, handed(arguments.get(i), context.env()), env);
        }
        machine.evaluate(definition.body(), within(env, context), stack);
    }

    /** An argument that is itself one is handed on as it is, so that a recursion does not make a chain of them. */
    private static Env.Binding handed(Expr argument, @Nullable Env env) {
        if (argument instanceof Expr.Call call
                && call.arguments().isEmpty()
                && Env.find(env, call.name()).binding() instanceof Env.Binding.Argument already) {
            return already;
        }
        return new Env.Binding.Argument(argument, env);
    }
}
