package dev.lockstep.engine.script;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** Reads what a value can be given to. It looks like an expression until the sign after it is there, and so is read as one. */
final class TargetParser {
    private final Cursor cursor;
    private final Declarations declarations;
    private final ExpressionParser expressions;

    /** The fields with a default, as in {@code {a = 1}}, which only a pattern may have, and where they are. */
    private final IdentityHashMap<Expr, Integer> covers = new IdentityHashMap<>();

    TargetParser(Cursor cursor, Declarations declarations, ExpressionParser expressions) {
        this.cursor = cursor;
        this.declarations = declarations;
        this.expressions = expressions;
    }

    void cover(Expr field, int at) {
        covers.put(field, at);
    }

    void checkCovers() throws SyntaxFault {
        Optional<Integer> first = covers.values().stream().min(Comparator.naturalOrder());
        if (first.isPresent()) {
            throw new SyntaxFault("Invalid shorthand property initializer", first.get());
        }
    }

    /** The variables of a declaration, which are declared with it. */
    Target binding(Statement.Kind kind) throws SyntaxFault {
        int at = cursor.at();
        Target target = binding();
        List<String> names = new ArrayList<>();
        target.variables(names);
        for (String name : names) {
            declarations.declare(kind, name, at);
        }
        return target;
    }

    /** Variables, and nothing else that a value could be given to. */
    Target binding() throws SyntaxFault {
        int at = cursor.at();
        if (!cursor.is("[") && !cursor.is("{")) {
            return new Target.Variable(cursor.name());
        }
        return binds(of(expressions.primary(), at), at);
    }

    private static Target binds(Target target, int at) throws SyntaxFault {
        if (hasPlace(target)) {
            throw new SyntaxFault("Illegal destructuring target", at);
        }
        return target;
    }

    private static boolean hasPlace(Target target) {
        return switch (target) {
            case Target.Variable variable -> false;
            case Target.Place place -> true;
            case Target.Items items ->
                items.slots().stream()
                                .anyMatch(slot ->
                                        slot.isPresent() && hasPlace(slot.get().target()))
                        || items.rest().filter(TargetParser::hasPlace).isPresent();
            case Target.Fields fields ->
                fields.fields().stream().anyMatch(field -> hasPlace(field.slot().target()))
                        || fields.rest().filter(TargetParser::hasPlace).isPresent();
        };
    }

    /** The parameters of an arrow function, which were read as expressions. */
    Expr.Parameters parameters(List<Expr> parts, Optional<Target> rest, int at) throws SyntaxFault {
        List<Target.Slot> slots = new ArrayList<>();
        for (Expr part : parts) {
            Target.Slot slot = slot(part, at);
            binds(slot.target(), at);
            slots.add(slot);
        }
        return new Expr.Parameters(slots, rest);
    }

    /** What an expression is as a target. */
    Target of(Expr expression, int at) throws SyntaxFault {
        return switch (expression) {
            case Expr.Name name when !name.name().equals("this") -> new Target.Variable(name.name());
            case Expr.Member member when !member.optional() -> new Target.Place(member.object(), member.key());
            case Expr.Items items -> items(items, at);
            case Expr.Fields fields -> fields(fields, at);
            default -> throw new SyntaxFault("Invalid assignment target", at);
        };
    }

    private Target.Slot slot(Expr expression, int at) throws SyntaxFault {
        if (expression instanceof Expr.Assign assign) {
            covers.remove(assign);
            return new Target.Slot(assign.target(), Optional.of(assign.value()));
        }
        return new Target.Slot(of(expression, at), Optional.empty());
    }

    private Target items(Expr.Items items, int at) throws SyntaxFault {
        List<Optional<Target.Slot>> slots = new ArrayList<>();
        Optional<Target> rest = Optional.empty();
        for (Expr element : items.elements()) {
            if (rest.isPresent()) {
                throw new SyntaxFault("Rest element must be last element", at);
            }
            if (element instanceof Expr.Spread spread) {
                rest = Optional.of(of(spread.of(), at));
            } else if (isLeftOut(element)) {
                slots.add(Optional.empty());
            } else {
                slots.add(Optional.of(slot(element, at)));
            }
        }
        return new Target.Items(slots, rest);
    }

    private static boolean isLeftOut(Expr element) {
        return element instanceof Expr.Constant constant && constant.value() == Value.Nothing.UNDEFINED;
    }

    private Target fields(Expr.Fields fields, int at) throws SyntaxFault {
        List<Target.Field> slots = new ArrayList<>();
        Optional<Target> rest = Optional.empty();
        for (Expr.Field field : fields.fields()) {
            if (rest.isPresent()) {
                throw new SyntaxFault("Rest element must be last element", at);
            }
            if (field.value() instanceof Expr.Spread spread) {
                rest = Optional.of(of(spread.of(), at));
            } else {
                slots.add(new Target.Field(field.key(), slot(field.value(), at)));
            }
        }
        return new Target.Fields(slots, rest);
    }
}
