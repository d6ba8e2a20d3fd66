package dev.lockstep.adapters.lambda;

import dev.lockstep.adapters.Glob;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The functions that definitions may invoke: ARNs in which {@code *} stands for anything, as in the policy that lets us. */
public final class InvocableFunctions {
    private static final String FUNCTION = ":function:";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?");

    private final List<String> patterns;

    private InvocableFunctions(List<String> patterns) {
        this.patterns = patterns;
    }

    /** Reads a list with commas in it; nothing is no function. */
    public static InvocableFunctions parse(String list) {
        return new InvocableFunctions(Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .toList());
    }

    /** What to invoke for a name or an ARN that a definition gives; empty where it may not be invoked. */
    Optional<String> find(String function) {
        boolean name = NAME.matcher(function).matches();
        return patterns.stream()
                .filter(pattern -> Glob.matches(name ? nameOf(pattern) : pattern, function))
                .map(pattern -> name ? full(pattern, function) : function)
                .findFirst();
    }

    private static String nameOf(String pattern) {
        int at = pattern.indexOf(FUNCTION);
        return at < 0 ? pattern : pattern.substring(at + FUNCTION.length());
    }

    /** A name alone would be one of this account and region, which need not be the ones that are listed. */
    private static String full(String pattern, String name) {
        int at = pattern.indexOf(FUNCTION);
        String prefix = at < 0 ? "" : pattern.substring(0, at + FUNCTION.length());
        return prefix.indexOf('*') < 0 ? prefix + name : name;
    }
}
