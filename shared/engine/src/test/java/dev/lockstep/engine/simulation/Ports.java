package dev.lockstep.engine.simulation;

import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.IdempotencyStore;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StepQueue;
import dev.lockstep.engine.ports.TaskPlaces;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.ports.WorkerTasks;
import dev.lockstep.engine.ports.WorkflowStore;

/** What a function is built on. */
record Ports(
        WorkflowStore workflows,
        ExecutionStore executions,
        StageRunStore runs,
        StepQueue queue,
        Wakes wakes,
        IdempotencyStore idempotencies,
        WorkerTasks tasks,
        WorkerInbox inbox,
        TaskPlaces places) {

    Ports with(ExecutionStore other) {
        return new Ports(workflows, other, runs, queue, wakes, idempotencies, tasks, inbox, places);
    }

    Ports with(StageRunStore other) {
        return new Ports(workflows, executions, other, queue, wakes, idempotencies, tasks, inbox, places);
    }

    Ports with(StepQueue other) {
        return new Ports(workflows, executions, runs, other, wakes, idempotencies, tasks, inbox, places);
    }

    Ports with(Wakes other) {
        return new Ports(workflows, executions, runs, queue, other, idempotencies, tasks, inbox, places);
    }

    Ports with(IdempotencyStore other) {
        return new Ports(workflows, executions, runs, queue, wakes, other, tasks, inbox, places);
    }

    Ports with(WorkerTasks other) {
        return new Ports(workflows, executions, runs, queue, wakes, idempotencies, other, inbox, places);
    }

    Ports with(WorkerInbox other) {
        return new Ports(workflows, executions, runs, queue, wakes, idempotencies, tasks, other, places);
    }

    Ports with(TaskPlaces other) {
        return new Ports(workflows, executions, runs, queue, wakes, idempotencies, tasks, inbox, other);
    }

    Ports struck(Cloud cloud, Faults faults) {
        return new Ports(
                FaultyPort.of(WorkflowStore.class, workflows, cloud, faults),
                FaultyPort.of(ExecutionStore.class, executions, cloud, faults),
                FaultyPort.of(StageRunStore.class, runs, cloud, faults),
                FaultyPort.of(StepQueue.class, queue, cloud, faults),
                FaultyPort.of(Wakes.class, wakes, cloud, faults),
                FaultyPort.of(IdempotencyStore.class, idempotencies, cloud, faults),
                FaultyPort.of(WorkerTasks.class, tasks, cloud, faults),
                FaultyPort.of(WorkerInbox.class, inbox, cloud, faults),
                FaultyPort.of(TaskPlaces.class, places, cloud, faults));
    }
}
