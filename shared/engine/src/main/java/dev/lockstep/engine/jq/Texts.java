package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.List;

/** Texts, by their characters: of those some take two of Java's. */
final class Texts {
    private Texts() {}

    static int length(Run run, String text) {
        if (text.length() > 1_000) {
            run.meter().glance();
        }
        return text.codePointCount(0, text.length());
    }

    static Value part(Run run, String text, Access.Span span) {
        int from = text.offsetByCodePoints(0, span.from());
        int to = text.offsetByCodePoints(from, span.to() - span.from());
        return run.text(text.substring(from, to));
    }

    /** Its parts between separators; its characters where the separator is empty. */
    static Value split(Run run, String text, String separator) {
        List<Value> parts = new ArrayList<>();
        int at = 0;
        if (separator.isEmpty()) {
            while (at < text.length()) {
                int end = text.offsetByCodePoints(at, 1);
                add(run, parts, text.substring(at, end));
                at = end;
            }
            return Arr.of(run.meter(), parts);
        }
        if (text.isEmpty()) {
            return Arr.of(run.meter(), parts);
        }
        for (int end = Searching.find(run, text, separator, 0);
                end >= 0;
                end = Searching.find(run, text, separator, at)) {
            add(run, parts, text.substring(at, end));
            at = end + separator.length();
        }
        add(run, parts, text.substring(at));
        return Arr.of(run.meter(), parts);
    }

    private static void add(Run run, List<Value> parts, String part) {
        run.meter().tick();
        run.meter().lengthOfList(parts.size() + 1L);
        run.meter().allocate(Meter.OBJECT);
        parts.add(run.text(part));
    }
}
