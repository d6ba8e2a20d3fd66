package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads filters and what joins them, by recursive descent; what is joined, a {@link TermParser} reads. */
final class Parser {
    private static final Set<String> ASSIGNMENTS = Set.of("=", "|=", "+=", "-=", "*=", "/=", "%=", "//=");
    /** What the right side of an assignment comes to. No query can name it so. */
    private static final String ASSIGNED = "$ assigned";

    private final Cursor cursor;
    private final Library library;
    private final TermParser terms;

    private Parser(String source, Library library) throws SyntaxFault {
        this.cursor = new Cursor(source);
        this.library = library;
        this.terms = new TermParser(source, cursor, this, library);
    }

    static Expr parse(String source, Library library) throws SyntaxFault {
        Parser parser = new Parser(source, library);
        Expr query = parser.pipe(null);
        if (!parser.cursor.is(Token.Kind.END)) {
            throw parser.cursor.expected("the end of the query");
        }
        return query;
    }

    /** Reads functions alone, each of which may call those before it. */
    static void define(String source, Library library) throws SyntaxFault {
        Parser parser = new Parser(source, library);
        while (!parser.cursor.is(Token.Kind.END)) {
            parser.definition(null, true);
        }
    }

    /** All that a parenthesis may hold. */
    Expr pipe(@Nullable Names names) throws SyntaxFault {
        cursor.enter();
        List<Definition> definitions = new ArrayList<>();
        Names inner = names;
        while (cursor.isWord("def")) {
            Definition definition = definition(inner, false);
            definitions.add(definition);
            inner = new Names(definition.key(), inner);
        }
        List<Expr> parts = new ArrayList<>();
        do {
            parts.add(cursor.isWord("def") ? pipe(inner) : comma(inner));
        } while (cursor.takes("|"));
        Expr body = parts.removeLast();
        for (Expr part : parts.reversed()) {
            body = new Expr.Pipe(part, body);
        }
        for (Definition definition : definitions.reversed()) {
            body = new Expr.Define(definition, body);
        }
        cursor.leave();
        return body;
    }

    private Definition definition(@Nullable Names names, boolean ofLibrary) throws SyntaxFault {
        cursor.expectWord("def");
        String name = terms.name("the name of a function");
        List<String> parameters = new ArrayList<>();
        List<String> values = new ArrayList<>();
        if (cursor.takes("(")) {
            do {
                boolean value = cursor.is(Token.Kind.VARIABLE);
                String parameter = value ? cursor.take().text() : terms.name("the name of a parameter");
                parameters.add(parameter);
                if (value) {
                    values.add(parameter);
                }
            } while (cursor.takes(";"));
            cursor.expect(")");
        }
        cursor.expect(":");
        Definition definition = new Definition(name, List.copyOf(parameters));
        Names inner = names;
        if (ofLibrary) {
            library.add(definition);
        } else {
            inner = new Names(definition.key(), inner);
        }
        for (String parameter : parameters) {
            inner = new Names(parameter + "/0", inner);
        }
        for (String value : values) {
            inner = new Names("$" + value, inner);
        }
        Expr body = pipe(inner);
        cursor.expect(";");
        for (String value : values.reversed()) {
            body = new Expr.Bind(
                    new Expr.Call(value + "/0", List.of()), List.of(new Pattern.Variable("$" + value)), body);
        }
        definition.complete(body);
        return definition;
    }

    private Expr comma(@Nullable Names names) throws SyntaxFault {
        Expr left = alternative(names);
        while (cursor.takes(",")) {
            left = new Expr.Comma(left, alternative(names));
        }
        return left;
    }

    /** What may stand where a comma ends it. */
    Expr alternative(@Nullable Names names) throws SyntaxFault {
        List<Expr> ways = new ArrayList<>();
        do {
            ways.add(assignment(names));
        } while (cursor.takes("//"));
        Expr last = ways.removeLast();
        for (Expr way : ways.reversed()) {
            last = new Expr.Alternative(way, last);
        }
        return last;
    }

    private Expr assignment(@Nullable Names names) throws SyntaxFault {
        Expr left = junction(names);
        String sign = cursor.token().text();
        if (!cursor.is(Token.Kind.SIGN) || !ASSIGNMENTS.contains(sign)) {
            return left;
        }
        cursor.take();
        Expr right = junction(names);
        if (cursor.is(Token.Kind.SIGN) && ASSIGNMENTS.contains(cursor.token().text())) {
            throw cursor.expected("the end of the assignment");
        }
        return switch (sign) {
            case "=" -> library.call("_assign/2", List.of(left, right));
            case "|=" -> library.call("_modify/2", List.of(left, right));
            default -> {
                Expr assigned = new Expr.Variable(ASSIGNED);
                Expr updated = Operator.of(sign.substring(0, sign.length() - 1))
                        .<Expr>map(operator -> new Expr.Binary(operator, new Expr.Identity(), assigned))
                        .orElseGet(() -> new Expr.Alternative(new Expr.Identity(), assigned));
                yield new Expr.Bind(
                        right,
                        List.of(new Pattern.Variable(ASSIGNED)),
                        library.call("_replace/2", List.of(left, updated)));
            }
        };
    }

    private Expr junction(@Nullable Names names) throws SyntaxFault {
        Expr left = conjunction(names);
        while (cursor.takesWord("or")) {
            left = new Expr.Junction(true, left, conjunction(names));
        }
        return left;
    }

    private Expr conjunction(@Nullable Names names) throws SyntaxFault {
        Expr left = binary(names, 1);
        while (cursor.takesWord("and")) {
            left = new Expr.Junction(false, left, binary(names, 1));
        }
        return left;
    }

    /** Operands and what is between them that holds them as tightly as this, at least. */
    private Expr binary(@Nullable Names names, int tightness) throws SyntaxFault {
        Expr left = operand(names);
        while (true) {
            Optional<Operator> operator =
                    cursor.is(Token.Kind.SIGN) ? Operator.of(cursor.token().text()) : Optional.empty();
            if (operator.isEmpty() || operator.get().tightness() < tightness) {
                return left;
            }
            int own = operator.get().tightness();
            cursor.take();
            left = new Expr.Binary(operator.get(), left, binary(names, own + 1));
            boolean another = cursor.is(Token.Kind.SIGN)
                    && Operator.of(cursor.token().text())
                            .filter(next -> next.tightness() == 1)
                            .isPresent();
            if (own == 1 && another) {
                throw cursor.expected("the end of the comparison");
            }
        }
    }

    private Expr operand(@Nullable Names names) throws SyntaxFault {
        cursor.enter();
        Expr operand = unary(names);
        cursor.leave();
        return operand;
    }

    private Expr unary(@Nullable Names names) throws SyntaxFault {
        if (cursor.takes("-")) {
            return new Expr.Negate(binary(names, Operator.MULTIPLY.tightness()));
        }
        if (cursor.isWord("def")) {
            return pipe(names);
        }
        if (cursor.takesWord("label")) {
            String label = "*" + terms.variable();
            cursor.expect("|");
            return new Expr.Label(label, pipe(new Names(label, names)));
        }
        Expr term = terms.postfix(names);
        if (!cursor.takesWord("as")) {
            return term;
        }
        List<Pattern> patterns = terms.patterns(names);
        cursor.expect("|");
        return new Expr.Bind(term, patterns, pipe(TermParser.within(names, patterns)));
    }
}
