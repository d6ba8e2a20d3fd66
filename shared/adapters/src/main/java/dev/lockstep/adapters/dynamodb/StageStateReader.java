package dev.lockstep.adapters.dynamodb;

import dev.lockstep.adapters.dynamodb.StageRunItem.State;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Approval;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads where a stage run is from its item. Where the data was left out, so it is of the state. */
record StageStateReader(Map<String, AttributeValue> item) {
    StageRunState read() {
        Optional<State> state =
                Attributes.optionalText(item, StageRunItem.STATE).map(State::valueOf);
        return state.isEmpty() ? gathering() : read(state.get());
    }

    private StageRunState read(State state) {
        return switch (state) {
            case RUNNING -> running();
            case RETRYING -> retrying();
            case WAITING -> new StageRunState.Waiting(started(), time(StageRunItem.NEXT), input());
            case AWAITING -> awaiting();
            case OFFERED -> offered();
            case DELEGATED -> delegated();
            case MAPPING -> new StageRunState.Mapping(started(), number(StageRunItem.TOTAL));
            case LOOPING -> looping();
            case ELEMENTS -> new StageRunState.Elements(items(), number(StageRunItem.TOTAL));
            case COMPLETED -> completed();
            case FAILED -> failed();
            case SKIPPED -> new StageRunState.Skipped(time(StageRunItem.ENDED), output(), actor(), input());
            case SKIP_AHEAD ->
                new StageRunState.SkipAhead(started(), input(), data(StageRunItem.OUTPUT), actor().orElseThrow());
            case CANCELED -> new StageRunState.Canceled(time(StageRunItem.ENDED));
        };
    }

    private StageRunState running() {
        return new StageRunState.Running(
                attempt(),
                started(),
                time(StageRunItem.LEASE),
                input(),
                Attributes.optionalText(item, StageRunItem.BY),
                queued());
    }

    private StageRunState.Queued queued() {
        return new StageRunState.Queued(
                Attributes.optionalText(item, StageRunItem.DOMAIN),
                item.containsKey(StageRunItem.TAKEN) ? number(StageRunItem.TAKEN) : 0);
    }

    private StageRunState retrying() {
        return new StageRunState.Retrying(
                attempt(), started(), time(StageRunItem.ENDED), time(StageRunItem.NEXT), failure());
    }

    private StageRunState offered() {
        Instant offeredAt =
                Attributes.optionalTime(item, StageRunItem.OFFERED_AT).orElseGet(this::started);
        Optional<StageRunState.HandedBack> handedBack = Attributes.optionalTime(item, StageRunItem.NEXT)
                .map(until -> new StageRunState.HandedBack(until, output()));
        return new StageRunState.Offered(attempt(), started(), offeredAt, givenInput(), handedBack, queued());
    }

    private StageRunState awaiting() {
        return new StageRunState.Awaiting(
                started(),
                Attributes.optionalTime(item, StageRunItem.NEXT),
                givenInput(),
                approvals(),
                Attributes.optionalTime(item, StageRunItem.REMINDED_AT)
                        .map(at -> new StageRunState.Reminded(number(StageRunItem.REMINDERS), at)));
    }

    private StageRunState delegated() {
        StageRunState.Child to = child();
        return new StageRunState.Delegated(
                attempt(),
                started(),
                to.workflow(),
                to.execution(),
                givenInput(),
                item.containsKey(StageRunItem.AGAIN));
    }

    private StageRunState.Child child() {
        return new StageRunState.Child(
                Keys.workflowOf(Attributes.text(item, StageRunItem.WORKFLOW), number(StageRunItem.VERSION)),
                new ExecutionId(Attributes.text(item, StageRunItem.CHILD)));
    }

    private StageRunState looping() {
        return new StageRunState.Looping(
                started(), number(StageRunItem.ROUND), output(), variables().orElseGet(Json::object));
    }

    StageRunState.Gathering gathering() {
        OptionalInt expected = item.containsKey(StageRunItem.EXPECTED)
                ? OptionalInt.of(number(StageRunItem.EXPECTED))
                : OptionalInt.empty();
        return new StageRunState.Gathering(branches(StageRunItem.ARRIVED), branches(StageRunItem.DEAD), expected);
    }

    private StageRunState completed() {
        return new StageRunState.Completed(attempt(), started(), time(StageRunItem.ENDED), input(), output(), note());
    }

    private StageRunState failed() {
        return new StageRunState.Failed(
                attempt(),
                started(),
                time(StageRunItem.ENDED),
                input(),
                failure(),
                Attributes.optionalText(item, StageRunItem.PASSES)
                        .map(Passed::valueOf)
                        .map(this::passed),
                item.containsKey(StageRunItem.CHILD) ? Optional.of(child()) : Optional.empty());
    }

    private JsonNode passed(Passed kind) {
        return switch (kind) {
            case OUTPUT -> output();
            case INPUT -> givenInput();
            case FAILURE ->
                input().<JsonNode>map(input -> failure().toJson(input)).orElseGet(MissingNode::getInstance);
            case DETAILS -> failure().details().orElseGet(MissingNode::getInstance);
        };
    }

    private Note note() {
        Optional<Note> took = Optional.ofNullable(item.get(StageRunItem.TOOK))
                .map(stages ->
                        new Note.Took(stages.l().stream().map(AttributeValue::s).toList()));
        return took.or(() -> variables().map(Note.Set::new))
                .or(() -> Attributes.optionalText(item, StageRunItem.CHILD)
                        .map(child -> new Note.Started(new ExecutionId(child))))
                .or(this::ofMachine)
                .or(() -> actor().map(actor -> new Note.By(actor, credits())))
                .orElseGet(Note.None::new);
    }

    private Optional<Note> ofMachine() {
        Optional<String> transition = Attributes.optionalText(item, StageRunItem.TRANSITION);
        return Attributes.optionalText(item, StageRunItem.OVER_BY)
                .<Note>map(by -> new Note.Over(Keys.stageRunOf(by), transition))
                .or(() -> transition.map(made -> new Note.Moved(made, actor(), approvals())));
    }

    private List<Approval> approvals() {
        return Attributes.optionalText(item, StageRunItem.APPROVALS)
                .map(Approvals::read)
                .orElse(List.of());
    }

    private OptionalInt credits() {
        return item.containsKey(StageRunItem.CREDITS)
                ? OptionalInt.of(number(StageRunItem.CREDITS))
                : OptionalInt.empty();
    }

    private Instant started() {
        return time(StageRunItem.STARTED);
    }

    private int attempt() {
        return number(StageRunItem.ATTEMPT);
    }

    private Instant time(String name) {
        return Attributes.time(item, name);
    }

    private int number(String name) {
        return Math.toIntExact(Attributes.number(item, name));
    }

    private Optional<Actor> actor() {
        return Attributes.optionalText(item, StageRunItem.BY)
                .map(key -> new Actor(key, Attributes.optionalText(item, StageRunItem.REASON)));
    }

    private Failure failure() {
        return new Failure(
                Attributes.text(item, StageRunItem.FAILURE),
                Attributes.text(item, StageRunItem.MESSAGE),
                data(StageRunItem.DETAILS));
    }

    private Optional<JsonNode> data(String name) {
        return Attributes.optionalText(item, name).map(Json::read);
    }

    private Optional<JsonNode> input() {
        return data(StageRunItem.INPUT);
    }

    private JsonNode givenInput() {
        return input().orElseGet(MissingNode::getInstance);
    }

    private JsonNode output() {
        return data(StageRunItem.OUTPUT).orElseGet(MissingNode::getInstance);
    }

    private Optional<ObjectNode> variables() {
        return data(StageRunItem.VARIABLES).map(ObjectNode.class::cast);
    }

    private List<JsonNode> items() {
        return data(StageRunItem.ITEMS)
                .map(items -> items.valueStream().toList())
                .orElse(List.of());
    }

    private Set<Integer> branches(String name) {
        AttributeValue branches = item.get(name);
        return branches == null
                ? Set.of()
                : branches.ns().stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
    }
}
