package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A stage run as an item. It is the item that is written most, and a write costs one unit as long as it is under 1 KB. A join's
 * item has no state: it is made by the first arrival.
 */
final class StageRunItem {
    static final String REVISION = "revision";
    static final String ARRIVED = "arrived";

    private static final String STATE = "state";
    private static final String ATTEMPT = "attempt";
    private static final String STARTED = "started";
    private static final String ENDED = "ended";
    private static final String LEASE = "lease";
    private static final String NEXT = "next";
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";
    private static final String FAILURE = "failure";
    private static final String MESSAGE = "message";

    /** Every attribute but the data, each under a name that is no word of the expression language. */
    static final Map<String, String> WITHOUT_DATA = Stream.of(
                    Keys.PK, Keys.SK, REVISION, ARRIVED, STATE, ATTEMPT, STARTED, ENDED, LEASE, NEXT, FAILURE, MESSAGE)
            .collect(Collectors.toUnmodifiableMap(name -> "#" + name, name -> name));

    private enum State {
        RUNNING,
        RETRYING,
        WAITING,
        COMPLETED,
        FAILED,
        SKIPPED
    }

    private StageRunItem() {}

    static Map<String, AttributeValue> write(ExecutionId execution, StageRun run) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.stageRun(execution, run.key()));
        item.put(REVISION, Attributes.of(run.revision()));
        switch (run.state()) {
            case StageRunState.Running running -> {
                put(item, State.RUNNING, running.attempt());
                item.put(STARTED, Attributes.of(running.startedAt()));
                item.put(LEASE, Attributes.of(running.leaseUntil()));
                putInput(item, running.input());
            }
            case StageRunState.Retrying retrying -> {
                put(item, State.RETRYING, retrying.attempt());
                item.put(STARTED, Attributes.of(retrying.startedAt()));
                item.put(ENDED, Attributes.of(retrying.failedAt()));
                item.put(NEXT, Attributes.of(retrying.next()));
                putFailure(item, retrying.failure());
            }
            case StageRunState.Waiting waiting -> {
                item.put(STATE, Attributes.of(State.WAITING.name()));
                item.put(STARTED, Attributes.of(waiting.since()));
                item.put(NEXT, Attributes.of(waiting.until()));
                putInput(item, waiting.input());
            }
            case StageRunState.Completed completed -> {
                put(item, State.COMPLETED, completed.attempt());
                item.put(STARTED, Attributes.of(completed.startedAt()));
                item.put(ENDED, Attributes.of(completed.at()));
                putInput(item, completed.input());
                item.put(OUTPUT, json(completed.output()));
            }
            case StageRunState.Failed failed -> {
                put(item, State.FAILED, failed.attempt());
                item.put(STARTED, Attributes.of(failed.startedAt()));
                item.put(ENDED, Attributes.of(failed.at()));
                putInput(item, failed.input());
                putFailure(item, failed.failure());
            }
            case StageRunState.Skipped skipped -> {
                item.put(STATE, Attributes.of(State.SKIPPED.name()));
                item.put(ENDED, Attributes.of(skipped.at()));
                item.put(OUTPUT, json(skipped.passed()));
            }
            case StageRunState.Gathering gathering -> item.put(ARRIVED, branches(gathering.arrived()));
        }
        return item;
    }

    private static void put(Map<String, AttributeValue> item, State state, int attempt) {
        item.put(STATE, Attributes.of(state.name()));
        item.put(ATTEMPT, Attributes.of(attempt));
    }

    private static void putInput(Map<String, AttributeValue> item, Optional<JsonNode> input) {
        input.ifPresent(data -> item.put(INPUT, json(data)));
    }

    private static void putFailure(Map<String, AttributeValue> item, Failure failure) {
        item.put(FAILURE, Attributes.of(failure.name()));
        item.put(MESSAGE, Attributes.of(failure.message()));
    }

    private static AttributeValue json(JsonNode data) {
        return Attributes.of(Json.write(data));
    }

    static AttributeValue branches(Set<Integer> branches) {
        return AttributeValue.fromNs(branches.stream().map(String::valueOf).toList());
    }

    static Set<Integer> arrived(Map<String, AttributeValue> item) {
        return Attributes.required(item, ARRIVED).ns().stream()
                .map(Integer::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    static StageRun read(Map<String, AttributeValue> item) {
        return new StageRun(Keys.stageRunOf(item), Attributes.number(item, REVISION), state(item));
    }

    private static StageRunState state(Map<String, AttributeValue> item) {
        Optional<State> state = Attributes.optionalText(item, STATE).map(State::valueOf);
        if (state.isEmpty()) {
            return new StageRunState.Gathering(arrived(item));
        }
        return switch (state.get()) {
            case RUNNING ->
                new StageRunState.Running(
                        attempt(item), Attributes.time(item, STARTED), Attributes.time(item, LEASE), input(item));
            case RETRYING ->
                new StageRunState.Retrying(
                        attempt(item),
                        Attributes.time(item, STARTED),
                        Attributes.time(item, ENDED),
                        Attributes.time(item, NEXT),
                        failure(item));
            case WAITING ->
                new StageRunState.Waiting(Attributes.time(item, STARTED), Attributes.time(item, NEXT), input(item));
            case COMPLETED ->
                new StageRunState.Completed(
                        attempt(item),
                        Attributes.time(item, STARTED),
                        Attributes.time(item, ENDED),
                        input(item),
                        output(item));
            case FAILED ->
                new StageRunState.Failed(
                        attempt(item),
                        Attributes.time(item, STARTED),
                        Attributes.time(item, ENDED),
                        input(item),
                        failure(item));
            case SKIPPED -> new StageRunState.Skipped(Attributes.time(item, ENDED), output(item));
        };
    }

    private static int attempt(Map<String, AttributeValue> item) {
        return Math.toIntExact(Attributes.number(item, ATTEMPT));
    }

    private static Optional<JsonNode> input(Map<String, AttributeValue> item) {
        return Attributes.optionalText(item, INPUT).map(Json::read);
    }

    /** Missing where it was not read. */
    private static JsonNode output(Map<String, AttributeValue> item) {
        return Attributes.optionalText(item, OUTPUT).map(Json::read).orElse(MissingNode.getInstance());
    }

    /** How much data an item holds, in characters of JSON. */
    static long dataSize(Map<String, AttributeValue> item) {
        return Stream.of(INPUT, OUTPUT)
                .flatMap(name -> Attributes.optionalText(item, name).stream())
                .mapToLong(String::length)
                .sum();
    }

    private static Failure failure(Map<String, AttributeValue> item) {
        return new Failure(Attributes.text(item, FAILURE), Attributes.text(item, MESSAGE));
    }
}
