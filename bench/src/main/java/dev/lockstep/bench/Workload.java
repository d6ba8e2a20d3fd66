package dev.lockstep.bench;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A workflow of a shape and a size. */
record Workload(String shape, int stages, String definition) {
    private static final String STEP = "{\"type\":\"TextOperation.Reverse\"%s}";

    /** What a definition may have; beyond it, a loop goes round over as many. */
    private static final int MOST_STEPS = 999;

    /** Each stage after the one before. */
    static Workload chain(int stages) {
        if (stages > MOST_STEPS) {
            return rounds("chain", stages, chainOf(MOST_STEPS));
        }
        return new Workload("chain", stages, definition(chainOf(stages)));
    }

    private static String chainOf(int stages) {
        return IntStream.range(0, stages).mapToObj(i -> STEP.formatted("")).collect(Collectors.joining(","));
    }

    /** About so many stages, in rounds of a loop. */
    private static Workload rounds(String shape, int stages, String steps) {
        int rounds = Math.max(1, Math.round(stages / (float) MOST_STEPS));
        String loop = "{\"id\":\"rounds\",\"type\":\"Loop\",\"until\":\"${steps.rounds.iteration >= " + rounds
                + "}\",\"max_iterations\":" + rounds + ",\"steps\":[" + steps + "]}";
        return new Workload(shape, rounds * (MOST_STEPS + 1), definition(loop));
    }

    /** A list, a stage for each of its elements, and one that takes what they gave. */
    static Workload map(int stages) {
        int elements = stages - 2;
        return new Workload(
                "map",
                stages,
                definition(
                        "{\"id\":\"list\",\"type\":\"Json.Transform\",\"expression\":\"{\\\"items\\\": [1.." + elements
                                + "]}\"},{\"id\":\"each\",\"type\":\"Echo\",\"for_each\":\"${steps.list.output.items}\"},"
                                + "{\"id\":\"last\",\"type\":\"Json.Transform\",\"expression\":\"{\\\"count\\\": $count(items)}\"}"));
    }

    /** One stage, then all others but one side by side, then one that waits for all of them. */
    static Workload fanOut(int stages) {
        if (stages > MOST_STEPS) {
            return rounds("fan-out", stages, fanOutOf(MOST_STEPS));
        }
        return new Workload("fan-out", stages, definition(fanOutOf(stages)));
    }

    private static String fanOutOf(int stages) {
        int branches = stages - 2;
        String first = STEP.formatted(",\"id\":\"first\"");
        String middle = IntStream.range(0, branches)
                .mapToObj(i -> STEP.formatted(",\"id\":\"b" + i + "\",\"after\":[\"first\"]"))
                .collect(Collectors.joining(","));
        String all =
                IntStream.range(0, branches).mapToObj(i -> "\"b" + i + "\"").collect(Collectors.joining(","));
        String last = STEP.formatted(",\"id\":\"last\",\"input\":\"${steps.b0.output}\",\"after\":[" + all + "]");
        return first + "," + middle + "," + last;
    }

    private static String definition(String steps) {
        return "{\"name\":\"bench\",\"steps\":[" + steps + "]}";
    }
}
