package dev.lockstep.engine.definition;

/** What follows when the last attempt at a task has failed. */
public enum OnError {
    /** What holds the task fails: the loop or map around it, or the execution. */
    FAIL,
    /** The stages behind it run all the same; the task passes its input on. */
    CONTINUE,
    /** The stages behind it run all the same; what goes on is the failure's details, or nothing where it has none. */
    CONTINUE_WITH_DETAILS,
    /** The stages that its error edges lead to run, those behind it do not. */
    GO_TO
}
