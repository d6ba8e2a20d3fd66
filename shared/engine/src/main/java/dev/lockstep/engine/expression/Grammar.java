package dev.lockstep.engine.expression;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of JSONata is accepted: nothing that the library cannot parse or evaluate within bounds. */
final class Grammar {
    private static final String FUNCTION = "function";
    private static final Set<String> CLOSING = Set.of(")", "]", "}");

    private final List<Token> tokens;
    private final Set<String> bound = new HashSet<>();
    private final Set<String> functions = new HashSet<>();

    private Grammar(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * What an expression names.
     *
     * @param functions of the library
     * @param bound variables of its own, which may hold anything
     */
    record Names(Set<String> functions, Set<String> bound) {}

    /** Finds what the expression names. */
    static Names check(List<Token> tokens) throws SyntaxFault {
        Grammar grammar = new Grammar(tokens);
        grammar.nesting();
        grammar.operators();
        grammar.lambdas();
        grammar.calls();
        grammar.variables();
        return new Names(grammar.functions, grammar.bound);
    }

    /**
     * Bounds the depth of the syntax tree: operators in a row nest to the left or to the right, brackets nest what is
     * between them, a comma begins a new row.
     */
    private void nesting() throws SyntaxFault {
        Deque<Integer> rows = new ArrayDeque<>();
        int row = 0;
        int total = 0;
        for (Token token : tokens) {
            if (token.kind() != Token.Kind.OPERATOR) {
                continue;
            }
            switch (token.text()) {
                case ",", ";" -> {
                    total -= row;
                    row = 0;
                }
                case ")", "]", "}" -> {
                    total -= row;
                    row = rows.isEmpty() ? 0 : rows.pop();
                }
                default -> {
                    row++;
                    total++;
                    if (token.is("(") || token.is("[") || token.is("{")) {
                        rows.push(row);
                        row = 0;
                    }
                }
            }
            if (total > Limits.NESTING) {
                throw new SyntaxFault("the expression nests too deeply", token.position());
            }
        }
    }

    private void operators() throws SyntaxFault {
        int defaults = 0;
        for (Token token : tokens) {
            if (token.kind() != Token.Kind.OPERATOR) {
                continue;
            }
            switch (token.text()) {
                case "|" -> throw new SyntaxFault("the transform operator | is not supported", token.position());
                case "@", "#" ->
                    throw new SyntaxFault("the join operators @ and # are not supported", token.position());
                case "%" -> {
                    if (token.operand()) {
                        throw new SyntaxFault("the parent operator % is not supported", token.position());
                    }
                }
                case "??", "?:" -> {
                    if (++defaults > Limits.DEFAULTS) {
                        throw new SyntaxFault(
                                "more than " + Limits.DEFAULTS + " of ?? and ?: in one expression", token.position());
                    }
                }
                default -> {}
            }
        }
    }

    /** A signature becomes a java.util.regex pattern of the author's making, which may backtrack for ever. */
    private void lambdas() throws SyntaxFault {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (!isLambda(tokens.get(i)) || !tokens.get(i + 1).is("(")) {
                continue;
            }
            int end = i + 2;
            while (end < tokens.size() && !tokens.get(end).is(")")) {
                if (tokens.get(end).kind() == Token.Kind.VARIABLE) {
                    bind(tokens.get(end));
                }
                end++;
            }
            if (end + 1 < tokens.size() && tokens.get(end + 1).is("<")) {
                throw new SyntaxFault(
                        "signatures of functions are not supported",
                        tokens.get(end + 1).position());
            }
        }
    }

    /**
     * The library prints what is called but is no function, and data must not come to the log. So what is called has a name,
     * by which {@link Callees} can have it checked, or is a function literal.
     */
    private void calls() throws SyntaxFault {
        Deque<Integer> open = new ArrayDeque<>();
        boolean afterLambda = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (isCall(tokens, i) && !afterLambda) {
                callee(tokens.get(i - 1));
            }
            afterLambda = false;
            if (token.is("(") || token.is("[") || token.is("{")) {
                open.push(i);
            } else if (token.kind() == Token.Kind.OPERATOR && CLOSING.contains(token.text()) && !open.isEmpty()) {
                int opening = open.pop();
                path(opening, i);
                afterLambda = token.is("}") && isLambdaBody(tokens, opening);
            }
        }
    }

    /** A path that is written out is checked before anybody runs the expression. */
    private void path(int opening, int closing) throws SyntaxFault {
        boolean isPath = isCall(tokens, opening)
                && tokens.get(opening - 1).kind() == Token.Kind.VARIABLE
                && tokens.get(opening - 1).text().equals(Builtins.JSON_PATH)
                && closing - opening > 2
                && tokens.get(closing - 1).kind() == Token.Kind.STRING
                && tokens.get(closing - 2).is(",");
        String written = isPath ? tokens.get(closing - 1).text() : "";
        // One with escapes in it is another text by the time it is run.
        Optional<String> flaw = written.contains("\\") ? Optional.empty() : JsonPath.flaw(written);
        if (flaw.isPresent()) {
            throw new SyntaxFault(flaw.get(), tokens.get(closing - 1).position());
        }
    }

    private static void callee(Token callee) throws SyntaxFault {
        if (callee.isName() && !isLambda(callee)) {
            throw new SyntaxFault("functions are written with a dollar: $" + callee.text() + "(…)", callee.position());
        }
        if (callee.is(")")) {
            throw new SyntaxFault("give the function a name before it is called: ($f := …; $f(…))", callee.position());
        }
        boolean document = callee.kind() == Token.Kind.VARIABLE
                && (callee.text().isEmpty() || callee.text().equals("$"));
        if (document || !(callee.kind() == Token.Kind.VARIABLE || isLambda(callee))) {
            throw new SyntaxFault("this is not a function", callee.position());
        }
    }

    /** Whether the token opens the arguments of a call or the parameters of a function literal. */
    static boolean isCall(List<Token> tokens, int i) {
        return i > 0 && tokens.get(i).is("(") && !tokens.get(i).operand();
    }

    /** Whether the brace opens the body of a function literal. */
    static boolean isLambdaBody(List<Token> tokens, int brace) {
        if (brace == 0 || !tokens.get(brace - 1).is(")")) {
            return false;
        }
        int depth = 0;
        for (int i = brace - 1; i > 0; i--) {
            depth += tokens.get(i).is(")") ? 1 : tokens.get(i).is("(") ? -1 : 0;
            if (depth == 0) {
                return isLambda(tokens.get(i - 1));
            }
        }
        return false;
    }

    private void variables() throws SyntaxFault {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).kind() == Token.Kind.VARIABLE && tokens.get(i + 1).is(":=")) {
                bind(tokens.get(i));
            }
        }
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.VARIABLE) {
                variable(token);
            }
        }
    }

    private void variable(Token token) throws SyntaxFault {
        String name = token.text();
        switch (name) {
            case "", "$" -> {}
            case "eval" -> throw new SyntaxFault("$eval is not supported", token.position());
            case "match" ->
                throw new SyntaxFault(
                        "$match is not supported: regular expressions are not supported in expressions",
                        token.position());
            default -> {
                if (Builtins.knows(name)) {
                    functions.add(name);
                } else if (!bound.contains(name)) {
                    throw new SyntaxFault("there is no variable or function $" + name, token.position());
                }
            }
        }
    }

    /** The library keeps the callbacks that enforce the bounds, and the root document, among the variables. */
    private void bind(Token token) throws SyntaxFault {
        if (token.text().isEmpty()
                || token.text().startsWith("$")
                || token.text().startsWith("__")) {
            throw new SyntaxFault("$" + token.text() + " cannot be assigned", token.position());
        }
        bound.add(token.text());
    }

    static boolean isLambda(Token token) {
        return token.isName() && (token.text().equals(FUNCTION) || token.text().equals("λ"));
    }
}
