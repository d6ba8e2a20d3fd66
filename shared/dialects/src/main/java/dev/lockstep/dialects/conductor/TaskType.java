package dev.lockstep.dialects.conductor;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types of tasks that Conductor has of its own. */
enum TaskType {
    SIMPLE,
    SWITCH,
    DECISION,
    FORK_JOIN,
    FORK,
    JOIN,
    EXCLUSIVE_JOIN,
    DO_WHILE,
    SUB_WORKFLOW,
    START_WORKFLOW,
    WAIT,
    HUMAN,
    SET_VARIABLE,
    TERMINATE,
    NOOP,
    INLINE,
    LAMBDA,
    HTTP,
    FORK_JOIN_DYNAMIC,
    DYNAMIC,
    EVENT,
    JSON_JQ_TRANSFORM,
    KAFKA_PUBLISH,
    PULL_WORKFLOW_MESSAGES;

    private static final Map<String, TaskType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Enum::name, Function.identity()));

    /** Empty for one that is none of Conductor's own, and so a worker's. */
    static Optional<TaskType> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
