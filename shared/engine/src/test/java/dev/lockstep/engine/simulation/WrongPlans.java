package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.ForEach;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.WorkflowStore;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The engine that misreads one thing in every plan. */
final class WrongPlans {
    private WrongPlans() {}

    /** Nobody looks whether a run is of no use any more. */
    static Protocol guardsAreNotRead() {
        return misreading(task -> task.at(task.place().guardedBy(List.of())));
    }

    /** Variables that were set are not seen. */
    static Protocol variablesAreNotRead() {
        return misreading(task -> task.at(task.place().readingVariablesOf(List.of())));
    }

    /** All elements of a list run at once. */
    static Protocol concurrencyIsUnbounded() {
        return misreading(task ->
                with(task, task.policy(), task.forEach().map(each -> new ForEach(each.items(), 0, each.tolerated()))));
    }

    /** No failure of an element is borne. */
    static Protocol failuresAreNotTolerated() {
        return misreading(task -> with(
                task,
                task.policy(),
                task.forEach().map(each -> new ForEach(each.items(), each.maxConcurrency(), ForEach.Tolerance.NONE))));
    }

    /** A loop tests last where it is to test first, and the other way round. */
    static Protocol loopsTestAtTheWrongEnd() {
        return misreading(task -> task.activity() instanceof Activity.Loop loop
                ? task.doing(new Activity.Loop(
                        loop.condition(),
                        loop.until(),
                        !loop.testsFirst(),
                        loop.mostIterations(),
                        loop.entry(),
                        loop.last()))
                : task);
    }

    /** Choices take the other way. */
    static Protocol casesAreMixedUp() {
        return misreading(task -> task.activity() instanceof Activity.Choice choice
                ? task.doing(new Activity.Choice(
                        choice.cases().stream()
                                .map(way -> new Activity.Case(way.when(), choice.otherwise()))
                                .toList(),
                        choice.cases().getFirst().next()))
                : task);
    }

    /** Where something failed, nothing is undone. */
    static Protocol nothingIsUndone() {
        return misreading(task -> with(
                task,
                new Policy(
                        task.policy().retry(),
                        task.policy().timeoutSeconds(),
                        task.policy().onError(),
                        Optional.empty(),
                        1,
                        task.policy().startDelaySeconds(),
                        task.policy().totalSeconds()),
                task.forEach()));
    }

    private static Stage.Task with(Stage.Task task, Policy policy, Optional<ForEach> forEach) {
        return new Stage.Task(
                task.id(),
                task.type(),
                task.activity(),
                task.input(),
                task.config(),
                task.when(),
                forEach,
                policy,
                task.place());
    }

    /** On a failure nothing is started. */
    static Protocol failuresStartNothing() {
        return misreadingPlans(plan -> plan.onFailure(Optional.empty()));
    }

    private static Protocol misreading(UnaryOperator<Stage.Task> as) {
        return misreadingPlans(plan -> {
            List<Stage> stages = plan.stages().stream()
                    .map(stage -> stage instanceof Stage.Task task ? as.apply(task) : stage)
                    .toList();
            return new Plan(plan.inputSchema(), plan.timeoutSeconds(), plan.entry(), stages)
                    .onFailure(plan.onFailure());
        });
    }

    private static Protocol misreadingPlans(UnaryOperator<Plan> as) {
        return new Protocol() {
            @Override
            WorkflowStore forPlans(WorkflowStore workflows) {
                return new Misread(workflows, as);
            }
        };
    }

    private record Misread(WorkflowStore real, UnaryOperator<Plan> as) implements WorkflowStore {
        @Override
        public boolean add(WorkflowVersion version, Optional<Head> before) {
            return real.add(version, before);
        }

        @Override
        public Optional<Head> head(Workspace workspace, WorkflowId workflow) {
            return real.head(workspace, workflow);
        }

        @Override
        public Optional<WorkflowVersion> find(WorkflowRef ref) {
            return real.find(ref)
                    .map(found -> new WorkflowVersion(
                            found.ref(), found.name(), found.definition(), as.apply(found.plan()), found.createdAt()));
        }

        @Override
        public Page<WorkflowSummary> list(Workspace workspace, Kind kind, PageRequest page) {
            return real.list(workspace, kind, page);
        }

        @Override
        public Page<VersionSummary> versions(Workspace workspace, WorkflowId workflow, PageRequest page) {
            return real.versions(workspace, workflow, page);
        }

        @Override
        public boolean delete(Workspace workspace, WorkflowId workflow) {
            return real.delete(workspace, workflow);
        }
    }
}
