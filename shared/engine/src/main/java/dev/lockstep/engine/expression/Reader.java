package dev.lockstep.engine.expression;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what an expression reads of the scope. Only the steps that it names are loaded for it, so it must name them in a
 * way that shows without evaluating.
 */
final class Reader {
    private static final String NAME_IT = "name the step: steps.<id>.output or steps.<id>.status";

    private final List<Token> tokens;
    private final Set<String> steps = new LinkedHashSet<>();
    private boolean input;
    private boolean variables;
    private boolean item;
    private boolean inputs;
    private boolean attempt;
    /** For each open bracket, whether a path inside it begins at the root. */
    private final Deque<Boolean> contexts = new ArrayDeque<>();

    private Reader(List<Token> tokens) {
        this.tokens = tokens;
    }

    static References read(List<Token> tokens) throws SyntaxFault {
        Reader reader = new Reader(tokens);
        reader.contexts.push(true);
        for (int i = 0; i < tokens.size(); i++) {
            reader.token(i);
        }
        return new References(reader.steps, reader.input, reader.variables, reader.item, reader.inputs, reader.attempt);
    }

    private void token(int i) throws SyntaxFault {
        Token token = tokens.get(i);
        if (token.is("(") || token.is("[") || token.is("{")) {
            contexts.push(atRoot() && keepsContext(i));
        } else if (token.is(")") || token.is("]") || token.is("}")) {
            if (contexts.size() > 1) {
                contexts.pop();
            }
        } else if (token.operand() && !isAfter(i, ".")) {
            head(i);
        }
    }

    private boolean atRoot() {
        return Boolean.TRUE.equals(contexts.peek());
    }

    /** A predicate, an order or a group, and what follows a dot, are evaluated for each element instead. */
    private boolean keepsContext(int i) {
        Token token = tokens.get(i);
        if (isAfter(i, ".") || isAfter(i, "^")) {
            return false;
        }
        if (token.operand()) {
            return true;
        }
        if (token.is("(")) {
            return !(i >= 2 && tokens.get(i - 2).is("."));
        }
        return token.is("{") && Grammar.isLambdaBody(tokens, i);
    }

    private boolean isAfter(int i, String operator) {
        return i > 0 && tokens.get(i - 1).is(operator);
    }

    private boolean isBefore(int i, String operator) {
        return i + 1 < tokens.size() && tokens.get(i + 1).is(operator);
    }

    /** The first token of a path, or of anything else that stands for a value. */
    private void head(int i) throws SyntaxFault {
        Token token = tokens.get(i);
        switch (token.kind()) {
            case NAME -> {
                if (atRoot() && !(Grammar.isLambda(token) && isBefore(i, "("))) {
                    root(i);
                }
            }
            case STRING -> {
                if (atRoot() && isBefore(i, ".")) {
                    root(i);
                }
            }
            case VARIABLE -> {
                if (token.text().equals("$") || (token.text().isEmpty() && atRoot())) {
                    document(i);
                }
            }
            case OPERATOR -> {
                if (atRoot() && (token.is("*") || token.is("**"))) {
                    throw new SyntaxFault("name what is read, such as input.<name>; " + NAME_IT, token.position());
                }
            }
            case NUMBER -> {}
        }
    }

    /** After the variables that stand for the whole scope. */
    private void document(int i) throws SyntaxFault {
        if (isBefore(i, ".") && i + 2 < tokens.size() && isNamed(tokens.get(i + 2))) {
            root(i + 2);
        } else {
            throw new SyntaxFault(
                    "name what is read: $" + tokens.get(i).text() + ".<name>, with one of "
                            + String.join(", ", Scope.NAMES),
                    tokens.get(i).position());
        }
    }

    private static boolean isNamed(Token token) {
        return token.isName() || token.kind() == Token.Kind.STRING;
    }

    private void root(int i) throws SyntaxFault {
        Token token = tokens.get(i);
        String name = token.text();
        switch (name) {
            case "steps" -> step(i);
            case "input" -> input = true;
            case "inputs" -> inputs = true;
            case "attempt" -> attempt = true;
            case "variables" -> variables = true;
            case "item", "index" -> item = true;
            // Literals, which are names to the lexer.
            case "true", "false", "null" -> {}
            default -> {
                if (!Scope.NAMES.contains(name)) {
                    throw new SyntaxFault(
                            "there is no `" + name + "` to read; there is " + String.join(", ", Scope.NAMES),
                            token.position());
                }
            }
        }
    }

    private void step(int i) throws SyntaxFault {
        boolean named = i + 4 < tokens.size()
                && tokens.get(i + 1).is(".")
                && isNamed(tokens.get(i + 2))
                && tokens.get(i + 3).is(".")
                && isNamed(tokens.get(i + 4))
                && Scope.OF_STEP.contains(tokens.get(i + 4).text());
        if (!named) {
            throw new SyntaxFault(NAME_IT, tokens.get(i).position());
        }
        steps.add(tokens.get(i + 2).text());
    }
}
