package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRunState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What was done to an execution from outside, as lists in its item that are only ever added to. */
final class PastItem {
    private static final String CONTROLS = "controls";
    private static final String RERUNS = "reruns";

    private static final String AT = "at";
    private static final String KIND = "kind";
    private static final String BY = "by";
    private static final String REASON = "reason";
    private static final String GENERATION = "generation";
    private static final String STAGE = "stage";
    private static final String INPUT = "input";
    private static final String EXECUTION_INPUT = "execution_input";
    private static final String CORRELATION_ID = "correlation_id";
    private static final String ROUNDS = "rounds";
    private static final String WITHIN = "within";
    private static final String CHILD = "child";
    private static final String CHILD_VERSION = "child_version";
    private static final String ON = "on";
    private static final String WORKFLOW = "workflow";
    private static final String VERSION = "version";
    private static final String WAITING = "waiting";

    /** When somebody last had the execution go on after its end: for writes that depend on it. */
    private static final String REOPENED_AT = "reopened_at";

    /** What is read of it. */
    static final Set<String> ATTRIBUTES = Set.of(CONTROLS, RERUNS);

    private PastItem() {}

    /** What is set beside the lists. */
    static Map<String, AttributeValue> reopening(Execution.Past past) {
        return past.controls().stream()
                .filter(Control::reopens)
                .map(Control::at)
                .max(Comparator.naturalOrder())
                .map(at -> Map.of(REOPENED_AT, Attributes.of(at)))
                .orElse(Map.of());
    }

    /** That nobody has had it go on since. */
    static Condition notReopenedSince(Execution seen) {
        return seen.reopenedAt()
                .map(at ->
                        new Condition(" AND " + REOPENED_AT + " = :reopened", Map.of(":reopened", Attributes.of(at))))
                .orElse(new Condition(" AND attribute_not_exists(" + REOPENED_AT + ")", Map.of()));
    }

    /** The lists by name; one that would be empty is left out. */
    static Map<String, AttributeValue> write(Execution.Past past) {
        Map<String, AttributeValue> lists = new HashMap<>();
        put(lists, CONTROLS, past.controls().stream().map(PastItem::write));
        put(lists, RERUNS, past.reruns().stream().map(PastItem::write));
        return lists;
    }

    private static void put(Map<String, AttributeValue> lists, String name, Stream<AttributeValue> written) {
        List<AttributeValue> list = written.toList();
        if (!list.isEmpty()) {
            lists.put(name, AttributeValue.fromL(list));
        }
    }

    private static AttributeValue write(Control control) {
        Map<String, AttributeValue> written = new HashMap<>();
        written.put(AT, Attributes.of(control.at()));
        written.put(KIND, Attributes.of(control.kind().name()));
        written.put(BY, Attributes.of(control.by().key()));
        control.by().reason().ifPresent(reason -> written.put(REASON, Attributes.of(reason)));
        return AttributeValue.fromM(written);
    }

    private static AttributeValue write(Rerun rerun) {
        Map<String, AttributeValue> written = write(rerun.anew());
        written.put(GENERATION, Attributes.of(rerun.generation()));
        rerun.waiting().ifPresent(run -> written.put(WAITING, Attributes.of(Keys.text(run))));
        return AttributeValue.fromM(written);
    }

    private static Map<String, AttributeValue> write(Anew anew) {
        Map<String, AttributeValue> written = new HashMap<>();
        written.put(STAGE, Attributes.of(anew.stage()));
        put(written, ROUNDS, anew.rounds().stream().map(Attributes::of));
        anew.input().ifPresent(input -> written.put(INPUT, Attributes.of(Json.write(input))));
        anew.executionInput().ifPresent(input -> written.put(EXECUTION_INPUT, Attributes.of(Json.write(input))));
        anew.correlationId().ifPresent(name -> written.put(CORRELATION_ID, Attributes.of(name)));
        anew.within().ifPresent(within -> {
            Map<String, AttributeValue> below = write(within.anew());
            below.put(CHILD, Attributes.of(within.child().execution().value()));
            below.put(CHILD_VERSION, write(within.child().workflow()));
            written.put(WITHIN, AttributeValue.fromM(below));
        });
        anew.version().ifPresent(version -> written.put(ON, write(version)));
        return written;
    }

    private static AttributeValue write(WorkflowRef version) {
        return AttributeValue.fromM(Map.of(
                WORKFLOW, Attributes.of(Keys.workflowKey(version.workspace(), version.workflow())),
                VERSION, Attributes.of(version.version())));
    }

    private static WorkflowRef version(Map<String, AttributeValue> written) {
        return Keys.workflowOf(
                Attributes.text(written, WORKFLOW), Math.toIntExact(Attributes.number(written, VERSION)));
    }

    static Execution.Past read(Map<String, AttributeValue> item) {
        return new Execution.Past(
                list(item, CONTROLS, control -> control(control.m())), list(item, RERUNS, rerun -> rerun(rerun.m())));
    }

    private static <T> List<T> list(Map<String, AttributeValue> item, String name, Function<AttributeValue, T> read) {
        AttributeValue list = item.get(name);
        return list == null ? List.of() : list.l().stream().map(read).toList();
    }

    private static Control control(Map<String, AttributeValue> written) {
        return new Control(
                Attributes.time(written, AT),
                Control.Kind.valueOf(Attributes.text(written, KIND)),
                new Actor(Attributes.text(written, BY), Attributes.optionalText(written, REASON)));
    }

    private static Rerun rerun(Map<String, AttributeValue> written) {
        return new Rerun(
                Math.toIntExact(Attributes.number(written, GENERATION)),
                anew(written),
                Attributes.optionalText(written, WAITING).map(Keys::stageRunOf));
    }

    private static Anew anew(Map<String, AttributeValue> written) {
        return new Anew(
                Attributes.text(written, STAGE),
                list(written, ROUNDS, round -> Integer.valueOf(round.n())),
                Attributes.optionalText(written, INPUT).map(Json::read),
                Attributes.optionalText(written, EXECUTION_INPUT).map(Json::read),
                Attributes.optionalText(written, CORRELATION_ID),
                Optional.ofNullable(written.get(WITHIN))
                        .map(AttributeValue::m)
                        .map(below -> new Anew.Within(child(below), anew(below))),
                Optional.ofNullable(written.get(ON)).map(on -> version(on.m())));
    }

    private static StageRunState.Child child(Map<String, AttributeValue> below) {
        return new StageRunState.Child(
                version(Objects.requireNonNull(below.get(CHILD_VERSION)).m()),
                new ExecutionId(Attributes.text(below, CHILD)));
    }
}
