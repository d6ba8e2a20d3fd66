package dev.lockstep.engine.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a {@link JsonPath}. */
final class PathParser {
    private static final int LONGEST = 1_000;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern SLICE = Pattern.compile("(-?[0-9]{1,9})?\\s*:\\s*(-?[0-9]{1,9})?");

    /** A text that is no path. */
    static final class NoPath extends Exception {
        NoPath(String message) {
            super(message);
        }
    }

    private final PathCursor cursor;
    private final List<PathStep> steps = new ArrayList<>();
    private Optional<PathTail> tail = Optional.empty();

    PathParser(PathCursor cursor) {
        this.cursor = cursor;
    }

    /** The whole text; a dollar, or a dot, may stand in front of it. */
    static JsonPath parse(String text) throws NoPath {
        if (text.length() > LONGEST) {
            throw new NoPath("a path has at most " + LONGEST + " characters");
        }
        PathCursor cursor = new PathCursor(text.strip());
        if (!cursor.take("$") && !cursor.isAt(".") && !cursor.isAt("[") && !cursor.isAtEnd()) {
            return new PathParser(cursor).named().steps(true);
        }
        return new PathParser(cursor).steps(true);
    }

    private PathParser named() throws NoPath {
        name();
        return this;
    }

    /**
     * @param whole whether nothing may stand behind the path
     */
    JsonPath steps(boolean whole) throws NoPath {
        while (tail.isEmpty() && (cursor.isAt(".") || cursor.isAt("["))) {
            if (cursor.take("..")) {
                steps.add(new PathStep.Deep());
                if (!cursor.isAt("[")) {
                    name();
                }
            } else if (cursor.take(".")) {
                name();
            } else {
                cursor.expect("[");
                bracket();
            }
        }
        if (whole && !cursor.isAtEnd()) {
            throw cursor.fault("what follows is not understood");
        }
        return new JsonPath(steps, tail);
    }

    private void name() throws NoPath {
        if (cursor.take("*")) {
            steps.add(new PathStep.All());
            return;
        }
        String name = cursor.name();
        if (cursor.take("()")) {
            tail = PathTail.named(name);
            if (tail.isEmpty()) {
                throw cursor.fault("there is no function " + name + "()");
            }
            return;
        }
        steps.add(new PathStep.Names(List.of(name)));
    }

    private void bracket() throws NoPath {
        cursor.blanks();
        if (cursor.take("?")) {
            cursor.blanks();
            steps.add(new PathStep.Where(new FilterParser(cursor).filter()));
            cursor.blanks();
            cursor.expect("]");
        } else if (cursor.isAtQuote()) {
            List<String> names = new ArrayList<>();
            do {
                cursor.blanks();
                names.add(cursor.quoted());
                cursor.blanks();
            } while (cursor.take(","));
            cursor.expect("]");
            steps.add(new PathStep.Names(List.copyOf(names)));
        } else {
            steps.add(elements(cursor.until(']').strip()));
        }
    }

    private PathStep elements(String within) throws NoPath {
        if (within.equals("*")) {
            return new PathStep.All();
        }
        Matcher slice = SLICE.matcher(within);
        if (slice.matches()) {
            return new PathStep.Slice(number(slice.group(1)), number(slice.group(2)));
        }
        List<Integer> indexes = new ArrayList<>();
        for (String part : within.split(",", -1)) {
            String number = part.strip();
            if (!NUMBER.matcher(number).matches()) {
                throw cursor.fault("[" + within + "] is not understood");
            }
            indexes.add(Integer.parseInt(number));
        }
        return new PathStep.Indexes(List.copyOf(indexes));
    }

    @SuppressWarnings("NullAway") // a group that matched nothing is null
    private static Optional<Integer> number(String digits) {
        return Optional.ofNullable(digits).map(Integer::valueOf);
    }
}
