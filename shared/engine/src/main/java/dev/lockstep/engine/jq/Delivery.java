package dev.lockstep.engine.jq;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does with an output what waits for it. */
final class Delivery {
    private final Machine machine;
    private final Evaluation evaluation;

    Delivery(Machine machine, Evaluation evaluation) {
        this.machine = machine;
        this.evaluation = evaluation;
    }

    void deliver(Value value, Path path, Work work, @Nullable Stack below) {
        if (work instanceof Work.Result || below == null) {
            machine.result(value);
        } else {
            next(value, path, work, below);
        }
    }

    private void next(Value value, Path path, Work work, Stack below) {
        Run run = machine.run();
        switch (work) {
            case Work.Result result -> machine.result(value);
            case Work.Then then -> machine.evaluate(then.right(), new Work.Context(then.env(), value, path), below);
            case Work.ForTarget target ->
                machine.evaluate(target.target(), target.context(), Stack.of(new Work.AtKey(value), below));
            case Work.AtKey at -> {
                Paths.follow(run, value, path, "access element " + Printer.brief(run, at.key()) + " of");
                machine.give(Access.get(run, value, at.key()), path.to(run.meter(), at.key()), below);
            }
            case Work.SliceFrom from -> sliceFrom(value, from, below);
            case Work.SliceTo to ->
                machine.evaluate(
                        to.target(),
                        to.context(),
                        Stack.of(new Work.AtKey(Access.slice(run, to.from(), value)), below));
            case Work.GoThrough through -> goThrough(value, path, below);
            case Work.Leave leave -> {
                machine.leave(leave.guard(), below);
                machine.give(value, path, below);
            }
            case Work.Negated negated -> machine.give(Arithmetic.negate(run, value), negated.path(), below);
            case Work.ForLeft left ->
                machine.evaluate(
                        left.binary().left(),
                        left.context().aside(),
                        Stack.of(
                                new Work.Operate(
                                        left.binary().operator(),
                                        value,
                                        left.context().path().computed()),
                                below));
            case Work.Operate operate ->
                machine.give(Arithmetic.apply(run, operate.operator(), value, operate.right()), operate.path(), below);
            case Work.Decide decide -> decide(value, decide, below);
            case Work.Holds holds -> machine.give(Value.Bool.of(value.holds()), holds.path(), below);
            case Work.Branch branch ->
                machine.evaluate(
                        value.holds()
                                ? branch.condition().then()
                                : branch.condition().otherwise(),
                        branch.context(),
                        below);
            case Work.Prefer prefer -> {
                if (value.holds()) {
                    prefer.found().set(value, path);
                    machine.give(value, path, below);
                } else {
                    machine.goBack();
                }
            }
            case Work.Add add -> add(value, add.elements());
            case Work.ReduceFrom from -> {
                Work.Cell cell = new Work.Cell();
                cell.set(value, path);
                machine.choose(new Choice.Kept(cell, below), below);
                machine.evaluate(
                        from.reduce().source(),
                        from.context(),
                        Stack.of(
                                new Work.ReduceBy(
                                        from.reduce(), cell, from.context().env()),
                                below));
            }
            case Work.ReduceBy by ->
                machine.taking()
                        .take(
                                by.reduce().pattern(),
                                value,
                                path,
                                by.env(),
                                new Work.Goal.ReduceUpdate(by.reduce(), by.cell()),
                                below);
            case Work.Keep keep -> {
                keep.cell().set(value, path);
                machine.goBack();
            }
            case Work.ForeachFrom from -> {
                Work.Cell cell = new Work.Cell();
                cell.set(value, path);
                machine.evaluate(
                        from.foreach().source(),
                        from.context(),
                        Stack.of(
                                new Work.ForeachBy(
                                        from.foreach(), cell, from.context().env()),
                                below));
            }
            case Work.ForeachBy by ->
                machine.taking()
                        .take(
                                by.foreach().pattern(),
                                value,
                                path,
                                by.env(),
                                new Work.Goal.ForeachUpdate(by.foreach(), by.cell()),
                                below);
            case Work.ForeachNext next -> {
                next.cell().set(value, path);
                machine.evaluate(
                        next.foreach().extract().orElseGet(Expr.Identity::new),
                        new Work.Context(next.env(), value, path),
                        below);
            }
            case Work.BindTo to -> machine.taking().attempt(new Work.Attempt(to.bind(), 0, value, to.context()), below);
            case Work.AtPattern at -> machine.taking().goOn(at, value, below);
            case Work.Argument argument ->
                evaluation.argument(
                        argument.call(),
                        argument.index() - 1,
                        new Work.Known(value, argument.known()),
                        argument.context(),
                        below);
            case Work.Part part -> part(value, part, below);
            case Work.Key key -> key(value, key, below);
            case Work.FieldValue field ->
                evaluation.field(
                        field.object(),
                        field.index() + 1,
                        field.made().with(run.meter(), field.key(), value),
                        field.context(),
                        below);
            case Work.TellPath tell -> {
                Paths.end(run, value, path);
                machine.give(
                        Arr.of(run.meter(), path.keys(run.meter())),
                        tell.outer().computed(),
                        below);
            }
            case Work.FollowPath follow -> followPath(value, follow.context(), below);
            case Work.LimitTo limit -> limit(value, limit, below);
            case Work.Count count -> {
                count.cell().countTo(count.cell().count() + 1);
                if (count.cell().count() >= count.most()) {
                    machine.cut(count.cut());
                }
                machine.give(value, path, below);
            }
        }
    }

    private void sliceFrom(Value from, Work.SliceFrom slice, Stack below) {
        Expr to = slice.slice().to().orElseGet(() -> new Expr.Literal(Value.Null.NULL));
        machine.evaluate(
                to,
                slice.context().aside(),
                Stack.of(new Work.SliceTo(slice.slice().target(), from, slice.context()), below));
    }

    private void goThrough(Value value, Path path, Stack below) {
        Run run = machine.run();
        Paths.follow(run, value, path, "iterate through");
        switch (value) {
            case Arr array -> machine.element(new Choice.NextElement(array, 0, path, below));
            case Obj object -> machine.field(new Choice.NextField(object, object.keys(run.meter()), 0, path, below));
            default -> throw new JqError("Cannot iterate over " + Printer.described(run, value));
        }
    }

    private void decide(Value value, Work.Decide decide, Stack below) {
        Path path = decide.context().path().computed();
        if (value.holds() == decide.junction().decides()) {
            machine.give(Value.Bool.of(value.holds()), path, below);
        } else {
            machine.evaluate(
                    decide.junction().right(), decide.context().aside(), Stack.of(new Work.Holds(path), below));
        }
    }

    private void add(Value value, List<Value> elements) {
        machine.meter().lengthOfList(elements.size() + 1L);
        machine.meter().allocate(Meter.ELEMENT);
        elements.add(value);
        machine.goBack();
    }

    private void part(Value value, Work.Part part, Stack below) {
        boolean literal = part.index() % 2 == 0;
        Value text = literal ? value : part.text().format().of(machine.run(), value);
        evaluation.part(part.text(), part.index() - 1, new Work.Known(text, part.known()), part.context(), below);
    }

    private void key(Value value, Work.Key key, Stack below) {
        if (!(value instanceof Value.Text text)) {
            throw new JqError("Cannot use " + Printer.described(machine.run(), value) + " as object key");
        }
        machine.evaluate(
                key.object().fields().get(key.index()).value(),
                key.context().aside(),
                Stack.of(
                        new Work.FieldValue(key.object(), key.index(), key.made(), text.text(), key.context()), below));
    }

    private void followPath(Value keys, Work.Context context, Stack below) {
        Run run = machine.run();
        Paths.follow(run, context.value(), context.path(), "get a path of");
        Path path = context.path();
        for (Value key : Paths.keys(run, keys)) {
            path = path.to(run.meter(), key);
        }
        machine.give(Paths.get(run, context.value(), keys), path, below);
    }

    private void limit(Value count, Work.LimitTo limit, Stack below) {
        if (!(count instanceof Value.Num number)) {
            throw new JqError("Invalid arguments to limit: " + Printer.described(machine.run(), count));
        }
        if (number.number() == 0) {
            machine.goBack();
        } else if (number.number() < 0) {
            machine.evaluate(limit.limit().body(), limit.context(), below);
        } else {
            Choice.Cut cut = new Choice.Cut();
            machine.choose(cut, below);
            machine.evaluate(
                    limit.limit().body(),
                    limit.context(),
                    Stack.of(new Work.Count(new Work.Cell(), number.number(), cut), below));
        }
    }
}
