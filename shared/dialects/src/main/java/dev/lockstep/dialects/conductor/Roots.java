package dev.lockstep.dialects.conductor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the first two names of a path stand for, of the workflow and of its tasks. */
final class Roots {
    /** The id of the attempt that reads it, as {@link TaskId} writes it. */
    static final String OWN_TASK_ID = taskId("attempt.iteration", "attempt.number", "attempt.step");

    /** Of a choice, what it went by, as a text. */
    static final String CHOSEN = "$c := %s.input.case; $s := $exists($c) and $c != null ? $string($c) : \"null\"; ";

    private final WorkflowDefinition definition;
    private final Map<String, WorkflowTask> tasks = new HashMap<>();

    /** The loops around each task, the outermost first, by its reference. */
    private final Map<String, List<String>> loops = new HashMap<>();

    Roots(WorkflowDefinition definition) {
        this.definition = definition;
        definition.tasks().forEach(task -> note(task, List.of()));
    }

    private void note(WorkflowTask task, List<String> around) {
        loops.put(task.reference(), around);
        tasks.put(task.reference(), task);
        List<String> within = new ArrayList<>(around);
        within.add(task.reference());
        task.loopOver().forEach(inner -> note(inner, within));
        task.decisionCases().values().forEach(way -> way.forEach(inner -> note(inner, around)));
        task.defaultCase().forEach(inner -> note(inner, around));
        task.forkTasks().forEach(branch -> branch.forEach(inner -> note(inner, around)));
    }

    /** By a task of that reference. */
    DataPath.Roots seenBy(String reader) {
        return new Seen(reader, loops.getOrDefault(reader, List.of()));
    }

    /** At the end of a round of a loop. */
    DataPath.Roots seenWithin(String loop) {
        List<String> around = new ArrayList<>(loops.getOrDefault(loop, List.of()));
        around.add(loop);
        return new Seen("", around);
    }

    /** When all tasks are over. */
    DataPath.Roots seenFromOutside() {
        return new Seen("", List.of());
    }

    private static String taskId(String iteration, String attempt, String reference) {
        return "(\"task-\" & $replace($replace($replace($base64encode(workflow.execution_id & \"/\" & " + iteration
                + " & \"/\" & $string(" + attempt + ") & \"/\" & " + reference
                + "), \"+\", \"-\"), \"/\", \"_\"), \"=\", \"\"))";
    }

    /** What is seen from a place. */
    private final class Seen implements DataPath.Roots {
        /** The task that reads; empty where it is none. */
        private final String reader;

        /** The loops around it, the outermost first. */
        private final List<String> from;

        Seen(String reader, List<String> from) {
            this.reader = reader;
            this.from = from;
        }

        @Override
        public String of(String first, String second, boolean whole) throws DataPath.Unsupported {
            if (first.equals("workflow")) {
                return ofWorkflow(second);
            }
            WorkflowTask task = tasks.get(first);
            if (task == null) {
                throw new DataPath.Unsupported(first + " is no task of the definition, nor \"workflow\"");
            }
            return first.equals(reader) ? ofItself(task, second) : ofTask(task, second, whole);
        }

        private String ofWorkflow(String field) throws DataPath.Unsupported {
            return switch (field) {
                case "input" -> "input";
                case "variables" -> "variables";
                case "workflowId" -> "workflow.execution_id";
                case "correlationId" -> "workflow.correlation_id";
                case "parentWorkflowId" -> "workflow.parent_execution_id";
                case "parentWorkflowTaskId" -> parentTaskId();
                case "workflowType" -> DataPath.literal(definition.name());
                case "version" -> "(" + definition.version() + ")";
                case "schemaVersion" -> "(2)";
                case "status" -> DataPath.literal("RUNNING");
                // There are no secrets here, and nobody's environment is anything of a workflow's.
                case "output", "reasonForIncompletion", "secrets", "env" -> "null";
                default -> throw new DataPath.Unsupported(field + " of a workflow cannot be read");
            };
        }

        private static String parentTaskId() {
            return "($exists(workflow.parent_step) ? \"task-\" & $replace($replace($replace($base64encode("
                    + "workflow.parent_execution_id & \"/\" & workflow.parent_iteration & \"/1/\" & workflow.parent_step"
                    + "), \"+\", \"-\"), \"/\", \"_\"), \"=\", \"\") : null)";
        }

        /** Before it has begun there is nothing of a task but its name. */
        private String ofItself(WorkflowTask task, String field) throws DataPath.Unsupported {
            return switch (field) {
                case "taskId" -> OWN_TASK_ID;
                case "retryCount" -> "(attempt.number - 1)";
                default -> constant(task, field).orElse("null");
            };
        }

        private Optional<String> constant(WorkflowTask task, String field) {
            return switch (field) {
                case "referenceTaskName" -> Optional.of(DataPath.literal(task.reference()));
                case "taskDefName" -> Optional.of(DataPath.literal(task.name()));
                case "taskType" ->
                    Optional.of(DataPath.literal(
                            task.type().orElse(TaskType.SIMPLE) == TaskType.SIMPLE ? task.name() : task.typeName()));
                case "workflowInstanceId" -> Optional.of("workflow.execution_id");
                case "correlationId" -> Optional.of("workflow.correlation_id");
                case "callbackAfterSeconds" -> Optional.of("(0)");
                case "workerId" -> Optional.of("null");
                default -> Optional.empty();
            };
        }

        private String ofTask(WorkflowTask task, String field, boolean whole) throws DataPath.Unsupported {
            Optional<String> constant = constant(task, field);
            if (constant.isPresent()) {
                return constant.get();
            }
            String step = "steps." + DataPath.quoted(task.reference());
            List<String> around = loops.getOrDefault(task.reference(), List.of());
            List<String> beyond =
                    around.stream().filter(loop -> !from.contains(loop)).toList();
            if (!beyond.isEmpty()) {
                return ofLastRound(task, beyond, field);
            }
            return switch (field) {
                case "output" -> output(task, step, whole);
                case "input" -> step + ".input";
                case "status" -> task.is(TaskType.JOIN) ? joinStatus(task, step) : status(task, step);
                case "iteration" -> iteration(task, step, around);
                case "retryCount" -> "(" + step + ".attempt - 1)";
                case "pollCount" ->
                    task.type().orElse(TaskType.SIMPLE) == TaskType.SIMPLE ? "(" + step + ".attempt ? 1 : 0)" : "(0)";
                case "scheduledTime", "startTime" -> "$toMillis(" + step + ".started_at)";
                case "endTime" -> "$toMillis(" + step + ".ended_at)";
                case "taskId" ->
                    "($exists(" + step + ".run) ? "
                            + taskId(step + ".run", step + ".attempt", DataPath.literal(task.reference())) + " : null)";
                case "reasonForIncompletion" -> step + ".error.message";
                default -> throw new DataPath.Unsupported(field + " of a task cannot be read");
            };
        }

        /** What a task within loops gave, for those behind them: in the last round. Of that, the loop has what came of it. */
        private String ofLastRound(WorkflowTask task, List<String> beyond, String field) throws DataPath.Unsupported {
            StringBuilder last = new StringBuilder("($o := steps." + DataPath.quoted(beyond.getFirst()) + ".output; ");
            for (String loop : beyond.subList(1, beyond.size())) {
                last.append("$o := $lookup($o, $string($o.iteration)).")
                        .append(DataPath.quoted(loop))
                        .append("; ");
            }
            String output = "$lookup($o, $string($o.iteration))." + DataPath.quoted(task.reference());
            return switch (field) {
                case "output" -> last + output + ")";
                case "status" -> last + "$exists(" + output + ") ? \"COMPLETED\" : null)";
                case "iteration" -> last + "$o.iteration)";
                default ->
                    throw new DataPath.Unsupported(
                            field + " of a task within a loop cannot be read from outside the loop");
            };
        }

        /** What a task shows as its output, which may be less or more than what our stage gives. */
        private String output(WorkflowTask task, String step, boolean whole) throws DataPath.Unsupported {
            return switch (task.type().orElse(TaskType.SIMPLE)) {
                case START_WORKFLOW -> ifThere(step, "{\"workflowId\": " + step + ".output.execution_id}");
                case SWITCH ->
                    ifThere(step, "(" + CHOSEN.formatted(step) + "{\"evaluationResult\": [$s], \"selectedCase\": $s})");
                case DECISION -> ifThere(step, "(" + CHOSEN.formatted(step) + "{\"caseOutput\": [$s]})");
                case DO_WHILE -> loopOutput(task, step, whole);
                case JOIN -> whole ? ifThere(step, withoutEmpty(step)) : step + ".output";
                case FORK_JOIN, FORK, NOOP, SET_VARIABLE -> ifThere(step, "{}");
                case SUB_WORKFLOW, DYNAMIC -> withExecution(step);
                case SIMPLE,
                        EXCLUSIVE_JOIN,
                        WAIT,
                        HUMAN,
                        TERMINATE,
                        INLINE,
                        LAMBDA,
                        HTTP,
                        FORK_JOIN_DYNAMIC,
                        EVENT,
                        JSON_JQ_TRANSFORM,
                        KAFKA_PUBLISH,
                        PULL_WORKFLOW_MESSAGES -> step + ".output";
            };
        }

        /** Where another workflow did the work, with its id. */
        private static String withExecution(String step) {
            return "($exists(" + step + ".execution_id) ? $merge([{\"subWorkflowId\": " + step + ".execution_id}, "
                    + step + ".output]) : " + step + ".output)";
        }

        private static String withoutEmpty(String step) {
            return "($o := $sift(" + step + ".output, function($v) { $count($keys($v)) > 0 }); $exists($o) ? $o : {})";
        }

        private static String ifThere(String step, String shown) {
            return "($exists(" + step + ".output) ? " + shown + " : null)";
        }

        /** From within: the rounds before, and which one this is. */
        private String loopOutput(WorkflowTask loop, String step, boolean whole) throws DataPath.Unsupported {
            if (!from.contains(loop.reference())) {
                return whole ? ifThere(step, shown(step)) : step + ".output";
            }
            String round = "$$." + step + ".iteration";
            StringBuilder now = new StringBuilder("{\"iteration\": " + round + " + 1");
            if (LoopCompiler.hasItems(loop)) {
                now.append(", \"loopIndex\": ")
                        .append(round)
                        .append(", \"loopItem\": steps.")
                        .append(DataPath.quoted(LoopCompiler.itemsId(loop)))
                        .append(".output.items[")
                        .append(round)
                        .append(']');
            }
            return "$merge([(" + step + ".iteration > 0 ? " + step + ".output : {}), " + now + "}])";
        }

        /** One over an empty list has passed on what it was given. */
        private static String shown(String step) {
            String goesOn = LoopOperation.GOES_ON;
            return "($exists(" + step + ".output." + goesOn + ") ? $sift(" + step
                    + ".output, function($v, $k) { $k != \"" + goesOn + "\" }) : {\"iteration\": 0})";
        }

        /** A join goes by what became of those that it waited for. */
        private String joinStatus(WorkflowTask task, String step) throws DataPath.Unsupported {
            StringBuilder failed = new StringBuilder("false");
            for (String reference : task.texts("joinOn")) {
                if (Optional.ofNullable(tasks.get(reference))
                        .filter(WorkflowTask::isOptional)
                        .isPresent()) {
                    failed.append(" or steps.")
                            .append(DataPath.quoted(reference))
                            .append(".status = \"FAILED\"");
                }
            }
            return "($j := " + status(task, step) + "; $j = \"COMPLETED\" and (" + failed
                    + ") ? \"COMPLETED_WITH_ERRORS\" : $j)";
        }

        private static String status(WorkflowTask task, String step) {
            String failed = task.isOptional() ? "COMPLETED_WITH_ERRORS" : "FAILED";
            return "($s := " + step + ".status; $s = \"SKIPPED\" ? ($exists(" + step + ".output) ? $s : null) : "
                    + "$s = \"FAILED\" ? \"" + failed + "\" : $s in [\"RUNNING\", \"WAITING\"] ? \"IN_PROGRESS\" : $s)";
        }

        /** Of a loop, the round that it is in; of a task in a loop, the same. */
        private String iteration(WorkflowTask task, String step, List<String> around) throws DataPath.Unsupported {
            if (task.is(TaskType.DO_WHILE)) {
                return from.contains(task.reference()) ? "(" + step + ".iteration + 1)" : step + ".output.iteration";
            }
            return around.isEmpty() ? "(0)" : "(steps." + DataPath.quoted(around.getLast()) + ".iteration + 1)";
        }
    }
}
