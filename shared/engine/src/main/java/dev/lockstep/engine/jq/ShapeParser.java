package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads objects as they are made, and patterns by which values are taken apart. */
final class ShapeParser {
    private final Cursor cursor;
    private final Parser parser;
    private final TermParser terms;
    private final TextParser texts;

    ShapeParser(Cursor cursor, Parser parser, TermParser terms, TextParser texts) {
        this.cursor = cursor;
        this.parser = parser;
        this.terms = terms;
        this.texts = texts;
    }

    /** An object, behind its brace. */
    Expr object(@Nullable Names names) throws SyntaxFault {
        List<Expr.Field> fields = new ArrayList<>();
        if (!cursor.takes("}")) {
            do {
                fields.add(field(names));
            } while (cursor.takes(","));
            cursor.expect("}");
        }
        return new Expr.MakeObject(fields);
    }

    private Expr.Field field(@Nullable Names names) throws SyntaxFault {
        if (cursor.is(Token.Kind.VARIABLE)) {
            Expr name = TermParser.text(cursor.token().text());
            return new Expr.Field(name, terms.variable(names));
        }
        boolean computed = cursor.is("(");
        Expr key = key(names);
        if (cursor.takes(":")) {
            return new Expr.Field(key, value(names));
        }
        if (computed) {
            throw cursor.expected("':'");
        }
        return new Expr.Field(key, new Expr.Index(new Expr.Identity(), key));
    }

    private Expr value(@Nullable Names names) throws SyntaxFault {
        cursor.enter();
        Expr value = parser.alternative(names);
        if (cursor.takes("|")) {
            value = new Expr.Pipe(value, value(names));
        }
        cursor.leave();
        return value;
    }

    private Expr key(@Nullable Names names) throws SyntaxFault {
        if (cursor.is(Token.Kind.NAME)) {
            return TermParser.text(cursor.take().text());
        }
        if (cursor.is(Token.Kind.QUOTE)) {
            return texts.text(names, Format.TEXT);
        }
        if (cursor.is(Token.Kind.FORMAT)) {
            return terms.postfix(names);
        }
        if (!cursor.takes("(")) {
            throw cursor.expected("the key of a field");
        }
        Expr key = parser.pipe(names);
        cursor.expect(")");
        return key;
    }

    Pattern pattern(@Nullable Names names) throws SyntaxFault {
        cursor.enter();
        Pattern pattern;
        if (cursor.takes("[")) {
            List<Pattern> elements = new ArrayList<>();
            do {
                elements.add(pattern(names));
            } while (cursor.takes(","));
            cursor.expect("]");
            pattern = new Pattern.Elements(elements);
        } else if (cursor.takes("{")) {
            List<Pattern.Field> fields = new ArrayList<>();
            do {
                fields.add(patternField(names));
            } while (cursor.takes(","));
            cursor.expect("}");
            pattern = new Pattern.Fields(fields);
        } else {
            pattern = new Pattern.Variable("$" + terms.variable());
        }
        cursor.leave();
        return pattern;
    }

    private Pattern.Field patternField(@Nullable Names names) throws SyntaxFault {
        if (cursor.is(Token.Kind.VARIABLE)) {
            String name = terms.variable();
            Optional<Pattern> parts = cursor.takes(":") ? Optional.of(pattern(names)) : Optional.empty();
            return new Pattern.Field(Optional.of("$" + name), TermParser.text(name), parts);
        }
        Expr key = key(names);
        cursor.expect(":");
        return new Pattern.Field(Optional.empty(), key, Optional.of(pattern(names)));
    }
}
