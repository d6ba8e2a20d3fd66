package dev.lockstep.dialects.conductor.search;

import dev.lockstep.dialects.conductor.search.SearchCondition.Op;
import dev.lockstep.engine.usecases.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads queries: conditions, as in {@code status IN (RUNNING, FAILED)}, joined by {@code AND}. */
final class QueryReader {
    private static final int MOST_CHARS = 8_000;
    private static final int MOST_CONDITIONS = 20;
    private static final int MOST_VALUES = 100;

    /** The longer ones first: a part of one is another. */
    private static final List<String> SIGNS = List.of("!=", "<=", ">=", "=", "<", ">");

    private static final Map<String, Op> OPS = Map.of(
            "!=",
            Op.DIFFERS,
            "<=",
            Op.AT_MOST,
            ">=",
            Op.AT_LEAST,
            "=",
            Op.EQUALS,
            "<",
            Op.LESS,
            ">",
            Op.MORE,
            "IN",
            Op.IN,
            "BETWEEN",
            Op.BETWEEN,
            "STARTS_WITH",
            Op.STARTS_WITH);

    private final String text;
    private final SearchFields fields;
    private int at;

    QueryReader(String text, SearchFields fields) {
        this.text = text;
        this.fields = fields;
    }

    List<SearchCondition> read() {
        if (text.length() > MOST_CHARS) {
            throw bad("it has more than " + MOST_CHARS + " characters");
        }
        List<SearchCondition> conditions = new ArrayList<>();
        skipBlanks();
        for (int count = 1; at < text.length(); count++) {
            if (count > MOST_CONDITIONS) {
                throw bad("it has more than " + MOST_CONDITIONS + " conditions");
            }
            condition().ifPresent(conditions::add);
            skipBlanks();
            if (at < text.length()) {
                and();
            }
        }
        return conditions;
    }

    private void and() {
        String word = word();
        if (word.equalsIgnoreCase("OR")) {
            throw bad("conditions are joined by AND alone");
        }
        if (!word.equalsIgnoreCase("AND")) {
            throw bad("AND is expected before: " + shown(text.substring(at - word.length())));
        }
        skipBlanks();
        if (at == text.length()) {
            throw bad("a condition is expected after AND");
        }
    }

    private Optional<SearchCondition> condition() {
        String name = word();
        if (name.isEmpty()) {
            throw bad("the name of a field is expected before: " + shown(text.substring(at)));
        }
        Op op = op();
        List<String> values = values(op);
        if (fields.refused().contains(name)) {
            throw bad(name + " cannot be searched by");
        }
        Optional<String> field = fields.find(name);
        field.filter(fields::isTime).ifPresent(time -> checkTimes(name, op, values));
        return field.map(found -> new SearchCondition(found, op, values));
    }

    private void checkTimes(String name, Op op, List<String> values) {
        if (op == Op.STARTS_WITH || !values.stream().allMatch(SearchCondition::isNumber)) {
            throw bad(name + " is compared with times in milliseconds");
        }
    }

    private Op op() {
        skipBlanks();
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                at += sign.length();
                return OPS.getOrDefault(sign, Op.EQUALS);
            }
        }
        String word = word();
        Op op = OPS.get(word.toUpperCase(Locale.ROOT));
        if (op == null) {
            throw bad("one of =, !=, <, <=, >, >=, IN, BETWEEN and STARTS_WITH is expected after a field");
        }
        return op;
    }

    private List<String> values(Op op) {
        return switch (op) {
            case IN -> list();
            case BETWEEN -> {
                String from = value();
                skipBlanks();
                if (!word().equalsIgnoreCase("AND")) {
                    throw bad("BETWEEN has two values with AND between them");
                }
                yield List.of(from, value());
            }
            case EQUALS, DIFFERS, LESS, AT_MOST, MORE, AT_LEAST, STARTS_WITH -> List.of(value());
        };
    }

    private List<String> list() {
        skipBlanks();
        if (!takes('(')) {
            throw bad("IN has a list in parentheses");
        }
        List<String> values = new ArrayList<>();
        do {
            values.add(value());
            skipBlanks();
        } while (takes(',') && values.size() < MOST_VALUES);
        if (!takes(')')) {
            throw bad("IN has a list of at most " + MOST_VALUES + " values with commas between them");
        }
        return values;
    }

    private String value() {
        skipBlanks();
        char quote = at < text.length() ? text.charAt(at) : ' ';
        if (quote == '\'' || quote == '"') {
            int end = text.indexOf(quote, at + 1);
            if (end < 0) {
                throw bad("a quote is not closed");
            }
            String value = text.substring(at + 1, end);
            at = end + 1;
            return value;
        }
        int from = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "(),".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (from == at) {
            throw bad("a value is expected before: " + shown(text.substring(at)));
        }
        return text.substring(from, at);
    }

    private String word() {
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_' || text.charAt(at) == '.')) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean takes(char wanted) {
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static String shown(String part) {
        return part.isEmpty() ? "the end" : part.length() > 40 ? part.substring(0, 40) + "…" : part;
    }

    private Refusal bad(String why) {
        return Refusal.invalid(
                "Incorrectly formatted query string: " + (text.length() > 200 ? text.substring(0, 200) + "…" : text)
                        + ": " + why,
                List.of());
    }
}
