package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives values to variables, to fields, and to patterns of such. */
final class Assignments {
    private static final Set<String> FIXED = Set.of("undefined", "NaN", "Infinity", "this");

    private final Machine machine;
    private final Expressions expressions;

    Assignments(Machine machine, Expressions expressions) {
        this.machine = machine;
        this.expressions = expressions;
    }

    /** What is done with a value that has come to a variable or a field. */
    private interface Giving {
        void give(Target target, Value value);
    }

    /** Begins the variables of a target. */
    void declare(Target target, Value value, Env env, boolean constant) {
        apart(target, value, env, (one, part) -> {
            if (one instanceof Target.Variable variable) {
                machine.meter().allocate(Meter.ELEMENT);
                env.declare(variable.name(), part, constant);
            }
        });
    }

    void declare(Target.Slot slot, Value value, Env env, boolean constant) {
        declare(slot.target(), filled(slot, value, env), env, constant);
    }

    void assign(Target target, Value value, Env env) {
        apart(target, value, env, (one, part) -> {
            switch (one) {
                case Target.Variable variable -> set(variable.name(), part, env);
                case Target.Place place -> {
                    Value object = expressions.value(place.object(), env);
                    Value key = expressions.value(place.key(), env);
                    machine.properties().set(object, key, part);
                }
                case Target.Items items -> throw new IllegalStateException("a pattern was not taken apart");
                case Target.Fields fields -> throw new IllegalStateException("a pattern was not taken apart");
            }
        });
    }

    private void set(String name, Value value, Env env) {
        Env.Binding binding = env.find(name);
        if (binding == null && FIXED.contains(name)) {
            throw machine.typeError("Cannot assign to read only property '" + name + "' of object");
        } else if (binding == null) {
            machine.meter().allocate(Meter.FIELD);
            env.outermost().declare(name, value, false);
        } else if (binding.value() == null) {
            throw machine.error("ReferenceError", "Cannot access '" + name + "' before initialization");
        } else if (binding.isConstant()) {
            throw machine.typeError("Assignment to constant variable.");
        } else {
            binding.set(value);
        }
    }

    private Value filled(Target.Slot slot, Value value, Env env) {
        return value == Value.Nothing.UNDEFINED && slot.byDefault().isPresent()
                ? expressions.value(slot.byDefault().get(), env)
                : value;
    }

    private void apart(Target target, Value value, Env env, Giving giving) {
        machine.meter().enter();
        switch (target) {
            case Target.Variable variable -> giving.give(variable, value);
            case Target.Place place -> giving.give(place, value);
            case Target.Items items -> items(items, value, env, giving);
            case Target.Fields fields -> fields(fields, value, env, giving);
        }
        machine.meter().leave();
    }

    private void items(Target.Items items, Value value, Env env, Giving giving) {
        List<Value> values = machine.properties().values(value);
        int index = 0;
        for (Optional<Target.Slot> slot : items.slots()) {
            Value element = index < values.size() ? values.get(index) : Value.Nothing.UNDEFINED;
            if (slot.isPresent()) {
                apart(slot.get().target(), filled(slot.get(), element, env), env, giving);
            }
            index++;
        }
        if (items.rest().isPresent()) {
            List<Value> rest = values.subList(Math.min(index, values.size()), values.size());
            apart(items.rest().get(), machine.list(rest), env, giving);
        }
    }

    private void fields(Target.Fields fields, Value value, Env env, Giving giving) {
        if (value instanceof Value.Nothing) {
            throw machine.typeError("Cannot destructure '" + machine.convert().text(value) + "' as it is "
                    + machine.convert().text(value) + ".");
        }
        Set<String> taken = new HashSet<>();
        for (Target.Field field : fields.fields()) {
            String key = machine.convert().key(expressions.value(field.key(), env));
            taken.add(key);
            Value part = machine.properties().get(value, key);
            apart(field.slot().target(), filled(field.slot(), part, env), env, giving);
        }
        if (fields.rest().isPresent()) {
            Obj rest = new Obj();
            machine.meter().allocate(Meter.OBJECT);
            List<String> keys = new ArrayList<>(machine.properties().keys(value));
            keys.removeAll(taken);
            keys.forEach(key ->
                    machine.properties().put(rest, key, machine.properties().get(value, key)));
            apart(fields.rest().get(), rest, env, giving);
        }
    }
}
