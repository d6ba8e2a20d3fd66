package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a query. It evaluates a filter, gives an output to the work that waits for it, or goes back to the latest choice for
 * another output. What waits and what can be chosen are lists on the heap: no thread's stack grows with a query's recursion.
 */
final class Machine {
    private enum Mode {
        EVALUATE,
        GIVE,
        GO_BACK,
        DONE
    }

    private final Run run;
    private final List<Value> results = new ArrayList<>();
    private final Evaluation evaluation = new Evaluation(this);
    private final Delivery delivery = new Delivery(this, evaluation);
    private final Taking taking = new Taking(this);

    private Mode mode = Mode.EVALUATE;
    private Expr filter = new Expr.Identity();
    private @Nullable Env env;
    private Value value = Value.Null.NULL;
    private Path path = Path.Nowhere.UNASKED;
    private Stack stack = Stack.of(new Work.Result(), null);
    private Choice.@Nullable Choices choices;

    Machine(Run run) {
        this.run = run;
    }

    Run run() {
        return run;
    }

    Meter meter() {
        return run.meter();
    }

    Taking taking() {
        return taking;
    }

    /** All outputs of a query. */
    List<Value> outputs(Expr query, Value input) {
        meter().glance();
        evaluate(query, new Work.Context(null, input, Path.Nowhere.UNASKED), stack);
        while (mode != Mode.DONE) {
            meter().tick();
            try {
                step();
            } catch (JqError error) {
                meter().backTo(0);
                recover(error);
            }
        }
        return results;
    }

    private void step() {
        switch (mode) {
            case EVALUATE -> evaluation.evaluate(filter, new Work.Context(env, value, path), stack);
            case GIVE -> delivery.deliver(value, path, stack.top(), stack.below());
            case GO_BACK -> {
                if (choices == null) {
                    mode = Mode.DONE;
                } else {
                    Choice latest = choices.top();
                    choices = choices.below();
                    take(latest);
                }
            }
            case DONE -> {}
        }
    }

    void evaluate(Expr next, Work.Context context, Stack waiting) {
        mode = Mode.EVALUATE;
        filter = next;
        env = context.env();
        value = context.value();
        path = context.path();
        stack = waiting;
    }

    void give(Value output, Path where, Stack waiting) {
        mode = Mode.GIVE;
        value = output;
        path = where;
        stack = waiting;
    }

    /** There is no output from here, or no other. */
    void goBack() {
        mode = Mode.GO_BACK;
    }

    void result(Value output) {
        meter().lengthOfList(results.size() + 1L);
        results.add(output);
        goBack();
    }

    void choose(Choice choice, Stack held) {
        choices = Choice.Choices.of(choice, choices, held.depth());
    }

    /** Drops all choices since this one, a cut or a guard, each of which is like no other; and it too. */
    void cut(Choice last) {
        while (choices != null && !last.equals(choices.top())) {
            choices = choices.below();
        }
        choices = choices == null ? null : choices.below();
    }

    void leave(Choice.Guard guard, Stack held) {
        if (choices != null && choices.top() == guard) {
            choices = choices.below();
        } else {
            choose(new Choice.Outside(guard), held);
        }
    }

    /** Gives the first of a function's outputs, and keeps the others for later. */
    void give(Iterator<Value> outputs, Path where, Stack waiting) {
        if (!outputs.hasNext()) {
            goBack();
            return;
        }
        Value first = outputs.next();
        if (outputs.hasNext()) {
            choose(new Choice.NextOutput(outputs, where, waiting), waiting);
        }
        give(first, where, waiting);
    }

    private void take(Choice choice) {
        switch (choice) {
            case Choice.Other other -> evaluate(other.filter(), other.context(), other.stack());
            case Choice.NextElement next -> element(next);
            case Choice.NextField next -> field(next);
            case Choice.NextOutput next -> give(next.outputs(), next.path(), next.stack());
            case Choice.Gathered gathered -> {
                meter().allocate(Meter.OBJECT);
                give(new Arr(gathered.elements()), gathered.path(), gathered.stack());
            }
            case Choice.Kept kept -> give(kept.cell().value(), kept.cell().path(), kept.stack());
            case Choice.KeptIfAny kept -> {
                if (kept.cell().isFilled()) {
                    give(kept.cell().value(), kept.cell().path(), kept.stack());
                }
            }
            case Choice.Fallback fallback -> {
                if (!fallback.found().isFilled()) {
                    evaluate(fallback.right(), fallback.context(), fallback.stack());
                }
            }
            case Choice.Guard guard -> {}
            case Choice.Outside outside -> {}
            case Choice.Cut cut -> {}
        }
    }

    void element(Choice.NextElement next) {
        int index = next.index();
        if (index >= next.array().size(meter())) {
            goBack();
            return;
        }
        Value element = next.array().get(meter(), index);
        if (index + 1 < next.array().size(meter())) {
            choose(new Choice.NextElement(next.array(), index + 1, next.path(), next.stack()), next.stack());
        }
        give(element, next.path().to(meter(), new Value.Num(index)), next.stack());
    }

    void field(Choice.NextField next) {
        int index = next.index();
        if (index >= next.keys().size()) {
            goBack();
            return;
        }
        String key = next.keys().get(index);
        Value field = next.object().get(meter(), key);
        if (index + 1 < next.keys().size()) {
            choose(
                    new Choice.NextField(next.object(), next.keys(), index + 1, next.path(), next.stack()),
                    next.stack());
        }
        give(field == null ? Value.Null.NULL : field, next.path().to(meter(), new Value.Text(key)), next.stack());
    }

    /** Goes back to where an error is caught. */
    private void recover(JqError error) {
        while (choices != null) {
            Choice latest = choices.top();
            choices = choices.below();
            if (latest instanceof Choice.Outside outside) {
                cut(outside.guard());
            } else if (latest instanceof Choice.Guard guard) {
                handle(guard, error);
                return;
            }
        }
        throw error;
    }

    private void handle(Choice.Guard guard, JqError error) {
        Work.Context context = guard.context();
        if (guard.next() != null) {
            taking.attempt(guard.next(), guard.stack());
        } else if (guard.handler() != null) {
            evaluate(
                    guard.handler(),
                    new Work.Context(
                            context.env(), error.value(), context.path().computed()),
                    guard.stack());
        } else {
            goBack();
        }
    }
}
