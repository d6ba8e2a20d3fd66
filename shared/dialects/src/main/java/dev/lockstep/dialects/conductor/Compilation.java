package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanBuilder;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.operations.Catalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Compiles one definition: the order of its tasks. */
final class Compilation {
    private final WorkflowDefinition definition;
    private final EndsCompiler ends;
    private final TaskCompiler tasks;
    private final ChoiceCompiler choices;
    private final LoopCompiler loops;
    private final EventCompiler events;
    private final AsyncComplete async;
    private final DynamicCompiler dynamic;
    private final Children children;
    private final Faults faults;
    private final PlanBuilder builder = new PlanBuilder();

    Compilation(Catalogue catalogue, WorkflowDefinition definition, Children children, Faults faults) {
        this.definition = definition;
        StageMaker stages = new StageMaker(catalogue, new Parameters(definition, faults), faults);
        this.ends = new EndsCompiler(stages, definition);
        this.tasks = new TaskCompiler(stages, children);
        this.choices = new ChoiceCompiler(stages);
        this.loops = new LoopCompiler(stages);
        this.children = children;
        this.events = new EventCompiler(stages, definition);
        this.async = new AsyncComplete(stages);
        this.dynamic = new DynamicCompiler(stages);
        this.faults = faults;
    }

    /** Empty where there are faults. */
    Optional<Plan> plan() {
        List<String> before = add(ends.variables(), List.of());
        List<String> last = sequence(definition.tasks(), before, Optional.empty(), ends.following());
        List<String> failing = add(ends.failing(), last);
        add(ends.output(), failing);
        return faults.isEmpty()
                ? Optional.of(builder.build(Json.object().put("type", "object"), definition.timeoutSeconds())
                        .promptly()
                        .handingOutWhilePaused()
                        .onFailure(definition.failureWorkflow().map(started -> started.compiled(children, faults))))
                : Optional.empty();
    }

    private void add(Stage.Task task, List<String> after) {
        builder.add(task, after);
    }

    /** Adds a stage that there may be, and tells behind which the next one comes. */
    private List<String> add(Optional<Stage.Task> stage, List<String> after) {
        stage.ifPresent(task -> add(task, after));
        return stage.map(task -> List.of(task.id())).orElse(after);
    }

    /**
     * Adds tasks that come one after the other.
     *
     * @param after what comes before the first
     * @param following what comes behind the last
     * @return the ids of those behind which the next one comes
     */
    private List<String> sequence(
            List<WorkflowTask> list, List<String> after, Optional<String> loop, List<String> following) {
        List<String> before = after;
        for (int i = 0; i < list.size(); i++) {
            List<String> next = i + 1 < list.size() ? List.of(entry(list.get(i + 1))) : following;
            boolean joins = i > 0 && list.get(i - 1).is(TaskType.FORK_JOIN_DYNAMIC);
            before = joins && list.get(i).is(TaskType.JOIN)
                    ? joinOf(list.get(i - 1), list.get(i), loop)
                    : task(list.get(i), before, loop, next);
        }
        refuseUnjoined(list);
        return before;
    }

    private void refuseUnjoined(List<WorkflowTask> list) {
        for (int i = 0; i < list.size(); i++) {
            boolean isLast = i + 1 == list.size();
            boolean joined = !isLast && list.get(i + 1).is(TaskType.JOIN);
            // What is last within another task may be joined by what comes behind that.
            boolean within = isLast && list.get(i).is(TaskType.FORK_JOIN) && !list.equals(definition.tasks());
            if (isFork(list.get(i)) && !joined && !within) {
                faults.add(list.get(i).path(), "a " + list.get(i).typeName() + " must be followed by a JOIN");
            }
        }
    }

    private static boolean isFork(WorkflowTask task) {
        return task.is(TaskType.FORK_JOIN) || task.is(TaskType.FORK_JOIN_DYNAMIC);
    }

    /** The stage that tells the branches, and the one that is run for each of them. */
    private List<String> dynamicFork(WorkflowTask task, List<String> before, Optional<String> loop) {
        add(dynamic.tell(task, task.reference(), loop), before);
        Stage.Task branches = dynamic.branches(task, loop);
        add(branches, List.of(task.reference()));
        return List.of(branches.id());
    }

    private List<String> joinOf(WorkflowTask fork, WorkflowTask join, Optional<String> loop) {
        add(dynamic.join(join, fork, loop), List.of(DynamicCompiler.branchesId(fork.reference())));
        return List.of(join.reference());
    }

    /** The stage that tells what the task does, and the one that does it. */
    private List<String> told(WorkflowTask task, List<String> before, Optional<String> loop) {
        String tell = DynamicCompiler.tellId(task.reference());
        add(dynamic.tell(task, tell, loop), before);
        add(dynamic.does(task, loop), List.of(tell));
        return List.of(task.reference());
    }

    private List<String> task(WorkflowTask task, List<String> before, Optional<String> loop, List<String> following) {
        return switch (task.type().orElse(TaskType.SIMPLE)) {
            case SWITCH, DECISION -> choice(task, before, loop, following);
            case FORK_JOIN, FORK -> fork(task, before, loop);
            case JOIN -> join(task, before, loop);
            case EXCLUSIVE_JOIN -> exclusiveJoin(task, before, loop);
            case DO_WHILE -> loop(task, before, loop);
            case EVENT -> event(task, before, loop);
            case FORK_JOIN_DYNAMIC -> dynamicFork(task, before, loop);
            case DYNAMIC -> told(task, before, loop);
            case SUB_WORKFLOW, START_WORKFLOW -> {
                if (DynamicCompiler.isToldAtRunTime(task)) {
                    yield told(task, before, loop);
                }
                tasks.compile(task, loop).ifPresent(stage -> add(stage, before));
                yield List.of(task.reference());
            }
            case SIMPLE,
                    WAIT,
                    HUMAN,
                    SET_VARIABLE,
                    TERMINATE,
                    NOOP,
                    INLINE,
                    LAMBDA,
                    HTTP,
                    JSON_JQ_TRANSFORM,
                    KAFKA_PUBLISH,
                    PULL_WORKFLOW_MESSAGES -> {
                tasks.compile(task, loop).ifPresent(stage -> add(stage, before));
                waits(task, loop);
                yield List.of(task.reference());
            }
        };
    }

    private List<String> choice(WorkflowTask task, List<String> before, Optional<String> loop, List<String> following) {
        Map<String, List<WorkflowTask>> ways = task.decisionCases();
        Map<String, List<String>> firsts = new LinkedHashMap<>();
        ways.forEach((value, list) -> firsts.put(value, first(list, following)));
        List<String> decided = add(choices.valueOf(task, loop), before);
        choices.choice(task, firsts, first(task.defaultCase(), following), loop)
                .ifPresent(stage -> add(stage, decided));
        List<String> last = new ArrayList<>();
        List<String> itself = List.of(task.reference());
        ways.values().forEach(list -> last.addAll(sequence(list, itself, loop, following)));
        last.addAll(sequence(task.defaultCase(), itself, loop, following));
        return last.stream().distinct().toList();
    }

    private static List<String> first(List<WorkflowTask> list, List<String> following) {
        return list.isEmpty() ? following : List.of(entry(list.getFirst()));
    }

    /** The stage of a task that comes first: there may be one in front of that which goes by its reference. */
    private static String entry(WorkflowTask task) {
        if (task.is(TaskType.DO_WHILE)) {
            return LoopCompiler.entry(task);
        }
        if (task.is(TaskType.DYNAMIC) || DynamicCompiler.isToldAtRunTime(task)) {
            return DynamicCompiler.tellId(task.reference());
        }
        return AsyncComplete.is(task) ? AsyncComplete.doing(task) : ChoiceCompiler.entry(task);
    }

    private List<String> event(WorkflowTask task, List<String> before, Optional<String> loop) {
        add(events.publish(task, loop), before);
        waits(task, loop);
        return List.of(task.reference());
    }

    private void waits(WorkflowTask task, Optional<String> loop) {
        if (AsyncComplete.is(task)) {
            add(async.waits(task, loop), List.of(AsyncComplete.doing(task)));
        }
    }

    /** What comes behind it, the join does. */
    private List<String> fork(WorkflowTask task, List<String> before, Optional<String> loop) {
        if (task.forkTasks().isEmpty()) {
            faults.add(task.path() + ".forkTasks", "must have at least one branch");
        }
        tasks.compile(task, loop).ifPresent(stage -> add(stage, before));
        List<String> itself = List.of(task.reference());
        task.forkTasks().forEach(branch -> sequence(branch, itself, loop, List.of()));
        return itself;
    }

    /** The round's tasks, and behind them what tells whether another round follows. */
    private List<String> loop(WorkflowTask task, List<String> before, Optional<String> around) {
        if (task.loopOver().isEmpty()) {
            faults.add(task.path() + ".loopOver", "must be a list of at least one task");
        }
        List<String> begun = add(loops.itemsOf(task, around), before);
        loops.loop(task, around).ifPresent(stage -> add(stage, begun));
        Optional<String> loop = Optional.of(task.reference());
        loops.roundOf(task, loop).ifPresent(stage -> {
            List<String> last = sequence(task.loopOver(), List.of(), loop, List.of(stage.id()));
            add(stage, last);
        });
        return List.of(task.reference());
    }

    private List<String> exclusiveJoin(WorkflowTask task, List<String> before, Optional<String> loop) {
        List<String> waited = waited(task);
        // Where nothing comes that it waits for, it is reached all the same, and goes by its default.
        List<String> after =
                Stream.concat(waited.stream(), before.stream()).distinct().toList();
        tasks.exclusiveJoin(task, waited, loop).ifPresent(stage -> add(stage, after));
        return List.of(task.reference());
    }

    private List<String> join(WorkflowTask task, List<String> before, Optional<String> loop) {
        List<String> waited = waited(task);
        tasks.join(task, waited, loop).ifPresent(stage -> add(stage, waited.isEmpty() ? before : waited));
        return List.of(task.reference());
    }

    private List<String> waited(WorkflowTask task) {
        List<String> waited = task.texts("joinOn").stream().distinct().toList();
        waited.stream()
                .filter(reference -> definition.task(reference).isEmpty())
                .forEach(reference -> faults.add(task.path() + ".joinOn", "there is no task \"" + reference + "\""));
        return waited;
    }
}
