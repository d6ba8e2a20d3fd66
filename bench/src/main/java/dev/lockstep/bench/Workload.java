package dev.lockstep.bench;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A workflow of a shape and a size. */
record Workload(String shape, int stages, String definition) {
    private static final String STEP = "{\"type\":\"TextOperation.Reverse\"%s}";

    /** Each stage after the one before. */
    static Workload chain(int stages) {
        String steps =
                IntStream.range(0, stages).mapToObj(i -> STEP.formatted("")).collect(Collectors.joining(","));
        return new Workload("chain", stages, definition(steps));
    }

    /** One stage, then all others but one side by side, then one that waits for all of them. */
    static Workload fanOut(int stages) {
        int branches = stages - 2;
        String first = STEP.formatted(",\"id\":\"first\"");
        String middle = IntStream.range(0, branches)
                .mapToObj(i -> STEP.formatted(",\"id\":\"b" + i + "\",\"after\":[\"first\"]"))
                .collect(Collectors.joining(","));
        String all =
                IntStream.range(0, branches).mapToObj(i -> "\"b" + i + "\"").collect(Collectors.joining(","));
        String last = STEP.formatted(",\"id\":\"last\",\"input\":\"${steps.b0.output}\",\"after\":[" + all + "]");
        return new Workload("fan-out", stages, definition(first + "," + middle + "," + last));
    }

    private static String definition(String steps) {
        return "{\"name\":\"bench\",\"steps\":[" + steps + "]}";
    }
}
