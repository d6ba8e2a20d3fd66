package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions. */
final class Expressions {
    private final Machine machine;
    private final Assignments assignments;

    Expressions(Machine machine) {
        this.machine = machine;
        this.assignments = new Assignments(machine, this);
    }

    Assignments assignments() {
        return assignments;
    }

    /** One frame for all kinds: a deep script has many of them on the stack. */
    Value value(Expr expression, Env env) {
        machine.meter().enter();
        Value value = switch (expression) {
            case Expr.Constant constant -> constant.value();
            case Expr.Template template -> template(template, env);
            case Expr.Regular regular -> {
                machine.meter().allocate(Meter.OBJECT);
                yield new Regex(regular);
            }
            case Expr.Name name -> name(name.name(), env);
            case Expr.Items items -> machine.list(all(items.elements(), env));
            case Expr.Fields fields -> object(fields, env);
            case Expr.Spread spread -> throw new IllegalStateException("a spread stands alone");
            case Expr.Function function -> {
                machine.meter().allocate(Meter.CLOSURE);
                yield new Fn.Closure(function, env);
            }
            case Expr.Unary unary -> unary(unary, env);
            case Expr.Step step -> step(step, env);
            case Expr.Binary binary -> binary(binary, env);
            case Expr.Conditional conditional ->
                Conversions.truth(value(conditional.condition(), env))
                        ? value(conditional.then(), env)
                        : value(conditional.otherwise(), env);
            case Expr.Assign assign -> assign(assign, env);
            case Expr.Update update -> update(update, env);
            case Expr.Member member -> orUndefined(member(member, env));
            case Expr.Call call -> orUndefined(call(call, env));
            case Expr.Chain chain -> orUndefined(link(chain.links(), env));
            case Expr.New created -> created(created, env);
            case Expr.Sequence sequence -> {
                value(sequence.first(), env);
                yield value(sequence.last(), env);
            }
        };
        machine.meter().leave();
        return value;
    }

    private static Value orUndefined(@Nullable Value value) {
        return value == null ? Value.Nothing.UNDEFINED : value;
    }

    private Value template(Expr.Template template, Env env) {
        StringBuilder text = new StringBuilder(template.first());
        for (Expr.Filled filled : template.rest()) {
            text.append(machine.convert().text(value(filled.expression(), env))).append(filled.text());
            machine.meter().lengthOfText(text.length());
        }
        return machine.text(text.toString());
    }

    private Value name(String name, Env env) {
        Env.Binding binding = env.find(name);
        if (binding == null) {
            return Globals.find(name).orElseThrow(() -> machine.error("ReferenceError", name + " is not defined"));
        }
        Value value = binding.value();
        if (value == null) {
            throw machine.error("ReferenceError", "Cannot access '" + name + "' before initialization");
        }
        return value;
    }

    /** The values of elements or arguments, with the spread ones among them. */
    private List<Value> all(List<Expr> expressions, Env env) {
        List<Value> values = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            if (expression instanceof Expr.Spread spread) {
                values.addAll(machine.properties().values(value(spread.of(), env)));
                machine.meter().list(values.size());
            } else {
                values.add(value(expression, env));
            }
        }
        return values;
    }

    private Value object(Expr.Fields fields, Env env) {
        Obj object = new Obj();
        machine.meter().allocate(Meter.OBJECT);
        for (Expr.Field field : fields.fields()) {
            if (field.value() instanceof Expr.Spread spread) {
                machine.properties().copy(value(spread.of(), env), object);
            } else {
                String key = machine.convert().key(value(field.key(), env));
                machine.properties().put(object, key, value(field.value(), env));
            }
        }
        return object;
    }

    private Value unary(Expr.Unary unary, Env env) {
        return switch (unary.sign()) {
            case "typeof" ->
                new Value.Text(Operations.typeOf(
                        unary.operand() instanceof Expr.Name name && isUnknown(name.name(), env)
                                ? Value.Nothing.UNDEFINED
                                : value(unary.operand(), env)));
            case "delete" -> delete(unary.operand(), env);
            case "void" -> {
                value(unary.operand(), env);
                yield Value.Nothing.UNDEFINED;
            }
            case "!" -> Value.Bool.of(!Conversions.truth(value(unary.operand(), env)));
            case "~" -> new Value.Num(~Numbers.int32(number(unary.operand(), env)));
            case "-" -> new Value.Num(-number(unary.operand(), env));
            default -> new Value.Num(number(unary.operand(), env));
        };
    }

    private double number(Expr expression, Env env) {
        return machine.convert().number(value(expression, env));
    }

    private static boolean isUnknown(String name, Env env) {
        return env.find(name) == null && Globals.find(name).isEmpty();
    }

    private Value delete(Expr operand, Env env) {
        Expr whole = operand instanceof Expr.Chain chain ? chain.links() : operand;
        if (!(whole instanceof Expr.Member member)) {
            value(operand, env);
            return Value.Bool.of(!(operand instanceof Expr.Name));
        }
        Value object = value(member.object(), env);
        if (member.optional() && object instanceof Value.Nothing) {
            return Value.Bool.of(true);
        }
        machine.properties().delete(object, value(member.key(), env));
        return Value.Bool.of(true);
    }

    /** A target that is read and then written: what it is a part of is evaluated once. */
    private Target once(Target target, Env env) {
        return target instanceof Target.Place place
                ? new Target.Place(
                        new Expr.Constant(value(place.object(), env)), new Expr.Constant(value(place.key(), env)))
                : target;
    }

    private Value read(Target target, Env env) {
        return switch (target) {
            case Target.Variable variable -> name(variable.name(), env);
            case Target.Place place -> machine.properties().get(value(place.object(), env), value(place.key(), env));
            case Target.Items items -> throw new IllegalStateException("a pattern is not read");
            case Target.Fields fields -> throw new IllegalStateException("a pattern is not read");
        };
    }

    private Value step(Expr.Step step, Env env) {
        Target target = once(step.target(), env);
        Value before = new Value.Num(machine.convert().number(read(target, env)));
        Value after = machine.operations().binary(Operator.PLUS, before, new Value.Num(step.by()));
        assignments.assign(target, after, env);
        return step.before() ? after : before;
    }

    private Value binary(Expr.Binary binary, Env env) {
        Value left = value(binary.left(), env);
        if (settles(binary.operator(), left)) {
            return left;
        }
        Value right = value(binary.right(), env);
        return machine.operations().binary(binary.operator(), left, right);
    }

    /** Whether the left operand is the value already, so that the right one is not looked at. */
    private static boolean settles(Operator operator, Value left) {
        return switch (operator) {
            case AND -> !Conversions.truth(left);
            case OR -> Conversions.truth(left);
            case DEFAULT -> !(left instanceof Value.Nothing);
            default -> false;
        };
    }

    private Value assign(Expr.Assign assign, Env env) {
        Target target = once(assign.target(), env);
        Value value = value(assign.value(), env);
        assignments.assign(target, value, env);
        return value;
    }

    private Value update(Expr.Update update, Env env) {
        Target target = once(update.target(), env);
        Value before = read(target, env);
        if (settles(update.operator(), before)) {
            return before;
        }
        Value value = machine.operations().binary(update.operator(), before, value(update.value(), env));
        assignments.assign(target, value, env);
        return value;
    }

    /** The value of a part of a chain; null where the chain broke off. */
    private @Nullable Value link(Expr expression, Env env) {
        return switch (expression) {
            case Expr.Member member -> member(member, env);
            case Expr.Call call -> call(call, env);
            default -> value(expression, env);
        };
    }

    private @Nullable Value member(Expr.Member member, Env env) {
        machine.meter().enter();
        Value object = link(member.object(), env);
        Value value = null;
        if (object != null && !(member.optional() && object instanceof Value.Nothing)) {
            value = field(object, member, env);
        }
        machine.meter().leave();
        return value;
    }

    private Value field(Value object, Expr.Member member, Env env) {
        Value key = value(member.key(), env);
        if (object instanceof Value.Nothing) {
            String what = machine.convert().text(object);
            throw machine.typeError("Cannot read properties of " + what + " (reading '"
                    + machine.convert().key(key) + "')");
        }
        return machine.properties().get(object, key);
    }

    private @Nullable Value call(Expr.Call call, Env env) {
        machine.meter().enter();
        Value result = null;
        Value self = Value.Nothing.UNDEFINED;
        Value callee;
        if (call.callee() instanceof Expr.Member member) {
            Value object = link(member.object(), env);
            callee = object == null || (member.optional() && object instanceof Value.Nothing)
                    ? null
                    : field(object, member, env);
            self = orUndefined(object);
        } else {
            callee = link(call.callee(), env);
        }
        if (callee != null && !(call.optional() && callee instanceof Value.Nothing)) {
            result = called(call, callee, self, env);
        }
        machine.meter().leave();
        return result;
    }

    private Value called(Expr.Call call, Value callee, Value self, Env env) {
        Arguments arguments = new Arguments(all(call.arguments(), env));
        if (!(callee instanceof Fn)) {
            throw machine.typeError(Spelling.of(call.callee()) + " is not a function");
        }
        return machine.call(callee, self, arguments);
    }

    private Value created(Expr.New created, Env env) {
        Value callee = value(created.callee(), env);
        Arguments arguments = new Arguments(all(created.arguments(), env));
        return machine.create(callee, arguments)
                .orElseThrow(() -> machine.typeError(Spelling.of(created.callee()) + " is not a constructor"));
    }
}
