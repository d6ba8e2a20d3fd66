package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.OnFailure;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanBuilder;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.simulation.Draft.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Makes workflows up: chains, fans and tangles of all that there is, loops in loops, lists, detours and ways back. */
final class WorkflowGenerator {
    private static final JsonNode ANY_OBJECT = Json.object().put("type", "object");

    private final SplittableRandom chance;
    private final String prefix;
    private final boolean mayCall;
    private final boolean rich;
    private final boolean undoes;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    /**
     * @param prefix what the ids of its stages begin with
     * @param mayCall whether it may have other workflows within it
     */
    WorkflowGenerator(SplittableRandom chance, String prefix, boolean mayCall) {
        this.chance = chance;
        this.prefix = prefix;
        this.mayCall = mayCall;
        this.rich = chance.nextInt(4) != 0;
        this.undoes = chance.nextInt(4) == 0;
    }

    Workflow generate() {
        switch (chance.nextInt(200)) {
            case 0 -> fan(101 + chance.nextInt(130));
            case 1, 2, 3, 4 -> fan(2 + chance.nextInt(9));
            case 5 -> list();
            default -> tangle(Optional.empty(), 1 + chance.nextInt(chance.nextInt(4) == 0 ? 10 : 5), 0);
        }
        TaskMaker maker = new TaskMaker(chance, List.copyOf(drafts.values()));
        Told told = new Told(chance);
        PlanBuilder plan = new PlanBuilder();
        List<Node> nodes = new ArrayList<>();
        for (Draft draft : drafts.values()) {
            Node node = new Node(maker.task(draft), List.copyOf(draft.after), List.copyOf(draft.failed));
            nodes.add(node);
            plan.add(told.now(node.task()), node.after(), node.failed());
        }
        List<Stage.Task> undoing = drafts.values().stream()
                .filter(draft -> draft.undo.isPresent())
                .map(maker::undoing)
                .toList();
        undoing.forEach(plan::addCompensation);
        Optional<Integer> timeout =
                chance.nextInt(16) == 0 ? Optional.of(5 + chance.nextInt(chance.nextInt(600) + 1)) : Optional.empty();
        Plan built = plan.build(ANY_OBJECT, timeout).onFailure(onFailure(nodes.size()));
        return new Workflow(
                chance.nextInt(3) == 0 ? built.handingOutWhilePaused() : built, nodes, undoing, maker.scripts());
    }

    /** In a third of all; by what was drawn already, so that what is drawn after it stays. */
    private Optional<OnFailure> onFailure(int stages) {
        return mayCall && stages % 3 == 0
                ? Optional.of(new OnFailure(
                        Template.of(JsonNodeFactory.instance.stringNode(Simulation.CHILD.value())), Optional.empty()))
                : Optional.empty();
    }

    /** One stage, many after it, one after them all. */
    private void fan(int width) {
        Draft source = add(Kind.OPERATION, Optional.empty());
        Draft end = new Draft(prefix + "end", Kind.OPERATION, Optional.empty());
        for (int i = 1; i <= width; i++) {
            Draft branch = add(Kind.OPERATION, Optional.empty());
            branch.after.add(source.id);
            end.after.add(branch.id);
        }
        drafts.put(end.id, end);
    }

    /** A list so long that a tree gathers it. */
    private void list() {
        Draft each = add(Kind.OPERATION, Optional.empty());
        each.each = true;
        each.wide = true;
        add(Kind.OPERATION, Optional.empty()).after.add(each.id);
    }

    private void tangle(Optional<String> within, int size, int depth) {
        int density = 2 + chance.nextInt(4);
        List<Draft> earlier = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Draft draft = add(kind(depth, earlier.size()), within);
            for (Draft other : earlier) {
                if (other.kind != Kind.TERMINATE && chance.nextInt(density) == 0) {
                    draft.after.add(other.id);
                }
            }
            if (rich && !earlier.isEmpty() && chance.nextInt(8) == 0) {
                catchFailure(draft, earlier.get(chance.nextInt(earlier.size())));
            }
            if (draft.kind == Kind.MERGE && draft.sources().size() < 2) {
                draft.kind = Kind.OPERATION;
            }
            if (rich && draft.mayFail()) {
                draft.each = chance.nextInt(8) == 0;
                if (chance.nextInt(10) == 0) {
                    draft.onError = chance.nextInt(3) == 0 ? OnError.CONTINUE_WITH_DETAILS : OnError.CONTINUE;
                }
            }
            boolean worthUndoing =
                    draft.kind == Kind.OPERATION || draft.kind == Kind.SUB_WORKFLOW || draft.kind == Kind.WORKER;
            if (undoes && worthUndoing && chance.nextInt(2) == 0) {
                draft.undo = Optional.of("undo-" + draft.id);
            }
            earlier.add(draft);
            if (draft.kind == Kind.LOOP) {
                tangle(Optional.of(draft.id), 1 + chance.nextInt(3), depth + 1);
            }
        }
    }

    private static void catchFailure(Draft handler, Draft of) {
        if (of.mayFail() && !handler.after.contains(of.id)) {
            handler.failed.add(of.id);
            of.onError = OnError.GO_TO;
        }
    }

    private Kind kind(int depth, int earlier) {
        if (!rich) {
            return Kind.OPERATION;
        }
        return switch (chance.nextInt(40)) {
            case 0, 1, 2, 3 -> Kind.CHOICE;
            case 4, 5, 6, 7, 8 -> earlier > 1 ? Kind.MERGE : Kind.OPERATION;
            case 9, 10, 11 -> Kind.SET_VARIABLES;
            case 12 -> earlier > 0 ? Kind.TERMINATE : Kind.WAIT;
            case 13, 14 -> Kind.AWAIT;
            case 15, 16, 17 -> mayCall ? Kind.SUB_WORKFLOW : Kind.OPERATION;
            case 18, 19, 20 -> depth < 2 ? Kind.LOOP : Kind.OPERATION;
            case 21, 22 -> Kind.WAIT;
            case 23, 24, 25, 26 -> Kind.WORKER;
            default -> Kind.OPERATION;
        };
    }

    private Draft add(Kind kind, Optional<String> within) {
        Draft draft = new Draft(prefix + drafts.size(), kind, within);
        drafts.put(draft.id, draft);
        return draft;
    }
}
