package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.TextSearch;
import java.util.ArrayList;
import java.util.List;

/** Looks for parts in texts and arrays, in time that grows with both and not with their product. */
final class Searching {
    private Searching() {}

    /** Where the wanted text is, at this place or after it; -1 where it is not. */
    static int find(Run run, String text, String wanted, int from) {
        if (!TextSearch.isShort(wanted)) {
            run.meter().glance();
            run.meter().allocate(4L * wanted.length());
        }
        return TextSearch.find(text, wanted, from);
    }

    /** All places of a text in another, in characters; they may overlap. */
    static Value indices(Run run, String text, String wanted) {
        if (wanted.isEmpty()) {
            return Value.Null.NULL;
        }
        List<Value> places = new ArrayList<>();
        int characters = 0;
        int counted = 0;
        // What ends with what it begins with can overlap itself, and then a long one takes long to find again and
        // again.
        for (int at = find(run, text, wanted, 0); at >= 0; at = find(run, text, wanted, at + 1)) {
            run.meter().tick();
            characters += text.codePointCount(counted, at);
            counted = at;
            places.add(run.number(characters));
        }
        return Arr.of(run.meter(), places);
    }

    /** All places where these elements follow each other. */
    static Value indices(Run run, Arr array, Arr wanted) {
        List<Value> elements = array.elements(run.meter());
        List<Value> sought = wanted.elements(run.meter());
        if (sought.isEmpty()) {
            return Value.Null.NULL;
        }
        List<Value> places = new ArrayList<>();
        for (int at = 0; at + sought.size() <= elements.size(); at++) {
            run.meter().tick();
            int same = 0;
            while (same < sought.size() && Order.isEqual(run, elements.get(at + same), sought.get(same))) {
                same++;
            }
            if (same == sought.size()) {
                places.add(run.number(at));
            }
        }
        return Arr.of(run.meter(), places);
    }
}
