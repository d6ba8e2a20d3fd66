package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.Place;
import dev.lockstep.engine.language.SyntaxFault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what stands between operators, with what follows it closely. */
final class TermParser {
    private static final Set<String> RESERVED = Set.of(
            "def", "if", "then", "elif", "else", "end", "as", "reduce", "foreach", "try", "catch", "label", "import",
            "include", "and", "or", "__loc__");

    private final Cursor cursor;
    private final Parser parser;
    private final Library library;
    private final TextParser texts;
    private final ShapeParser shapes;
    private final String source;

    TermParser(String source, Cursor cursor, Parser parser, Library library) {
        this.source = source;
        this.cursor = cursor;
        this.parser = parser;
        this.library = library;
        this.texts = new TextParser(source, cursor, parser);
        this.shapes = new ShapeParser(cursor, parser, this, texts);
    }

    static @Nullable Names within(@Nullable Names names, List<Pattern> patterns) {
        Names inner = names;
        for (Pattern pattern : patterns) {
            for (String name : pattern.names()) {
                inner = new Names(name, inner);
            }
        }
        return inner;
    }

    /** A name that is no word of the language's. */
    String name(String what) throws SyntaxFault {
        if (!cursor.is(Token.Kind.NAME) || RESERVED.contains(cursor.token().text())) {
            throw cursor.expected(what);
        }
        return cursor.take().text();
    }

    /** The name of a variable, without its sign. */
    String variable() throws SyntaxFault {
        if (!cursor.is(Token.Kind.VARIABLE)) {
            throw cursor.expected("a variable");
        }
        return cursor.take().text();
    }

    List<Pattern> patterns(@Nullable Names names) throws SyntaxFault {
        List<Pattern> patterns = new ArrayList<>();
        do {
            patterns.add(shapes.pattern(names));
        } while (cursor.takes("?//"));
        return patterns;
    }

    /** A term, and what goes into it. */
    Expr postfix(@Nullable Names names) throws SyntaxFault {
        boolean dot = cursor.is(".");
        Expr term = term(names);
        if (dot && cursor.is(Token.Kind.QUOTE)) {
            term = new Expr.Index(term, texts.text(names, Format.TEXT));
        }
        while (true) {
            if (cursor.is(Token.Kind.FIELD)) {
                term = new Expr.Index(term, text(cursor.take().text()));
            } else if (cursor.is(".")) {
                cursor.take();
                if (cursor.is(Token.Kind.QUOTE)) {
                    term = new Expr.Index(term, texts.text(names, Format.TEXT));
                } else if (!cursor.is("[")) {
                    throw cursor.expected("a field");
                }
            } else if (cursor.takes("[")) {
                term = bracket(term, names);
            } else if (cursor.is("?") || cursor.is("?//")) {
                // As a?//b, which is (a?)//b where no patterns are.
                cursor.jump(cursor.at() + 1);
                term = new Expr.Try(term, Optional.empty());
            } else {
                return term;
            }
        }
    }

    private Expr bracket(Expr target, @Nullable Names names) throws SyntaxFault {
        if (cursor.takes("]")) {
            return new Expr.Each(target);
        }
        if (cursor.takes(":")) {
            Expr to = parser.pipe(names);
            cursor.expect("]");
            return new Expr.Slice(target, Optional.empty(), Optional.of(to));
        }
        Expr key = parser.pipe(names);
        if (!cursor.takes(":")) {
            cursor.expect("]");
            return new Expr.Index(target, key);
        }
        Optional<Expr> to = cursor.is("]") ? Optional.empty() : Optional.of(parser.pipe(names));
        cursor.expect("]");
        return new Expr.Slice(target, Optional.of(key), to);
    }

    private Expr term(@Nullable Names names) throws SyntaxFault {
        Token token = cursor.token();
        return switch (token.kind()) {
            case QUOTE -> texts.text(names, Format.TEXT);
            case FIELD -> new Expr.Index(new Expr.Identity(), text(cursor.take().text()));
            case VARIABLE -> variable(names);
            case FORMAT -> format(names);
            case NUMBER -> number(cursor.take());
            case NAME -> word(token, names);
            case SIGN -> sign(names);
            case END -> throw cursor.expected("a filter");
        };
    }

    static Expr text(String text) {
        return new Expr.Literal(new Value.Text(text));
    }

    private static Expr number(Token token) throws SyntaxFault {
        // More would be slow to read, and tell no more.
        if (token.text().length() > 64) {
            throw new SyntaxFault("a number has at most 64 characters", token.from());
        }
        double number = Double.parseDouble(token.text());
        boolean whole = token.text().chars().allMatch(c -> c >= '0' && c <= '9');
        return new Expr.Literal(whole ? Value.Num.of(new BigDecimal(token.text())) : new Value.Num(number));
    }

    private Expr format(@Nullable Names names) throws SyntaxFault {
        Token token = cursor.take();
        Format format = Format.of(token.text())
                .orElseThrow(() -> new SyntaxFault("@" + token.text() + " is not a valid format", token.from()));
        return cursor.is(Token.Kind.QUOTE) ? texts.text(names, format) : new Expr.Formatted(format);
    }

    Expr variable(@Nullable Names names) throws SyntaxFault {
        Token token = cursor.take();
        String name = "$" + token.text();
        if (name.equals("$__loc__") && !Names.has(names, name)) {
            return new Expr.Literal(location(token.from()));
        }
        if (!Names.has(names, name)) {
            throw library.unknown(name, token.from());
        }
        return new Expr.Variable(name);
    }

    private Value location(int at) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("file", new Value.Text("<top-level>"));
        fields.put("line", new Value.Num(Place.of(source, at).line()));
        return new Obj(fields);
    }

    private Expr sign(@Nullable Names names) throws SyntaxFault {
        if (cursor.takes("..")) {
            return library.call("recurse/0", List.of());
        }
        if (cursor.takes(".")) {
            return new Expr.Identity();
        }
        if (cursor.takes("(")) {
            Expr inner = parser.pipe(names);
            cursor.expect(")");
            return inner;
        }
        if (cursor.takes("[")) {
            Expr elements = cursor.is("]") ? new Expr.Empty() : parser.pipe(names);
            cursor.expect("]");
            return new Expr.MakeArray(elements);
        }
        if (cursor.takes("{")) {
            return shapes.object(names);
        }
        throw cursor.expected("a filter");
    }

    private Expr word(Token token, @Nullable Names names) throws SyntaxFault {
        return switch (token.text()) {
            case "if" -> condition(names);
            case "try" -> attempt(names);
            case "reduce" -> reduce(names);
            case "foreach" -> foreach(names);
            case "import", "include" ->
                throw new SyntaxFault(token.text() + " is not available: " + Library.NOTHING_OUTSIDE, token.from());
            default -> call(names);
        };
    }

    private Expr condition(@Nullable Names names) throws SyntaxFault {
        cursor.enter();
        cursor.take();
        Expr condition = parser.pipe(names);
        cursor.expectWord("then");
        Expr then = parser.pipe(names);
        Expr otherwise = new Expr.Identity();
        if (cursor.isWord("elif")) {
            otherwise = condition(names);
        } else {
            if (cursor.takesWord("else")) {
                otherwise = parser.pipe(names);
            }
            cursor.expectWord("end");
        }
        cursor.leave();
        return new Expr.If(condition, then, otherwise);
    }

    private Expr attempt(@Nullable Names names) throws SyntaxFault {
        cursor.enter();
        cursor.take();
        Expr body = attempted(names);
        Optional<Expr> handler = cursor.takesWord("catch") ? Optional.of(attempted(names)) : Optional.empty();
        cursor.leave();
        return new Expr.Try(body, handler);
    }

    private Expr attempted(@Nullable Names names) throws SyntaxFault {
        return cursor.takes("-") ? new Expr.Negate(postfix(names)) : postfix(names);
    }

    private Expr reduce(@Nullable Names names) throws SyntaxFault {
        cursor.take();
        Expr source = postfix(names);
        cursor.expectWord("as");
        Pattern pattern = shapes.pattern(names);
        cursor.expect("(");
        Expr start = parser.pipe(names);
        cursor.expect(";");
        Expr update = parser.pipe(within(names, List.of(pattern)));
        cursor.expect(")");
        return new Expr.Reduce(source, pattern, start, update);
    }

    private Expr foreach(@Nullable Names names) throws SyntaxFault {
        cursor.take();
        Expr source = postfix(names);
        cursor.expectWord("as");
        Pattern pattern = shapes.pattern(names);
        Names inner = within(names, List.of(pattern));
        cursor.expect("(");
        Expr start = parser.pipe(names);
        cursor.expect(";");
        Expr update = parser.pipe(inner);
        Optional<Expr> extract = cursor.takes(";") ? Optional.of(parser.pipe(inner)) : Optional.empty();
        cursor.expect(")");
        return new Expr.Foreach(source, pattern, start, update, extract);
    }

    private Expr call(@Nullable Names names) throws SyntaxFault {
        int at = cursor.at();
        String name = name("a filter");
        if (name.equals("break")) {
            String label = variable();
            if (!Names.has(names, "*" + label)) {
                throw new SyntaxFault("there is no label $" + label + " here", at);
            }
            return new Expr.Break("*" + label);
        }
        List<Expr> arguments = new ArrayList<>();
        if (cursor.takes("(")) {
            do {
                arguments.add(parser.pipe(names));
            } while (cursor.takes(";"));
            cursor.expect(")");
        }
        String key = name + "/" + arguments.size();
        return Names.has(names, key) ? new Expr.Call(key, arguments) : library.find(key, arguments, at);
    }
}
