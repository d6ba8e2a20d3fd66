package dev.lockstep.engine.simulation;

import dev.lockstep.engine.ports.WorkflowStore;

/** The engine as it is; a test that wants to see a promise broken overrides what makes it wrong. */
class Protocol {
    /** What the step function is built on. */
    Ports forSteps(Ports ports) {
        return ports;
    }

    /** What the watchdog is built on. */
    Ports forWatchdog(Ports ports) {
        return ports;
    }

    /** What the function that starts executions is built on. */
    Ports forStarts(Ports ports) {
        return ports;
    }

    /** What the functions are built on that move executions for people outside. */
    Ports forPeople(Ports ports) {
        return ports;
    }

    /** What the function is built on that workers call. */
    Ports forWorkers(Ports ports) {
        return ports;
    }

    /** Where all functions read workflows. */
    WorkflowStore forPlans(WorkflowStore workflows) {
        return workflows;
    }

    /** What readings are built on. */
    Ports forReadings(Ports ports) {
        return ports;
    }

    /** What the step function does last. */
    void afterStep() {}
}
