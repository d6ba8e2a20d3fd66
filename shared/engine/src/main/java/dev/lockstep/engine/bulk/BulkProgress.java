package dev.lockstep.engine.bulk;

import dev.lockstep.engine.execution.ExecutionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a bulk has come. Each execution that it meets is first put on its page, and counted only when it leaves it: so wherever
 * the work breaks off, it is known which executions it may have been at, and each is counted once.
 *
 * @param after where the list goes on
 * @param exhausted whether no more come after the page
 * @param page the executions that are being moved
 * @param tries how often some of the page broke off
 * @param matched how many were put on a page so far
 * @param refusals the first of those that were refused
 */
public record BulkProgress(
        Optional<String> after,
        boolean exhausted,
        List<ExecutionId> page,
        int tries,
        int matched,
        int done,
        int refused,
        List<Refusal> refusals) {
    /** How many refusals are told of by name. */
    static final int KEPT = 20;

    /** How often one is tried that breaks off each time, before it counts as refused. */
    static final int MOST_TRIES = 5;

    private static final int LONGEST_WHY = 300;

    static final BulkProgress NONE = new BulkProgress(Optional.empty(), false, List.of(), 0, 0, 0, 0, List.of());

    public BulkProgress {
        page = List.copyOf(page);
        refusals = List.copyOf(refusals);
    }

    /** An execution that was not moved, and why. */
    public record Refusal(ExecutionId execution, String why) {
        public Refusal {
            why = why.substring(0, Math.min(why.length(), LONGEST_WHY));
        }
    }

    BulkProgress taking(BulkSelection next, int limit) {
        int met = matched + next.executions().size();
        boolean last = next.isLast() || met >= limit;
        return new BulkProgress(next.after(), last, next.executions(), 0, met, done, refused, refusals);
    }

    /** After what became of the page; what broke off stays on it, for some tries. What is not told of broke off. */
    BulkProgress recording(Map<ExecutionId, BulkOutcome> outcomes) {
        List<ExecutionId> left = new ArrayList<>();
        List<Refusal> no = new ArrayList<>();
        int yes = 0;
        for (ExecutionId execution : page) {
            switch (outcomes.getOrDefault(execution, new BulkOutcome.Broken("unknown"))) {
                case BulkOutcome.Done moved -> yes++;
                case BulkOutcome.Refused refusal -> no.add(new Refusal(execution, refusal.why()));
                case BulkOutcome.Untouched untouched -> {}
                case BulkOutcome.Broken broken when tries + 1 < MOST_TRIES -> left.add(execution);
                case BulkOutcome.Broken broken ->
                    no.add(new Refusal(execution, "broke off each time: " + broken.how()));
            }
        }
        List<Refusal> first = new ArrayList<>(refusals);
        first.addAll(no.subList(0, Math.min(no.size(), Math.max(0, KEPT - refusals.size()))));
        return new BulkProgress(
                after,
                exhausted,
                left,
                left.isEmpty() ? 0 : tries + 1,
                matched,
                done + yes,
                refused + no.size(),
                first);
    }
}
