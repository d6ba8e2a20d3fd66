package dev.lockstep.dialects.conductor;

import java.util.List;
import java.util.Map;

/**
 * Tells what the last task of a workflow has given: behind a choice, the last one on the way that it took.
 *
 * @param seen as all is when it is over
 */
record LastTask(DataPath.Roots seen) {
    /** More would make an expression that nobody would want to evaluate; they give what they do by their tasks. */
    private static final int MOST_WAYS = 100;

    /** Whether there are few enough tasks, or choices whose way is empty, that may be the last. */
    static boolean isOneOfFew(WorkflowTask task) {
        return ways(task) <= MOST_WAYS;
    }

    private static int ways(WorkflowTask task) {
        return isChoice(task)
                ? ways(task.defaultCase())
                        + task.decisionCases().values().stream()
                                .mapToInt(LastTask::ways)
                                .sum()
                : 1;
    }

    private static int ways(List<WorkflowTask> way) {
        return way.isEmpty() ? 1 : ways(way.getLast());
    }

    private static boolean isChoice(WorkflowTask task) {
        return task.is(TaskType.SWITCH) || task.is(TaskType.DECISION);
    }

    /** The JSONata for its output. */
    String output(WorkflowTask task) throws DataPath.Unsupported {
        if (!isChoice(task)) {
            return seen.of(task.reference(), "output", true);
        }
        StringBuilder output =
                new StringBuilder("(" + Roots.CHOSEN.formatted("steps." + DataPath.quoted(task.reference())));
        for (Map.Entry<String, List<WorkflowTask>> way : task.decisionCases().entrySet()) {
            output.append("$s = ")
                    .append(DataPath.literal(way.getKey()))
                    .append(" ? ")
                    .append(output(task, way.getValue()))
                    .append(" : ");
        }
        return output.append(output(task, task.defaultCase())).append(')').toString();
    }

    private String output(WorkflowTask choice, List<WorkflowTask> way) throws DataPath.Unsupported {
        return way.isEmpty() ? seen.of(choice.reference(), "output", true) : output(way.getLast());
    }
}
